/*
 * Puts several questions into a quiz at once: Wagtail's chooser, asked for several, and a block of the quiz's questions
 * for each that is not among them yet.
 */
customElements.define(
  "add-questions",
  class extends HTMLElement {
    connectedCallback() {
      const chooser = window.telepath.unpack(JSON.parse(this.getAttribute("chooser")));
      const options = { multiple: true, locale: this.getAttribute("language") };
      this.querySelector("button").addEventListener("click", () => chooser.openModal(this.#add, options));
    }

    #add = (chosen) => {
      const stream = document.getElementById("questions-root").rootBlock;
      const ids = new Set(
        stream
          .getState()
          .map(({ type, value }) => (type === "question" ? value?.id : null))
          .map(String),
      );
      for (const value of chosen) {
        if (!ids.has(String(value.id))) stream.insert({ type: "question", value }, stream.children.length);
      }
    };
  },
);
