/* <entry-list>: the buttons that move an entry do so without a new page. The server moves it relative to where it stands
   there; when that cannot be, the page is loaded again and tells. Without scripts the form is sent. */

class EntryList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.said = document.createElement("p");
    this.said.setAttribute("role", "status");
    this.said.className = "visually-hidden";
    this.append(this.said);
    this.queue = Promise.resolve();
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.move(event.submitter);
    });
  }

  move(button) {
    const row = button.closest("li");
    const other = button.value === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.value === "up") other.before(row);
    else other.after(row);
    button.focus();
    row.scrollIntoView({ block: "nearest" });
    this.tell(row);
    // One after the other, as they were pressed.
    this.queue = this.queue.then(() => this.send(button));
  }

  async send(button) {
    const body = new FormData(button.form, button);
    body.append("quietly", "1");
    try {
      const answer = await fetch(button.formAction, { method: "POST", body });
      if (answer.status !== 204) location.reload();
    } catch {
      location.reload();
    }
  }

  tell(row) {
    const rows = [...this.list.children];
    rows.forEach((each, at) => {
      each.querySelector("[value=up]").setAttribute("aria-disabled", at === 0);
      each.querySelector("[value=down]").setAttribute("aria-disabled", at === rows.length - 1);
    });
    this.said.textContent = this.dataset.moved
      .replace("{item}", row.querySelector(".name").textContent)
      .replace("{place}", rows.indexOf(row) + 1).replace("{count}", rows.length);
  }
}

customElements.define("entry-list", EntryList);
