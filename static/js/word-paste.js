// The editor's extension for what is pasted from Word, WPS and Word Online: the server cleans it by the same rules as .docx.

import { Extension, Plugin } from "django-prose-editor/editor";
import { addresses, ask, say, withTitle } from "./word-insert.js";

const PATIENCE = 2; // seconds, and two more for each million characters; after that it is pasted as the browser would
const FROM_WORD = /urn:schemas-microsoft-com:office|class=["']?Mso|mso-|<o:p>|\bSCXW\d|data-ccp-|paraid=/;

const STYLE = /\sstyle=("[^"]*"|'[^']*')/gi; // no style is kept, and the page's policy would report each one

export const WordPaste = Extension.create({
  name: "wordPaste",
  addProseMirrorPlugins() {
    const { editor } = this;
    const paste = (view, event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      if (!addresses || !FROM_WORD.test(html)) return false;
      event.preventDefault();
      insert(editor, html);
      return true;
    };
    const transformPastedHTML = (html) => html.replace(STYLE, "");
    return [new Plugin({ props: { handleDOMEvents: { paste }, transformPastedHTML } })];
  },
});

async function insert(editor, html) {
  let place = editor.state.selection.getBookmark(); // one may go on typing meanwhile
  const follow = ({ transaction }) => (place = place.map(transaction.mapping));
  editor.on("transaction", follow);
  say("正在整理从 Word 粘贴的内容……");
  const answer = await ask(addresses.paste, { html }, PATIENCE * (1 + html.length / 1e6));
  editor.off("transaction", follow);
  if (answer?.error) return say(answer.error);
  const { state, view } = editor;
  view.dispatch(state.tr.setSelection(place.resolve(state.doc)));
  view.pasteHTML(answer ? withTitle(answer) : html);
  if (answer) return say(`已整理从 Word 粘贴的内容，不合适可以按 Ctrl+Z 撤销。${answer.note}`);
  say("网站没有及时回答，内容已按原样粘贴，请检查编号和标题。");
}
