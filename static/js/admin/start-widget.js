/*
 * Starts a widget where Wagtail itself writes an inline script, which the admin's policy forbids:
 *
 *   <span hidden data-controller="start-widget" data-start-widget-name-value="initDateChooser"
 *         data-start-widget-arguments-value='["id_day", {}]'></span>
 *
 * Only what is named below can be started, whatever a page says.
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

class StartWidget extends window.StimulusModule.Controller {
  static values = { name: String, arguments: Array };

  // Once for each element: a row that moves in an InlinePanel is connected again.
  initialize() {
    const name = this.nameValue;
    if (CLASSES.has(name)) new window[name](...this.argumentsValue);
    else if (FUNCTIONS.has(name)) window[name](...this.argumentsValue);
    else throw new Error(`start-widget does not know ${name}`);
  }
}

window.wagtail.app.register("start-widget", StartWidget);
