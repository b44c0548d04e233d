/** Public layers → a PMTiles archive, with the very bytes that the service answers. */
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { partsOf } from '../../tiles/tile/bbox.ts';
import { tileOfId } from './pmtiles/tile-id.ts';
import { tileAt, type TileCoord } from '../../tiles/tile/tile.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { withSources } from '../layers/layer-loads.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { LayerExtent, LayerSource } from '../layers/source.ts';
import { PUBLIC } from '../platform/auth/principal.ts';
import { withOptions } from '../platform/db/connections.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import { compress } from '../platform/http/content.ts';
import type { Lang } from '../platform/messages/index.ts';
import { decideTile, executeTile, type TileRequest } from '../tiles/index.ts';
import { ArchiveFile, type Finished } from './archive-file.ts';
import { inOrder } from './in-order.ts';
import { tilesOfLevel, type Level, type LevelWindow } from './levels.ts';
import { boundsOf, describeArchive } from './metadata.ts';
import { withSnapshot } from './snapshot.ts';

export interface ExportOptions {
  /** At least one, all public. */
  readonly layers: readonly LayerDefinition[];
  /** Path of the archive. */
  readonly out: string;
  readonly force: boolean;
  /** Of the layers where absent: the lowest at which one begins, the highest at which one ends. */
  readonly minzoom: number | null;
  readonly maxzoom: number | null;
  /** Tiles that lie in it, wholly or in part. */
  readonly bbox: Bbox | null;
  /** Features to keep, in CQL2; all where absent. */
  readonly filter: string | null;
  readonly lang: Lang;
  /** Of the service, written into the archive. */
  readonly version: string;
  /** Tiles made at a time. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  /** The data changed on the way, on a database that cannot hold a moment: all begins anew. */
  readonly onRestart?: () => void;
}

export interface ExportProgress {
  /** Level at work. */
  readonly z: number;
  /** Tiles tried, of how many that may show something. */
  readonly done: number;
  readonly total: number;
  /** Tiles that do. */
  readonly tiles: number;
}

export interface ExportReport extends Finished {
  readonly minzoom: number;
  readonly maxzoom: number;
  /** The data changed while the archive was made, every time: its tiles may be of different moments. */
  readonly isMixed: boolean;
}

/** The layers have nothing to show in what was asked for. */
export class NothingToExport extends Error {
  override readonly name = 'NothingToExport';

  constructor() {
    super('The layers have no features in the levels and the box asked for.');
  }
}

/** Where the database cannot hold a moment, all is done again when the data changed meanwhile, so many times in all. */
const ATTEMPTS = 3;
/**
 * Tiles begun for each session: the next is waiting when one is done, and one slow tile does not hold up the others at
 * once.
 */
const AHEAD = 16;

/**
 * Writes the archive. On PostgreSQL all tiles of the service's own layers are of one moment. Rejects with
 * `ArchiveExists`, `NothingToExport`, the signal's reason, or the error of the database or the file system; then no
 * file is left.
 */
export async function exportTiles(
  db: Database,
  registry: LayerRegistry,
  options: ExportOptions,
): Promise<ExportReport> {
  const { signal } = options;
  // No snapshot reaches into the databases of sources.
  const isOwn = [...registry.bySource(options.layers).keys()].every(({ database }) => database === undefined);
  const use = (sessions: readonly Database[], isFixed: boolean, attempt: number): Promise<ExportReport | null> =>
    writeArchive(
      sessions.map((session) => ({ ...session, ...withOptions(session, { signal }) })),
      registry,
      { ...options, whenChanged: isFixed && isOwn ? 'ignore' : attempt < ATTEMPTS ? 'stop' : 'note' },
    );
  try {
    for (let attempt = 1; ; attempt += 1) {
      const report = await withSnapshot(db, options.concurrency, (sessions, isFixed) =>
        use(sessions, isFixed, attempt),
      );
      if (report !== null) return report;
      options.onRestart?.();
    }
  } catch (error) {
    // Its statements end as cancelled ones.
    signal?.throwIfAborted();
    throw error;
  }
}

interface Writing extends ExportOptions {
  readonly whenChanged: 'ignore' | 'stop' | 'note';
}

/** Null where it stopped because the data changed. */
async function writeArchive(
  sessions: readonly Database[],
  registry: LayerRegistry,
  options: Writing,
): Promise<ExportReport | null> {
  const { layers, signal, whenChanged } = options;
  // A request that is not valid fails before anything is written.
  requestOf(registry, options, { z: 0, x: 0, y: 0 });
  for (const [source, [layer]] of registry.bySource(layers)) {
    // What has no features says so itself.
    if (source.tilesOnly === true && layer !== undefined && source.database !== undefined)
      await source.facilities(source.database, { layer, attributes: [], filter: null });
  }
  const [session] = sessions;
  if (session === undefined) throw new RangeError('An export needs a session.');
  const minzoom = Math.max(options.minzoom ?? 0, Math.min(...layers.map((layer) => layer.minzoom)));
  const maxzoom = options.maxzoom ?? Math.max(...layers.map((layer) => layer.maxzoom));
  const file = await ArchiveFile.create(options.out, options.force);
  try {
    const before = await revisionsOf(session, registry, layers);
    const stats = await statsOf(session, registry, layers, signal);
    const extents = [...stats.values()].flatMap(({ bbox }) => (bbox === null ? [] : [bbox]));
    const bounds = boundsOf(extents, options.bbox);
    const levels = bounds === null ? [] : await findLevels(session, registry, options, minzoom, maxzoom);
    const total = levels.reduce((sum, { ids }) => sum + ids.length, 0);
    let done = 0;
    let isMixed = false;
    for (const { z, ids } of levels) {
      for await (const { id, bytes } of tilesOf(sessions, registry, options, ids)) {
        signal?.throwIfAborted();
        if (bytes !== null) await file.add(id, bytes);
        done += 1;
        options.onProgress?.({ z, done, total, tiles: file.tileCount });
      }
      isMixed ||= whenChanged !== 'ignore' && (await revisionsOf(session, registry, layers)) !== before;
      if (isMixed && whenChanged === 'stop') return null;
    }
    if (bounds === null || file.tileCount === 0) throw new NothingToExport();
    const finished = await file.finish(
      describeArchive({
        layers: withSources(layers, stats),
        minzoom,
        maxzoom,
        bounds,
        lang: options.lang,
        version: options.version,
      }),
    );
    return { ...finished, minzoom, maxzoom, isMixed };
  } finally {
    await file.discard();
  }
}

async function findLevels(
  session: Queryable,
  registry: LayerRegistry,
  { layers, bbox, signal }: Writing,
  minzoom: number,
  maxzoom: number,
): Promise<Level[]> {
  const levels: Level[] = [];
  for (let z = minzoom; z <= maxzoom; z += 1) {
    signal?.throwIfAborted();
    const windows = bbox === null ? [undefined] : partsOf(bbox).map((part) => windowOf(part, z));
    const found: Level[] = [];
    for (const window of windows) found.push(await tilesOfLevel(session, registry, layers, z, window));
    levels.push(joined(found));
  }
  return levels;
}

/** The tiles of several windows of a level, each once. */
function joined([first, ...more]: readonly Level[]): Level {
  if (first === undefined) throw new RangeError('A level has a window.');
  if (more.length === 0) return first;
  const ids = new Set([first, ...more].flatMap((level) => [...level.ids]));
  return { z: first.z, ids: Float64Array.from(ids).sort() };
}

function windowOf([west, south, east, north]: Bbox, z: number): LevelWindow {
  const first = tileAt({ lon: west, lat: north }, z);
  const last = tileAt({ lon: east, lat: south }, z);
  return { columns: { first: first.x, last: last.x }, rows: { first: first.y, last: last.y } };
}

interface Encoded {
  readonly id: number;
  /** Compressed; null where the tile is empty. */
  readonly bytes: Buffer | null;
}

function tilesOf(
  sessions: readonly Database[],
  registry: LayerRegistry,
  options: Writing,
  ids: Float64Array,
): AsyncGenerator<Encoded, void> {
  const { signal } = options;
  const reader = { principal: PUBLIC, ...(signal === undefined ? {} : { signal }) };
  return inOrder(ids, {
    lanes: sessions,
    ahead: AHEAD * sessions.length,
    make: async (session, id) => {
      signal?.throwIfAborted();
      const request = requestOf(registry, options, tileOfId(id));
      return { id, bytes: (await executeTile(session, request, reader)).bytes };
    },
    // As the service does for clients that take gzip: the archive has the bytes that they are sent.
    finish: async ({ id, bytes }) => ({ id, bytes: bytes.length === 0 ? null : await compress(bytes, 'gzip') }),
  });
}

/** The request that the service would decide on for the tile's address. Throws what it would answer. */
function requestOf(
  registry: LayerRegistry,
  { layers, filter }: Pick<ExportOptions, 'layers' | 'filter'>,
  { z, x, y }: TileCoord,
): TileRequest {
  const params = { layers: layers.map(({ id }) => id).join(), z: String(z), x: String(x), y: String(y) };
  return decideTile(params, new URLSearchParams(filter === null ? {} : { filter }), registry);
}

/** Revisions of the layers, as one text to compare. */
async function revisionsOf(
  db: Queryable,
  registry: LayerRegistry,
  layers: readonly LayerDefinition[],
): Promise<string> {
  const revisions = await Promise.all(
    [...registry.bySource(layers).keys()].map((source) => source.revisions(source.database ?? db)),
  );
  const all = new Map(revisions.flatMap((each) => [...each]));
  return layers.map(({ id }) => all.get(id)?.revision ?? 0).join();
}

async function statsOf(
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
