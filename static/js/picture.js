// The editor's extension for pictures: a figure that names a picture of the library, with words under it.

import { Node, Plugin } from "django-prose-editor/editor";
import { askForPicture, canAsk } from "./picture-dialog.js";

const KINDS = /^image\//;

export const Picture = Node.create({
  name: "picture",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,

  addAttributes() {
    return { image: { default: null }, src: { default: null }, alt: { default: "" } };
  },

  parseHTML() {
    const getAttrs = (figure) => {
      const image = figure.querySelector("img[data-image]");
      return image && { image: image.dataset.image, src: image.getAttribute("src"), alt: image.getAttribute("alt") };
    };
    const contentElement = (figure) => figure.querySelector("figcaption") ?? document.createElement("figcaption");
    return [{ tag: "figure", getAttrs: (figure) => getAttrs(figure) ?? false, contentElement }];
  },

  renderHTML({ node }) {
    const { image, src, alt } = node.attrs;
    return ["figure", {}, ["img", { src, alt, "data-image": image }], ["figcaption", {}, 0]];
  },

  addProseMirrorPlugins() {
    const { editor } = this;
    const paste = (view, event) => take(editor, event, event.clipboardData);
    const drop = (view, event) => take(editor, event, event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos);
    return [new Plugin({ props: { handleDOMEvents: { paste, drop } } })];
  },

  onCreate() {
    const { editor } = this;
    const button = document.querySelector("[data-picture]");
    if (!button || !canAsk) return;
    button.hidden = false;
    button.addEventListener("click", () => askForPicture((picture) => insert(editor, picture)));
  },
});

// A picture file, pasted or dropped; what comes with words (from Word, from a page) is pasted as words.
function take(editor, event, data, position = null) {
  const file = [...(data?.files ?? [])].find(({ type }) => KINDS.test(type));
  if (!file || !canAsk || hasWords(data.getData("text/html"))) return false;
  event.preventDefault();
  askForPicture((picture) => insert(editor, picture, position), file);
  return true;
}

function hasWords(html) {
  return html.replace(/<[^>]*>/g, "").trim() !== "";
}

function insert(editor, { image, src, alt }, position = null) {
  const at = Math.min(position ?? editor.state.selection.to, editor.state.doc.content.size);
  editor.chain().focus().insertContentAt(at, { type: "picture", attrs: { image: String(image), src, alt } }).run();
}
