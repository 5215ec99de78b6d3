// Buttons that copy a link, also where the clipboard interface is missing or refused (WeChat, plain http).

export function offerCopying() {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      say(button, (await copy(button.dataset.copy)) ? "已复制" : "请长按链接复制");
    });
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "offscreen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function say(button, words) {
  const usual = button.textContent;
  button.textContent = words;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => (button.textContent = usual), 2000);
}
