// Suggestions under a search box while somebody types: a combobox with a list (ARIA Authoring Practices). Arrow keys move
// in the list, Enter opens what is marked or else searches, Esc closes. Without JavaScript the box is a plain form.

const WAIT = 200; // ms without a key
const SHORTEST = 2; // characters

let made = 0;

export function suggestWhileTyping() {
  for (const input of document.querySelectorAll("input[data-suggest]")) new Suggestions(input);
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.at = -1;
    this.asked = "";
    this.list = this.makeList();
    this.timer = 0;
    input.addEventListener("input", (event) => event.isComposing || this.later());
    input.addEventListener("compositionend", () => this.later());
    input.addEventListener("keydown", (event) => event.isComposing || this.pressed(event));
    input.addEventListener("blur", () => this.close());
  }

  makeList() {
    const list = document.createElement("ul");
    list.id = `suggestions-${++made}`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "搜索建议");
    this.input.after(list);
    const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const [name, value] of Object.entries(said)) this.input.setAttribute(name, value);
    return list;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const typed = this.input.value.trim();
    this.asked = typed;
    if ([...typed].length < SHORTEST) return this.close();
    try {
      const answer = await fetch(`${this.input.dataset.suggest}?q=${encodeURIComponent(typed)}`);
      if (answer.ok && this.asked === typed && document.activeElement === this.input) this.show((await answer.json()).suggestions);
    } catch {
      this.close(); // offline: the form still works
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((one, place) => this.option(one, place)));
    this.at = -1;
    this.open(suggestions.length > 0);
  }

  option({ text, kind, url }, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.dataset.url = url;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const what = document.createElement("small");
    what.textContent = kind;
    option.append(text, " ", what);
    option.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    option.addEventListener("click", () => location.assign(url));
    return option;
  }

  pressed(event) {
    const options = this.list.children;
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && options.length) {
      event.preventDefault();
      this.open(true);
      this.mark(this.at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      location.assign(options[this.at].dataset.url);
    }
  }

  mark(place) {
    const options = [...this.list.children];
    this.at = place < -1 ? options.length - 1 : place >= options.length ? -1 : place; // -1: in the box itself
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === this.at)));
    if (this.at < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", options[this.at].id);
    options[this.at].scrollIntoView({ block: "nearest" });
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.asked = "";
    this.at = -1;
    this.open(false);
  }
}
