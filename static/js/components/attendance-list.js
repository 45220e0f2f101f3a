/* <attendance-list>: each tick is kept in this browser with an id of its own and sent when the line allows; what is
   sent twice counts once. What others note meanwhile is shown. Without scripts the form is sent. */

import { Outbox } from "./attendance-outbox.js";
import { keepPage } from "./keep-page.js";
import { newId } from "./new-id.js";

const INTERVAL = 30000;

class AttendanceList extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector("[role=status]");
    this.seen = this.dataset.seen;
    this.pageOutbox = document.querySelector("attendance-outbox");
    this.outbox = new Outbox(this.pageOutbox.dataset.who, this.dataset.url);
    this.form.querySelector("button:not([name])")?.remove();
    this.form.addEventListener("change", (event) => {
      if (event.target.name === "here") this.note([event.target]);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const missing = [...this.form.querySelectorAll("[name=here]:not(:checked)")];
      missing.forEach((box) => {
        box.checked = true;
      });
      this.note(missing);
    });
    this.outbox.marks().forEach((mark) => this.tick(mark.person, mark.present, ""));
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => this.send());
    setInterval(() => this.send(), INTERVAL);
    this.send();
    keepPage(this.dataset.worker);
  }

  note(boxes) {
    const marks = boxes.map((box) => ({ id: newId(), person: box.value, present: box.checked, at: Date.now() }));
    this.outbox.store([...this.outbox.marks(), ...marks]);
    boxes.forEach((box) => this.tick(box.value, box.checked, ""));
    this.send();
  }

  async send() {
    if (document.visibilityState !== "visible") return;
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = true;
    this.again = false;
    try {
      const { status, error, ...reply } = await this.outbox.send(this.seen, this.pageOutbox.token());
      if (reply.kept) this.arrived(reply);
      else this.say(error ?? this.waitingMessage(status));
    } catch {
      this.say([this.isUpToDate ? "" : this.asLoaded(), this.waitingMessage(500)].filter(Boolean).join(" "));
    } finally {
      this.sending = false;
      if (this.again) this.send();
    }
  }

  arrived({ kept: accepted, refused, changes, meanwhile, present, seen }) {
    const waiting = this.outbox.marks();
    this.seen = seen;
    const peopleWaiting = new Set(waiting.map((mark) => mark.person));
    for (const { person, present: isPresent, said: remark } of changes) {
      if (!peopleWaiting.has(person)) this.tick(person, isPresent, remark);
    }
    this.querySelector("[data-present]").textContent = present;
    const messages = [];
    if (accepted.length + refused.length) messages.push(this.pageOutbox.allSent(refused));
    if (meanwhile) messages.push(`${this.dataset.meanwhile} ${meanwhile}`);
    if (messages.length || !this.isUpToDate) this.say(messages.join(" "));
    this.isUpToDate = true;
    if (waiting.length) this.again = true;
  }

  tick(person, isPresent, remark) {
    const box = this.form.querySelector(`[name=here][value="${person}"]`);
    if (!box) return;
    box.checked = isPresent;
    box.closest("label").querySelector("[data-remark]").textContent = remark;
  }

  /* While nothing has come from the server, this may be a page that the browser kept: see worker.js. */
  asLoaded() {
    const format = { dateStyle: "medium", timeStyle: "short" };
    return this.dataset.asLoaded.replace(
      "{time}",
      new Date(this.dataset.loaded).toLocaleString(document.documentElement.lang, format),
    );
  }

  waitingMessage(status) {
    return this.pageOutbox.waitingMessage(status, this.outbox.marks().length);
  }

  say(message) {
    this.status.textContent = message;
  }
}

customElements.define("attendance-list", AttendanceList);
