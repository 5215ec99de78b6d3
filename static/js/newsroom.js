// Small helps for writing: Chinese names in the editor, Ctrl+S, a warning before unsaved words are left.

import { nameButtons } from "./editor-words.js";

const form = document.getElementById("article_form");
if (form) {
  nameEditor();
  saveByKey();
  askBeforeSending();
  warnBeforeLeaving();
}

function nameEditor() {
  const name = () => {
    const menu = form.querySelector(".prose-menubar button")?.closest(".prose-menubar");
    if (!menu) return;
    watch.disconnect();
    form.querySelector("[contenteditable]").setAttribute("aria-label", "正文");
    nameButtons(menu);
    watch.observe(menu, { childList: true, subtree: true }); // the menu draws its parts anew
  };
  const watch = new MutationObserver(name);
  watch.observe(form, { childList: true, subtree: true });
  name();
}

function saveByKey() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.querySelector("input[name=_save]").click();
    }
  });
}

// A form sent without a login, or with the token of an older one, would lose what was typed.
function askBeforeSending() {
  let sure = false;
  form.addEventListener("submit", async (event) => {
    if (sure) return;
    event.preventDefault();
    const problem = await whatHinders();
    if (problem) return tell(problem);
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) form.elements.csrfmiddlewaretoken.value = token[1];
    sure = true;
    form.requestSubmit(event.submitter);
    sure = false;
  });
}

async function whatHinders() {
  const script = document.querySelector('script[src$="/jsi18n/"]'); // answered to those who are logged in
  try {
    const answer = await fetch(script.src, { method: "HEAD", redirect: "manual", cache: "no-store" });
    return answer.ok ? "" : "您已经退出登录，文字还没有保存。请在新窗口登录后台，再回到这里保存。";
  } catch {
    return "现在连不上网站，文字还没有保存。请不要关闭这个页面，稍后再试。";
  }
}

function tell(words) {
  const note = form.querySelector(".not-sent") ?? document.createElement("p");
  note.className = "errornote not-sent";
  note.setAttribute("role", "alert");
  note.textContent = words;
  form.querySelector(".submit-row").before(note);
}

function warnBeforeLeaving() {
  let changed = false;
  let saving = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", (event) => (saving = !event.defaultPrevented));
  window.addEventListener("beforeunload", (event) => changed && !saving && event.preventDefault());
}
