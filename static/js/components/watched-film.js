/* <watched-film>: around a film, notes that somebody has watched it to its end, and marks the lesson as done. The
   page's outbox sends it, now or when the line is back. Whoever skips most of it has not watched it. Without scripts
   the lesson's own button marks it as done. */

import { newId } from "./new-id.js";

const ENOUGH = 0.9;

class WatchedFilm extends HTMLElement {
  connectedCallback() {
    this.film = this.querySelector("video");
    this.outbox = document.querySelector("event-outbox");
    this.film.addEventListener("ended", () => {
      if (this.watched() >= ENOUGH) this.outbox.note(this.events());
    });
    this.outbox.addEventListener("sent", () => this.refresh());
  }

  /* The part of the film that has been played, however often. */
  watched() {
    const { played, duration } = this.film;
    return (
      Array.from({ length: played.length }, (_, n) => played.end(n) - played.start(n)).reduce(
        (sum, part) => sum + part,
        0,
      ) / duration
    );
  }

  events() {
    const { course, item } = this.dataset;
    const shared = { course, occurred_at: new Date().toISOString(), language: document.documentElement.lang };
    const watched = { ...shared, id: newId(), item, verb: "watched", payload: { fraction: 1 } };
    const isDone = document.querySelector("#progress .done");
    return isDone
      ? [watched]
      : [watched, { ...shared, id: newId(), item: item.split(":")[0], verb: "done", payload: {} }];
  }

  /* Where the page itself cannot be fetched, what stands there is as true as it was. */
  async refresh() {
    try {
      const page = await (await fetch(location.pathname)).text();
      const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("#progress");
      if (fresh) document.querySelector("#progress").replaceChildren(...fresh.children);
    } catch {
      /* The line is down again. */
    }
  }
}

customElements.define("watched-film", WatchedFilm);
