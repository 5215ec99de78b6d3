// Who else has the article open, and what was saved meanwhile: asked every 20 s, told without alarm.

import { post } from "./line.js";

const EVERY = 20000; // ms
const ALONE = "现在没有别人打开这篇文章。";

const place = document.getElementById("presence");
const form = document.getElementById("article_form");
export const tab = randomKey();
let told = "";

if (place) {
  pulse();
  setInterval(pulse, EVERY);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && pulse());
}

export function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The revision that is known here: that of the other text, where both are shown, else the one written from.
export function base() {
  return form?.elements.over?.value || form?.elements.base?.value || place?.dataset.base || "";
}

function pulse() {
  const { article, user } = place.dataset;
  const fields = { article, user, tab, base: base(), ...(form && { writing: "1" }) };
  post(place.dataset.pulse, fields).then(show, () => {}); // a missed pulse is no event
}

function leave() {
  const { article, user } = place.dataset;
  post(place.dataset.leave, { article, user, tab }, { keepalive: true }).catch(() => {});
}

// Its place is there before anything is told, and keeps its height: nothing below moves under a hand about to click.
export function show({ others = [], news = null }) {
  if (!place || told === JSON.stringify([others, news])) return;
  told = JSON.stringify([others, news]);
  const lines = [...others.map((words) => line(words)), ...(news ? [newsLine(news)] : [])];
  place.replaceChildren(...(lines.length ? lines : [line(ALONE)]));
  place.classList.toggle("told", lines.length > 0);
  place.classList.toggle("news", Boolean(news));
  const overflows = place.scrollHeight > place.clientHeight;
  if (overflows) place.tabIndex = 0; // so that the keyboard can scroll it
  else place.removeAttribute("tabindex");
}

function line(words) {
  const p = document.createElement("p");
  p.className = "presence";
  p.textContent = words;
  return p;
}

function newsLine({ words, url }) {
  const p = line(words);
  p.classList.add("news");
  if (url) {
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank";
    link.textContent = "看改了什么";
    p.append(" ", link, form ? "。您可以接着写，保存时会把两份文字放在一起，不会互相覆盖。" : "。");
  }
  return p;
}
