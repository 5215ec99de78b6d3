// The dialog in which a picture is uploaded or chosen from the library.

const PAUSE = 300; // ms after the last letter of what is looked for

const dialog = document.getElementById("picture-dialog");
const form = dialog?.querySelector(".picture-upload");
let dropped = null; // a file that was dropped or pasted, instead of a chosen one
let choose = () => {};
let timer = 0;

export const canAsk = Boolean(dialog);

if (dialog) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    upload();
  });
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.querySelector("#picture-search").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(showRecent, PAUSE);
  });
}

// Opens the dialog; act is given {image, src, alt} when there is a picture.
export function askForPicture(act, file = null) {
  form.reset();
  tell("");
  dropped = file;
  form.elements.file.required = !file;
  form.elements.file.hidden = Boolean(file);
  const note = form.querySelector(".picture-dropped");
  note.hidden = !file;
  note.textContent = file ? `图片：${file.name}` : "";
  choose = act;
  dialog.showModal();
  (file ? form.elements.alt : form.elements.file).focus();
  showRecent();
}

async function upload() {
  const body = new FormData(form);
  if (dropped) body.set("file", dropped);
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  tell("正在上传……");
  try {
    const answer = await fetch(dialog.dataset.uploadUrl, { method: "POST", body, redirect: "error" });
    if (answer.status === 413) return tell("图片太大，请缩小后再上传。");
    if (!answer.ok && answer.status !== 400) throw new Error(answer.statusText);
    const told = await answer.json();
    if (told.error) return tell(told.error);
    done(told);
  } catch {
    tell("现在连不上网站，或您已经退出登录，图片没有上传。");
  } finally {
    button.disabled = false;
  }
}

function done(picture) {
  dialog.close();
  choose(picture);
}

function tell(words) {
  form.querySelector(".picture-status").textContent = words;
}

async function showRecent() {
  const list = dialog.querySelector(".picture-recent");
  const note = dialog.querySelector(".picture-none");
  const words = dialog.querySelector("#picture-search").value;
  try {
    const answer = await fetch(`${dialog.dataset.recentUrl}?${new URLSearchParams({ q: words })}`, { redirect: "error" });
    const { images } = await answer.json();
    list.replaceChildren(...images.map(card));
    note.textContent = images.length ? "" : words ? "没有找到。" : "图库里还没有图片。";
  } catch {
    note.textContent = "现在看不到图库。";
  }
}

function card(picture) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.title = picture.name;
  const image = document.createElement("img");
  Object.assign(image, { src: picture.thumbnail, alt: picture.name, loading: "lazy" });
  button.append(image);
  button.addEventListener("click", () => done(picture));
  item.append(button);
  return item;
}
