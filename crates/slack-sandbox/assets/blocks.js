// Operates what Block Kit draws: buttons, menus, pickers and inputs.
//
// Nothing is bound to single elements: every listener sits on the document, so fragments may come and go. What was
// used is told with act("click", fields). There, a list is a value that may hold several, and an empty text one that
// was cleared.

import { act } from "./act.js";

const MENU_DELAY = 250;
const TYPING_DELAY = 400;

const on = (type, selector, use, capture = false) =>
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) use(found, event);
  }, capture);

// ---- Telling the server

/** Where an element stands: a view, or a message in a channel. */
function place(element) {
  const around = element.closest("[data-view], [data-ts]");
  if (around?.dataset.view) return { view_id: around.dataset.view };
  return { channel: element.closest("[data-channel]")?.dataset.channel, message_ts: around?.dataset.ts };
}

function address(element) {
  const { block, action } = element.dataset;
  return { ...place(element), block_id: block, action_id: action };
}

/** Sends what was chosen; `shown` looks busy until that is settled, and no older choice takes the place of the new. */
async function send(element, chosen, shown = element) {
  shown?.setAttribute("aria-busy", "true");
  element.dataset.settling = "";
  try {
    await act("click", { ...address(element), ...chosen });
  } finally {
    shown?.removeAttribute("aria-busy");
    delete element.dataset.settling;
    document.dispatchEvent(new Event("settled"));
  }
}

/** Asks "are you sure?" if the app wants that. */
function agreed(dialog) {
  if (!dialog) return Promise.resolve(true);
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "confirm"), { once: true });
    dialog.showModal();
  });
}

const dialogIn = (field) => field.querySelector(":scope > dialog[data-confirm]");

on("click", "[data-answer]", (button) => button.closest("dialog").close(button.dataset.answer));

// ---- Buttons

on("click", "[data-kind=button]", async (button, event) => {
  const next = button.nextElementSibling;
  const dialog = next?.matches("dialog[data-confirm]") ? next : null;
  if (dialog) event.preventDefault();
  if (button.getAttribute("aria-busy") === "true" || !(await agreed(dialog))) return;
  if (dialog && button.href) window.open(button.href, "_blank", "noopener");
  const { value } = button.dataset;
  send(button, value === undefined ? {} : { value });
});

// ---- Fields: reading, putting back, committing

const inputs = (field) => [...field.querySelectorAll("input[name], textarea[name]")];

/** The values a field holds. */
function read(field) {
  const isBox = (input) => input.type === "checkbox" || input.type === "radio";
  return inputs(field).filter((input) => !isBox(input) || input.checked).map((input) => input.value).filter(Boolean);
}

function write(field, values) {
  if (field.matches(".select")) return pick(field, values);
  for (const input of inputs(field)) {
    if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
    else input.value = values[0] ?? "";
  }
}

const before = new WeakMap();
const remember = (field) => before.set(field, read(field));

/** A field has a new value: hold it, and tell the app if it wants to know. */
async function commit(field) {
  const values = read(field);
  if (String(values) === String(before.get(field)) || !isFit(field)) return;
  if (!(await agreed(dialogIn(field)))) return write(field, before.get(field) ?? []);
  if (hasLeft(field)) return;
  before.set(field, values);
  forgive(field);
  const value = "many" in field.dataset ? values : values[0] ?? "";
  send(field, { [field.dataset.key]: value }, field.dataset.dispatch ? field : null);
}

/** Whether the form that it was in has gone: the field that sends its form by Enter is left only then. */
function hasLeft(field) {
  const { view_id: view } = place(field);
  return view !== undefined && document.querySelector(`[data-view="${CSS.escape(view)}"]`) === null;
}

const soon = new WeakMap();

/** Commits once nothing was typed for a moment. */
function commitSoon(field) {
  clearTimeout(soon.get(field));
  soon.set(field, setTimeout(() => commit(field), TYPING_DELAY));
}

/** Whether the browser takes what was typed. A year begins with a zero while it is being typed. */
function isFit(field) {
  const control = field.querySelector("input.control, textarea.control");
  if (!control) return true;
  const { valid, valueMissing } = control.validity;
  return valueMissing || (valid && !(field.matches(".picker") && /^0\d{3}-/.test(control.value)));
}

/** What the app said about the old value no longer holds. */
function forgive(field) {
  const block = field.closest(".has-error");
  block?.classList.remove("has-error");
  block?.querySelector(".field-error")?.remove();
  field.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
}

on("focusin", ".field", (field) => { if (!before.has(field)) remember(field); });
on("change", ".choice-field", (field) => commit(field));
on("change", ".picker", (field) => {
  const local = field.querySelector("[data-zone]");
  if (local) local.nextElementSibling.value = epochSeconds(local);
  commitSoon(field);
});

// ---- Typing. An app hears of it at every letter, at Enter, or not before the form is sent.

const hears = (field, when) => field.dataset.dispatch?.split(" ").includes(when);

on("change", ".typed", (field) => {
  if (!hears(field, "enter") && !hears(field, "character")) commit(field);
});
on("input", ".typed", (field) => {
  count(field);
  if (hears(field, "character")) commitSoon(field);
});
on("keydown", ".typed", (field, event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !hears(field, "enter")) return;
  event.preventDefault();
  commit(field);
});

function count(field) {
  const counter = field.querySelector(".counter[data-most]");
  if (counter) counter.textContent = `${[...field.querySelector(".control").value].length}/${counter.dataset.most}`;
}

// ---- Instants: the visible input shows a wall clock in the person's zone

function epochSeconds(input) {
  if (!input.value) return "";
  const wall = Date.parse(`${input.value}Z`) / 1000;
  let offset = Number(input.dataset.offset);
  // The offset depends on the instant, which depends on the offset: the second guess is right.
  for (let guess = 0; guess < 2; guess += 1) offset = offsetAt(input.dataset.zone, wall - offset) ?? offset;
  return String(wall - offset);
}

/** Seconds east of UTC at an instant; undefined for zones the browser does not know. */
function offsetAt(timeZone, seconds) {
  try {
    const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    const name = format.formatToParts(seconds * 1000).find((part) => part.type === "timeZoneName").value;
    const [, sign, hours, minutes] = /([+-])(\d+):(\d+)/.exec(name) ?? [0, "+", 0, 0];
    return (sign === "-" ? -1 : 1) * (hours * 3600 + minutes * 60);
  } catch {
    return undefined;
  }
}

// ---- Popups, in the top layer so that nothing cuts them off

function open(popup, opener) {
  popup.showPopover();
  opener.setAttribute("aria-expanded", "true");
  settle(popup, opener);
}

/** Below its opener, or above it where there is more room. */
function settle(popup, opener) {
  const box = opener.getBoundingClientRect();
  const below = innerHeight - box.bottom - 12;
  const isBelow = below >= popup.offsetHeight || below >= box.top;
  popup.style.minWidth = `${Math.min(box.width, innerWidth - 16)}px`;
  popup.style.left = `${Math.max(8, Math.min(box.left, innerWidth - popup.offsetWidth - 8))}px`;
  popup.style.top = `${Math.max(8, isBelow ? box.bottom + 4 : box.top - popup.offsetHeight - 4)}px`;
}

// A press on the opener of an open popup has closed it before the click arrives, which must not open it again.
let closing;
document.addEventListener("pointerdown", (event) => {
  closing = event.target.closest?.("[aria-expanded=true]");
}, true);

function isClosing(opener) {
  const is = closing === opener;
  closing = undefined;
  return is;
}

on("toggle", ".popup", (popup, event) => {
  if (event.newState === "open") return;
  const field = popup.closest(".field");
  field.querySelector("[aria-expanded]").setAttribute("aria-expanded", "false");
  if (popup.matches(".select-popup")) commit(field);
}, true);

document.addEventListener("scroll", (event) => {
  for (const popup of document.querySelectorAll(".popup:popover-open")) {
    if (!popup.contains(event.target)) popup.hidePopover();
  }
}, true);

/** The next of `items` for a key, wrapping round; undefined for other keys. */
function stepped(items, now, key) {
  const at = items.indexOf(now);
  switch (key) {
    case "ArrowDown": return items[(at + 1) % items.length];
    case "ArrowUp": return items[at <= 0 ? items.length - 1 : at - 1];
    case "Home": return items[0];
    case "End": return items.at(-1);
    default: return undefined;
  }
}

// ---- Overflow menus

on("click", ".overflow-open", (opener) => {
  const menu = opener.nextElementSibling;
  if (isClosing(opener)) return;
  open(menu, opener);
  menu.querySelector("[role=menuitem]")?.focus();
});
on("keydown", ".overflow-menu", (menu, event) => {
  if (event.key === "Tab") return menu.hidePopover();
  const next = stepped([...menu.querySelectorAll("[role=menuitem]")], document.activeElement, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
});
on("click", ".overflow-menu [role=menuitem]", async (item) => {
  const field = item.closest(".field");
  item.closest(".popup").hidePopover();
  const { value } = item.dataset;
  if (value !== undefined && (await agreed(dialogIn(field)))) {
    send(field, { selected_option: value }, field.querySelector(".overflow-open"));
  }
});

// ---- Menus with search

const parts = (field) => ({
  opener: field.querySelector(".select-open"),
  popup: field.querySelector(".select-popup"),
  search: field.querySelector(".select-search"),
  list: field.querySelector(".select-list"),
  note: field.querySelector(".select-note"),
});
const optionsIn = (field) => [...field.querySelectorAll("[role=option]")];
const shownIn = (field) => optionsIn(field).filter((option) => !option.hidden && option.ariaDisabled !== "true");

// Letters are taken apart, so that a syllable still being typed finds the whole one.
const folded = (text) => text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "");

function openSelect(field) {
  const { opener, popup, search } = parts(field);
  if (popup.matches(":popover-open")) return;
  remember(field);
  search.value = "";
  open(popup, opener);
  look(field);
  search.focus({ preventScroll: true });
}

/** Shows what fits the text typed so far. */
function look(field) {
  const { opener, popup, search, note } = parts(field);
  if ("external" in popup.dataset) return askApp(field);
  const wanted = folded(search.value.trim());
  for (const option of optionsIn(field)) option.hidden = !folded(option.textContent).includes(wanted);
  for (const group of field.querySelectorAll(".select-group")) group.hidden = isEmpty(group);
  const shown = shownIn(field);
  note.textContent = shown.length ? "" : popup.dataset.empty;
  activate(field, (!wanted && shown.find((option) => option.ariaSelected === "true")) || shown[0]);
  settle(popup, opener);
}

function isEmpty(group) {
  for (let next = group.nextElementSibling; next?.role === "option"; next = next.nextElementSibling) {
    if (!next.hidden) return false;
  }
  return true;
}

let asking;

/** Lets the app find options, once typing pauses. */
async function askApp(field) {
  const { opener, popup, search, list, note } = parts(field);
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const query = search.value.trim();
  const isShort = [...query].length < Number(popup.dataset.least);
  list.replaceChildren();
  activate(field, undefined);
  note.textContent = isShort ? popup.dataset.short : popup.dataset.loading;
  settle(popup, opener);
  if (isShort) return;
  await new Promise((resolve) => setTimeout(resolve, query ? MENU_DELAY : 0));
  if (signal.aborted) return;
  try {
    const asked = new URLSearchParams({ ...address(field), query });
    const answer = await fetch(`${document.body.dataset.base}/suggest?${asked}`, { signal });
    if (!answer.ok) throw new Error(answer.statusText);
    list.innerHTML = await answer.text();
    note.textContent = list.children.length ? "" : popup.dataset.empty;
    mark(field);
    activate(field, shownIn(field)[0]);
  } catch {
    if (signal.aborted) return;
    note.textContent = popup.dataset.failed;
  }
  settle(popup, opener);
}

/** Makes an option the one that Enter picks. */
function activate(field, option) {
  const { search, list } = parts(field);
  list.querySelector(".is-active")?.classList.remove("is-active");
  if (!option) return search.removeAttribute("aria-activedescendant");
  option.id ||= `${list.id}-${optionsIn(field).indexOf(option)}`;
  option.classList.add("is-active");
  option.scrollIntoView({ block: "nearest" });
  search.setAttribute("aria-activedescendant", option.id);
}

function choose(field, option) {
  const values = read(field);
  const { value } = option.dataset;
  if (!("many" in field.dataset)) {
    pick(field, [value]);
    return parts(field).popup.hidePopover();
  }
  pick(field, values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  activate(field, option);
  settle(parts(field).popup, parts(field).opener);
}

/** Shows `values` as chosen and puts them into the form. */
function pick(field, values) {
  const isMany = "many" in field.dataset;
  const labels = new Map(values.map((value) => [value, labelOf(field, value)]));
  const store = field.querySelector(".select-values");
  const stored = values.length || isMany ? values : [""];
  store.replaceChildren(...stored.map((value) => hidden(store.dataset.name, value)));
  if (isMany) {
    const chips = values.map((value) => chip(field, value, labels.get(value)));
    field.querySelector(".select-chips").replaceChildren(...chips);
  } else {
    showLabel(field, labels.get(values[0]));
  }
  mark(field);
}

const optionFor = (field, value) => optionsIn(field).find((option) => option.dataset.value === value);

function labelOf(field, value) {
  const chip = [...field.querySelectorAll(".chip")].find((chip) => chip.dataset.value === value);
  return optionFor(field, value)?.dataset.label ?? chip?.dataset.label ?? value;
}

function hidden(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}

function chip(field, value, label) {
  const shown = Object.assign(document.createElement("span"), { className: "chip", textContent: label });
  Object.assign(shown.dataset, { value, label });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "chip-remove" });
  remove.textContent = "×";
  remove.setAttribute("aria-label", parts(field).popup.dataset.remove.replace("%", label));
  shown.append(remove);
  return shown;
}

function showLabel(field, label) {
  const shown = field.querySelector(".select-value");
  shown.textContent = label ?? shown.dataset.placeholder;
  shown.classList.toggle("is-placeholder", label === undefined);
  const clear = field.querySelector(".select-clear");
  if (clear) clear.hidden = label === undefined;
}

/** Marks the chosen options, and the ones there is no room for. */
function mark(field) {
  const values = read(field);
  const isFull = values.length >= Number(parts(field).popup.dataset.most ?? Infinity);
  for (const option of optionsIn(field)) {
    const isChosen = values.includes(option.dataset.value);
    option.ariaSelected = String(isChosen);
    option.ariaDisabled = isFull && !isChosen ? "true" : null;
  }
}

on("click", ".select-open", (opener) => { if (!isClosing(opener)) openSelect(opener.closest(".field")); });
on("keydown", ".select-open", (opener, event) => {
  const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isLetter && !event.key.startsWith("Arrow") && event.key !== "Process") return;
  if (event.key.startsWith("Arrow")) event.preventDefault();
  openSelect(opener.closest(".field"));
});
on("input", ".select-search", (search) => look(search.closest(".field")));
on("keydown", ".select-search", (search, event) => {
  if (event.isComposing) return;
  const field = search.closest(".field");
  const active = field.querySelector(".is-active");
  const next = stepped(shownIn(field), active, event.key);
  if (event.key === "Tab") return parts(field).popup.hidePopover();
  if (!next && event.key !== "Enter") return;
  event.preventDefault();
  if (next) activate(field, next);
  else if (active) choose(field, active);
});
// A press must not take the focus from the search.
on("mousedown", ".select-option", (option, event) => event.preventDefault());
on("click", ".select-option", (option) => {
  if (option.ariaDisabled !== "true") choose(option.closest(".field"), option);
});
on("click", ".select-clear", (clear) => takeOut(clear.closest(".field"), () => []));
on("click", ".chip-remove", (button) => {
  const { value } = button.closest(".chip").dataset;
  takeOut(button.closest(".field"), (values) => values.filter((one) => one !== value));
});

function takeOut(field, left) {
  remember(field);
  pick(field, left(read(field)));
  parts(field).opener.focus();
  commit(field);
}
