/**
 * Keeps the page `/find` for times without a connection: a service worker of this page alone. The page is asked of the
 * service whenever that can be reached, so that a new version shows at the next visit; files whose names hold a hash of
 * their content never change, and are kept until a newer page has others.
 */

/** As `ServiceWorkerGlobalScope`, which the library of pages lacks. */
interface Worker {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Asking) => void): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Asking extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as Worker;
const SHELL = 'chengtu-find-shell';
/** What the page has kept of its map: see offline.ts. */
const MAP = 'chengtu-find-map';
/** A name that holds a hash of the content. */
const FILE = /^[\w-]{1,80}-[\w-]{8}\.(?:js|css)$/;
/** So long a reader waits for a service that does not answer, where a page is kept. */
const PATIENCE_MS = 10_000;
const page = worker.registration.scope;
const folder = new URL('.', page).href;

worker.addEventListener('install', (event) => {
  event.waitUntil(renew().then(() => worker.skipWaiting()));
});
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (request.mode === 'navigate' && url.pathname === new URL(page).pathname) event.respondWith(openPage(event));
  else if (request.url.startsWith(`${folder}assets/`)) event.respondWith(file(request));
  else if (['styles/', 'tiles/', 'basemap/'].some((part) => request.url.startsWith(folder + part)))
    event.respondWith(ofMap(request, url));
});

/**
 * Keeps the page without what was looked for, and the files that it names: all of a build, or the one before stays. The
 * files of that one stay for pages that are still open, which ask for some of them only when they need them.
 */
async function renew(): Promise<void> {
  const answer = await fetch(page, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`The page answers ${answer.status}.`);
  const cache = await caches.open(SHELL);
  const kept = await cache.match(page);
  const before = kept === undefined ? new Set<string>() : await namedBy(await kept.text(), (each) => cache.match(each));
  const now = await namedBy(await answer.clone().text(), async (address) => {
    const known = await cache.match(address);
    if (known !== undefined) return known;
    const came = await fetch(address);
    if (!came.ok) throw new Error(`${address} answers ${came.status}.`);
    await cache.put(address, came.clone());
    return came;
  });
  await cache.put(page, answer);
  for (const { url } of await cache.keys())
    if (url !== page && !now.has(url) && !before.has(url)) await cache.delete(url);
}

/** Addresses of the files that a page names, and of those that they name in turn: the map comes later, but it comes. */
async function namedBy(html: string, read: (address: string) => Promise<Response | undefined>): Promise<Set<string>> {
  const found = new Set<string>();
  const texts = [html];
  for (const text of texts)
    for (const name of namesIn(text)) {
      const address = `${folder}assets/${name}`;
      if (found.has(address)) continue;
      found.add(address);
      const answer = await read(address);
      // The map's library names no file of ours, and is a long text.
      if (answer !== undefined && name.endsWith('.js') && !name.startsWith('maplibre-'))
        texts.push(await answer.text());
    }
  return found;
}

/** Names stand between quotes, with or without the folder. */
function namesIn(text: string): string[] {
  return text
    .split(/["'`]/)
    .map((each) => each.replace(/^(?:\.\/)?(?:assets\/)?/, ''))
    .filter((name) => FILE.test(name));
}

/** The page as the service has it now; where that fails, or takes too long, as it was kept. */
async function openPage(event: Asking): Promise<Response> {
  const kept = await caches.match(page);
  const coming = fetch(event.request);
  if (kept === undefined) return coming;
  const late = new Promise<null>((resolve) => {
    setTimeout(resolve, PATIENCE_MS, null);
  });
  const answer = await Promise.race([coming, late]).catch(() => null);
  if (answer === null || answer.status >= 500) return kept;
  event.waitUntil(follow(answer.clone(), kept).catch(() => undefined));
  return answer;
}

/** A new deployment has other files: what is kept follows it. */
async function follow(answer: Response, kept: Response): Promise<void> {
  const files = async (of: Response): Promise<string> => namesIn(await of.text()).join();
  if (answer.ok && (await files(answer)) !== (await files(kept))) await renew();
}

/** A file whose name holds its hash: from what is kept, else from the service. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request);
}

/** What the map is drawn from: as it is now, else as it was kept. Styles differ little by what is asked of them. */
async function ofMap(request: Request, { pathname }: URL): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(MAP);
    const kept = await cache.match(request.url, { ignoreVary: true, ignoreSearch: pathname.endsWith('.json') });
    if (kept === undefined) throw error;
    return kept;
  }
}
