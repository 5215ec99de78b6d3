// Related articles in the form: either pinned or banned, the order of the pinned ones, a search for others.

const PAUSE = 300; // ms after the last letter of a search

const choice = document.querySelector(".related-choice");
if (choice) {
  const list = choice.querySelector(".related-rows");
  choice.addEventListener("change", (event) => event.target.matches("input[type=checkbox]") && chosen(list, event.target));
  choice.addEventListener("click", (event) => event.target.matches("button[data-by]") && move(event.target));
  for (const row of list.children) dress(row);
  addSearch(list);
}

// Of one row only one box is ticked; a pinned row stands behind those pinned before it.
function chosen(list, box) {
  const row = box.closest("li");
  const other = row.querySelector(`input[name=${box.name === "pinned" ? "banned" : "pinned"}]`);
  if (box.checked) other.checked = false;
  if (box.name === "pinned" || box.checked) {
    const pinned = [...list.children].filter((one) => one !== row && isPinned(one));
    list.insertBefore(row, pinned.at(-1)?.nextSibling ?? list.firstChild);
  }
  for (const one of list.children) dress(one);
  box.focus();
}

function isPinned(row) {
  return row.querySelector("input[name=pinned]").checked;
}

function dress(row) {
  row.querySelectorAll("button[data-by]").forEach((button) => button.remove());
  if (!isPinned(row)) return;
  const title = row.querySelector("a").textContent;
  for (const [by, words] of [[-1, "上移"], [1, "下移"]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.dataset.by = by;
    button.setAttribute("aria-label", `${words}《${title}》`);
    row.querySelector(".related-marks").append(button);
  }
}

function move(button) {
  const row = button.closest("li");
  const by = Number(button.dataset.by);
  const next = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!next || !isPinned(next)) return;
  if (by < 0) next.before(row);
  else next.after(row);
  button.focus();
  choice.dispatchEvent(new Event("input", { bubbles: true }));
}

// Instead of typing numbers; without JavaScript the field for numbers stays.
function addSearch(list) {
  const more = choice.querySelector(".related-more");
  const label = Object.assign(document.createElement("label"), { textContent: "按标题或编号查找：", htmlFor: "related-search" });
  const field = Object.assign(document.createElement("input"), { type: "search", id: "related-search", autocomplete: "off" });
  const found = Object.assign(document.createElement("ul"), { className: "related-rows related-found" });
  const said = Object.assign(document.createElement("p"), { className: "help" });
  said.setAttribute("role", "status");
  const place = document.createElement("p");
  place.className = "related-more";
  place.append(label, field);
  more.before(place, said, found);
  let timer = 0;
  field.addEventListener("input", (event) => {
    event.stopPropagation(); // searching changes nothing in the form
    clearTimeout(timer);
    timer = setTimeout(() => look(field.value.trim(), list, found, said), PAUSE);
  });
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}

async function look(words, list, found, said) {
  found.replaceChildren();
  said.textContent = "";
  if (!words) return;
  try {
    const answer = await fetch(`${choice.dataset.url}?q=${encodeURIComponent(words)}`, { redirect: "error" });
    if (!answer.ok) throw new Error(answer.statusText);
    found.innerHTML = await answer.text();
    const there = new Set([...list.querySelectorAll("input[name=pinned]")].map((box) => box.value));
    for (const row of [...found.children]) if (there.has(row.querySelector("input").value)) row.remove();
    said.textContent = found.children.length ? "" : "没有找到，或者已经列在上面。较早的文章请填编号。";
  } catch {
    said.textContent = "现在不能查找，可能已经断网或退出登录。";
  }
}
