// <code-in-address>a form with an input named «slip»</code-in-address>
// A slip's square leads to an address with its code behind «#», which no server gets to see and no log keeps. It is put
// into the field here, and taken out of the address, so that the browser's history does not keep it either.
class CodeInAddress extends HTMLElement {
  connectedCallback() {
    const code = decodeURIComponent(location.hash.slice(1));
    if (!/^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(code)) return;
    this.querySelector("[name=slip]").value = code;
    history.replaceState(null, "", location.pathname + location.search);
  }
}

customElements.define("code-in-address", CodeInAddress);
