/* <match-list>: rows (.pair) with a select each. A choice that another row had is taken from it, and that is told.
   Without scripts the selects work alone. */

class MatchList extends HTMLElement {
  connectedCallback() {
    this.status = document.createElement("p");
    this.status.setAttribute("role", "status");
    this.status.className = "hint";
    this.append(this.status);
    this.addEventListener("change", (event) => this.take(event.target));
  }

  take(chosen) {
    const other = [...this.querySelectorAll("select")].find(
      (select) => select !== chosen && select.value && select.value === chosen.value,
    );
    this.status.textContent = "";
    if (!other) return;
    other.value = "";
    const row = other.closest(".pair").querySelector("span").textContent.trim();
    this.status.textContent = this.dataset.taken.replace("{item}", row);
  }
}

customElements.define("match-list", MatchList);
