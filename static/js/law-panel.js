// The panel of findings beside the text: refreshed while one writes, and corrections made in the text by one click.

import { editorOf, find, whenReady } from "./editor-text.js";
import { say } from "./panel-note.js";

const PAUSE = 900; // ms after the last change

const panel = document.getElementById("law-panel");
const form = document.getElementById("article_form");
let timer = 0;
let asked = null;

if (panel && form) {
  form.addEventListener("input", (event) => event.target.closest(".tiptap") && later());
  panel.addEventListener("submit", (event) => event.target.closest(".choices") && correct(event));
  form.querySelector("[data-check]").addEventListener("click", (event) => {
    event.preventDefault();
    check();
  });
  whenReady(form, (editor) => editor.on("update", later));
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
}

async function check() {
  clearTimeout(timer);
  asked?.abort();
  asked = new AbortController();
  const open = new Set([...panel.querySelectorAll("details[open] summary")].map((summary) => summary.textContent));
  const words = new URLSearchParams({
    body: editorOf(form)?.getHTML() ?? form.elements.body.value,
    fragment: "1",
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
  });
  try {
    const answer = await fetch(panel.dataset.url, { method: "POST", body: words, signal: asked.signal, redirect: "error" });
    if (!answer.ok) throw new Error(answer.statusText);
    show(await answer.text(), open);
  } catch (error) {
    if (error.name !== "AbortError") say(panel, "现在不能核对，可能已经断网或退出登录。文字不受影响，接着写就会再试。");
  }
}

function show(html, open) {
  const answer = panel.querySelector(".answer"); // it speaks of the saved version: gone as soon as the text is another
  answer?.remove();
  panel.innerHTML = html;
  for (const summary of panel.querySelectorAll("summary")) {
    if (open.has(summary.textContent)) summary.parentElement.open = true;
  }
}

// In the editor, where the author can undo it; without the editor the server makes it in the saved version.
function correct(event) {
  const editor = editorOf(form);
  if (!editor) return;
  event.preventDefault();
  const { old, new: words, nth } = Object.fromEntries(new FormData(event.target));
  const place = find(editor.state.doc, old, Number(nth));
  if (!place) return say(panel, "文中已经找不到这几个字，请等面板更新后再试。");
  editor.view.dispatch(editor.state.tr.insertText(words, ...place).scrollIntoView());
  editor.view.focus(); // Ctrl+Z takes it back
  check();
}
