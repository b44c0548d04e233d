import { formatCql2 } from '../../tiles/filter/cql2/format.ts';
import { extentOf, isDate, isTimestamp } from '../../tiles/filter/cql2/time.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import { GRIDS, isMatrixSetId, mercatorZoom, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { tileAttributesOf } from '../../tiles/layer/tile-attributes.ts';
import { parseTileCoord, type TileCoord } from '../../tiles/tile/tile.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { ApiError, BadParameter } from '../platform/http/errors.ts';
import { readFilters, type Parameters } from '../filter/filters.ts';
import { splitList } from '../platform/http/query.ts';
import { SearchParameters } from '../platform/http/search-parameters.ts';
import { nearMatches } from '../platform/text/near-matches.ts';

/** One layer of a tile. */
export interface LayerRequest {
  readonly layer: LayerDefinition;
  /** Features to keep, in normal form; null keeps all. */
  readonly filter: Cql2 | null;
  /** Attributes that travel; null for those of the catalogue. */
  readonly properties: readonly string[] | null;
}

/** A tile that can be made: what `executeTile` needs, and nothing that can still be wrong. */
export interface TileRequest {
  readonly grid: MatrixSetId;
  readonly tile: TileCoord;
  /** In the order asked for, each once; none where all asked for begin at a higher zoom. */
  readonly layers: readonly LayerRequest[];
  /** The past moment whose map is asked for; null for now. */
  readonly asOf: Date | null;
  /** Normal form of the request: the same for every spelling of the same tile. */
  readonly key: string;
}

/** The parts of a tile's path, decoded. */
export interface TilePath extends Readonly<Record<'layers' | 'z' | 'x' | 'y', string>> {
  readonly grid?: string | undefined;
}

/** What an address asks for beside the place: the same for every tile of a source. */
export interface Selection {
  readonly layers: readonly LayerRequest[];
  readonly asOf: Date | null;
}

/** More layers than any style draws from one source: a bound on the work of one request. */
const MAX_LAYERS = 40;

/** Attributes that every feature of a tile has anyway. */
const ALWAYS: readonly string[] = ['id', 'provenance'];

/**
 * Decides what a tile address asks for. Throws `TileCoordError`, `UnknownLayer`, `BadParameter` or `ApiError`.
 * Parameters that mean nothing here are ignored: clients add some against caches.
 *
 * A layer gives nothing below its minzoom, which is a zoom of Web Mercator. Above its maxzoom it still does: a source
 * of several layers goes on to the maxzoom of its most detailed one, and would lose the others there. Clients of one
 * layer stop at the TileJSON's maxzoom and enlarge that tile.
 */
export function decideTile(
  path: TilePath,
  query: URLSearchParams,
  registry: LayerRegistry,
  now: Date = new Date(),
): TileRequest {
  const grid = gridOf(path.grid);
  const tile = parseTileCoord(path, grid);
  const { layers, asOf } = selectLayers(tileLayers(path.layers, registry), new SearchParameters(query), now);
  const drawn = layers.filter(({ layer }) => mercatorZoom(grid, tile.z) >= layer.minzoom);
  return {
    grid,
    tile,
    layers: drawn,
    asOf,
    key: `${grid}/${tile.z}/${tile.x}/${tile.y}/${selectionKey({ layers, asOf })}`,
  };
}

/** Reads `filter`, `filter.<layer>`, `properties` and `datetime`. Throws `BadParameter`. */
export function selectLayers(
  layers: readonly LayerDefinition[],
  parameters: Parameters,
  now: Date = new Date(),
): Selection {
  // The rule: most tiles are asked for as they are.
  if (parameters.names.length === 0)
    return { layers: layers.map((layer) => ({ layer, filter: null, properties: null })), asOf: null };
  const filters = readFilters(parameters, layers);
  const properties = readProperties(parameters, layers);
  return {
    layers: layers.map((layer) => ({
      layer,
      filter: filters.get(layer.id) ?? null,
      properties: properties.get(layer.id) ?? null,
    })),
    asOf: readMoment(parameters, now),
  };
}

/** Layers of a comma-separated list, duplicates collapsed. Throws `UnknownLayer` or `BadParameter`. */
export function tileLayers(list: string, registry: LayerRegistry): LayerDefinition[] {
  const ids = splitList(list);
  if (ids.length > MAX_LAYERS)
    throw new BadParameter('layers', 'too-many-layers', { max: MAX_LAYERS, count: ids.length });
  return registry.layers(ids);
}

function selectionKey({ layers, asOf }: Selection): string {
  const names = layers.map(({ layer }) => layer.id).join();
  const extras = layers.flatMap(({ layer, filter, properties }) =>
    filter === null && properties === null ? [] : [[layer.id, filter === null ? null : formatCql2(filter), properties]],
  );
  if (extras.length === 0 && asOf === null) return names;
  return names + JSON.stringify([extras, asOf?.toISOString() ?? null]);
}

function gridOf(text: string = GRIDS[0]): MatrixSetId {
  if (isMatrixSetId(text)) return text;
  throw new ApiError(404, 'unknown-grid', 'unknown-grid', {
    parameter: 'grid',
    values: { grid: text, grids: GRIDS.join(', ') },
  });
}

/** Attributes of `properties` by layer, in the catalogue's order; none for layers that give those of the catalogue. */
function readProperties(
  parameters: Parameters,
  layers: readonly LayerDefinition[],
): ReadonlyMap<string, readonly string[]> {
  const text = parameters.text('properties');
  if (text === undefined) return new Map();
  const wanted = splitList(text);
  const known = new Set([...ALWAYS, ...layers.flatMap(({ attributes }) => Object.keys(attributes))]);
  const unknown = wanted.find((name) => !known.has(name));
  if (unknown !== undefined) {
    const near = nearMatches(unknown, [...known]);
    throw new BadParameter('properties', 'not-a-property-of-any', {
      value: unknown,
      near: (near.length > 0 ? near : [...known]).join(', '),
    });
  }
  return new Map(
    layers.flatMap((layer): [string, string[]][] => {
      const usual = tileAttributesOf(layer);
      const chosen = Object.keys(layer.attributes).filter((name) => wanted.includes(name));
      const isUsual = chosen.length === usual.length && usual.every((name) => chosen.includes(name));
      return isUsual ? [] : [[layer.id, chosen]];
    }),
  );
}

/** `datetime`: null for now, which the future is too. A date is the end of its day in the city's time. */
function readMoment(parameters: Parameters, now: Date): Date | null {
  // A plus sign in an address is a blank to who reads it.
  const text = parameters
    .text('datetime')
    ?.trim()
    .replace(/ (?=\d\d:\d\d$)/, '+');
  if (text === undefined || text === '..') return null;
  if (text.includes('/')) throw new BadParameter('datetime', 'datetime-interval');
  const last = isDate(text) || isTimestamp(text) ? extentOf(text)?.last : undefined;
  if (last === undefined) throw new BadParameter('datetime', 'bad-datetime', { value: text });
  const moment = new Date(Number(last / 1000n));
  return moment.getTime() >= now.getTime() ? null : moment;
}
