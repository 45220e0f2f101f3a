// <copy-text data-done="Copied"><input readonly><button hidden>Copy</button><span role="status"></span></copy-text>
// Without scripts there is the field alone, whose text can be selected.
class CopyText extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    const button = this.querySelector("button");
    button.hidden = false;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        // Clipboards are for https and need leave: then the browser's older way.
        field.select();
        if (!document.execCommand("copy")) return;
      }
      this.querySelector("[role=status]").textContent = this.dataset.done;
    });
  }
}

customElements.define("copy-text", CopyText);
