/** What an archive is made of: the tiles that layers may show something in, and their bytes. */
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { partsOf } from '../../tiles/tile/bbox.ts';
import { tileAt, type TileCoord } from '../../tiles/tile/tile.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { LayerExtent, LayerRevision, LayerSource } from '../layers/source.ts';
import { PUBLIC } from '../platform/auth/principal.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import { gzipInTurn } from '../platform/http/content.ts';
import { decideTile, executeTiles, type TileRequest } from '../tiles/index.ts';
import { BatchSize, batchesOf } from './batches.ts';
import { inOrder } from './in-order.ts';
import { tilesOfLevels, type Level } from './levels.ts';
import { wholeLevel, type LevelWindow } from './point-tiles.ts';
import { tileOfId } from './pmtiles/tile-id.ts';

export interface TileSelection {
  /** At least one, all public. */
  readonly layers: readonly LayerDefinition[];
  /** Of the layers where absent: the lowest at which one begins, the highest at which one ends. */
  readonly minzoom: number | null;
  readonly maxzoom: number | null;
  /** Tiles that lie in it, wholly or in part. */
  readonly bbox: Bbox | null;
  /** Features to keep, in CQL2; all where absent. */
  readonly filter: string | null;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Batches of tiles begun for each session: the next is waiting when one is done, and one slow tile does not hold up the
 * others at once.
 */
const AHEAD = 2;

/** The levels of an archive of these layers. */
export function zoomsOf({ layers, minzoom, maxzoom }: Pick<TileSelection, 'layers' | 'minzoom' | 'maxzoom'>): {
  readonly minzoom: number;
  readonly maxzoom: number;
} {
  return {
    minzoom: Math.max(minzoom ?? 0, Math.min(...layers.map((layer) => layer.minzoom))),
    maxzoom: maxzoom ?? Math.max(...layers.map((layer) => layer.maxzoom)),
  };
}

/** All levels from one to another. */
export function zoomList({ minzoom, maxzoom }: { readonly minzoom: number; readonly maxzoom: number }): number[] {
  return Array.from({ length: Math.max(0, maxzoom - minzoom + 1) }, (_, nth) => minzoom + nth);
}

/** Rejects with what the service would answer to a request for such tiles that is not valid. */
export async function refuseUnusable(registry: LayerRegistry, selection: TileSelection): Promise<void> {
  requestOf(registry, selection, { z: 0, x: 0, y: 0 });
  for (const [source, [layer]] of registry.bySource(selection.layers)) {
    // What has no features says so itself.
    if (source.tilesOnly === true && layer !== undefined && source.database !== undefined)
      await source.facilities(source.database, { layer, attributes: [], filter: null });
  }
}

/** Tiles of levels, in the order in which an archive has them; a few of them turn out empty. */
export async function findLevels(
  session: Queryable,
  registry: LayerRegistry,
  { layers, bbox, signal }: TileSelection,
  zooms: readonly number[],
): Promise<Level[]> {
  const found: Level[][] = [];
  for (const part of bbox === null ? [null] : partsOf(bbox)) {
    signal?.throwIfAborted();
    const windowOf = part === null ? wholeLevel : (z: number) => windowIn(part, z);
    found.push(await tilesOfLevels(session, registry, layers, zooms, windowOf));
  }
  return zooms.map((_, nth) => joined(found.flatMap((levels) => levels[nth] ?? [])));
}

/** The tiles of several windows of a level, each once. */
function joined([first, ...more]: readonly Level[]): Level {
  if (first === undefined) throw new RangeError('A level has a window.');
  if (more.length === 0) return first;
  const ids = new Set([first, ...more].flatMap((level) => [...level.ids]));
  return { z: first.z, ids: Float64Array.from(ids).sort() };
}

function windowIn([west, south, east, north]: Bbox, z: number): LevelWindow {
  const first = tileAt({ lon: west, lat: north }, z);
  const last = tileAt({ lon: east, lat: south }, z);
  return { columns: { first: first.x, last: last.x }, rows: { first: first.y, last: last.y } };
}

export interface Encoded {
  readonly id: number;
  /** Compressed; null where the tile is empty. */
  readonly bytes: Buffer | null;
  /** It was not made but taken. */
  readonly isKnown: boolean;
}

/** A tile that somebody has already; undefined where it must be made. */
export type ReadKnown = (id: number) => Promise<Buffer | null> | undefined;

/** Makes tiles, several at a time, and gives them in the order of their ids; takes those that are known. */
export async function* tilesOf(
  sessions: readonly Database[],
  registry: LayerRegistry,
  selection: TileSelection,
  ids: Float64Array,
  readKnown: ReadKnown = () => undefined,
): AsyncGenerator<Encoded, void> {
  const { signal } = selection;
  const reader = { principal: PUBLIC, ...(signal === undefined ? {} : { signal }) };
  const sizes = new BatchSize();
  const batches = inOrder(batchesOf(ids, readKnown, sizes), {
    lanes: sessions,
    ahead: AHEAD * sessions.length,
    take: ({ ids: of, known }) =>
      known === null
        ? undefined
        : Promise.all(known).then((bytes) => of.map((id, nth) => ({ id, bytes: bytes[nth] ?? null, isKnown: true }))),
    make: async (session, { ids: of }) => {
      signal?.throwIfAborted();
      const tiles = of.map(tileOfId);
      const request = requestOf(registry, selection, tiles[0] ?? { z: 0, x: 0, y: 0 });
      const startedAtMs = performance.now();
      const bytes = await executeTiles(session, request, tiles, reader);
      const total = bytes.reduce((sum, { length }) => sum + length, 0);
      sizes.note(of.length, total, performance.now() - startedAtMs);
      return { ids: of, bytes };
    },
    // As the service does for clients that take gzip: the archive has the bytes that they are sent.
    finish: ({ ids: of, bytes }) =>
      Promise.all(of.map(async (id, nth) => ({ id, bytes: await compressed(bytes[nth]), isKnown: false }))),
  });
  for await (const batch of batches) yield* batch;
}

async function compressed(bytes: Buffer | undefined): Promise<Buffer | null> {
  return bytes === undefined || bytes.length === 0 ? null : gzipInTurn(bytes);
}

/** The request that the service would decide on for the tile's address. Throws what it would answer. */
function requestOf(
  registry: LayerRegistry,
  { layers, filter }: Pick<TileSelection, 'layers' | 'filter'>,
  { z, x, y }: TileCoord,
): TileRequest {
  const params = { layers: layers.map(({ id }) => id).join(), z: String(z), x: String(x), y: String(y) };
  return decideTile(params, new URLSearchParams(filter === null ? {} : { filter }), registry);
}

/** The state of the data of each layer. */
export async function stateOf(
  db: Queryable,
  registry: LayerRegistry,
  layers: readonly LayerDefinition[],
): Promise<ReadonlyMap<string, LayerRevision>> {
  const revisions = await Promise.all(
    [...registry.bySource(layers).keys()].map((source) => source.revisions(source.database ?? db)),
  );
  const all = new Map(revisions.flatMap((each) => [...each]));
  return new Map(layers.map(({ id }) => [id, all.get(id) ?? { revision: 0, changedAt: null }]));
}

/** The extents of layers and where their features come from, counted to the last one. */
export async function statsOf(
  db: Queryable,
  registry: LayerRegistry,
  layers: readonly LayerDefinition[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, LayerExtent>> {
  const counted = async ([source, of]: readonly [LayerSource, readonly LayerDefinition[]]): ReturnType<
    LayerSource['stats']
  > => {
    const ids = of.map(({ id }) => id);
    for (;;) {
      const found = await source.stats(source.database ?? db, ids);
      // What a database expects is too small or too large; it is being counted.
      if ([...found.values()].every(({ isEstimate }) => isEstimate !== true)) return found;
      signal?.throwIfAborted();
    }
  };
  const stats = await Promise.all([...registry.bySource(layers)].map(counted));
  return new Map(stats.flatMap((each) => [...each]));
}
