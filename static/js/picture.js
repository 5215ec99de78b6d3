// The editor's extension for pictures: a figure that names a picture of the library, with words under it.

import { Node, Plugin } from "django-prose-editor/editor";
import { askForPicture, canAsk } from "./picture-dialog.js";
import { askForWords, canWrite } from "./picture-words.js";

const NAME = "picture";
const KINDS = /^image\//;

export const Picture = Node.create({
  name: NAME,
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
    return [new Plugin({ props: { handleDOMEvents: { paste, drop } }, filterTransaction: keepsPictures })];
  },

  // In a picture the menu of styles says so and offers no other: none of them can hold a picture.
  addMenuItems({ menu, buttons }) {
    const isHere = (editor) => editor.isActive(NAME);
    for (const item of menu.items("blockType")) {
      const wasHidden = item.hidden;
      item.hidden = (editor) => isHere(editor) || wasHidden(editor);
    }
    const words = { hidden: (editor) => !isHere(editor), active: isHere, enabled: () => canWrite, command: changeWords };
    const option = document.createElement("p");
    option.textContent = "修改替代文字";
    menu.defineItem({ ...words, name: NAME, groups: "blockType -lists", button: buttons.material("image", "图片"), option });
    menu.defineItem({ ...words, name: "pictureWords", groups: "utility", active: () => false, button: wordsButton() });
  },

  onCreate() {
    const { editor } = this;
    const button = document.querySelector("[data-picture]");
    if (!button || !canAsk) return;
    button.hidden = false;
    button.addEventListener("click", () => askForPicture((picture) => insertWithWords(editor, picture)));
  },
});

// A picture file, pasted or dropped; what comes with words (from Word, from a page) is pasted as words.
function take(editor, event, data, position = null) {
  const file = [...(data?.files ?? [])].find(({ type }) => KINDS.test(type));
  if (!file || !canAsk || hasWords(data.getData("text/html"))) return false;
  event.preventDefault();
  askForPicture((picture) => insertWithWords(editor, picture, position), file);
  return true;
}

function hasWords(html) {
  return html.replace(/<[^>]*>/g, "").trim() !== "";
}

// What came with a document may still be without words; here they are asked for.
function insertWithWords(editor, picture, position) {
  if (picture.alt) return insert(editor, picture, position);
  askForWords(picture, (alt) => insert(editor, { ...picture, alt }, position));
}

function insert(editor, { image, src, alt }, position = null) {
  const at = Math.min(position ?? editor.state.selection.to, editor.state.doc.content.size);
  editor.chain().insertContentAt(at, { type: NAME, attrs: { image: String(image), src, alt } }).run();
  editor.view.focus(); // at once: chain().focus() waits for the next frame, and a first key would be lost
}

// Changing the alternative text --------------------------------------------------------------------

function wordsButton() {
  const button = document.createElement("button");
  const words = { type: "button", className: "prose-menubar__button picture-words-button", textContent: "替代文字" };
  return Object.assign(button, words, { title: "修改这张图片的替代文字" });
}

function changeWords(editor) {
  const found = pictureAt(editor.state.selection);
  if (found) askForWords(found.node.attrs, (alt) => setWords(editor, found, alt));
}

// The picture that is selected or holds the cursor, with its place.
function pictureAt({ $from, node }) {
  if (node?.type.name === NAME) return { node, position: $from.pos };
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name === NAME) return { node: $from.node(depth), position: $from.before(depth) };
  }
  return null;
}

function setWords(editor, { node, position }, alt) {
  const there = editor.state.doc.nodeAt(position);
  if (there?.type.name !== NAME || there.attrs.image !== node.attrs.image) return; // the text moved meanwhile
  editor.view.dispatch(editor.state.tr.setNodeAttribute(position, "alt", alt));
  editor.view.focus();
}

// A heading or a list made of a picture's caption ("## ", Ctrl+Alt+2, a button) would lose the picture without a word.
function keepsPictures(transaction) {
  return transaction.steps.every((step, number) => {
    if (step.gapFrom !== step.from + 1 || !step.structure) return true;
    const was = transaction.docs[number].nodeAt(step.from);
    return was?.type.name !== NAME || step.slice.content.firstChild?.type.name === NAME;
  });
}
