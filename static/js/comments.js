// The comments beside the editor: to the words in the text, and settled without leaving what is being written.

import { say } from "./panel-note.js";

const panel = document.getElementById("talk");
const form = document.getElementById("article_form");

if (panel && form) {
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-find]");
    if (button) jump(button);
  });
  panel.addEventListener("submit", act);
}

function jump(button) {
  const editor = form.querySelector(".tiptap[contenteditable]")?.editor;
  const place = editor && find(editor.state.doc, button.dataset.find, Number(button.dataset.nth));
  if (!place) return say(panel, "文中已经找不到这几个字，可能刚刚改过。");
  say(panel, "");
  editor.chain().setTextSelection({ from: place[0], to: place[1] }).scrollIntoView().run();
  editor.view.focus(); // at once: chain().focus() waits for the next frame, and a first key would be lost
}

// The positions of the nth occurrence of some words, spaces and breaks left out as the server leaves them out.
function find(doc, words, nth) {
  const positions = [];
  let text = "";
  doc.descendants((node, position) => {
    if (!node.isText) return;
    for (let i = 0; i < node.text.length; i++) {
      if (/\s/.test(node.text[i])) continue;
      positions.push(position + i);
      text += node.text[i];
    }
  });
  const sought = words.replace(/\s/g, "");
  let at = -1;
  for (let i = 0; i <= nth; i++) {
    at = text.indexOf(sought, at + 1);
    if (at < 0) return null;
  }
  return [positions[at], positions[at + sought.length - 1] + 1];
}

async function act(event) {
  const sent = event.target.closest("[data-act]");
  if (!sent) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(sent));
  body.set("fragment", "1");
  try {
    const answer = await fetch(sent.action, { method: "POST", body, redirect: "error" });
    if (!answer.ok) throw new Error(answer.statusText);
    panel.innerHTML = await answer.text();
    panel.querySelector("h2").setAttribute("tabindex", "-1");
    panel.querySelector("h2").focus({ preventScroll: true });
  } catch {
    say(panel, "没有记下，可能已经断网或退出登录。请稍后再试。");
  }
}
