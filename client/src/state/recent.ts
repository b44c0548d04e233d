import type { SearchHit } from '../../../tiles/api/wire.ts';

const KEY = 'chengtu.recent';
const KEPT = 6;

/** What this reader found lately; stays on the device. */
export function readRecent(storage: Storage | null): readonly SearchHit[] {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isHit) : [];
  } catch {
    return [];
  }
}

export function rememberHit(storage: Storage | null, hit: SearchHit): void {
  const others = readRecent(storage).filter(({ layer, id }) => layer !== hit.layer || id !== hit.id);
  try {
    storage?.setItem(KEY, JSON.stringify([hit, ...others].slice(0, KEPT)));
  } catch {
    // Without storage nothing is remembered, and nothing else is lost.
  }
}

export function forgetRecent(storage: Storage | null): void {
  storage?.removeItem(KEY);
}

function isHit(value: unknown): value is SearchHit {
  const hit = value as Partial<SearchHit> | null;
  return (
    typeof hit?.layer === 'string' &&
    typeof hit.id === 'string' &&
    typeof hit.name?.zh === 'string' &&
    typeof hit.context?.zh === 'string' &&
    typeof hit.lon === 'number' &&
    typeof hit.lat === 'number' &&
    Array.isArray(hit.bbox)
  );
}
