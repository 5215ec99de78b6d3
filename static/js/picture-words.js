// The dialog in which the alternative text of a picture in the text is written; it is that of this place alone.

const dialog = document.getElementById("picture-words");
const form = dialog?.querySelector("form");
let done = () => {};

export const canWrite = Boolean(dialog);

form?.addEventListener("submit", (event) => {
  const words = form.elements.alt.value.trim();
  const field = form.elements.alt;
  field.setCustomValidity(words ? "" : "请用一句话说出图里有什么。");
  event.preventDefault();
  if (!field.reportValidity()) return;
  dialog.close();
  done(words);
});
form?.elements.alt.addEventListener("input", ({ target }) => target.setCustomValidity(""));
dialog?.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());

// Opens the dialog with the words as they are; act is given the new ones.
export function askForWords({ src, alt }, act) {
  done = act;
  dialog.querySelector("img").src = src;
  form.elements.alt.value = alt ?? "";
  dialog.showModal();
  form.elements.alt.select();
}
