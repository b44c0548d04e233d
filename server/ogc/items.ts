/** Pages of features, and single ones. */
import { quoteRounded } from '../../tiles/exact-json.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { LayerStats, LayerStatsCache } from '../layers/layer-stats.ts';
import { BadPlace, NotInSystem } from '../layers/page-errors.ts';
import type { FeatureRow, FeaturesQuery, LayerSource } from '../layers/source.ts';
import { QueryCancelled, QueryTimeout } from '../platform/db/errors.ts';
import type { Session } from '../platform/db/types.ts';
import { BadParameter } from '../platform/http/errors.ts';
import { flipped, type System } from './crs.ts';
import { badCursor, type ItemsAsked } from './items-query.ts';
import { OGC } from './messages.ts';

export interface ItemsPage {
  readonly rows: readonly FeatureRow[];
  /** Where the next page begins; null where this is the last. */
  readonly next: readonly (string | null)[] | null;
  /** Null where it is not known exactly. */
  readonly matched: number | null;
}

export interface ItemsParts {
  readonly source: LayerSource;
  readonly open: (signal: AbortSignal) => Session;
  readonly layerStats: Pick<LayerStatsCache, 'of'>;
  readonly signal: AbortSignal;
}

/** Throws `BadParameter`, else rejects as the source does. */
export async function readPage(parts: ItemsParts, asked: ItemsAsked): Promise<ItemsPage> {
  const { query, limit, offset } = asked;
  const found = await readRows(parts, query, asked.system);
  const rows = found.slice(offset, offset + limit);
  const next = found.length > offset + limit ? (rows.at(-1)?.place ?? null) : null;
  const isWhole = query.after === null && next === null;
  return { rows, next, matched: isWhole ? found.length : await countMatches(parts, query) };
}

async function readRows(
  { source, open, signal }: Pick<ItemsParts, 'source' | 'open' | 'signal'>,
  query: FeaturesQuery,
  system: System,
): Promise<readonly FeatureRow[]> {
  try {
    return await source.features(open(signal), query);
  } catch (error) {
    if (error instanceof BadPlace) throw badCursor();
    if (error instanceof NotInSystem) throw new BadParameter('crs', OGC['not-in-crs'], { value: system.uri });
    throw error;
  }
}

/** A count may take a scan, which a page must not wait long for. */
const COUNT_PATIENCE_MS = 1000;
const WORLD = [-180, -90, 180, 90] as const;

/** On the first page alone: who reads on knows it, and each count may be a scan. */
async function countMatches(
  { source, open, layerStats, signal }: ItemsParts,
  { layer, filter, after, asOf }: FeaturesQuery,
): Promise<number | null> {
  if (after !== null || asOf !== null) return null;
  if (filter === null) return exactCount(await layerStats.of(layer, signal));
  const late = new AbortController();
  const session = open(AbortSignal.any([signal, late.signal]));
  const counting = source.counts(session, { layers: [layer], bbox: WORLD, filters: new Map([[layer.id, filter]]) });
  const timer = setTimeout(() => late.abort(), COUNT_PATIENCE_MS);
  try {
    return (await counting).get(layer.id) ?? null;
  } catch (error) {
    if (error instanceof QueryTimeout || (error instanceof QueryCancelled && !signal.aborted)) return null;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function exactCount({ count, isEstimate }: LayerStats): number | null {
  return isEstimate === true ? null : count;
}

/** One feature, or null. */
export async function readOne(
  parts: Pick<ItemsParts, 'source' | 'open' | 'signal'>,
  layer: LayerDefinition,
  { id, system }: { readonly id: string; readonly system: System },
): Promise<FeatureRow | null> {
  // The item is found by its key; its own box then finds it by the index of places.
  const item = await parts.source.item(parts.open(parts.signal), layer, id);
  if (item === null) return null;
  const [west, south, east, north] = item.bbox;
  const [row = null] = await readRows(
    parts,
    {
      layer,
      bbox: [
        Math.max(-180, west - MARGIN),
        Math.max(-90, south - MARGIN),
        Math.min(180, east + MARGIN),
        Math.min(90, north + MARGIN),
      ],
      filter: { op: '=', args: [{ property: 'id' }, id] },
      asOf: null,
      properties: null,
      sort: [],
      after: null,
      limit: 1,
      geometry: { form: 'geojson', srid: system.srid },
    },
    system,
  );
  return row;
}

/** Degrees: numbers of a box are rounded on their way. */
const MARGIN = 1e-6;

/** A feature as GeoJSON text. @param more further members, as text behind a comma */
export function featureJson(
  { id, geometry, attributes, provenance }: FeatureRow,
  { layer, properties, system }: Pick<FeaturesQuery, 'layer' | 'properties'> & { readonly system: System },
  more = '',
): string {
  const shape = system.isNorthFirst ? JSON.stringify(flipped(JSON.parse(String(geometry)))) : String(geometry);
  const isTold = properties === null || properties.includes('provenance');
  // Whole numbers that JavaScript would round are texts, with all their digits.
  const own = quoteRounded(attributes).trim();
  const told =
    !isTold || Object.hasOwn(layer.attributes, 'provenance')
      ? own
      : `${own.slice(0, -1)}${/^\{\s*\}$/.test(own) ? '' : ','}"provenance":"${provenance}"}`;
  return `{"type":"Feature","id":${JSON.stringify(id)},"geometry":${shape},"properties":${told}${more}}`;
}
