/* "Select all" beside the languages that a page is to be translated to. */
const all = document.querySelector('[name="select_all"]');
all?.addEventListener("change", () => {
  for (const language of document.querySelectorAll('[name="locales"]')) language.checked = all.checked;
});
