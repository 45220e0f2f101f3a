/* <attendance-outbox>: sends what was noted on any attendance list while the line was down, and says what still waits and
   where. The list of this page (`data-but`) does that by itself. */

const EVERY = 30000, MOST = 200, FORGOTTEN = 30 * 24 * 3600 * 1000;

/* Marks of one person and one session that wait in this browser, in whatever language its page is read: somebody else
   who signs in at this computer sends nothing in this person's stead. */
export class Outbox {
  constructor(who, url) {
    this.url = url;
    this.place = `attendance ${who} ${url.replace(/^\/[^/]+/, "")}`;
  }

  static all(who, language) {
    const begin = `attendance ${who} `;
    try {
      return Object.keys(localStorage).filter((place) => place.startsWith(begin))
        .map((place) => new Outbox(who, `/${language}${place.slice(begin.length)}`));
    } catch { return []; }
  }

  marks() {
    try { return JSON.parse(localStorage.getItem(this.place)) ?? []; } catch { return this.kept ?? []; }
  }

  keep(marks) {
    this.kept = marks;
    try {
      if (marks.length) localStorage.setItem(this.place, JSON.stringify(marks));
      else localStorage.removeItem(this.place);
    } catch { /* Not allowed here: kept as long as the page is open. */ }
  }

  /* The answer's status and what it says; what the server has dealt with waits no more. Throws without a line. */
  async send(seen, token) {
    const began = Date.now();
    const marks = this.marks().slice(0, MOST).map(({ at, ...mark }) => ({ ...mark, age: began - at }));
    try {
      const answer = await fetch(this.url, {
        method: "POST", redirect: "manual", headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ seen, marks }),
      });
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

export class AttendanceOutbox extends HTMLElement {
  connectedCallback() {
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => this.send());
    setInterval(() => this.send(), EVERY);
    this.send();
  }

  async send() {
    if (document.visibilityState !== "visible" || this.sending) return;
    this.sending = true;
    const said = [];
    for (const box of Outbox.all(this.dataset.who, document.documentElement.lang)) {
      if (box.url === this.dataset.but) continue;
      // Too late for any list: nobody is told of it for ever.
      box.keep(box.marks().filter((mark) => Date.now() - mark.at < FORGOTTEN));
      if (box.marks().length) said.push(await this.sent(box));
    }
    if (said.length) this.replaceChildren(...said);
    this.sending = false;
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

  /* Another window may have signed in anew since: then the cookie has the token that is good. */
  token() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? this.dataset.token;
  }
}

customElements.define("attendance-outbox", AttendanceOutbox);
