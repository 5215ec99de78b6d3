// The page that shows an invitation's link once: a button copies it.

import { offerCopying } from "./copy.js";

offerCopying();
