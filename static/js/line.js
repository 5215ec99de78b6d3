// The line to the site: requests of an open page that tell why they failed, with the token that a login gives.

const PATIENCE = 30000; // ms; a slow line is no broken one

export class Trouble extends Error {
  // kind: offline | login | other_user | refused
  constructor(kind, words = "") {
    super(words || kind);
    this.kind = kind;
    this.words = words;
  }
}

export function post(url, fields, { keepalive = false } = {}) {
  return once(url, fields, keepalive).catch(async (trouble) => {
    if (trouble.kind !== "token" || keepalive) throw trouble;
    await who();
    return once(url, fields, keepalive);
  });
}

// Who is logged in; their token goes into every form of the page, so that what is sent next is taken.
export async function who() {
  const place = document.querySelector("[data-who]");
  const answer = await read(await ask(`${place.dataset.who}?user=${place.dataset.user}`, { cache: "no-store" }));
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = answer.token;
}

async function once(url, fields, keepalive) {
  const body = new URLSearchParams(fields);
  body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
  return read(await ask(url, { method: "POST", body, keepalive }));
}

async function ask(url, options) {
  const signal = options.keepalive ? undefined : AbortSignal.timeout(PATIENCE);
  try {
    return await fetch(url, { redirect: "manual", signal, ...options });
  } catch {
    throw new Trouble("offline");
  }
}

async function read(answer) {
  const told = await answer.json().catch(() => null);
  if (answer.ok && told) return told;
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new Trouble("login");
  if (answer.status === 409) throw new Trouble("other_user", told?.name);
  if (answer.status === 403 && !told) throw new Trouble("token");
  if (answer.status >= 500) throw new Trouble("offline");
  throw new Trouble("refused", told?.words ?? "文字太长，没有自动保存。");
}
