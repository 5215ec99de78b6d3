// What is typed, in the browser's own storage until the site has it: by account, article and window.

const PREFIX = "hefei-copy:";
const KEPT = 7 * 24 * 60 * 60 * 1000; // ms

const nameOf = (user, article, key) => `${PREFIX}${user}:${article || "new"}:${key}`;

// Returns whether there was room for it.
export function keep(user, article, key, copy) {
  try {
    localStorage.setItem(nameOf(user, article, key), JSON.stringify({ ...copy, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function drop(user, article, key) {
  localStorage.removeItem(nameOf(user, article, key));
}

// The copies of this account that the site has not, after what is old or no longer needed is gone.
export function unsent(user) {
  const found = [];
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const [owner, article, key] = name.slice(PREFIX.length).split(":");
    const copy = read(name);
    if (!copy || copy.sent || Date.now() - copy.at > KEPT) localStorage.removeItem(name);
    else if (owner === String(user)) found.push({ ...copy, article: article === "new" ? "" : article, key });
  }
  return found;
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}
