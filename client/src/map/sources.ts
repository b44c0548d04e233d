/** Where each layer of the map gets its tiles from. */
import type {
  LayerSpecification,
  Map as MapLibre,
  MapSourceDataEvent,
  SourceSpecification,
  StyleSpecification,
  VectorTileSource,
} from 'maplibre-gl';
import { MAX_TILE_LAYERS } from '../../../tiles/api/limits.ts';
import type { Bbox, LayerInfo } from '../../../tiles/api/wire.ts';
import { BASE_SOURCE } from '../../../tiles/style/base.ts';
import { baseLayersOf } from '../../../tiles/style/base-layers.ts';
import type { Archive } from './archive.ts';
import type { Refresher } from './refresh.ts';
import { isSettled, keyOf, tilesInView } from './tiles.ts';

export interface TileSources {
  /** By layer, what the service is asked to leave out, as CQL2 text. */
  readonly filters: Readonly<Record<string, string>>;
  readonly archive: Archive | null;
  /** Ids of layers that are asked for together, each in one group at most; see `createGroups`. */
  readonly groups?: readonly (readonly string[])[];
}

/**
 * The style with the tile address of every source: that of the service, with its filter, or that of an archive. Layers
 * of a group have one source, whose tiles hold them all; one with a filter has its own, so that filtering it fetches no
 * other anew.
 */
export function switchSources(
  style: StyleSpecification,
  { filters, archive, groups = [] }: TileSources,
): StyleSpecification {
  const base = baseLayersOf(style);
  const isArchived = (source: string): boolean =>
    archive !== null &&
    filters[source] === undefined &&
    (source === BASE_SOURCE ? base.every((id) => archive.layers.has(id)) : archive.layers.has(source));
  const shared = new Map<string, string>();
  const joined = groups.flatMap((group): [string, SourceSpecification][] => {
    const members = group.flatMap((id): [string, VectorSource][] => {
      const source = style.sources[id];
      return source?.type !== 'vector' || archive?.layers.has(id) === true ? [] : [[id, source]];
    });
    if (members.length < 2) return [];
    const id = members.map(([member]) => member).join(',');
    for (const [member] of members) if (filters[member] === undefined) shared.set(member, id);
    return [[id, joinedSource(id, members)]];
  });
  const sources = Object.entries(style.sources).flatMap(([id, source]): [string, SourceSpecification][] => {
    if (source.type !== 'vector') return [[id, source]];
    return isArchived(id) || shared.has(id) ? [] : [[id, filtered(source, filters[id])]];
  });
  const layers = style.layers.map((layer): LayerSpecification => {
    if (!('source' in layer) || typeof layer.source !== 'string' || style.sources[layer.source]?.type !== 'vector')
      return layer;
    const { source } = layer;
    return {
      ...layer,
      source: (isArchived(source) ? archive?.layers.get(layer['source-layer'] ?? '') : shared.get(source)) ?? source,
    };
  });
  return {
    ...style,
    sources: {
      ...Object.fromEntries([...sources, ...joined]),
      ...archive?.sources,
    },
    layers,
  };
}

type VectorSource = Extract<SourceSpecification, { type: 'vector' }>;

const TILES = '/tiles/';

/** One source for several layers: as far in, as far out and as wide as any of them. */
function joinedSource(id: string, members: readonly (readonly [id: string, source: VectorSource])[]): VectorSource {
  const sources = members.map(([, source]) => source);
  const [first] = sources;
  const bounds = sources.map((source) => source.bounds);
  const address = (tiles: string): string => {
    const at = tiles.lastIndexOf(TILES) + TILES.length;
    return tiles.slice(0, at) + id + tiles.slice(tiles.indexOf('/', at));
  };
  return {
    type: 'vector',
    tiles: (first?.tiles ?? []).map(address),
    minzoom: Math.min(...sources.map(({ minzoom = 0 }) => minzoom)),
    maxzoom: Math.max(...sources.map(({ maxzoom = 22 }) => maxzoom)),
    attribution: [...new Set(sources.flatMap(({ attribution }) => attribution ?? []))].join(' '),
    // A source without bounds has none to join.
    ...(bounds.every((each) => each !== undefined)
      ? { bounds: bounds.reduce<Bbox | undefined>((all, each) => join(all, each ?? [0, 0, 0, 0]), undefined) as Bounds }
      : {}),
  };
}

type Bounds = [west: number, south: number, east: number, north: number];

/**
 * Layers that were switched on together are asked for together: a place costs one request, not one for each layer. A
 * group stays as it is while any of its layers is shown, so that switching a layer fetches no other one anew. Create
 * one function for each map.
 */
export function createGroups(): (
  shown: readonly string[],
  layers: ReadonlyMap<string, LayerInfo>,
  filters: TileSources['filters'],
) => readonly (readonly string[])[] {
  let groups: readonly (readonly string[])[] = [];
  return (shown, layers, filters) => {
    const kept = groups.filter((group) => group.some((id) => shown.includes(id)));
    const grouped = new Set(kept.flat());
    // A layer of another database has a source of its own: where that is lost the others still come.
    const isOwn = (id: string): boolean => {
      const layer = layers.get(id);
      return (
        layer !== undefined && layer.maxAgeS === undefined && layer.tilesOnly !== true && filters[id] === undefined
      );
    };
    const together = shown.filter((id) => !grouped.has(id) && isOwn(id)).sort();
    groups = [...kept, ...inParts(together, MAX_TILE_LAYERS)];
    return groups;
  };
}

function inParts<T>(list: readonly T[], most: number): readonly (readonly T[])[] {
  const first = list.slice(0, most);
  return first.length === 0 ? [] : [first, ...inParts(list.slice(most), most)];
}

function filtered<S extends VectorSource>(source: S, filter: string | undefined): S {
  if (filter === undefined || source.tiles === undefined) return source;
  return { ...source, tiles: source.tiles.map((tiles) => `${tiles}?filter=${encodeURIComponent(filter)}`) };
}

/**
 * Changes the tile URLs of sources before the new style is set, which would remove and re-add the sources. The old
 * tiles stay visible until the new ones arrive. Where tiles are still loading the style does it, since an answer for
 * the old URL could arrive last.
 */
export function changeAddresses(map: MapLibre, style: StyleSpecification, refresher: Refresher): void {
  for (const [id, next] of Object.entries(style.sources)) {
    const source = map.getSource<VectorTileSource>(id);
    if (next.type !== 'vector' || next.tiles === undefined || source?.type !== 'vector') continue;
    const { tiles: before, ...rest } = source.serialize();
    const { tiles, ...nextRest } = next;
    const isAddressAlone =
      JSON.stringify(before) !== JSON.stringify(tiles) &&
      JSON.stringify(sorted(rest)) === JSON.stringify(sorted(nextRest));
    if (!isAddressAlone || !isSettled(map, id)) continue;
    source.setTiles(tiles);
    askAgain(map, id, refresher);
  }
}

/** The new URL takes effect a frame later: tiles requested in between used the old one. */
function askAgain(map: MapLibre, id: string, refresher: Refresher): void {
  const onData = (event: MapSourceDataEvent): void => {
    if (event.sourceId !== id || event.sourceDataType !== 'content') return;
    map.off('sourcedata', onData);
    const early = new Set(
      tilesInView(map, id)
        .filter(({ isNew }) => isNew)
        .map(({ tile }) => keyOf(tile)),
    );
    if (early.size > 0) refresher.refresh(id, (tile) => early.has(keyOf(tile)));
  };
  map.on('sourcedata', onData);
}

function sorted(fields: object): [string, unknown][] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * MapLibre requests no tile outside a source's bounds, so the bounds grow with the data. They never shrink, since
 * MapLibre treats a source with other bounds as a new one and fetches all its tiles again. Create one function for each
 * map.
 */
export function createBounds(): (
  style: StyleSpecification,
  layers: ReadonlyMap<string, LayerInfo>,
) => StyleSpecification {
  const reached = new Map<string, Bbox>();
  const grow = (id: string, source: SourceSpecification, bbox: Bbox | null | undefined): SourceSpecification => {
    if (source.type !== 'vector' || source.bounds === undefined) return source;
    const before = join(reached.get(id), source.bounds);
    const bounds = join(before, bbox ?? before);
    reached.set(id, bounds);
    return { ...source, bounds: [...bounds] };
  };
  return (style, layers) => ({
    ...style,
    sources: Object.fromEntries(
      Object.entries(style.sources).map(([id, source]) => [id, grow(id, source, layers.get(id)?.bbox)]),
    ),
  });
}

function join(a: Bbox | undefined, b: Bbox): Bbox {
  return a === undefined ? b : [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
