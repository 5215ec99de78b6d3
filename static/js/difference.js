// From change to change: the keys n and p, and two buttons.

const anchors = [...document.querySelectorAll(".change-anchor")];
const bar = document.querySelector("[data-jump]");

if (bar && anchors.length) {
  bar.hidden = false;
  document.querySelector(".first-change")?.remove(); // for browsers without scripts
  bar.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) go(Number(step.dataset.step));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "n") go(1);
    if (event.key === "p") go(-1);
  });
}

let at = -1;

function go(by) {
  at = at < 0 && by < 0 ? anchors.length - 1 : (at + by + anchors.length) % anchors.length;
  const line = anchors[at].closest(".line");
  document.querySelector(".line.current")?.classList.remove("current");
  line.classList.add("current");
  anchors[at].focus({ preventScroll: true });
  line.scrollIntoView({ block: "center" });
  bar.querySelector("[data-at]").textContent = `第 ${at + 1} 处，共 ${anchors.length} 处`;
}
