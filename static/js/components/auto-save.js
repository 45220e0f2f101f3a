/* <auto-save>: keeps what its form holds as it is given, and says so in its [role=status].
   Without scripts the form's own button saves. One request at a time; what fails is tried again; what is not saved when
   the page is left goes with it. Each save has a number, the button's too: the server takes the last that the form
   sent, whichever arrives last. */

import { newId } from "./new-id.js";

const AFTER_TYPING = 1000,
  FIRST_RETRY = 3000,
  LAST_RETRY = 60000;

class AutoSave extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector(":scope > [role=status]");
    this.retryWait = FIRST_RETRY;
    this.key = newId();
    this.saves = 0;
    this.field = Object.assign(document.createElement("input"), { type: "hidden", name: "save" });
    this.form.append(this.field);
    this.form.addEventListener("input", (event) =>
      this.saveSoon(event.target.matches("[type=radio], [type=checkbox], select") ? 0 : AFTER_TYPING),
    );
    this.form.addEventListener("change", () => this.saveSoon(0));
    this.addEventListener("submit", () => this.leave(), true); // before whatever else sends the form
    this.form.addEventListener("unsent", () => this.saveSoon(this.retryWait));
    window.addEventListener("pageshow", () => {
      this.isLeaving = false;
    }); // also when somebody comes back to it
    window.addEventListener("pagehide", () => this.sendLast());
    window.addEventListener("online", () => {
      if (this.unsaved) this.saveSoon(0);
    });
  }

  saveSoon(wait) {
    this.unsaved = true;
    this.isLeaving = false; // what is changed after the button was pressed is a later word
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  leave() {
    clearTimeout(this.timer);
    this.isLeaving = true;
    this.request?.abort();
    this.count();
  }

  save() {
    if (this.isLeaving) return;
    if (this.saving) {
      this.again = true;
      return;
    }
    this.saving = this.send().finally(() => {
      this.saving = null;
      if (this.again && !this.isLeaving) this.saveSoon(0);
    });
  }

  async send() {
    this.again = this.unsaved = false;
    this.request = new AbortController();
    try {
      const answer = await fetch(this.address(), {
        method: "POST",
        body: this.body(),
        redirect: "error",
        signal: this.request.signal,
      });
      const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (!isOurs) throw new Error(answer.statusText);
      const { saw, error } = await answer.json();
      if (saw !== undefined) this.form.elements.saw.value = saw;
      this.retryWait = FIRST_RETRY;
      this.say(error || this.dataset.saved);
    } catch {
      this.unsaved = true;
      if (this.isLeaving) return;
      this.say(this.dataset.unsaved);
      this.timer = setTimeout(() => this.save(), this.retryWait);
      this.retryWait = Math.min(this.retryWait * 2, LAST_RETRY);
    }
  }

  sendLast() {
    if (this.isLeaving || !(this.unsaved || this.saving)) return;
    navigator.sendBeacon(this.address(), this.body());
  }

  address() {
    return this.form.getAttribute("action");
  }

  body() {
    this.count();
    const body = new FormData(this.form);
    body.set("autosave", "1");
    return body;
  }

  count() {
    this.saves += 1;
    this.field.value = `${this.key}:${this.saves}`;
  }

  say(message) {
    this.status.textContent = message;
  }
}

customElements.define("auto-save", AutoSave);
