// Acting: every button and form that does something tells the sandbox, and what changed comes back live.

/** The address of this window, without a query. */
export const base = document.body.dataset.base;

/** What was begun is told even if the page goes meanwhile. Browsers do that for 64 KiB at a time. */
const MOST_KEPT_ALIVE = 60_000;

/** Does something as the person of this window; says whether it worked. `element` shows that it is under way. */
export async function act(name, fields, element) {
  const busy = element?.closest("button, form, .field, dialog");
  busy?.setAttribute("aria-busy", "true");
  try {
    const body = encoded(fields);
    const keepalive = String(body).length < MOST_KEPT_ALIVE;
    const answer = await fetch(`${base}/act/${name}`, { method: "POST", body, keepalive });
    if (!answer.ok) notify((await answer.text()) || document.body.dataset.failed);
    return answer.ok;
  } catch {
    notify(document.body.dataset.lost);
    return false;
  } finally {
    busy?.removeAttribute("aria-busy");
  }
}

/** Pairs, or an object whose values may be lists. */
function encoded(fields) {
  if (fields instanceof FormData) return new URLSearchParams(fields);
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(fields)) {
    for (const one of [value].flat()) if (one !== undefined && one !== null) pairs.append(key, one);
  }
  return pairs;
}

/** What an element belongs to: a message of a channel, or a view. */
export function context(element) {
  const view = element.closest("[data-view]");
  if (view) return { view_id: view.dataset.view };
  const item = element.closest("[data-ts]");
  const channel = element.closest("[data-channel]") ?? document.getElementById("messages");
  return { channel: channel?.dataset.channel, message_ts: item?.dataset.ts };
}

/** Shows a line that goes away by itself, or when it is pressed. */
export function notify(text) {
  const line = document.createElement("p");
  line.textContent = text;
  line.addEventListener("click", () => line.remove());
  (document.querySelector("dialog[open] .modal-foot") ?? document.getElementById("notices")).prepend(line);
  setTimeout(() => line.remove(), 8000);
}
