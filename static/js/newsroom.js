// Small helps for writing: Chinese names in the editor, Ctrl+S.

import { nameButtons } from "./editor-words.js";

const form = document.getElementById("article_form");
if (form) {
  nameEditor();
  saveByKey();
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
