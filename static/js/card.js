// The card with a provision's words: on hover and focus, on touch by the first tap (the second follows the link).
// The words are those of the list below the article, so nothing is fetched. Esc closes; the pointer may enter the card.

const OPEN_AFTER = 150; // ms, so that a pointer passing over a line opens nothing
const CLOSE_AFTER = 250; // ms, to let the pointer cross the gap into the card

const FLOATS = matchMedia("(hover: hover) and (min-width: 40rem)"); // as in site.css

let card = null;
let link = null;
let timer = 0;
let pointer = "";

export function showCards() {
  for (const cite of document.querySelectorAll("a.cite[data-law]")) {
    cite.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && !event.buttons && later(() => open(cite), OPEN_AFTER));
    cite.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && later(close, CLOSE_AFTER));
    cite.addEventListener("pointerdown", (event) => (pointer = event.pointerType));
    cite.addEventListener("focus", () => cite.matches(":focus-visible") && pointer !== "touch" && open(cite));
    cite.addEventListener("blur", () => later(close, CLOSE_AFTER));
    cite.addEventListener("click", (event) => tapped(event, cite));
  }
  document.addEventListener("keydown", (event) => event.key === "Escape" && shutByKey());
  document.addEventListener("copy", close); // a sentence is copied without the card that stands in it
  document.addEventListener("pointerdown", (event) => {
    if (card && !card.contains(event.target) && event.target.closest("a.cite") !== link) close();
  });
}

function tapped(event, cite) {
  if (pointer !== "touch" || link === cite) return;
  event.preventDefault();
  open(cite);
}

function shutByKey() {
  const back = card?.contains(document.activeElement) ? link : null;
  if (back) back.focus(); // while it is still the open one, so that it does not open anew
  close();
}

function later(act, wait) {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
}

function open(cite) {
  clearTimeout(timer);
  const entry = document.getElementById(cite.dataset.law);
  if (!entry || link === cite) return;
  close();
  link = cite;
  card = filled(entry);
  cite.after(card);
  if (!FLOATS.matches) return; // on a phone it stands at the foot of the screen
  place();
  addEventListener("scroll", place, { passive: true });
}

function filled(entry) {
  const made = document.createElement("span");
  made.className = "card";
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", "条文");
  for (const part of entry.children) made.append(part.cloneNode(true));
  const shut = document.createElement("button");
  shut.type = "button";
  shut.textContent = "关闭";
  shut.addEventListener("click", close);
  made.append(shut);
  made.addEventListener("pointerenter", () => clearTimeout(timer));
  made.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && later(close, CLOSE_AFTER));
  made.addEventListener("focusin", () => clearTimeout(timer));
  made.addEventListener("focusout", () => later(close, CLOSE_AFTER));
  return made;
}

function place() {
  const at = link.getClientRects()[0];
  const size = card.getBoundingClientRect();
  const below = at.bottom + 8;
  const top = below + size.height < innerHeight ? below : Math.max(8, at.top - size.height - 8);
  card.style.top = `${top}px`;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
}

function close() {
  clearTimeout(timer);
  removeEventListener("scroll", place);
  card?.remove();
  card = link = null;
}
