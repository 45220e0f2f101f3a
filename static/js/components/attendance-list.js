/* <attendance-list>: each tick is kept in this browser with an id of its own and sent when the line allows; what is sent
   twice counts once. What others note meanwhile is shown. Without scripts the form is sent. */

import { Outbox } from "./attendance-outbox.js";
import { newId } from "./event-outbox.js";
import { keepPage } from "./keep-page.js";

const EVERY = 30000;

class AttendanceList extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.said = this.querySelector("[role=status]");
    this.seen = this.dataset.seen;
    this.elsewhere = document.querySelector("attendance-outbox");
    this.outbox = new Outbox(this.elsewhere.dataset.who, this.dataset.url);
    this.form.querySelector("button:not([name])")?.remove();
    this.form.addEventListener("change", (event) => { if (event.target.name === "here") this.note([event.target]); });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const missing = [...this.form.querySelectorAll("[name=here]:not(:checked)")];
      missing.forEach((box) => { box.checked = true; });
      this.note(missing);
    });
    this.outbox.marks().forEach((mark) => this.tick(mark.person, mark.present, ""));
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => this.send());
    setInterval(() => this.send(), EVERY);
    this.send();
    keepPage(this.dataset.worker);
  }

  note(boxes) {
    const said = boxes.map((box) => ({ id: newId(), person: box.value, present: box.checked, at: Date.now() }));
    this.outbox.keep([...this.outbox.marks(), ...said]);
    boxes.forEach((box) => this.tick(box.value, box.checked, ""));
    this.send();
  }

  async send() {
    if (document.visibilityState !== "visible") return;
    if (this.sending) { this.again = true; return; }
    this.sending = true;
    this.again = false;
    try {
      const { status, error, ...said } = await this.outbox.send(this.seen, this.elsewhere.token());
      if (said.kept) this.arrived(said);
      else this.say(error ?? this.left(status));
    } catch {
      this.say([this.isUpToDate ? "" : this.asSeen(), this.left(500)].filter(Boolean).join(" "));
    } finally {
      this.sending = false;
      if (this.again) this.send();
    }
  }

  arrived({ kept, refused, changes, meanwhile, present, seen }) {
    const left = this.outbox.marks();
    this.seen = seen;
    const own = new Set(left.map((mark) => mark.person));
    for (const { person, present: isThere, said } of changes) {
      if (!own.has(person)) this.tick(person, isThere, said);
    }
    this.querySelector("[data-present]").textContent = present;
    const words = [];
    if (kept.length + refused.length) words.push(this.elsewhere.allSent(refused));
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

  /* While nothing has come from the server, this may be a page that the browser kept: see worker.js. */
  asSeen() {
    const said = { dateStyle: "medium", timeStyle: "short" };
    return this.dataset.kept.replace("{time}", new Date(this.seen).toLocaleString(document.documentElement.lang, said));
  }

  left(status) {
    return this.elsewhere.left(status, this.outbox.marks().length);
  }

  say(words) {
    this.said.textContent = words;
  }
}

customElements.define("attendance-list", AttendanceList);
