// Recovery codes are shown once: print them, or keep them as a text file.

const acts = {
  print: () => window.print(),
  save: (button) => {
    const codes = [...document.querySelectorAll("#codes code")].map((code) => code.textContent);
    const text = [button.dataset.name, "每个只能用一次。", "", ...codes, ""].join("\r\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    link.download = `${button.dataset.name}.txt`;
    link.click();
    URL.revokeObjectURL(link.href);
  },
};

const buttons = document.querySelector(".for-script");
buttons.hidden = false;
buttons.addEventListener("click", (event) => acts[event.target.dataset.act]?.(event.target));
