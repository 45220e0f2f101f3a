/* <match-list>: rows (.pair) with a select each. A choice that another row had is taken from it, and that is told.
   Without scripts the selects work alone. */

class MatchList extends HTMLElement {
  connectedCallback() {
    this.said = document.createElement("p");
    this.said.setAttribute("role", "status");
    this.said.className = "hint";
    this.append(this.said);
    this.addEventListener("change", (event) => this.take(event.target));
  }

  take(chosen) {
    const other = [...this.querySelectorAll("select")].find((one) => one !== chosen && one.value && one.value === chosen.value);
    this.said.textContent = "";
    if (!other) return;
    other.value = "";
    const row = other.closest(".pair").querySelector("span").textContent.trim();
    this.said.textContent = this.dataset.taken.replace("{item}", row);
  }
}

customElements.define("match-list", MatchList);
