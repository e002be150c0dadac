// What a person makes of the page: finds things by the words that stand on them.
// Called as eyes(verb, ...words); see `Window::asks`.

const [verb, ...words] = arguments;

const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();

/** What stands on an element. */
const name = (element) => plain(element.dataset.label ?? element.ariaLabel ?? element.innerText);

/** Whether something is called so. Signs around the words may be left out: "⚙ Inspector" is called "Inspector". */
const isCalled = (element, words) =>
  [name(element), name(element).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "")].includes(words);

const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });

/** What lies in front: a question, a modal, or the whole page. */
const front = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;

const PRESSABLE = "button, a[href], summary, [role=option], [role=menuitem], input[type=checkbox], input[type=radio]";

/** The newest thing of that name that can be pressed. */
function pressable(words) {
  const all = [...front().querySelectorAll(PRESSABLE)].filter(isSeen);
  return all.findLast((element) => isCalled(element, words)) ?? null;
}

/** A conversation in the list on the left. */
function channel(words) {
  const links = [...document.querySelectorAll("nav.sidebar a.channel")].filter(isSeen);
  return links.find((link) => link.querySelector(".name").innerText === words) ?? null;
}

const people = () => [...document.querySelectorAll(".people-list .person-name")];

/** The control below a label; labels may carry a remark in brackets. */
function field(label) {
  const isIt = (text) => text === label || text.startsWith(`${label} (`);
  const labels = [...front().querySelectorAll("label[for]")].filter(isSeen);
  const found = labels.find((one) => isIt(plain(one.innerText)));
  if (found) return document.getElementById(found.htmlFor);
  const named = [...front().querySelectorAll("input, textarea, select, [role=combobox]")].filter(isSeen);
  return named.findLast((one) => one.ariaLabel === label) ?? null;
}

/** Everything that can be read, in order; not what is only said to those who listen. */
const page = () => plain([...document.body.children].map((part) => (part.id === "announcer" ? "" : part.innerText)).join(" "));

const messages = () => [...document.querySelectorAll("#messages > li")];

/** What has the focus: by its label, by its words, or as what it is. */
function focus(element) {
  const label = element.labels?.[0] ?? document.getElementById(element.getAttribute("aria-labelledby") ?? "");
  if (label) return name(label);
  return element.matches(PRESSABLE) ? name(element) : (element.ariaLabel ?? element.tagName.toLowerCase());
}

const verbs = {
  page,
  pressable,
  channel,
  field,
  sees: (text) => page().includes(text),
  value: (label) => field(label)?.value || plain(field(label)?.innerText),
  error: (label) => plain(field(label)?.closest(".block")?.querySelector(".field-error")?.innerText),
  focus: () => focus(document.activeElement),
  isModal: () => document.querySelector("dialog#modal")?.open ?? false,
  isChoosing: () => document.querySelector(":popover-open") !== null,
  modalHasFocus: () => document.querySelector("dialog#modal")?.contains(document.activeElement) ?? false,
  message: (text) => plain(messages().findLast((item) => plain(item.innerText).includes(text))?.innerText),
  countMessages: () => messages().length,
  notices: () => plain(document.getElementById("notices").innerText),
  isOffline: () => !document.getElementById("offline").hidden,
  scrollToTop: () => document.querySelector("[data-scroll=history]").scrollTo(0, 0),
  isAtEnd: () => {
    const log = document.querySelector("[data-scroll=history]");
    return log.scrollTop + log.clientHeight >= log.scrollHeight - 2;
  },
  scrollToEnd: () => document.querySelector("[data-scroll=history]").scrollTo(0, 1e6),
  channels: () => [...document.querySelectorAll("[aria-labelledby=channels-title] .name")].map((name) => name.innerText),
  people: () => people().map((name) => name.innerText),
  person: (words) => people().find((name) => name.innerText === words) ?? null,
  place: () => plain(document.querySelector("#head h1")?.innerText),
  title: () => document.title,
  language: () => document.documentElement.lang,
};

return verbs[verb](...words);
