/**
 * What is kept for times without a connection: the page itself, the nearest of each kind that was looked for, and the
 * base map of where they are.
 */
import type { FindAnswer } from '../../../../tiles/api/find.ts';
import { MOST_ROWS, NO_FILTERS, WIDEST_M, type FindState } from '../../../../tiles/find/query.ts';
import type { FacilityKind } from '../../../../tiles/layer/layer.ts';
import { fetchAnswer } from './ask.ts';

const ANSWERS = 'chengtu-find-answers';
const MAP = 'chengtu-find-map';
/** All that is kept stays within this: the page and the nearest come first, the map has what is left. */
const MOST_BYTES = 5_000_000;

export interface SavedAnswer {
  readonly answer: FindAnswer;
  /** ISO 8601. */
  readonly savedAt: string;
}

/** Whether the page itself is kept. */
let isKept: Promise<boolean> = Promise.resolve(false);

export function startOffline(base: string): void {
  if (!('serviceWorker' in navigator)) return;
  const start = async (): Promise<boolean> => {
    await navigator.serviceWorker.register(`${base}/find-offline.js`, { scope: `${base}/find` });
    await navigator.serviceWorker.ready;
    return true;
  };
  isKept = new Promise((resolve) => {
    addEventListener('load', () => void start().then(resolve, () => resolve(false)));
  });
}

/** Keeps the 500 nearest of a kind, whatever the filters, when the browser has nothing else to do. */
export function keepAnswer(base: string, state: FindState): void {
  const { kind, place } = state;
  if (!('caches' in window) || kind === null || place === null) return;
  const keep = async (): Promise<void> => {
    const asked = { ...state, radiusM: WIDEST_M, filters: NO_FILTERS };
    const answer = await fetchAnswer(base, asked, { lang: 'zh' }, MOST_ROWS);
    const saved: SavedAnswer = { answer, savedAt: answer.at };
    const cache = await caches.open(ANSWERS);
    const key = new URL(keyOf(base, kind), location.origin).href;
    await cache.put(key, new Response(JSON.stringify(saved), { headers: { 'Content-Type': 'application/json' } }));
    sizes.delete(key);
  };
  whenIdle(keep);
}

/** Bytes of what is kept, by address, as far as this visit has put or read it: the map asks at every move. */
const sizes = new Map<string, number>();

/**
 * Keeps what the base map is drawn from, in place of what was kept of another area: the latest first, as far as there
 * is room.
 * @param addresses the latest last
 */
export function keepMap(base: string, addresses: readonly string[]): void {
  if (!('caches' in window)) return;
  const own = addresses.filter((address) => address.startsWith(`${location.origin}${base}/`)).reverse();
  whenIdle(async () => {
    // A map without a page is of no use.
    if (!(await isKept)) return;
    const cache = await caches.open(MAP);
    let roomBytes = MOST_BYTES - (await bytesOfOthers());
    const before = new Set((await cache.keys()).map(({ url }) => url));
    const kept = new Set<string>();
    for (const address of own) {
      const known = before.has(address) ? sizes.get(address) : undefined;
      // The map has just had it: the browser need not ask anybody.
      const answer = known === undefined ? await fetch(address, { cache: 'force-cache' }) : null;
      if (answer?.ok === false) continue;
      const bytes = known ?? (await bytesOf(answer?.clone()));
      roomBytes -= bytes;
      if (roomBytes < 0) break;
      kept.add(address);
      if (answer === null) continue;
      await cache.put(address, answer);
      sizes.set(address, bytes);
    }
    for (const address of before) if (!kept.has(address)) await cache.delete(address);
  });
}

async function bytesOfOthers(): Promise<number> {
  let sum = 0;
  for (const name of await caches.keys()) {
    if (name === MAP || !name.startsWith('chengtu-find-')) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const bytes = sizes.get(request.url) ?? (await bytesOf(await cache.match(request)));
      sizes.set(request.url, bytes);
      sum += bytes;
    }
  }
  return sum;
}

async function bytesOf(answer: Response | undefined): Promise<number> {
  return answer === undefined ? 0 : (await answer.arrayBuffer()).byteLength;
}

/** One after the other: what is kept later must not be removed by what began before. */
let working: Promise<unknown> = Promise.resolve();

/** Nobody waits for it, and a failure keeps what was kept before. */
function whenIdle(work: () => Promise<void>): void {
  const start = (): void => void (working = working.then(work).catch(() => undefined));
  if ('requestIdleCallback' in window) requestIdleCallback(start);
  else setTimeout(start, 1000);
}

/** Null where nothing was kept of the kind. */
export async function savedAnswer(base: string, kind: FacilityKind): Promise<SavedAnswer | null> {
  if (!('caches' in window)) return null;
  const cache = await caches.open(ANSWERS);
  const kept = await cache.match(keyOf(base, kind));
  return kept === undefined ? null : ((await kept.json()) as SavedAnswer);
}

function keyOf(base: string, kind: FacilityKind): string {
  return `${base}/find/saved/${kind}`;
}
