// The window as a whole. What stands on the page is drawn by the sandbox; this only passes on what people do.

import { act, context, notify } from "./act.js";
import { follow, isAtEnd, openModal, present, show } from "./live.js";
import "./composer.js";
import "./blocks.js";
import "./inspector.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  if (form.ariaBusy) return;
  const fields = new FormData(form);
  for (const [key, value] of Object.entries(context(form))) if (value && !fields.has(key)) fields.set(key, value);
  if (form.dataset.act === "send") return send(form, fields);
  if ((await act(form.dataset.act, fields, form)) && form.dataset.act !== "submit") {
    form.reset();
    form.closest("details")?.removeAttribute("open");
    // What was just written stands in the present.
    if (form.dataset.act === "send" && !form.elements.thread_ts) document.querySelector("a#newer")?.click();
  }
});

/** The field is free for the next message at once; what could not be sent comes back if it still is. */
async function send(form, fields) {
  form.reset();
  if (log && !form.closest("#pane")) log.scrollTop = log.scrollHeight;
  const text = form.querySelector("textarea");
  if (!(await act("send", fields)) && text.isConnected && !text.value) text.value = fields.get("text");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (button) press(button);
  const link = event.target.closest("a[data-pane]");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    show(link.href);
  }
  const older = event.target.closest("a#older");
  if (older) {
    event.preventDefault();
    loadOlder(older);
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) copyText(copy);
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});

async function press(button) {
  const { act: name, ...fields } = button.dataset;
  await act(name, { ...context(button), ...fields }, button);
  button.closest("details.menu")?.removeAttribute("open");
}

async function copyText(element) {
  const text = element.dataset.copy;
  const whole = text.startsWith("/") ? location.origin + text : text;
  // Without a secure origin there is no clipboard; then the text itself is shown to be taken.
  const copied = await navigator.clipboard?.writeText(whole).then(() => "✓ ", () => "");
  notify((copied ?? "") + whole);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const menu = document.activeElement?.closest("details.menu[open]");
  menu?.removeAttribute("open");
  menu?.querySelector("summary").focus();
});

// Escape leaves a modal the way its button does: the sandbox takes it away.
document.addEventListener(
  "cancel",
  (event) => {
    if (event.target.id !== "modal") return;
    event.preventDefault();
    act("close", context(event.target), event.target);
  },
  true,
);

// A field tells what it holds when it is left; so it is when the page is.
window.addEventListener("beforeunload", () => {
  const typed = document.activeElement?.closest("[data-view] .typed .control");
  typed?.dispatchEvent(new Event("change", { bubbles: true }));
});

// The history: older messages as one scrolls up, and what is in sight has been read.

const log = document.querySelector("[data-scroll=history]");

async function loadOlder(link) {
  link.id = "loading";
  // What changes meanwhile is not among the loaded yet.
  const since = present();
  const answer = await fetch(link.href).catch(() => ({ ok: false }));
  if (!answer.ok) return void (link.id = "older");
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const height = log.scrollHeight;
  link.replaceWith(template.content.querySelector("#older"));
  document.getElementById("messages").prepend(template.content);
  log.scrollTop += log.scrollHeight - height;
  watchTop();
  follow(since);
}

const top = new IntersectionObserver((entries) => {
  const link = entries.find((entry) => entry.isIntersecting)?.target;
  if (link) loadOlder(link);
});

function watchTop() {
  top.disconnect();
  const link = document.querySelector("a#older");
  if (link) top.observe(link);
}

// Who reads the newest message goes on doing so when something opens beside it.

let readsNewest = false;

function watchSize() {
  const note = () => (readsNewest = isAtEnd(log));
  note();
  log.addEventListener("scroll", note, { passive: true });
  new ResizeObserver(() => {
    if (readsNewest) log.scrollTop = log.scrollHeight;
  }).observe(log);
}

function markRead() {
  const waits = document.querySelector(".sidebar [aria-current] :is(.badge, .aside:last-child)");
  const list = document.getElementById("messages");
  if (!waits || !list || document.hidden || !isAtEnd(log)) return;
  act("read", { channel: list.dataset.channel });
}

document.addEventListener("patched", markRead);
document.addEventListener("visibilitychange", markRead);
log?.addEventListener("scroll", markRead, { passive: true });

// The app's clock, when it runs faster than this one.

function tick() {
  for (const clock of document.querySelectorAll(".app-clock time")) {
    const { start, speed, zone, language } = clock.dataset;
    const now = new Date(Number(start) + (Date.now() - Number(start)) * Number(speed));
    const words = now.toLocaleString(language, { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
    if (clock.textContent !== words) clock.textContent = words;
  }
}

if (document.body.classList.contains("window")) {
  const at = new URLSearchParams(location.search).get("at") ?? "";
  const sought = [`m-${at.replace(".", "-")}`, location.hash.slice(1)].map((id) => document.getElementById(id));
  for (const one of sought) one?.scrollIntoView({ block: "center" });
  if (log && !sought.some(Boolean)) log.scrollTop = log.scrollHeight;
  openModal(document);
  const opens = document.querySelector("[data-opens]");
  if (opens) act(opens.dataset.opens, {});
  watchTop();
  if (log) watchSize();
  markRead();
  follow();
  tick();
  setInterval(tick, 250);
}
