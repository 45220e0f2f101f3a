/* <event-outbox>: sends the events of learning that wait in this browser, and says where some still do. They are one
   person's: while somebody else is signed in, nothing of them is shown or sent. Other outboxes use its parts. */

const INTERVAL = 30000,
  BATCH_SIZE = 100,
  EVENT = "event";
const unstored = new Map(); // Where nothing may be stored: kept as long as the page is open.

/* What waits in this browser, of one kind and person, under a name: somebody else who signs in at this computer sends
   nothing in this person's stead. */
export class Waiting {
  constructor(kind, who, name) {
    this.key = `${kind} ${who} ${name}`;
  }

  static names(kind, who) {
    const start = `${kind} ${who} `,
      keys = new Set(unstored.keys());
    try {
      Object.keys(localStorage).forEach((key) => keys.add(key));
    } catch {
      /* Not allowed here. */
    }
    return [...keys].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }

  items() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? unstored.get(this.key) ?? [];
    } catch {
      return unstored.get(this.key) ?? [];
    }
  }

  store(items) {
    unstored.delete(this.key);
    try {
      if (items.length) localStorage.setItem(this.key, JSON.stringify(items));
      else localStorage.removeItem(this.key);
    } catch {
      if (items.length) unstored.set(this.key, items);
    }
  }
}

/* The answer of the server, which takes nothing of one person's for another's. Throws without a line. */
export const deliver = (url, who, token, body) =>
  fetch(url, {
    method: "POST",
    redirect: "manual",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token, "X-Person": who },
  });

/* Sends what waits when the page is opened or looked at again, when the line is back, and now and then. */
export class OutboxElement extends HTMLElement {
  connectedCallback() {
    const sendIfSeen = () => {
      if (document.visibilityState === "visible") this.send();
    };
    window.addEventListener("online", sendIfSeen);
    document.addEventListener("visibilitychange", sendIfSeen);
    setInterval(sendIfSeen, INTERVAL);
    sendIfSeen();
  }

  async send() {
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = true;
    do {
      this.again = false;
      await this.sendAll();
    } while (this.again);
    this.sending = false;
  }

  /* Another window may have signed in anew since: then the cookie has the token that is good. */
  token() {
    return (
      document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ??
      document.querySelector("[name=csrfmiddlewaretoken]").value
    );
  }
}

export class EventOutbox extends OutboxElement {
  /* Each is stored for itself: two windows at once lose none. */
  note(events) {
    for (const event of events) new Waiting(EVENT, this.dataset.who, event.id).store([event]);
    return this.send();
  }

  events() {
    return Waiting.names(EVENT, this.dataset.who)
      .flatMap((id) => new Waiting(EVENT, this.dataset.who, id).items())
      .sort((a, b) => a.occurred_at.localeCompare(b.occurred_at));
  }

  async sendAll() {
    let refused = 0,
      isSent = false;
    for (let events = this.events(); events.length; events = this.events()) {
      const { status, answers } = await this.delivered(events.slice(0, BATCH_SIZE));
      if (!answers?.length) return this.say(status >= 500 ? this.dataset.unsent : this.dataset.signIn, "");
      for (const answer of answers) new Waiting(EVENT, this.dataset.who, answer.id).store([]);
      refused += answers.filter((answer) => answer.status === "refused").length;
      isSent = true;
    }
    if (!isSent) return;
    if (refused || this.textContent)
      this.say(refused ? this.dataset.refused : this.dataset.sent, refused ? "" : " success");
    this.dispatchEvent(new Event("sent"));
  }

  async delivered(events) {
    try {
      const answer = await deliver(this.dataset.url, this.dataset.who, this.token(), {
        sent_at: new Date().toISOString(),
        events,
      });
      return { status: answer.status, answers: answer.ok && (await answer.json()).events };
    } catch {
      return { status: 503 };
    }
  }

  say(message, mood) {
    const line = document.createElement("p");
    line.className = `notice${mood}`;
    line.textContent = message;
    this.replaceChildren(line);
  }
}

customElements.define("event-outbox", EventOutbox);
