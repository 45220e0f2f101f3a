/* <send-form>: sends its form by script, so that what was typed stays where the line is down; that is said beside the
   button. Without scripts the browser sends the form, and shows its own page where it cannot. */

class SendForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = document.createElement("p");
    this.status.setAttribute("role", "status");
    this.status.lang = document.documentElement.lang;
    this.status.dir = document.documentElement.dir;
    this.form.append(this.status);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.submitter);
    });
    window.addEventListener("pageshow", () => this.form.removeAttribute("aria-busy"));
  }

  async send(button) {
    if (this.form.hasAttribute("aria-busy")) return;
    this.form.setAttribute("aria-busy", "true");
    this.say("");
    const body = new FormData(this.form);
    if (button?.name) body.append(button.name, button.value);
    const address = new URL(this.form.getAttribute("action") ?? "", location.href);
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-Sent-By": "script" } });
      const next = answer.headers.get("X-Go-To");
      if (next) return this.go(new URL(next, answer.url));
      if (answer.status >= 500) throw new Error("not taken");
      this.show(new DOMParser().parseFromString(await answer.text(), "text/html"), address.hash);
    } catch {
      this.say(this.dataset.unsent);
      this.form.dispatchEvent(new Event("unsent"));
    }
    this.form.removeAttribute("aria-busy");
  }

  go(next) {
    const isSamePage = next.pathname === location.pathname && next.search === location.search;
    if (!isSamePage) return location.assign(next);
    history.replaceState(null, "", next);
    location.reload();
  }

  /* An answer that leads nowhere else is this page with what is wrong. One without content is none of ours. */
  show(page, hash) {
    const main = page.querySelector("main");
    if (!main) throw new Error("no page");
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    const target = main.querySelector("[autofocus]") ?? document.getElementById(hash.slice(1)) ?? main;
    target.focus({ preventScroll: true });
    target.scrollIntoView();
  }

  say(message) {
    this.status.className = message ? "error" : "";
    this.status.textContent = message;
  }
}

customElements.define("send-form", SendForm);
