/** What is kept for times without a connection: the page itself, and the nearest of each kind that was looked for. */
import type { FindAnswer } from '../../../../tiles/api/find.ts';
import { MOST_ROWS, NO_FILTERS, RADII_M, type FindState } from '../../../../tiles/find/query.ts';
import type { FacilityKind } from '../../../../tiles/layer/layer.ts';
import { fetchAnswer } from './ask.ts';

const ANSWERS = 'chengtu-find-answers';

export interface SavedAnswer {
  readonly answer: FindAnswer;
  /** ISO 8601. */
  readonly savedAt: string;
}

export function startOffline(base: string): void {
  if (!('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    navigator.serviceWorker.register(`${base}/find-offline.js`, { scope: `${base}/find` }).catch(() => undefined);
  });
}

/** Keeps the 500 nearest of a kind, whatever the filters, when the browser has nothing else to do. */
export function keepAnswer(base: string, state: FindState): void {
  const { kind, place } = state;
  if (!('caches' in window) || kind === null || place === null) return;
  const keep = async (): Promise<void> => {
    const radiusM = RADII_M[RADII_M.length - 1] as number;
    const asked = { ...state, radiusM, filters: NO_FILTERS };
    const answer = await fetchAnswer(base, asked, { lang: 'zh' }, MOST_ROWS);
    const saved: SavedAnswer = { answer, savedAt: answer.at };
    const cache = await caches.open(ANSWERS);
    await cache.put(
      keyOf(base, kind),
      new Response(JSON.stringify(saved), { headers: { 'Content-Type': 'application/json' } }),
    );
  };
  const start = (): void => void keep().catch(() => undefined);
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
