// What the public pages do with JavaScript, beyond what they do without.

import { showCards } from "./card.js";
import { offerCopying } from "./copy.js";
import { suggestWhileTyping } from "./suggest.js";

document.documentElement.classList.add("js");
showCards();
offerCopying();
suggestWhileTyping();
