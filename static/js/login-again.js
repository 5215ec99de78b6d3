// Logging in again beside the open editor: in a new window, after which this page goes on by itself.

import { who } from "./line.js";

const AGAIN = 5000; // ms between looks whether somebody has logged in meanwhile

const dialog = document.getElementById("login-again");
const channel = new BroadcastChannel("hefei-login");
const waiting = new Set(); // what goes on when the login is back
let timer = 0;

channel.addEventListener("message", look);
addEventListener("focus", () => waiting.size && look());
dialog?.querySelector("[data-later]").addEventListener("click", () => dialog.close());

// Tell that the login is lost, or another's; then() is called when the right person is back.
export function askToLogIn(trouble, then, { open = true } = {}) {
  waiting.add(then);
  explain(trouble);
  if (open && !dialog.open) dialog.showModal();
  clearInterval(timer);
  timer = setInterval(look, AGAIN);
}

export function openDialog() {
  if (!dialog.open) dialog.showModal();
}

function explain(trouble) {
  const another = dialog.querySelector(".another");
  const name = document.getElementById("autosave").dataset.userName;
  another.hidden = trouble.kind !== "other_user";
  another.textContent = `现在登录的是 ${trouble.words}，不是 ${name}。这里的文字只能用 ${name} 的账号保存，请换回来。`;
}

async function look() {
  if (!waiting.size) return;
  try {
    await who();
  } catch (trouble) {
    return explain(trouble);
  }
  clearInterval(timer);
  dialog.close();
  const ready = [...waiting];
  waiting.clear();
  ready.forEach((go) => go());
}
