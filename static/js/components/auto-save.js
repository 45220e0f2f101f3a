/* <auto-save>: keeps what its form holds as it is given, and says so in its [role=status].
   Without scripts the form's own button saves. One request at a time; what fails is tried again. The button waits for
   the one under way: else the form would go without having seen it, and look like somebody else's. */

const AFTER_TYPING = 1000, FIRST_RETRY = 3000, LAST_RETRY = 60000, LONGEST_WAIT = 10000;

class AutoSave extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.said = this.querySelector(":scope > [role=status]");
    this.wait = FIRST_RETRY;
    this.form.addEventListener("input", (event) => this.soon(event.target.matches("[type=radio], [type=checkbox], select") ? 0 : AFTER_TYPING));
    this.form.addEventListener("change", () => this.soon(0));
    this.addEventListener("submit", (event) => this.leave(event), true);  // before whatever else sends the form
    this.form.addEventListener("unsent", () => { this.left = false; this.soon(this.wait); });
    window.addEventListener("pageshow", () => { this.left = false; });  // also when somebody comes back to it
    window.addEventListener("online", () => { if (this.unsaved) this.soon(0); });
  }

  soon(wait) {
    this.unsaved = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  leave(event) {
    clearTimeout(this.timer);
    this.left = true;
    if (!this.saving) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.hasAttribute("aria-busy")) return;
    this.setAttribute("aria-busy", "true");
    const too_long = setTimeout(() => this.request.abort(), LONGEST_WAIT);
    this.saving.then(() => {
      clearTimeout(too_long);
      this.form.requestSubmit(event.submitter);
      this.removeAttribute("aria-busy");
    });
  }

  save() {
    if (this.left) return;
    if (this.saving) { this.again = true; return; }
    this.saving = this.send().finally(() => { this.saving = null; if (this.again && !this.left) this.soon(0); });
  }

  async send() {
    this.again = false;
    this.request = new AbortController();
    const body = new FormData(this.form);
    body.set("autosave", "1");
    try {
      const answer = await fetch(this.form.getAttribute("action"), { method: "POST", body, redirect: "error", signal: this.request.signal });
      const is_ours = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (!is_ours) throw new Error(answer.statusText);
      const { seq, error } = await answer.json();
      if (seq !== undefined) this.form.elements.seq.value = seq;
      this.unsaved = false;
      this.wait = FIRST_RETRY;
      this.say(error || this.dataset.saved);
    } catch {
      if (this.left) return;
      this.say(this.dataset.unsaved);
      this.timer = setTimeout(() => this.save(), this.wait);
      this.wait = Math.min(this.wait * 2, LAST_RETRY);
    }
  }

  say(words) {
    this.said.textContent = words;
  }
}

customElements.define("auto-save", AutoSave);
