/** Facilities around a place, by the way on foot to them. */
import type { FindAnswer, FindRoute } from '../../tiles/api/find.ts';
import { clockOf, rowAt, type Clock } from '../../tiles/find/moment.ts';
import { MOST_ROWS, RADII_M, WIDEST_M, type FindFilters, type LonLat } from '../../tiles/find/query.ts';
import { byDistance, meets, minutesOf } from '../../tiles/find/rows.ts';
import type { FacilityKind } from '../../tiles/layer/layer.ts';
import { segmentM } from '../../tiles/tile/spheroid.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { sessionOf } from '../layers/source.ts';
import type { Principal } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import { ApiError } from '../platform/http/errors.ts';
import type { Log } from '../platform/log/log.ts';
import { canMeet, choicesOf, databaseFilter, layersOf, positionOf, rowOf, type FacilityLayer } from './facilities.ts';
import { holidaysAround } from './holidays.ts';
import { FIND } from './messages.ts';

/** Metres on foot over the streets, and the way itself; null where there is no network. */
export interface Walks {
  walkDistances(
    request: { readonly from: readonly [number, number]; readonly to: Float64Array; readonly withinM: number },
    options: Asked,
  ): Promise<{ readonly metres: Float64Array } | null>;
  walkRoute(
    request: {
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly withinM: number;
    },
    options: Asked,
  ): Promise<{ readonly metres: number; readonly line: readonly (readonly [number, number])[] } | null>;
}

interface Asked {
  readonly signal?: AbortSignal | undefined;
  readonly clients?: ReadonlySet<string> | undefined;
}

export interface FindParts {
  readonly db: Database;
  readonly registry: LayerRegistry;
  readonly walks: Walks;
  readonly log: Log;
}

/** Who asks, until the signal is aborted. */
export interface Asker {
  readonly principal: Principal;
  readonly signal: AbortSignal;
}

export interface FindQuestion {
  readonly kind: FacilityKind;
  readonly place: LonLat;
  /** Metres on foot. */
  readonly radiusM: number;
  readonly limit: number;
  readonly filters: FindFilters;
}

/** Finds the nearest facilities. `moment` is when they should be open. Rejects as sources do. */
export async function find(parts: FindParts, question: FindQuestion, moment: Date, asker: Asker): Promise<FindAnswer> {
  const { kind, place, radiusM, limit } = question;
  const { timeZone, holidays: known } = parts.registry.city;
  const holidays = holidaysAround(moment, timeZone, known);
  const clock = clockOf(moment, timeZone, holidays);
  const layers = layersOf(parts.registry.list, kind);
  const { rows, measured, isComplete } = await rowsWithin(parts, layers, { ...question, clock }, asker);
  return {
    kind,
    place,
    radiusM,
    at: moment.toISOString(),
    timeZone,
    holidays,
    measured,
    found: rows.length,
    isComplete,
    rows: rows.slice(0, limit),
    wider: rows.length > 0 ? null : await widerRadius(parts, layers, { ...question, clock }, asker),
    ...choicesOf(layers),
  };
}

type Search = Pick<FindQuestion, 'place' | 'radiusM' | 'filters'> & { readonly clock: Clock };

/** The smallest radius that the page offers with a result; null where there is none. */
async function widerRadius(
  parts: FindParts,
  layers: readonly FacilityLayer[],
  search: Search,
  asker: Asker,
): Promise<number | null> {
  if (search.radiusM >= WIDEST_M) return null;
  const { rows } = await rowsWithin(parts, layers, { ...search, radiusM: WIDEST_M }, asker);
  const [nearest] = rows;
  return nearest === undefined
    ? null
    : (RADII_M.find((radius) => radius > search.radiusM && radius >= nearest.distanceM) ?? null);
}

/**
 * No way is shorter than the straight line: so whatever is within a radius on foot is among what is within it in a
 * straight line.
 */
async function rowsWithin(
  parts: FindParts,
  layers: readonly FacilityLayer[],
  { place, radiusM, filters, clock }: Search,
  asker: Asker,
): Promise<Pick<FindAnswer, 'rows' | 'measured' | 'isComplete'>> {
  const near = await Promise.all(
    layers
      .filter((layer) => canMeet(layer, filters))
      .map(async (layer) => {
        const source = parts.registry.sourceOf(layer.id);
        const session = sessionOf(source, parts.db, asker.principal, { signal: asker.signal });
        const filter = databaseFilter(layer, filters);
        const items = await source.items(session, { layer, ...place, radiusM, limit: MOST_ROWS, filter });
        // Beyond the farthest of a full list there may be others that are not farther on foot.
        const knownM = items.length < MOST_ROWS ? radiusM : (items.at(-1)?.distanceM ?? radiusM);
        return { layer, items, knownM };
      }),
  );
  const found = near.flatMap(({ layer, items }) => items.map((item) => ({ layer, item })));
  const knownM = Math.min(radiusM, ...near.map((each) => each.knownM));
  const metres = await walked(parts, place, { found, withinM: knownM }, asker);
  const rows = found
    .map(({ layer, item }, i) => {
      const alongM = metres?.[i] ?? Number.NaN;
      const distance = Number.isNaN(alongM)
        ? ({ distanceM: item.distanceM, measured: 'straight' } as const)
        : ({ distanceM: alongM, measured: 'street' } as const);
      return distance.distanceM <= knownM ? rowAt(rowOf(layer, item, distance), clock) : null;
    })
    .filter((row) => row !== null)
    .filter((row) => meets(row, filters))
    .sort(byDistance);
  const isStreet = metres !== null && (metres.length === 0 || metres.some((each) => !Number.isNaN(each)));
  return { rows, measured: isStreet ? 'street' : 'straight', isComplete: knownM === radiusM };
}

/** Null where there is no network, and where the analysis cannot answer now: then straight lines have to do. */
async function walked(
  { walks, log }: FindParts,
  { lon, lat }: LonLat,
  {
    found,
    withinM,
  }: { readonly found: readonly { readonly item: Parameters<typeof positionOf>[0] }[]; readonly withinM: number },
  { principal, signal }: Asker,
): Promise<Float64Array | null> {
  const to = Float64Array.from(found.flatMap(({ item }) => positionOf(item)));
  try {
    const answer = await walks.walkDistances({ from: [lon, lat], to, withinM }, { signal, clients: principal.clients });
    return answer?.metres ?? null;
  } catch (error) {
    if (signal.aborted) throw error;
    log.warn('walks-not-measured', { error });
    return null;
  }
}

/** Where a facility is. Throws `UnknownLayer`, and `ApiError` where there is no such feature. */
export async function facilityOf(
  { db, registry }: Pick<FindParts, 'db' | 'registry'>,
  { layer: layerId, id }: { readonly layer: string; readonly id: string },
  { principal, signal }: Asker,
): Promise<LonLat> {
  const layer = registry.layer(layerId, 'layer');
  const source = registry.sourceOf(layer.id);
  const item = await source.item(sessionOf(source, db, principal, { signal }), layer, id);
  if (item === null)
    throw new ApiError(404, 'unknown-facility', FIND['unknown-facility'], {
      parameter: 'id',
      values: { id, layer: layerId },
    });
  const [lon, lat] = positionOf(item);
  return { lon, lat };
}

/** The farthest that anybody is shown a way on foot to. */
const MOST_ROUTE_M = 50_000;

/** The way on foot from a place to another: along the streets where they join the two, else straight. */
export async function routeTo(
  { walks, log }: Pick<FindParts, 'walks' | 'log'>,
  from: LonLat,
  to: LonLat,
  { principal, signal }: Asker,
): Promise<FindRoute> {
  const [start, end] = [
    [from.lon, from.lat],
    [to.lon, to.lat],
  ] as const;
  let way: Awaited<ReturnType<Walks['walkRoute']>> = null;
  try {
    way = await walks.walkRoute(
      { from: start, to: end, withinM: MOST_ROUTE_M },
      { signal, clients: principal.clients },
    );
  } catch (error) {
    if (signal.aborted) throw error;
    log.warn('walks-not-measured', { error });
  }
  const metres = way?.metres ?? segmentM(from.lon, from.lat, to.lon, to.lat);
  return {
    measured: way === null ? 'straight' : 'street',
    distanceM: Math.round(metres),
    minutes: minutesOf(metres),
    line: { type: 'LineString', coordinates: [start, ...(way?.line ?? []), end] },
  };
}
