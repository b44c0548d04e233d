/** Questions of the page to the service. */
import type { FindAnswer, FindRoute, FindRow } from '../../../../tiles/api/find.ts';
import { resultsQuery, type FindState, type LonLat } from '../../../../tiles/find/query.ts';
import type { Lang } from '../../../../tiles/i18n.ts';

/** The service did not answer at all. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

interface Asked {
  readonly signal?: AbortSignal;
  readonly lang: Lang;
}

/** Rejects with `Unreachable`, and with an `Error` in the reader's words where the service refuses. */
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
  let response: Response;
  try {
    response = await fetch(address, { signal, headers: { 'Accept-Language': lang } });
  } catch (error) {
    throw signal?.aborted === true ? error : new Unreachable();
  }
  if (response.ok) return (await response.json()) as T;
  const said: unknown = await response.json().catch(() => null);
  const detail = typeof said === 'object' && said !== null && 'detail' in said ? String(said.detail) : '';
  throw new Error(detail || String(response.status));
}
