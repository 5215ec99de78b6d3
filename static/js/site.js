// What the public pages do with JavaScript, beyond what they do without.

import { showCards } from "./card.js";
import { offerCopying } from "./copy.js";

document.documentElement.classList.add("js");
showCards();
offerCopying();
