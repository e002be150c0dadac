// The inspector: entries are filled when they are opened, the list follows its filter, and commands can be copied.

import { notify } from "./act.js";
import { show } from "./live.js";

// An entry is opened by hand, or again after it was drawn anew.
document.addEventListener("toggle", (event) => { if (event.target.open) fill(event.target); }, true);

async function fill(entry) {
  if (!entry.dataset.fetch) return;
  const answer = await fetch(entry.dataset.fetch).catch(() => null);
  if (!answer?.ok) return notify(document.body.dataset[answer ? "failed" : "lost"]);
  entry.querySelector(".exchange-body").innerHTML = await answer.text();
}

let pause;

function narrow(form, wait) {
  clearTimeout(pause);
  pause = setTimeout(async () => {
    const said = [...new FormData(form)].filter(([, value]) => value);
    await show(`${form.getAttribute("action")}?${new URLSearchParams(said)}`);
    document.getElementById("announcer").textContent = document.getElementById("wire-count")?.textContent ?? "";
  }, wait);
}

// What is still being composed, as Korean syllables are, is not looked for.
for (const kind of ["input", "compositionend", "submit"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("#wire-filter");
    if (!form || event.isComposing) return;
    if (kind === "submit") event.preventDefault();
    narrow(form, event.target.type === "search" ? 250 : 0);
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copies]");
  if (button) copy(button, document.getElementById(button.dataset.copies));
});

async function copy(button, source) {
  const isCopied = await navigator.clipboard.writeText(source.textContent).then(() => true, () => false);
  // Where pages may not write to the clipboard, the keys for it still work.
  if (!isCopied) return getSelection().selectAllChildren(source);
  const { textContent: label } = button;
  if (label === button.dataset.copied) return;
  button.textContent = button.dataset.copied;
  document.getElementById("announcer").textContent = button.dataset.copied;
  setTimeout(() => (button.textContent = label), 2000);
}
