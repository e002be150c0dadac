// The composer: Enter sends, Shift-Enter begins a line, and /, @ and # offer what they could become.

import { base } from "./act.js";

document.addEventListener("input", (event) => {
  const text = event.target.closest?.("[data-completes] textarea");
  if (text) offer(text);
});

// The last syllable is whole only now, and no further input tells of it.
document.addEventListener("compositionend", (event) => {
  const text = event.target.closest?.("[data-completes] textarea");
  if (text) offer(text);
});

document.addEventListener("keydown", (event) => {
  const text = event.target.closest?.("[data-completes] textarea");
  // Safari ends a composition before it tells of the key, which then bears this number.
  if (!text || event.isComposing || event.keyCode === 229) return;
  if (choose(text, event.key)) return event.preventDefault();
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    close(text);
    if (text.value.trim()) text.form.requestSubmit();
  }
});

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.(".completions [role=option]");
  if (!option) return;
  event.preventDefault();
  accept(option.closest("form").querySelector("textarea"), option);
});

document.addEventListener("focusout", (event) => {
  const text = event.target.closest?.("[data-completes] textarea");
  if (text) close(text);
});

const listOf = (text) => document.getElementById(text.getAttribute("aria-controls"));

/** The word at the cursor, if it is one that can be completed. */
function wordAt(text) {
  const before = text.value.slice(0, text.selectionStart);
  return before.match(/^\/\S*$/)?.[0] ?? before.match(/(?:^|\s)([@#][^\s@#]*)$/)?.[1];
}

async function offer(text) {
  const word = wordAt(text);
  if (!word) return close(text);
  const answer = await fetch(`${base}/complete?${new URLSearchParams({ query: word })}`);
  const options = answer.ok && (await answer.text());
  if (!answer.ok || wordAt(text) !== word || text.form.ariaBusy) return;
  const list = listOf(text);
  list.innerHTML = options;
  list.dataset.word = word;
  [...list.children].forEach((option, index) => (option.id = `${list.id}-${index}`));
  const isOpen = list.children.length > 0;
  list.hidden = !isOpen;
  text.setAttribute("aria-expanded", isOpen);
  if (isOpen) select(text, list.firstElementChild);
}

function select(text, option) {
  for (const one of listOf(text).children) one.setAttribute("aria-selected", one === option);
  text.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

/** What a key does while the list is open; says whether it did anything. */
function choose(text, key) {
  const list = listOf(text);
  if (list.hidden || list.dataset.word !== wordAt(text)) return false;
  const chosen = list.querySelector("[aria-selected=true]");
  const move = { ArrowDown: chosen?.nextElementSibling, ArrowUp: chosen?.previousElementSibling };
  if (key in move) select(text, move[key] ?? chosen);
  else if (key === "Escape") close(text);
  // A command that stands there already is sent, not completed.
  else if (key === "Enter" && chosen?.dataset.value === wordAt(text)) return false;
  else if (key === "Enter" || key === "Tab") accept(text, chosen);
  else return false;
  return true;
}

function accept(text, option) {
  const start = text.selectionStart - wordAt(text).length;
  text.setRangeText(`${option.dataset.value} `, start, text.selectionStart, "end");
  close(text);
}

function close(text) {
  listOf(text).hidden = true;
  text.setAttribute("aria-expanded", "false");
  text.removeAttribute("aria-activedescendant");
}
