/** Questions of the page to the service. */
import type { FindAnswer, FindRoute, FindRow } from '../../../../tiles/api/find.ts';
import { resultsQuery, type FindState, type LonLat } from '../../../../tiles/find/query.ts';
import type { Lang } from '../../../../tiles/i18n.ts';

/** The service did not answer, or says that it cannot now: its words are the message, empty where there are none. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** The service does not take the question. */
class Refused extends Error {
  override readonly name = 'Refused';
}

/** A service that hangs is as good as none. */
const PATIENCE_MS = 20_000;

interface Asked {
  readonly signal?: AbortSignal;
  readonly lang: Lang;
}

/** Rejects with `Unreachable`, and with `Refused` in the reader's words where the service refuses. */
export function fetchAnswer(base: string, state: FindState, asked: Asked, limit?: number): Promise<FindAnswer> {
  return ask<FindAnswer>(`${base}/find/results${resultsQuery(state, limit)}`, asked);
}

/** As `fetchAnswer`. */
export function fetchRoute(base: string, from: LonLat, { layer, id }: FindRow, asked: Asked): Promise<FindRoute> {
  const query = new URLSearchParams({ lon: String(from.lon), lat: String(from.lat), layer, id });
  return ask<FindRoute>(`${base}/find/route?${query.toString()}`, asked);
}

async function ask<T>(
  address: string,
  { signal = null, lang }: { readonly signal?: AbortSignal | null; readonly lang: Lang },
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const timer = setTimeout(stop, PATIENCE_MS);
  signal?.addEventListener('abort', stop);
  try {
    const response = await fetch(address, { signal: controller.signal, headers: { 'Accept-Language': lang } });
    if (response.ok) return (await response.json()) as T;
    const said: unknown = await response.json().catch(() => null);
    const detail = typeof said === 'object' && said !== null && 'detail' in said ? String(said.detail) : '';
    throw response.status >= 500 ? new Unreachable(detail) : new Refused(detail || String(response.status));
  } catch (error) {
    if (error instanceof Unreachable || error instanceof Refused || signal?.aborted === true) throw error;
    throw new Unreachable('', { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
