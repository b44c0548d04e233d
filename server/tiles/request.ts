import { MAX_TILE_LAYERS } from '../../tiles/api/limits.ts';
import { formatCql2 } from '../../tiles/filter/cql2/format.ts';
import { extentOf, isDate, isTimestamp } from '../../tiles/filter/cql2/time.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { tileAttributesOf } from '../../tiles/layer/tile-attributes.ts';
import { isMatrixSetId, MATRIX_SET_IDS, mercatorZoom, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import { parseTileCoord } from '../../tiles/tile/tile.ts';
import { readFilters, type Parameters } from '../filter/filters.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type {
  EncodedTile,
  LayerSelection,
  LayerSource,
  TilePlace,
  TileSelection,
  TileSession,
} from '../layers/source.ts';
import { PUBLIC, type Principal } from '../platform/auth/principal.ts';
import { ApiError, BadParameter } from '../platform/http/errors.ts';
import { SearchParameters, splitList } from '../platform/http/query.ts';
import { traced } from '../platform/tracing/tracer.ts';
import { nearMatches } from '../platform/text/near-matches.ts';
import { TILES } from './messages.ts';

/** One layer of a tile, and where its data lives. */
export interface LayerRequest extends LayerSelection {
  readonly source: LayerSource;
}

/** A tile that can be made: what `executeTile` needs, and nothing that can still be wrong. */
export interface TileRequest extends TilePlace {
  /** In the order asked for, each once; none where all asked for begin at a higher zoom. */
  readonly layers: readonly LayerRequest[];
  /** Ids of all layers asked for, also of those that begin at a higher zoom. */
  readonly names: readonly string[];
  /** The past moment whose map is asked for; null for now. */
  readonly asOf: Date | null;
  /** See `TileSelection`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Version of the registry whose definitions these are. */
  readonly version: number;
  /** Normal form of the request: the same for every spelling of the same tile. */
  readonly key: string;
}

/** The parts of a tile's path, decoded. */
export interface TilePath extends Readonly<Record<'layers' | 'z' | 'x' | 'y', string>> {
  readonly matrixSet?: string | undefined;
}

/** Attributes that every feature of a tile has anyway. */
const ALWAYS: readonly string[] = ['id', 'provenance'];

/**
 * Decides what a tile address asks for. Throws `TileCoordError`, `UnknownLayer`, `BadParameter` or `ApiError`.
 * Parameters that mean nothing here are ignored: clients add some to get past caches.
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
  const matrixSet = matrixSetOf(path.matrixSet);
  const tile = parseTileCoord(path, matrixSet);
  const layers = tileLayers(path.layers, registry);
  const { isFree, parameters } = parametersOf(layers, query, registry);
  const selection = selectLayers(layers, new SearchParameters(isFree ? new URLSearchParams() : query), now);
  const zoom = mercatorZoom(matrixSet, tile.z);
  return {
    matrixSet,
    tile,
    layers: selection.layers
      .filter(({ layer }) => zoom >= layer.minzoom)
      .map((each) => ({ ...each, source: registry.sourceOf(each.layer.id) })),
    names: selection.layers.map(({ layer }) => layer.id),
    asOf: selection.asOf,
    ...(parameters === undefined ? {} : { parameters }),
    version: registry.version,
    key: `${matrixSet}/${tile.z}/${tile.x}/${tile.y}/${selectionKey(selection)}${parameters === undefined ? '' : JSON.stringify(parameters)}`,
  };
}

/**
 * What a source gets that decides itself what its tiles hold, and whether every parameter is its own: where layers of
 * other sources are in the tile too, ours keep their meaning.
 */
export function parametersOf(
  layers: readonly LayerDefinition[],
  query: URLSearchParams,
  registry: LayerRegistry,
): { readonly isFree: boolean; readonly parameters: Readonly<Record<string, string>> | undefined } {
  const free = layers.filter(({ id }) => registry.sourceOf(id).tilesOnly === true);
  if (free.length === 0) return { isFree: false, parameters: undefined };
  // In an order of their own: the same parameters are the same tile.
  const sorted = [...query].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { isFree: free.length === layers.length, parameters: Object.fromEntries(sorted) };
}

/** Reads `filter`, `filter.<layer>`, `properties` and `datetime`. Throws `BadParameter`. */
export function selectLayers(
  layers: readonly LayerDefinition[],
  parameters: Parameters,
  now: Date = new Date(),
): TileSelection {
  // Most requests choose nothing.
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
    asOf: readMoment(parameters, now, layers[0]?.timeZone),
  };
}

/** Layers of a comma-separated list, duplicates collapsed. Throws `UnknownLayer` or `BadParameter`. */
export function tileLayers(list: string, registry: LayerRegistry): LayerDefinition[] {
  const ids = splitList(list);
  if (ids.length > MAX_TILE_LAYERS)
    throw new BadParameter('layers', TILES['too-many-layers'], { max: MAX_TILE_LAYERS, count: ids.length });
  return registry.layers(ids);
}

function selectionKey({ layers, asOf }: TileSelection): string {
  const names = layers.map(({ layer }) => layer.id).join();
  const extras = layers.flatMap(({ layer, filter, properties }) =>
    filter === null && properties === null ? [] : [[layer.id, filter === null ? null : formatCql2(filter), properties]],
  );
  if (extras.length === 0 && asOf === null) return names;
  return names + JSON.stringify([extras, asOf?.toISOString() ?? null]);
}

/** Throws `ApiError` for an unknown tile matrix set. */
export function matrixSetOf(text: string = MATRIX_SET_IDS[0]): MatrixSetId {
  if (isMatrixSetId(text)) return text;
  throw new ApiError(404, 'unknown-matrix-set', TILES['unknown-matrix-set'], {
    parameter: 'matrixSet',
    values: { matrixSet: text, matrixSets: MATRIX_SET_IDS.join(', ') },
  });
}

/**
 * Attributes of `properties` by layer, in the definition's order. A layer that gives the attributes of its definition
 * is left out.
 */
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
    throw new BadParameter('properties', TILES['not-a-property-of-any'], {
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

/**
 * `datetime`: null for now, which the future is too. A date is the end of its day in the city's time. Throws
 * `BadParameter`.
 */
export function readMoment(parameters: Parameters, now: Date, timeZone: string | undefined): Date | null {
  // A plus sign in an address is read as a blank.
  const text = parameters
    .text('datetime')
    ?.trim()
    .replace(/ (?=\d\d:\d\d$)/, '+');
  if (text === undefined || text === '..') return null;
  if (text.includes('/')) throw new BadParameter('datetime', TILES['datetime-interval']);
  const last = isDate(text) || isTimestamp(text) ? extentOf(text, timeZone)?.last : undefined;
  if (last === undefined) throw new BadParameter('datetime', TILES['bad-datetime'], { value: text });
  const moment = new Date(Number(last / 1000n));
  return moment.getTime() >= now.getTime() ? null : moment;
}

const EMPTY: EncodedTile = { bytes: Buffer.alloc(0), revisions: new Map() };

export interface TileReader {
  readonly principal: Principal;
  readonly signal?: AbortSignal;
}

/**
 * Makes a tile. Each source gives all of its layers at once; the bytes of the layers, one after the other, are the
 * tile. Most tiles have one source.
 *
 * @param db reads the service's own database. Sources with a database of their own are read for `reader`.
 */
export async function executeTile(
  db: TileSession,
  request: TileRequest,
  reader: TileReader = { principal: PUBLIC },
): Promise<EncodedTile> {
  const sources = bySource(request.layers);
  if (sources.length === 0) return EMPTY;
  const { names, tile } = request;
  return traced('tile', { 'chengtu.layers': names.join(), 'chengtu.zoom': tile.z }, () =>
    tileOf(sources, db, request, reader),
  );
}

async function tileOf(
  [first, ...more]: readonly SourceLayers[],
  db: TileSession,
  request: TileRequest,
  { principal, signal }: TileReader,
): Promise<EncodedTile> {
  if (first === undefined) return EMPTY;
  const make = ([source, layers]: SourceLayers): Promise<EncodedTile> =>
    source.tile(source.database?.as(principal, { signal }) ?? db, request, {
      layers,
      asOf: request.asOf,
      ...(request.parameters === undefined ? {} : { parameters: request.parameters }),
    });
  if (more.length === 0) return make(first);
  const tiles = await Promise.all([first, ...more].map(make));
  return {
    bytes: Buffer.concat(tiles.map(({ bytes }) => bytes)),
    revisions: new Map(tiles.flatMap(({ revisions }) => [...revisions])),
  };
}

type SourceLayers = readonly [source: LayerSource, layers: readonly LayerRequest[]];

/** The layers of each source in the order asked for; sources in the order of their first layers. */
function bySource(layers: readonly LayerRequest[]): readonly SourceLayers[] {
  const [first] = layers;
  if (first === undefined) return [];
  if (layers.every(({ source }) => source === first.source)) return [[first.source, layers]];
  const groups = new Map<LayerSource, LayerRequest[]>();
  for (const each of layers) {
    const group = groups.get(each.source);
    if (group === undefined) groups.set(each.source, [each]);
    else group.push(each);
  }
  return [...groups];
}
