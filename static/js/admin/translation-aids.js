/*
 * What was translated before, and approved terms, beside each text in wagtail-localize's editor. The server makes them
 * for the whole page; here each is put into the item of its text. "Use" fills the field, and its translator saves it.
 */
const editor = document.querySelector(".js-translation-editor");
const { aids: address } = document.getElementById("translation-aids").dataset;
let waiting = [];

// What a machine wrote is said before the texts, and not below them.
const review = document.getElementById("machine-words");
if (review) editor.before(review);

const sourceOf = (item) => [...item.children].map((child) => child.textContent);

function place() {
  const items = [...editor.querySelectorAll("li")].filter((item) => !item.querySelector(".translation-aid"));
  for (const aid of waiting.filter((each) => !each.isConnected)) {
    const at = items.findIndex((item) => sourceOf(item).includes(aid.dataset.source));
    if (at >= 0) items.splice(at, 1)[0].append(aid);
  }
}

/* The editor is React's: it hears of a value that is set past it by an event alone. */
function fill(item, words) {
  if (!item.querySelector("textarea")) item.querySelector("button:not([data-words])")?.click();
  const field = item.querySelector("textarea");
  if (!field) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, words);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

editor.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-words]");
  if (button) fill(button.closest(".translation-aid").parentElement, button.dataset.words);
});

const answer = await fetch(address, { credentials: "same-origin" });
if (answer.ok) {
  const body = new DOMParser().parseFromString(await answer.text(), "text/html");
  waiting = [...body.querySelectorAll(".translation-aid")].map((aid) => document.adoptNode(aid));
  place();
  new MutationObserver(place).observe(editor, { childList: true, subtree: true });
}
