/* <room-codes>: draws the code of each half minute by the server's clock. It holds those of the next twenty minutes, so
   that it goes on while the line is down. Without scripts the page asks to be loaded again. */

import { keepPage } from "./keep-page.js";

const REFILL = 300000,
  RETRY = 15000,
  COUNT_INTERVAL = 20000;

class RoomCodes extends HTMLElement {
  connectedCallback() {
    this.qr = this.querySelector("[role=img]");
    this.status = this.querySelector("[role=status]");
    // Loaded again while the line is down, it goes on with the codes that it had.
    Object.assign(this, { codes: null }, JSON.parse(sessionStorage.getItem(this.dataset.url)));
    this.refill();
    this.count();
    setInterval(() => this.draw(), 500);
    setInterval(() => this.count(), COUNT_INTERVAL);
    window.addEventListener("online", () => {
      this.refill();
      this.count();
    });
    keepPage(this.dataset.worker);
    this.stayAwake();
    document.addEventListener("visibilitychange", () => this.stayAwake());
  }

  async refill() {
    clearTimeout(this.timer);
    let wait = RETRY;
    try {
      const answer = await fetch(this.dataset.url, { cache: "no-store", redirect: "error" });
      if (!answer.ok) throw new Error(answer.statusText);
      const { now, seconds, codes } = await answer.json();
      const batch = { ahead: now - Date.now(), seconds, codes };
      sessionStorage.setItem(this.dataset.url, JSON.stringify(batch));
      Object.assign(this, batch);
      this.status.textContent = "";
      wait = REFILL;
    } catch {
      this.tellOffline();
    }
    this.timer = setTimeout(() => this.refill(), wait);
  }

  draw() {
    if (!this.codes) return;
    const slot = Math.floor((Date.now() + this.ahead) / 1000 / this.seconds);
    if (slot === this.shown) return;
    this.shown = slot;
    const rows = this.codes[slot];
    this.qr.hidden = !rows;
    if (!rows) {
      this.status.textContent = this.dataset.over;
      return;
    }
    const size = rows.length + 2;
    const dark = rows.flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map((run) => `M${run.index + 1} ${y + 1}h${run[0].length}v1h-${run[0].length}z`),
    );
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
    const path = document.createElementNS(svg.namespaceURI, "path");
    path.setAttribute("d", dark.join(""));
    svg.append(path);
    this.qr.replaceChildren(svg);
  }

  async count() {
    try {
      const headers = { Accept: "application/json", ...(this.etag && { "If-None-Match": this.etag }) };
      const answer = await fetch(this.dataset.live, { cache: "no-store", redirect: "error", headers });
      if (answer.status !== 200) return;
      this.etag = answer.headers.get("ETag");
      this.querySelector("[data-present-count]").textContent = (await answer.json()).sessions[this.dataset.session];
    } catch {
      this.tellOffline();
    }
  }

  tellOffline() {
    if (!this.codes || this.qr.hidden) return;
    const last = (Math.max(...Object.keys(this.codes)) + 1) * this.seconds * 1000 - this.ahead;
    const time = new Date(last).toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
    });
    this.status.textContent = this.dataset.offline.replace("{time}", time);
  }

  stayAwake() {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  }
}

customElements.define("room-codes", RoomCodes);
