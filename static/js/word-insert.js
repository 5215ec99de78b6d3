// What Word's paste and Word's documents share: asking the server, telling what happens, a title for the title's field.

const SECONDS = 20;

const tools = document.querySelector(".word-tools");

export const addresses = tools ? { paste: tools.dataset.wordUrl, document: tools.dataset.docxUrl } : null;

// The server's answer: {html, title, note}, {error: words}, or null where it cannot be had.
export async function ask(url, parts, seconds = SECONDS) {
  const body = new FormData();
  for (const [name, value] of Object.entries(parts)) body.append(name, value);
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const answer = await fetch(url, { method: "POST", body, redirect: "error", signal: AbortSignal.timeout(seconds * 1000) });
    return answer.ok || answer.status === 400 ? await answer.json() : null;
  } catch {
    return null;
  }
}

export function say(words) {
  const status = tools?.querySelector(".word-status");
  if (status) status.textContent = words;
}

// The document's title goes where titles go; if there is one already, it stays as a heading, so that nothing is lost.
export function withTitle({ html, title }) {
  const field = document.getElementById("id_title");
  if (!title) return html;
  if (field && !field.value.trim()) {
    field.value = title.slice(0, field.maxLength > 0 ? field.maxLength : undefined);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return html;
  }
  const heading = document.createElement("h2");
  heading.textContent = title;
  return heading.outerHTML + html;
}
