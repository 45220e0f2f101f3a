/* <watched-film>: around a film, says that somebody has watched it to its end, and marks the lesson as done.
   Whoever skips most of it has not watched it. Without scripts the lesson's own button marks it as done. */

const ENOUGH = 0.9, RETRY = 10000;

class WatchedFilm extends HTMLElement {
  connectedCallback() {
    this.film = this.querySelector("video");
    this.film.addEventListener("ended", () => { if (this.watched() >= ENOUGH) this.tell(this.happenings()); });
  }

  /* The part of the film that has been played, however often. */
  watched() {
    const { played, duration } = this.film;
    return Array.from({ length: played.length }, (_, n) => played.end(n) - played.start(n)).reduce((sum, part) => sum + part, 0) / duration;
  }

  happenings() {
    const { course, item } = this.dataset;
    const happening = (item, verb, payload) => ({ id: crypto.randomUUID(), course, item, verb, payload, occurred_at: new Date().toISOString() });
    const watched = happening(item, "watched", { fraction: 1 });
    const is_done = document.querySelector("#progress .done");
    return is_done ? [watched] : [watched, happening(item.split(":")[0], "done", {})];
  }

  async tell(events) {
    const token = document.querySelector("#progress [name=csrfmiddlewaretoken]")?.value;
    try {
      const answer = await fetch("/api/learning/events/", {
        method: "POST", body: JSON.stringify({ events }), headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      });
      if (answer.status >= 500) throw new Error(answer.statusText);
      const page = await (await fetch(location.pathname)).text();
      const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("#progress");
      if (fresh) document.querySelector("#progress").replaceChildren(...fresh.children);
    } catch {
      setTimeout(() => this.tell(events), RETRY);
    }
  }
}

customElements.define("watched-film", WatchedFilm);
