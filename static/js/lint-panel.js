// The panel of the linting beside the text: refreshed while one writes, jumps to the words, takes answers in place.

import { editorOf, find, whenReady } from "./editor-text.js";
import { say } from "./panel-note.js";

const PAUSE = 900; // ms after the last change
const TEXTS = ["title", "summary", "keywords"];

const panel = document.getElementById("lint-panel");
const form = document.getElementById("article_form");
let timer = 0;
let asked = null;
let answering = false; // an answer on its way is not broken off

if (panel && form) {
  form.addEventListener("input", (event) => (event.target.closest(".tiptap") || TEXTS.includes(event.target.name)) && later());
  panel.addEventListener("submit", (event) => event.target.closest(".lint-answer") && answer(event));
  panel.addEventListener("click", (event) => event.target.closest(".jump") && jump(event.target.closest(".jump").dataset));
  form.querySelector("[data-lint]").addEventListener("click", (event) => {
    event.preventDefault();
    ask(panel.dataset.url);
  });
  whenReady(form, (editor) => editor.on("update", later));
  showJumps();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => ask(panel.dataset.url), PAUSE);
}

function written() {
  const words = new URLSearchParams({
    body: editorOf(form)?.getHTML() ?? form.elements.body.value,
    article: panel.dataset.article,
    fragment: "1",
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
  });
  for (const name of TEXTS) words.set(name, form.elements[name]?.value ?? "");
  return words;
}

async function ask(url, more = {}) {
  if (answering) return later();
  clearTimeout(timer);
  asked?.abort();
  asked = new AbortController();
  const words = written();
  for (const [name, value] of Object.entries(more)) words.set(name, value);
  try {
    const reply = await fetch(url, { method: "POST", body: words, signal: asked.signal, redirect: "error" });
    if (!reply.ok) throw new Error(reply.statusText);
    show(await reply.text(), more.key);
  } catch (error) {
    if (error.name !== "AbortError") say(panel, "现在不能检查，可能已经断网或退出登录。文字不受影响，接着写就会再试。");
  }
}

// What is half typed as an answer stays, and so does the place of the cursor in it.
function show(html, sent) {
  const typed = new Map([...panel.querySelectorAll(".lint-answer input[type=text]")].map((input) => [input.id, input.value]));
  const focused = document.activeElement;
  const [id, start, end] = panel.contains(focused) && focused.id ? [focused.id, focused.selectionStart, focused.selectionEnd] : [];
  panel.innerHTML = html;
  for (const input of panel.querySelectorAll(".lint-answer input[type=text]")) {
    if (input.id !== `answer-${sent}`) input.value = typed.get(input.id) ?? "";
  }
  showJumps();
  const again = id && document.getElementById(id);
  if (again) {
    again.focus({ preventScroll: true });
    if (start !== null) again.setSelectionRange?.(start, end);
  }
}

async function answer(event) {
  event.preventDefault();
  const { key, answer: words } = Object.fromEntries(new FormData(event.target));
  const sending = ask(event.target.action, { key, answer: words });
  answering = true;
  await sending;
  answering = false;
}

function showJumps() {
  for (const button of panel.querySelectorAll(".jump")) button.hidden = false;
}

function jump({ place, words, nth }) {
  if (place !== "body") return select(form.elements[place], words);
  const editor = editorOf(form);
  const span = editor && find(editor.state.doc, words, Number(nth));
  if (!span) return say(panel, "文中已经找不到这几个字，请等面板更新后再试。");
  editor.chain().setTextSelection({ from: span[0], to: span[1] }).scrollIntoView().run();
  editor.view.focus(); // at once: chain().focus() waits for the next frame, and a first key would be lost
}

function select(input, words) {
  const at = input.value.indexOf(words);
  if (at < 0) return say(panel, "文中已经找不到这几个字，请等面板更新后再试。");
  input.focus();
  input.setSelectionRange(at, at + words.length);
}
