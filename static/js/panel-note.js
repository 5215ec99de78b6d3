// The sentence under a panel's heading: what could not be done, and what becomes of it.

// Without words it goes. The next answer that fills the panel takes it away as well.
export function say(panel, words) {
  const note = panel.querySelector(".panel-note") ?? document.createElement("p");
  if (!words) return note.remove();
  note.className = "quiet panel-note";
  note.setAttribute("role", "status");
  note.textContent = words;
  panel.querySelector("h2").after(note);
}
