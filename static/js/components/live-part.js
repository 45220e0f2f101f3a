/* <live-part>: asks every twenty seconds whether what it holds has changed, and only then for all of it.
   Without scripts the page asks to be loaded again. */

const INTERVAL = 20000;

class LivePart extends HTMLElement {
  connectedCallback() {
    this.status = document.createElement("p");
    this.status.setAttribute("role", "status");
    this.status.className = "hint";
    this.after(this.status);
    setInterval(() => this.ask(), INTERVAL);
    document.addEventListener("visibilitychange", () => this.ask());
    window.addEventListener("online", () => this.ask());
  }

  async ask() {
    if (document.visibilityState !== "visible") return;
    try {
      const headers = { Accept: "text/html", ...(this.etag && { "If-None-Match": this.etag }) };
      const answer = await fetch(location.href, { cache: "no-store", redirect: "error", headers });
      this.status.textContent = "";
      if (answer.status !== 200) return;
      this.etag = answer.headers.get("ETag");
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("live-part");
      if (fresh) this.replaceChildren(...fresh.childNodes);
    } catch {
      this.status.textContent = this.dataset.stale;
    }
  }
}

customElements.define("live-part", LivePart);
