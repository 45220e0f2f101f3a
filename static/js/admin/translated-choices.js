/*
 * Ticks as a list to search: what is chosen stands above it, each with a button that removes it; what is suggested is
 * added by one press. Only the ticks are sent, so that nothing is lost where this script does not run.
 */
import { fold } from "./fold.js";

const FEWEST = 6; // of fewer one sees all at once

customElements.define(
  "translated-choices",
  class extends HTMLElement {
    #started = false;

    connectedCallback() {
      if (this.#started) return;
      this.#started = true;
      this.boxes = [...this.querySelectorAll("input[type=checkbox]")];
      const search = this.querySelector("[data-search]");
      search.hidden = this.boxes.length < FEWEST;
      search.addEventListener("input", (event) => {
        event.stopPropagation(); // nothing of the page has changed
        this.#narrow(event.target.value);
      });
      search.addEventListener("change", (event) => event.stopPropagation());
      search.addEventListener("keydown", (event) => this.#key(event));
      this.addEventListener("change", () => this.#show());
      this.addEventListener("click", (event) => this.#press(event.target.closest("button")));
      this.#show();
    }

    #narrow(query) {
      const wanted = fold(query).split(" ").filter(Boolean);
      let count = 0;
      for (const row of this.querySelectorAll("[data-words]")) {
        row.hidden = !wanted.every((word) => row.dataset.words.includes(word));
        count += row.hidden ? 0 : 1;
      }
      const status = this.querySelector("[data-status]");
      status.textContent = count ? String(count) : status.dataset.none;
      status.classList.toggle("w-sr-only", count > 0);
    }

    /* Enter ticks what alone is left, and never sends the form. */
    #key(event) {
      if (event.key === "Escape") {
        event.target.value = "";
        this.#narrow("");
      }
      if (event.key !== "Enter") return;
      event.preventDefault();
      const left = this.boxes.filter((box) => !box.closest("li").hidden);
      if (left.length === 1) this.#tick(left[0], !left[0].checked);
    }

    #press(button) {
      if (!button) return;
      const keys = (button.dataset.add ?? button.dataset.remove).trim().split(" ");
      const isAdded = "add" in button.dataset;
      for (const box of this.boxes) if (keys.includes(box.dataset.key)) this.#tick(box, isAdded);
      // What was pressed is gone: go on at the next chip, else at the search.
      if (!button.isConnected || button.hidden || button.closest("[hidden]")) {
        (this.querySelector("[data-chosen] button") ?? this.querySelector("[data-search] input")).focus();
      }
    }

    #tick(box, isTicked) {
      if (box.checked === isTicked) return;
      box.checked = isTicked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }

    #show() {
      const chosen = this.boxes.filter((box) => box.checked);
      const list = this.querySelector("[data-chosen]");
      const chip = this.querySelector("[data-chip]").content;
      list.replaceChildren(
        ...chosen.map((box) => {
          const item = chip.cloneNode(true);
          const button = item.querySelector("button");
          const label = box.nextElementSibling;
          const name = item.querySelector("bdi");
          name.textContent = label.textContent;
          name.lang = label.lang;
          button.dataset.remove = box.dataset.key;
          button.setAttribute("aria-label", `${button.dataset.before} ${label.textContent}`);
          return item;
        }),
      );
      list.hidden = chosen.length === 0;
      const keys = chosen.map((box) => box.dataset.key);
      for (const suggestion of this.querySelectorAll("[data-suggested]")) {
        for (const button of suggestion.querySelectorAll("button")) {
          button.hidden = button.dataset.add
            .trim()
            .split(" ")
            .every((key) => keys.includes(key));
        }
        suggestion.hidden = ![...suggestion.querySelectorAll("button")].some((button) => !button.hidden);
      }
    }
  },
);
