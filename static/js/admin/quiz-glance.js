/*
 * A quiz at a glance, drawn anew by the server while its questions are being chosen. Blocks come, go and move without
 * an event, so that the form is watched; what is asked for is only what differs.
 */
const FIELDS = /^(questions-|pass_mark$|estimated_minutes$|csrfmiddlewaretoken$)/;
const PAUSE = 400; // while somebody types

customElements.define(
  "quiz-glance",
  class extends HTMLElement {
    #timer = 0;
    #shown = "";
    #request = null;

    connectedCallback() {
      const form = this.closest("form");
      this.#shown = this.#fields(form).toString();
      const later = () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#draw(form), PAUSE);
      };
      form.addEventListener("input", later);
      form.addEventListener("change", later);
      // Its own changes would be seen as well: nothing differs by them.
      new MutationObserver(later).observe(form, {
        attributes: true,
        attributeFilter: ["value"],
        childList: true,
        subtree: true,
      });
    }

    #fields(form) {
      return new URLSearchParams([...new FormData(form)].filter(([name]) => FIELDS.test(name)));
    }

    async #draw(form) {
      const body = this.#fields(form);
      if (body.toString() === this.#shown) return;
      this.#shown = body.toString();
      this.#request?.abort();
      this.#request = new AbortController();
      try {
        const answer = await fetch(this.getAttribute("url"), { method: "POST", body, signal: this.#request.signal });
        if (answer.ok) this.innerHTML = await answer.text();
      } catch (error) {
        // The line is down, or more was chosen meanwhile: what is shown is drawn again with the next change.
        if (error.name !== "AbortError") this.#shown = "";
      }
    }
  },
);
