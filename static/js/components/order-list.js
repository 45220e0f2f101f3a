/* <order-list>: rows (.pair) that buttons move up and down. Each row keeps its select, which says its place: choosing
   a place moves the row there. Without scripts the selects alone do. Every move is told to those who cannot see it. */

class OrderList extends HTMLElement {
  connectedCallback() {
    this.rows = [...this.querySelectorAll(".pair")].map((label) => this.row(label));
    this.status = document.createElement("p");
    this.status.setAttribute("role", "status");
    this.status.className = "visually-hidden";
    this.append(this.status);
    const places = this.rows.map((row) => row.select.value);
    if (places.every(Boolean)) this.rows.sort((a, b) => a.select.value - b.select.value);
    this.layOut();
  }

  row(label) {
    const box = document.createElement("div");
    box.className = "movable";
    const row = { box, text: label.querySelector("span").textContent.trim(), select: label.querySelector("select") };
    label.replaceWith(box);
    box.append(label, this.button(row, -1), this.button(row, 1));
    row.select.addEventListener("change", (event) => {
      if (event.detail !== "moved") this.move(row, row.select.value - 1, row.select);
    });
    return row;
  }

  button(row, step) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = step < 0 ? "↑" : "↓";
    button.setAttribute("aria-label", `${step < 0 ? this.dataset.up : this.dataset.down}: ${row.text}`);
    button.addEventListener("click", () => {
      const place = this.rows.indexOf(row) + step;
      if (place < 0 || place >= this.rows.length) return;
      this.move(row, place, button);
      row.select.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "moved" }));
    });
    row[step < 0 ? "up" : "down"] = button;
    return button;
  }

  move(row, place, focused) {
    if (place < 0) return;
    this.rows.splice(this.rows.indexOf(row), 1);
    this.rows.splice(place, 0, row);
    this.layOut();
    this.rows.forEach((each, index) => {
      each.select.value = index + 1;
    });
    focused.focus();
    this.status.textContent = this.dataset.moved
      .replace("{item}", row.text)
      .replace("{place}", place + 1)
      .replace("{count}", this.rows.length);
  }

  layOut() {
    this.rows.forEach((row, index) => {
      this.insertBefore(row.box, this.status);
      row.up.setAttribute("aria-disabled", index === 0);
      row.down.setAttribute("aria-disabled", index === this.rows.length - 1);
    });
  }
}

customElements.define("order-list", OrderList);
