// The rich editor of a form: waiting for it, and finding words in it as the server counts them.

export function editorOf(form) {
  return form.querySelector(".tiptap[contenteditable]")?.editor;
}

export function whenReady(form, act) {
  if (editorOf(form)) return act(editorOf(form));
  const watch = new MutationObserver(() => {
    if (!editorOf(form)) return;
    watch.disconnect();
    act(editorOf(form));
  });
  watch.observe(form, { childList: true, subtree: true });
}

// The positions of the nth occurrence of some words, a line break between blocks as the server reads them.
export function find(doc, words, nth) {
  const positions = [];
  let text = "";
  doc.descendants((node, position) => {
    if (node.isText) {
      for (let i = 0; i < node.text.length; i++) positions.push(position + i);
      text += node.text;
    } else if (text && !text.endsWith("\n") && (node.isBlock || node.type.name === "hardBreak")) {
      positions.push(position);
      text += "\n";
    }
  });
  let at = -words.length;
  for (let i = 0; i <= nth; i++) {
    at = text.indexOf(words, at + words.length);
    if (at < 0) return null;
  }
  return [positions[at], positions[at + words.length - 1] + 1];
}
