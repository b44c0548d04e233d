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
/** A name that holds a hash of the content. */
const FILE = /^[\w-]{1,80}\.(?:js|css)$/;
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
});

/** The page without what was looked for, and the files that it names. */
async function renew(): Promise<void> {
  const answer = await fetch(page, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`The page answers ${answer.status}.`);
  const cache = await caches.open(SHELL);
  const html = await answer.clone().text();
  const files = new Set<string>();
  await collect(html, files);
  for (const address of files) if ((await cache.match(address)) === undefined) await cache.add(address);
  await cache.put(page, answer);
  for (const { url } of await cache.keys()) if (url !== page && !files.has(url)) await cache.delete(url);
}

/** Files that a text names, and those that they name in turn: the map comes later, but it comes. */
async function collect(text: string, files: Set<string>): Promise<void> {
  // Names stand between quotes, with or without the folder.
  const names = text.split(/["'`]/).map((each) => each.replace(/^(?:\.\/)?(?:assets\/)?/, ''));
  for (const name of names) {
    if (!FILE.test(name)) continue;
    const address = `${folder}assets/${name}`;
    if (files.has(address)) continue;
    const answer = await fetch(address);
    if (!answer.ok) continue;
    files.add(address);
    if (address.endsWith('.js') && !address.includes('/maplibre-')) await collect(await answer.text(), files);
  }
}

async function openPage(event: Asking): Promise<Response> {
  try {
    const answer = await fetch(event.request);
    // A new deployment has new files: the kept page follows it.
    event.waitUntil(follow(answer.clone()).catch(() => undefined));
    return answer;
  } catch (error) {
    const kept = await caches.match(page);
    if (kept === undefined) throw error;
    return kept;
  }
}

async function follow(answer: Response): Promise<void> {
  if (!answer.ok) return;
  const kept = await caches.match(page);
  const script = /assets\/find-[\w-]{8}\.js/;
  const [now] = script.exec(await answer.text()) ?? [];
  const [then] = script.exec((await kept?.text()) ?? '') ?? [];
  if (now !== then) await renew();
}

/** A file whose name holds its hash: from what is kept, else from the service. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}
