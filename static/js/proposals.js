// Proposals in the form: tags that exist already while one types, and a summary from the text.

const PAUSE = 150; // ms after the last key
const SEPARATOR = /[,，、;；]/;

const tags = document.querySelector("input[name=tag_names][data-proposals]");
const summary = document.querySelector("textarea[name=summary][data-proposals]");
if (tags) proposeTags(tags);
if (summary) proposeSummary(summary);

// A combobox as the ARIA patterns describe it, for the name at the cursor in a list of names.
function proposeTags(field) {
  field.removeAttribute("list"); // the browser's own list knows only the first name
  const list = document.createElement("ul");
  list.className = "tag-proposals";
  list.id = "tag-proposals";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "已有的标签");
  boxed(field).append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" }))
    field.setAttribute(name, value);

  let timer = 0;
  let asked = null;
  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("compositionend", () => field.dispatchEvent(new Event("input", { bubbles: true })));
  field.addEventListener("blur", () => setTimeout(close, 150)); // a click in the list comes after it
  field.addEventListener("keydown", key);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.target.closest("li") && take(event.target.closest("li")));

  async function ask() {
    const { words } = current(field);
    asked?.abort();
    if (!words) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.proposals}?q=${encodeURIComponent(words)}`, { signal: asked.signal, redirect: "error" });
      if (answer.ok) open((await answer.json()).tags);
    } catch {
      close(); // without an answer one types on
    }
  }

  function open(names) {
    const chosen = new Set(field.value.split(SEPARATOR).map((name) => name.trim()));
    const items = names.filter((name) => !chosen.has(name)).map((name, place) => {
      const item = document.createElement("li");
      item.id = `tag-proposal-${place}`;
      item.textContent = name;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = !items.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
  }

  function close() {
    open([]);
  }

  function key(event) {
    if (list.hidden || event.isComposing) return;
    const items = [...list.children];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(items, (at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(items[at]);
    } else if (event.key === "Escape") {
      close();
    }
  }

  function point(items, at) {
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    field.setAttribute("aria-activedescendant", items[at].id);
  }

  function take(item) {
    const { start, end } = current(field);
    const before = field.value.slice(0, start);
    field.value = `${before}${item.textContent}，${field.value.slice(end).replace(/^[,，、;；\s]+/, "")}`;
    const cursor = before.length + item.textContent.length + 1;
    field.setSelectionRange(cursor, cursor);
    close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// The field in a box of its own, in which what is proposed has its place.
function boxed(field) {
  const box = document.createElement("div");
  box.className = "with-proposals";
  field.replaceWith(box);
  box.append(field);
  return box;
}

// The name in which the cursor stands: its words, where it begins and ends.
function current(field) {
  const cursor = field.selectionStart ?? field.value.length;
  const before = field.value.slice(0, cursor).split(SEPARATOR).pop();
  const after = field.value.slice(cursor).split(SEPARATOR)[0];
  return { words: before.trim(), start: cursor - before.trimStart().length, end: cursor + after.length };
}

function proposeSummary(field) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button propose";
  button.textContent = "从正文提取";
  const note = document.createElement("span");
  note.setAttribute("role", "status");
  note.className = "quiet";
  const row = document.createElement("div");
  row.className = "proposal-row";
  row.append(button, note);
  boxed(field).append(row);
  button.addEventListener("click", async () => {
    const form = field.form;
    const words = new URLSearchParams({
      body: form.querySelector(".tiptap[contenteditable]")?.editor?.getHTML() ?? form.elements.body.value,
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    });
    try {
      const answer = await fetch(field.dataset.proposals, { method: "POST", body: words, redirect: "error" });
      const { summary, refused } = await answer.json();
      if (refused || !summary) return (note.textContent = refused ?? "正文还是空的。");
      if (field.value.trim() && field.value.trim() !== summary && !confirm("用正文的开头换掉现在的摘要？")) return;
      field.value = summary;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      note.textContent = "已取正文开头的整句，可以再改。";
    } catch {
      note.textContent = "现在取不到，可能已经断网或退出登录。";
    }
  });
}
