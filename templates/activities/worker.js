/* While the line is down, attendance lists and the room's screen open again as they were last seen. Nothing else of the
   desk is kept; what is kept is forgotten after a day, when somebody else has no access to it, and on signing out. */

const CACHE = "desk",
  A_DAY = 24 * 3600 * 1000,
  PATIENCE = 10000;
const PAGES = /\/(attendance\/[^/]+|room)\/$/,
  PARTS = ["style", "script", "image"];

const concerns = ({ method, mode, url, destination }) =>
  method === "GET" && (mode === "navigate" ? PAGES.test(new URL(url).pathname) : PARTS.includes(destination));
const isYoung = (answer) => Date.now() - Date.parse(answer.headers.get("Date")) < A_DAY;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(gather(event.data)));
self.addEventListener("fetch", (event) => {
  if (concerns(event.request)) event.respondWith(answer(event.request));
});

async function answer(request) {
  const cached = await caches.match(request, { ignoreVary: true });
  const fresh = fetch(request).then(keep.bind(null, request));
  if (!cached || !isYoung(cached)) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, cached.clone()));
  return Promise.race([fresh, late]).catch(() => cached);
}

/* What one page came with; a part that cannot be had keeps none of the others out. */
async function gather(addresses) {
  const cache = await caches.open(CACHE);
  await Promise.allSettled(addresses.map((address) => cache.add(address)));
}

async function keep(request, fresh) {
  if (fresh.ok) await (await caches.open(CACHE)).put(request, fresh.clone());
  else if (request.mode === "navigate" && fresh.status < 500) await caches.delete(CACHE);
  return fresh;
}
