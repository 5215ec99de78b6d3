// Paragraphs that look like headings (一、… and （一）…) are offered as real ones, never made so unasked.

const PAUSE = 600; // ms after the last change
const LONGEST = 40; // characters; what is longer is a sentence
const NUMBER = "[一二三四五六七八九十百]{1,4}";
const FORMS = [
  { level: 2, form: new RegExp(`^${NUMBER}[、．.]\\s*\\S`) },
  { level: 3, form: new RegExp(`^[（(]${NUMBER}[)）]\\s*\\S`) },
];
const SENTENCE = /[。；;]|[，,、：:]$/; // items of a list and sentences, not headings

const form = document.getElementById("article_form");
const declined = new Set(); // the words of what the author wants to keep as it is
let timer = 0;

form?.addEventListener("prose-editor:ready", ({ detail }) => watch(detail.editor));
const there = form?.querySelector(".tiptap[contenteditable]")?.editor;
if (there) watch(there);

function watch(editor) {
  if (!editor || editor.watchesHeadings) return;
  editor.watchesHeadings = true;
  const bar = document.createElement("section");
  bar.className = "heading-offer";
  bar.setAttribute("aria-label", "像标题的段落");
  bar.hidden = true;
  editor.view.dom.closest(".field-body")?.prepend(bar);
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => offer(editor, bar), PAUSE);
  };
  editor.on("update", later);
  later();
}

// The paragraphs at the top of the text that look like headings, each with its level and place.
export function candidates(doc) {
  const found = [];
  doc.forEach((node, position) => {
    const text = node.textContent.trim();
    if (node.type.name !== "paragraph" || text.length > LONGEST || SENTENCE.test(text) || declined.has(text)) return;
    const fitting = FORMS.find(({ form }) => form.test(text));
    if (fitting) found.push({ position, text, level: fitting.level });
  });
  return found;
}

function offer(editor, bar) {
  const found = candidates(editor.state.doc);
  const words = JSON.stringify(found.map(({ text, level }) => [level, text]));
  if (bar.dataset.shown === words) return; // do not take a box away from under the mouse
  bar.dataset.shown = words;
  bar.hidden = !found.length;
  bar.replaceChildren();
  if (!found.length) return;
  const sum = document.createElement("p");
  sum.textContent = `发现 ${found.length} 处像标题的段落，设为标题后读者可以按标题浏览：`;
  const list = document.createElement("ul");
  list.append(...found.map(line));
  bar.append(sum, list, action("设为标题", () => convert(editor, bar)), action("不是标题", () => decline(editor, bar, found)));
}

function line({ text, level }, number) {
  const item = document.createElement("li");
  const label = document.createElement("label");
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", checked: true, value: number });
  label.append(box, ` ${text}`);
  const kind = document.createElement("span");
  kind.className = "quiet";
  kind.textContent = level === 2 ? "（标题）" : "（小标题）";
  label.append(kind);
  item.append(label);
  return item;
}

function action(words, act) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button", textContent: words });
  button.addEventListener("click", act);
  return button;
}

// One step, so that one Ctrl+Z takes it back; what was chosen is looked for anew, for the text may have moved.
function convert(editor, bar) {
  const boxes = [...bar.querySelectorAll("input")];
  const found = candidates(editor.state.doc);
  const { tr, schema } = editor.state;
  for (const [number, { position, level }] of found.entries()) {
    if (!boxes[number]?.checked) continue;
    tr.setNodeMarkup(position, schema.nodes.heading, { level });
    tr.removeMark(position, position + tr.doc.nodeAt(position).nodeSize, schema.marks.bold);
  }
  editor.view.dispatch(tr);
  editor.view.focus();
  offer(editor, bar);
}

function decline(editor, bar, found) {
  for (const { text } of found) declined.add(text);
  editor.view.focus();
  offer(editor, bar);
}
