// Live updates: the sandbox sends what looks different, and it is put in place without disturbing what is being done.

import { base, notify } from "./act.js";

let source;
let since = document.body.dataset.since;

/** Follows the window's address as it is now; call it again when the address or the oldest loaded message changes. */
export function follow(from = since) {
  source?.close();
  if (document.hidden) return;
  const query = new URLSearchParams(location.search);
  const oldest = document.querySelector("#messages > [data-ts]");
  if (oldest) query.set("from", oldest.dataset.ts);
  const newest = isPast() && document.querySelector("#messages > [data-ts]:last-child");
  if (newest) query.set("to", newest.dataset.ts);
  query.set("since", from);
  source = new EventSource(`${base}/live?${query}`);
  source.addEventListener("patch", (event) => {
    since = event.lastEventId;
    if (isPressing) arrived.push(event.data);
    else patch(event.data);
  });
  source.addEventListener("reload", () => location.reload());
  source.addEventListener("error", () => (document.getElementById("offline").hidden = false));
  source.addEventListener("open", () => (document.getElementById("offline").hidden = true));
}

/** What the page shows at present, for following from there later. */
export const present = () => since;

// A window that nobody sees gives its connection to one that is seen: a browser has only six for all of them.

document.addEventListener("visibilitychange", () => (document.hidden ? source?.close() : source && follow()));

// A press ends on what it began on: what arrives between waits until it is over.

let isPressing = false;
let lettingGo;
const arrived = [];

/** A finger's click comes after the finger is gone. */
const CLICK_FOLLOWS = 30;

function letGo() {
  isPressing = false;
  for (const html of arrived.splice(0)) patch(html);
}

document.addEventListener("pointerdown", () => {
  clearTimeout(lettingGo);
  isPressing = true;
}, true);
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => (lettingGo = setTimeout(letGo, CLICK_FOLLOWS)), true);
}

let shows = 0;

/** Fetches a page of this window and shows its parts in the place of the present ones, unless another came after. */
export async function show(address) {
  const turn = ++shows;
  const answer = await fetch(address);
  if (turn !== shows) return;
  if (!answer.ok) return notify(document.body.dataset.failed);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [before, after] = [location.href, address].map((one) => new URL(one).searchParams.get("pane"));
  if (!before) paneOpener = trace(document.activeElement);
  history.replaceState(null, "", address);
  for (const region of page.querySelectorAll(".region")) place(region);
  if (before !== after) enterPane();
  document.dispatchEvent(new Event("patched"));
  follow();
}

/** What had the focus before something stood beside the conversation. */
let paneOpener;

/** The focus goes to what stands beside the conversation now: where one answers in a thread; or back, if it is gone. */
function enterPane() {
  const pane = document.querySelector("#pane aside");
  if (!pane) return paneOpener && found(paneOpener)?.focus({ preventScroll: true });
  if (pane.dataset.scroll === "thread") pane.scrollTop = pane.scrollHeight;
  pane.querySelector("textarea, .close")?.focus({ preventScroll: true });
}

function patch(html) {
  const log = document.querySelector("[data-scroll=history]");
  const wasAtEnd = log && isAtEnd(log);
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const fresh of [...template.content.children]) place(fresh);
  if (wasAtEnd) log.scrollTop = log.scrollHeight;
  document.dispatchEvent(new Event("patched"));
}

/** Whether what is shown does not reach the present. */
function isPast() {
  return document.querySelector("a#newer") !== null;
}

/** Whether the newest message is in sight. */
export function isAtEnd(log) {
  return !isPast() && log.scrollTop + log.clientHeight >= log.scrollHeight - 60;
}

function place(fresh) {
  const old = document.getElementById(fresh.id);
  if ("gone" in fresh.dataset) return old?.remove();
  if (!old) return insert(fresh);
  if (old.dataset.v === fresh.dataset.v) waiting.delete(fresh.id);
  else if (isInUse(old)) waiting.set(fresh.id, fresh);
  else {
    waiting.delete(fresh.id);
    renew(old, fresh);
  }
}

/** Replaces an element; if both are made of the same parts, only the parts that look different. */
function renew(old, fresh) {
  const [parts, again] = [old, fresh].map((one) => one.querySelector("[data-parts]"));
  if (!parts || parts.id !== again?.id) return swap(old, fresh);
  reconcile(parts, again);
  old.dataset.v = fresh.dataset.v;
}

/** Makes the parts of one element those of another. Parts have ids; they come and go, but keep their order. */
function reconcile(old, fresh) {
  const kept = new Set([...fresh.children].map((part) => part.id));
  for (const part of [...old.children]) if (!kept.has(part.id)) part.remove();
  let before = null;
  for (const part of [...fresh.children]) {
    const known = byId(old, part.id);
    if (!known) before ? before.after(part) : old.prepend(part);
    else if ("parts" in known.dataset) reconcile(known, part);
    else if (known.dataset.v !== part.dataset.v) swap(known, part);
    before = byId(old, part.id);
  }
}

// What a person is choosing in is not taken from under their hand: it is replaced when they are done.

const waiting = new Map();

/** What was just chosen has come back by then, and takes the place of what waited. */
const CHOICE_RETURNS = 300;

// A Korean syllable is put together over several keys; the field must stay until it is whole.

let composing = null;

document.addEventListener("compositionstart", (event) => (composing = event.target));
document.addEventListener("compositionend", () => {
  composing = null;
  setTimeout(catchUp);
});

function isInUse(element) {
  const isComposedIn = composing !== null && element.contains(composing);
  const signs = ":popover-open, dialog[open]:not(#modal), .field[data-settling]";
  return isComposedIn || element.querySelector(signs) !== null;
}

function catchUp() {
  if (isPressing) return void setTimeout(catchUp, CHOICE_RETURNS);
  for (const [id, fresh] of waiting) {
    if (isInUse(document.getElementById(id) ?? document)) continue;
    waiting.delete(id);
    place(fresh);
  }
}

document.addEventListener("settled", catchUp);
for (const done of ["toggle", "close"]) document.addEventListener(done, () => setTimeout(catchUp, CHOICE_RETURNS), true);

/** Puts a new item into its list, by time. */
function insert(fresh) {
  const list = document.getElementById(fresh.dataset.list);
  if (!list) return;
  const before = [...list.children].findLast((item) => item.dataset.ts < fresh.dataset.ts);
  if (before) before.after(fresh);
  else list.prepend(fresh);
  document.getElementById("announcer").textContent = fresh.innerText.slice(0, 200);
}

/** Replaces an element; drafts, focus, opened menus and scroll positions stay. */
function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const ways = focused ? waysTo(focused) : [];
  const selection = focused && [focused.selectionStart, focused.selectionEnd];
  keepDrafts(old, fresh);
  for (const opened of old.querySelectorAll("details[open][id]")) byId(fresh, opened.id)?.setAttribute("open", "");
  const scrolls = [...old.querySelectorAll("[data-scroll]")].map((one) => [one.dataset.scroll, one.scrollTop, isAtEnd(one)]);
  old.replaceWith(fresh);
  openModal(fresh, old);
  for (const [name, top, wasAtEnd] of scrolls) {
    const scroll = fresh.querySelector(`[data-scroll="${name}"]`);
    if (scroll) scroll.scrollTop = wasAtEnd && name === "thread" ? scroll.scrollHeight : top;
  }
  const again = firstOf(fresh, ways);
  again?.focus({ preventScroll: true });
  if (again && typeof selection[0] === "number") again.setSelectionRange?.(...selection);
}

function byId(root, id) {
  return root.querySelector(`#${CSS.escape(id)}`);
}

function keepDrafts(old, fresh) {
  for (const input of old.querySelectorAll("textarea[id], input[id]")) {
    const again = byId(fresh, input.id);
    if (!again) continue;
    if (input.type === "checkbox" || input.type === "radio") {
      if (input.checked !== input.defaultChecked) again.checked = input.checked;
    } else if (input.value !== input.defaultValue) again.value = input.value;
  }
  for (const select of old.querySelectorAll("select[id]")) {
    const preset = [...select.options].find((option) => option.defaultSelected) ?? select.options[0];
    if (select.value === preset?.value) continue;
    const again = [...(byId(fresh, select.id)?.options ?? [])].find((option) => option.value === select.value);
    if (again) again.selected = true;
  }
}

/** Ways to find an element again after its surroundings were drawn anew, the surest first. */
function waysTo(element) {
  if (element.id) return [`#${CSS.escape(element.id)}`];
  const names = ["data-block", "data-action", "data-act", "data-name", "href", "data-value"];
  const known = names.filter((name) => element.hasAttribute(name));
  const parts = known.map((name) => `[${name}="${CSS.escape(element.getAttribute(name))}"]`);
  // What a button stands for may have changed.
  const unvalued = known.at(-1) === "data-value" ? parts.slice(0, -1) : [];
  return [parts.join(""), unvalued.join("")].filter(Boolean);
}

function firstOf(root, ways) {
  for (const way of ways) {
    const found = root.querySelector(way);
    if (found) return found;
  }
  return null;
}

/** An element and how to find it again on the page. */
function trace(element) {
  const around = element.parentElement?.closest("[id]");
  const prefix = around ? `#${CSS.escape(around.id)} ` : "";
  return { element, ways: waysTo(element).map((way) => prefix + way) };
}

function found({ element, ways }) {
  return element.isConnected && element !== document.body ? element : firstOf(document, ways);
}

/** What had the focus before the modal came. */
let opener;

/**
 * A modal is drawn closed; a new one takes the focus to its first field, or to the first that is wrong. When the last
 * one is gone the focus returns to where it was, or to where one writes.
 */
export function openModal(root, old) {
  const modal = root.querySelector("dialog#modal");
  const before = old?.querySelector("dialog#modal");
  if (!modal && before) (found(opener) ?? document.getElementById("composer-text"))?.focus({ preventScroll: true });
  if (!modal) return;
  if (!before) opener = trace(document.activeElement);
  modal.showModal();
  const wrong = modal.querySelector("[aria-invalid=true]");
  const isNew = before?.dataset.view !== modal.dataset.view;
  const isNews = wrong && !before?.querySelector(`#${CSS.escape(wrong.id)}[aria-invalid=true]`);
  if (isNews) wrong.focus();
  else if (isNew) modal.querySelector(".modal-body :is(input:not([type=hidden]), textarea, select, button)")?.focus();
}
