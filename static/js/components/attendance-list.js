/* <attendance-list>: each tick is kept in this browser with an id of its own and sent when the line allows; what is sent
   twice counts once. What others note meanwhile is shown. Without scripts the form is sent. */

import { keepPage } from "./keep-page.js";

const EVERY = 30000, MOST = 200;

const newId = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g,
  (digit) => (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

class AttendanceList extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.said = this.querySelector("[role=status]");
    this.seen = this.dataset.seen;
    // Somebody else who signs in at this computer sends nothing in this person's stead.
    this.place = `attendance ${this.dataset.who} ${this.dataset.url}`;
    this.form.querySelector("button:not([name])")?.remove();
    this.form.addEventListener("change", (event) => { if (event.target.name === "here") this.note([event.target]); });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const missing = [...this.form.querySelectorAll("[name=here]:not(:checked)")];
      missing.forEach((box) => { box.checked = true; });
      this.note(missing);
    });
    this.outbox().forEach((mark) => this.tick(mark.person, mark.present, ""));
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => this.send());
    setInterval(() => this.send(), EVERY);
    this.send();
    keepPage(this.dataset.worker);
  }

  outbox() {
    try { return JSON.parse(localStorage.getItem(this.place)) ?? []; } catch { return this.kept ?? []; }
  }

  keep(marks) {
    this.kept = marks;
    try {
      if (marks.length) localStorage.setItem(this.place, JSON.stringify(marks));
      else localStorage.removeItem(this.place);
    } catch { /* Not allowed here: kept as long as the page is open. */ }
  }

  note(boxes) {
    const said = boxes.map((box) => ({ id: newId(), person: box.value, present: box.checked, at: Date.now() }));
    this.keep([...this.outbox(), ...said]);
    boxes.forEach((box) => this.tick(box.value, box.checked, ""));
    this.send();
  }

  async send() {
    if (document.visibilityState !== "visible") return;
    if (this.sending) { this.again = true; return; }
    this.sending = true;
    this.again = false;
    const began = Date.now();
    const waiting = this.outbox().slice(0, MOST);
    try {
      const answer = await fetch(this.dataset.url, {
        method: "POST", redirect: "manual", headers: { "Content-Type": "application/json", "X-CSRFToken": this.token() },
        body: JSON.stringify({ seen: this.seen, marks: waiting.map(({ at, ...mark }) => ({ ...mark, age: Date.now() - at })) }),
      });
      if (answer.status === 409) this.say((await answer.json()).error);
      else if (!answer.ok) this.say(this.left(answer.status >= 500 ? this.dataset.unsent : answer.status === 404 ? this.dataset.gone : this.dataset.signIn));
      else this.arrived(await answer.json());
    } catch {
      this.say([this.isUpToDate ? "" : this.asSeen(), this.left(this.dataset.unsent)].filter(Boolean).join(" "));
    } finally {
      // The server cannot know how long this took: what was noted meanwhile is later than what was on its way.
      const ended = Date.now();
      this.keep(this.outbox().map((mark) => (mark.at < began ? mark : { ...mark, at: ended })));
      this.sending = false;
      if (this.again) this.send();
    }
  }

  arrived({ kept, refused, changes, meanwhile, present, seen }) {
    const gone = new Set([...kept, ...refused]);
    const left = this.outbox().filter((mark) => !gone.has(mark.id));
    this.keep(left);
    this.seen = seen;
    const own = new Set(left.map((mark) => mark.person));
    for (const { person, present: isThere, said } of changes) {
      if (!own.has(person)) this.tick(person, isThere, said);
    }
    this.querySelector("[data-present]").textContent = present;
    const words = [];
    if (gone.size) words.push(this.dataset.sent);
    if (refused.length) words.push(this.dataset.refused.replace("{n}", refused.length));
    if (meanwhile) words.push(`${this.dataset.meanwhile} ${meanwhile}`);
    if (words.length || !this.isUpToDate) this.say(words.join(" "));
    this.isUpToDate = true;
    if (left.length) this.again = true;
  }

  tick(person, isThere, said) {
    const box = this.form.querySelector(`[name=here][value="${person}"]`);
    if (!box) return;
    box.checked = isThere;
    box.closest("label").querySelector("[data-said]").textContent = said;
  }

  /* Another window may have signed in anew since: then the cookie has the token that is good. */
  token() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? this.form.elements.csrfmiddlewaretoken.value;
  }

  /* While nothing has come from the server, this may be a page that the browser kept: see worker.js. */
  asSeen() {
    const said = { dateStyle: "medium", timeStyle: "short" };
    return this.dataset.kept.replace("{time}", new Date(this.seen).toLocaleString(document.documentElement.lang, said));
  }

  left(words) {
    const n = this.outbox().length;
    return n ? words.replace("{n}", n) : "";
  }

  say(words) {
    this.said.textContent = words;
  }
}

customElements.define("attendance-list", AttendanceList);
