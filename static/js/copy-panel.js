// The panel of near-copies: asked for when the page opens and after a longer pause of writing, one request at a time.

import { say } from "./panel-note.js";

const PAUSE = 2500; // ms after the last change

const panel = document.getElementById("copy-panel");
const form = document.getElementById("article_form");
let timer = 0;
let asking = false;
let changed = false; // since the request that is under way was sent
let told = ""; // what the panel speaks of

if (panel && form) {
  form.addEventListener("input", (event) => event.target.closest(".tiptap, #id_title") && later());
  form.querySelector("[data-copies]").addEventListener("click", (event) => {
    event.preventDefault();
    told = "";
    ask();
  });
  new MutationObserver(later).observe(form.querySelector(".field-body"), { childList: true, subtree: true, characterData: true });
  ask();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

function body() {
  return form.querySelector(".tiptap[contenteditable]")?.editor?.getHTML() ?? form.elements.body.value;
}

async function ask() {
  clearTimeout(timer);
  if (asking) return (changed = true);
  const text = { title: form.elements.title.value, body: body() };
  const now = JSON.stringify(text);
  if (now === told) return;
  asking = true;
  try {
    const token = form.elements.csrfmiddlewaretoken.value;
    const words = new URLSearchParams({ ...text, article: panel.dataset.article, fragment: "1", csrfmiddlewaretoken: token });
    const answer = await fetch(panel.dataset.url, { method: "POST", body: words, redirect: "error" });
    if (!answer.ok) throw new Error(answer.statusText);
    show(await answer.text());
    told = now;
  } catch {
    say(panel, "现在不能查找，可能已经断网或退出登录。文字不受影响，接着写就会再试。");
  } finally {
    asking = false;
    if (changed) later();
    changed = false;
  }
}

// What is open stays open, and where nothing is new nothing moves.
function show(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const open = new Set([...panel.querySelectorAll("details[open]")].map(nameOf));
  for (const details of fresh.content.querySelectorAll("details")) details.open = open.has(nameOf(details));
  panel.replaceChildren(fresh.content);
}

function nameOf(details) {
  return details.closest("li").querySelector("a").getAttribute("href");
}
