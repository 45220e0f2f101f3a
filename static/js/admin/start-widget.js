/*
 * Starts a widget where Wagtail itself writes an inline script, which the admin's policy forbids:
 *
 *   <start-widget name="initDateChooser" arguments='["id_day", {}]'></start-widget>
 *
 * At the same moment as such a script: when it comes into the page, before Wagtail's own controllers rearrange what
 * the widget is made of. Only what is named below can be started, whatever a page says.
 */
const CLASSES = new Set([
  "Chooser",
  "DocumentChooser",
  "ImageChooser",
  "InlinePanel",
  "MultipleChooserPanel",
  "PageChooser",
  "SnippetChooser",
]);
const FUNCTIONS = new Set([
  "createQueryChooser",
  "createTaskChooser",
  "initDateChooser",
  "initDateTimeChooser",
  "initTimeChooser",
]);

customElements.define(
  "start-widget",
  class extends HTMLElement {
    #started = false; // a row that moves in an InlinePanel is connected again

    connectedCallback() {
      if (this.#started) return;
      this.#started = true;
      const name = this.getAttribute("name");
      const args = JSON.parse(this.getAttribute("arguments"));
      if (CLASSES.has(name)) new window[name](...args);
      else if (FUNCTIONS.has(name)) window[name](...args);
      else throw new Error(`start-widget does not know ${name}`);
    }
  },
);
