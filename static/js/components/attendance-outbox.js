/* <attendance-outbox>: sends what was noted on any attendance list while the line was down, and says what still waits
   and where. The list of this page (`data-except`) does that by itself. */

import { OutboxElement, Waiting, deliver } from "./event-outbox.js";

const BATCH_SIZE = 200,
  FORGOTTEN_AFTER = 30 * 24 * 3600 * 1000,
  KIND = "attendance";

/* Marks of one person and one session that wait in this browser, in whatever language its page is read. */
export class Outbox extends Waiting {
  constructor(who, url) {
    super(KIND, who, url.replace(/^\/[^/]+/, ""));
    this.who = who;
    this.url = url;
  }

  static all(who, language) {
    return Waiting.names(KIND, who).map((path) => new Outbox(who, `/${language}${path}`));
  }

  /* The address of the list that the marks are for. */
  page() {
    return new URL("..", new URL(this.url, location.href)).pathname;
  }

  marks() {
    return this.items();
  }

  /* The answer's status and what it says; what the server has dealt with waits no more. Throws without a line. */
  async send(seen, token) {
    const began = Date.now();
    const marks = this.marks()
      .slice(0, BATCH_SIZE)
      .map(({ at, ...mark }) => ({ ...mark, age: began - at }));
    try {
      const answer = await deliver(this.url, this.who, token, { seen, marks });
      const reply = answer.ok || answer.status === 409 ? await answer.json() : {};
      const settled = new Set([...(reply.kept ?? []), ...(reply.refused ?? [])]);
      this.store(this.marks().filter((mark) => !settled.has(mark.id)));
      return { status: answer.status, ...reply };
    } finally {
      // The server cannot know how long this took: what was noted meanwhile is later than what was on its way.
      const ended = Date.now();
      this.store(this.marks().map((mark) => (mark.at < began ? mark : { ...mark, at: ended })));
    }
  }
}

export class AttendanceOutbox extends OutboxElement {
  async sendAll() {
    const lines = [];
    for (const box of Outbox.all(this.dataset.who, document.documentElement.lang)) {
      if (box.url === this.dataset.except) continue;
      // Too late for any list: nobody is told of it for ever.
      box.store(box.marks().filter((mark) => Date.now() - mark.at < FORGOTTEN_AFTER));
      if (box.marks().length) lines.push(await this.sent(box));
    }
    if (lines.length) this.replaceChildren(...lines);
  }

  async sent(box) {
    const line = document.createElement("p");
    try {
      const { status, error, refused } = await box.send(new Date().toISOString(), this.token());
      line.textContent = error ?? (this.waitingMessage(status, box.marks().length) || this.allSent(refused));
    } catch {
      line.textContent = this.waitingMessage(500, box.marks().length);
    }
    const isWaiting = box.marks().length > 0;
    line.className = isWaiting ? "notice" : "notice success";
    const list = isWaiting && document.querySelector(`a[href$="${box.page()}"]`)?.cloneNode(true);
    if (list) {
      list.querySelector(".visually-hidden")?.classList.remove("visually-hidden");
      line.prepend(list, " ");
    }
    return line;
  }

  /* How many still wait, and why; nothing for none. */
  waitingMessage(status, n) {
    const { unsent, gone, signIn } = this.dataset;
    return n ? (status >= 500 ? unsent : status === 404 ? gone : signIn).replace("{n}", n) : "";
  }

  allSent(refused) {
    const { sent, refused: message } = this.dataset;
    return refused.length ? `${sent} ${message.replace("{n}", refused.length)}` : sent;
  }
}

customElements.define("attendance-outbox", AttendanceOutbox);
