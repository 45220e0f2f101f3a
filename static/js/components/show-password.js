// <show-password data-hide="Hide"><input type="password"><button type="button" hidden>Show</button></show-password>
// What is shown is hidden again before it is sent, so that no browser keeps it among what was typed.
class ShowPassword extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    const button = this.querySelector("button");
    const show = button.textContent;
    const set = (isShown) => {
      field.type = isShown ? "text" : "password";
      button.textContent = isShown ? this.dataset.hide : show;
    };
    button.hidden = false;
    button.addEventListener("click", () => set(field.type === "password"));
    field.form?.addEventListener("submit", () => set(false));
  }
}

customElements.define("show-password", ShowPassword);
