// Words selected in the text go into the form for a comment, with which of the same words they are.

const text = document.querySelector(".reading .difference");
const form = document.getElementById("comment-form");
let button = null;

if (text && form) {
  button = document.createElement("button");
  button.type = "button";
  button.className = "button comment-here";
  button.textContent = "对选中的话提意见";
  button.hidden = true;
  document.body.append(button);
  button.addEventListener("mousedown", (event) => event.preventDefault()); // it would take the selection away
  button.addEventListener("click", take);
  document.addEventListener("selectionchange", offer);
}

function chosen() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return text.contains(range.commonAncestorContainer) ? range : null;
}

function offer() {
  const range = chosen();
  button.hidden = !range || !words(range);
  if (button.hidden) return;
  const box = range.getBoundingClientRect();
  const left = Math.min(box.left + scrollX, scrollX + document.documentElement.clientWidth - button.offsetWidth - 8);
  button.style.top = `${box.bottom + scrollY + 6}px`;
  button.style.left = `${Math.max(left, 8)}px`;
}

function take() {
  const range = chosen();
  const quote = words(range);
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  form.elements.quote.value = quote;
  form.elements.occurrence.value = nth(words(before), quote);
  button.hidden = true;
  form.elements.text.focus();
  form.scrollIntoView({ block: "center" });
}

// The words of the new text in a range: not what went, nor what we say about it.
function words(range) {
  const copy = range.cloneContents();
  const outside = ".removed, .moved_away, del, .line-notes, .form-note, .sign, .image-words, .marker, .besides, summary";
  const parent = range.commonAncestorContainer;
  const around = parent.nodeType === Node.ELEMENT_NODE ? parent : parent.parentElement;
  if (around.closest(outside)) return "";
  for (const part of copy.querySelectorAll(outside)) part.remove();
  for (const line of copy.querySelectorAll(".words, br")) line.after("\n");
  return copy.textContent.replace(/\s*\n\s*/g, "\n").trim();
}

function nth(before, quote) {
  const squeeze = (words) => words.replace(/\s/g, "");
  const [all, sought] = [squeeze(before) + squeeze(quote), squeeze(quote)];
  let count = 0;
  for (let at = all.indexOf(sought); at >= 0; at = all.indexOf(sought, at + 1)) count += 1;
  return count;
}
