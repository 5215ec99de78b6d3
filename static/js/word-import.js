// The button 从 Word 文档导入: the document's text comes into the open editor, where Ctrl+Z takes it back.

import { addresses, ask, say, withTitle } from "./word-insert.js";

const PATIENCE = 60; // seconds

const form = document.getElementById("article_form");
const button = form && document.querySelector("[data-word-import]");
if (button) {
  const field = form.querySelector(".field-body");
  field?.prepend(document.querySelector(".word-tools"));
  button.setAttribute("role", "button");
  button.addEventListener("click", (event) => {
    const editor = editorOf();
    if (!editor) return; // the link leads to a form that works without it
    event.preventDefault();
    choose((file) => read(editor, file));
  });
}

function editorOf() {
  return form.querySelector(".tiptap[contenteditable]")?.editor;
}

function choose(act) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".docx";
  input.addEventListener("change", () => input.files[0] && act(input.files[0]));
  input.click();
}

async function read(editor, file) {
  const where = editor.isEmpty ? "empty" : await askWhere(); // first: the site keeps the pictures of what it reads
  if (!where) return say("没有导入，正文没有变。");
  say(`正在读取“${file.name}”，图片多时要等一会儿……`);
  const answer = await ask(addresses.document, { file }, PATIENCE);
  if (!answer) return say("现在连不上网站，或您已经退出登录；文档没有导入，正文没有变。");
  if (answer.error) return say(answer.error);
  const { doc, selection } = editor.state;
  const isAll = where === "all" || (where === "empty" && editor.isEmpty); // one may have gone on typing
  const range = isAll ? { from: 0, to: doc.content.size } : { from: selection.from, to: selection.to };
  editor.chain().insertContentAt(range, withTitle(answer)).run();
  editor.view.focus();
  say(`已导入“${file.name}”，不合适可以按 Ctrl+Z 撤销。${answer.note}`);
}

// Nothing that was written is replaced unasked.
function askWhere() {
  const dialog = document.createElement("dialog");
  dialog.className = "word-dialog";
  const question = document.createElement("p");
  question.id = "word-question";
  question.textContent = "正文里已经有文字。文档的内容放在哪里？";
  dialog.setAttribute("aria-labelledby", question.id);
  const choices = document.createElement("form");
  choices.method = "dialog";
  for (const [value, words] of [["here", "插入到光标处"], ["all", "替换整篇正文"], ["", "取消"]]) {
    const choice = document.createElement("button");
    Object.assign(choice, { value, textContent: words, className: "button" });
    choices.append(choice);
  }
  dialog.append(question, choices);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    }),
  );
}
