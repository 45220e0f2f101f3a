/* <attendance-outbox>: sends what was noted on any attendance list while the line was down, and says what still waits and
   where. The list of this page (`data-but`) does that by itself. */

import { OutboxElement, Waiting, deliver } from "./event-outbox.js";

const MOST = 200, FORGOTTEN = 30 * 24 * 3600 * 1000, KIND = "attendance";

/* Marks of one person and one session that wait in this browser, in whatever language its page is read. */
export class Outbox extends Waiting {
  constructor(who, url) {
    super(KIND, who, url.replace(/^\/[^/]+/, ""));
    this.who = who;
    this.url = url;
  }

  static all(who, language) {
    return Waiting.places(KIND, who).map((place) => new Outbox(who, `/${language}${place}`));
  }

  marks() {
    return this.items();
  }

  /* The answer's status and what it says; what the server has dealt with waits no more. Throws without a line. */
  async send(seen, token) {
    const began = Date.now();
    const marks = this.marks().slice(0, MOST).map(({ at, ...mark }) => ({ ...mark, age: began - at }));
    try {
      const answer = await deliver(this.url, this.who, token, { seen, marks });
      const said = answer.ok || answer.status === 409 ? await answer.json() : {};
      const gone = new Set([...said.kept ?? [], ...said.refused ?? []]);
      this.keep(this.marks().filter((mark) => !gone.has(mark.id)));
      return { status: answer.status, ...said };
    } finally {
      // The server cannot know how long this took: what was noted meanwhile is later than what was on its way.
      const ended = Date.now();
      this.keep(this.marks().map((mark) => (mark.at < began ? mark : { ...mark, at: ended })));
    }
  }
}

export class AttendanceOutbox extends OutboxElement {
  async sendAll() {
    const said = [];
    for (const box of Outbox.all(this.dataset.who, document.documentElement.lang)) {
      if (box.url === this.dataset.but) continue;
      // Too late for any list: nobody is told of it for ever.
      box.keep(box.marks().filter((mark) => Date.now() - mark.at < FORGOTTEN));
      if (box.marks().length) said.push(await this.sent(box));
    }
    if (said.length) this.replaceChildren(...said);
  }

  async sent(box) {
    const line = document.createElement("p");
    try {
      const { status, error, refused } = await box.send(new Date().toISOString(), this.token());
      line.textContent = error ?? (this.left(status, box.marks().length) || this.allSent(refused));
    } catch {
      line.textContent = this.left(500, box.marks().length);
    }
    const isWaiting = box.marks().length > 0;
    line.className = isWaiting ? "notice" : "notice success";
    const list = isWaiting && document.querySelector(`a[href$="${box.url.replace("marks/", "")}"]`)?.cloneNode(true);
    if (list) {
      list.querySelector(".visually-hidden")?.classList.remove("visually-hidden");
      line.prepend(list, " ");
    }
    return line;
  }

  /* How many still wait, and why; nothing for none. */
  left(status, n) {
    const { unsent, gone, signIn } = this.dataset;
    return n ? (status >= 500 ? unsent : status === 404 ? gone : signIn).replace("{n}", n) : "";
  }

  allSent(refused) {
    const { sent, refused: words } = this.dataset;
    return refused.length ? `${sent} ${words.replace("{n}", refused.length)}` : sent;
  }
}

customElements.define("attendance-outbox", AttendanceOutbox);
