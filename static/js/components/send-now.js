/* <send-now>: sends its form as soon as the page is seen. Without scripts there is the form's own button. */
class SendNow extends HTMLElement {
  connectedCallback() {
    const send = () => {
      if (document.visibilityState === "visible") this.querySelector("form").requestSubmit();
    };
    // Coming back to this page by the browser's own button sends nothing again.
    if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") return;
    if (document.visibilityState === "visible") send();
    else document.addEventListener("visibilitychange", send, { once: true });
  }
}

customElements.define("send-now", SendNow);
