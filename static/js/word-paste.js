// The editor's extension for what is pasted from Word, WPS and Word Online: the server cleans it by the same rules as .docx.

import { Extension, Plugin } from "django-prose-editor/editor";
import { addresses, ask, say, withTitle } from "./word-insert.js";

const PATIENCE = 2; // seconds; after that it is pasted as the browser would
const FROM_WORD = /urn:schemas-microsoft-com:office|class=["']?Mso|mso-|<o:p>|\bSCXW\d|data-ccp-|paraid=/;

export const WordPaste = Extension.create({
  name: "wordPaste",
  addProseMirrorPlugins() {
    const { editor } = this;
    const handlePaste = (view, event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      if (!addresses || !FROM_WORD.test(html)) return false;
      insert(editor, html);
      return true;
    };
    return [new Plugin({ props: { handlePaste } })];
  },
});

async function insert(editor, html) {
  let place = editor.state.selection.getBookmark(); // one may go on typing meanwhile
  const follow = ({ transaction }) => (place = place.map(transaction.mapping));
  editor.on("transaction", follow);
  say("正在整理从 Word 粘贴的内容……");
  const answer = await ask(addresses.paste, { html }, PATIENCE);
  editor.off("transaction", follow);
  if (answer?.error) return say(answer.error);
  const { state, view } = editor;
  view.dispatch(state.tr.setSelection(place.resolve(state.doc)));
  view.pasteHTML(answer ? withTitle(answer) : html);
  say(answer ? answer.note || "已整理从 Word 粘贴的内容；不合适可以按 Ctrl+Z 撤销。" : "网站没有及时回答，内容已按原样粘贴，请检查编号和标题。");
}
