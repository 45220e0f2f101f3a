/* <entry-list>: the buttons that move an entry do so without a new page; a heading takes with it what is below. The
   server moves it relative to where it stands there; when that cannot be, the page is loaded again and tells. Without
   scripts the form is sent. */

const isHeading = (row) => row.classList.contains("heading");

class EntryList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.status = document.createElement("p");
    this.status.setAttribute("role", "status");
    this.status.className = "visually-hidden";
    this.append(this.status);
    this.waiting = [];
    // Who leaves at once loses nothing.
    addEventListener("pagehide", () => this.waiting.splice(0).forEach((button) => this.send(button)));
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.move(event.submitter);
    });
  }

  move(button) {
    const row = button.closest("li");
    const peers = this.peers(row);
    const other = peers[peers.indexOf(row) + (button.value === "up" ? -1 : 1)];
    if (!other) return;
    if (button.value === "up") other.before(...this.movingWith(row));
    else
      this.movingWith(other, row)
        .at(-1)
        .after(...this.movingWith(row));
    button.focus();
    row.scrollIntoView({ block: "nearest" });
    this.announce(row);
    this.waiting.push(button);
    this.sendAll();
  }

  /* Among what a row moves: a heading among the headings, and what stands above all of them. */
  peers(row) {
    const rows = [...this.list.children];
    return isHeading(row) ? rows.filter((each, index) => index === 0 || isHeading(each)) : rows;
  }

  /* What moves with a row; or with what another row (`mover`) moves past. */
  movingWith(row, mover = row) {
    const rows = [row];
    if (!isHeading(mover)) return rows;
    for (let next = row.nextElementSibling; next && !isHeading(next); next = next.nextElementSibling) rows.push(next);
    return rows;
  }

  /* One after the other, as they were pressed. */
  async sendAll() {
    if (this.sending) return;
    this.sending = true;
    while (this.waiting.length) await this.send(this.waiting.shift());
    this.sending = false;
  }

  async send(button) {
    const body = new FormData(button.form, button);
    body.append("quietly", "1");
    try {
      const answer = await fetch(button.formAction, { method: "POST", body, keepalive: true });
      if (answer.status !== 204) location.reload();
    } catch {
      location.reload();
    }
  }

  announce(row) {
    for (const each of this.list.children) {
      const peers = this.peers(each);
      each.querySelector("[value=up]").setAttribute("aria-disabled", each === peers[0]);
      each.querySelector("[value=down]").setAttribute("aria-disabled", each === peers.at(-1));
    }
    const rows = this.peers(row);
    this.status.textContent = this.dataset.moved
      .replace("{item}", row.querySelector(".name").textContent)
      .replace("{place}", rows.indexOf(row) + 1)
      .replace("{count}", rows.length);
  }
}

customElements.define("entry-list", EntryList);
