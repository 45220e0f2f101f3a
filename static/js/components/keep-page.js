/* So that this page opens again while the line is down: a worker keeps it, and whatever page it comes by afterwards. */
export async function keepPage(worker) {
  const workers = navigator.serviceWorker;
  if (!workers || workers.controller) return;
  await workers.register(worker, { scope: worker.replace(/[^/]+$/, "") });
  const byScript = ["fetch", "xmlhttprequest"];
  const parts = performance.getEntriesByType("resource").filter((part) => !byScript.includes(part.initiatorType));
  (await workers.ready).active.postMessage([location.href, ...parts.map((part) => part.name)]);
}
