/** Public layers → a PMTiles archive, with the very bytes that the service answers. */
import { withSources } from '../layers/layer-loads.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { withOptions } from '../platform/db/connections.ts';
import type { Database } from '../platform/db/types.ts';
import type { Lang } from '../platform/messages/index.ts';
import { ArchiveFile } from './archive-file.ts';
import type { Finished } from './assemble.ts';
import { boundsOf, describeArchive } from './metadata.ts';
import { withSnapshot } from './snapshot.ts';
import {
  findLevels,
  refuseUnusable,
  stateOf,
  statsOf,
  tilesOf,
  zoomList,
  zoomsOf,
  type TileSelection,
} from './tiles.ts';

export interface ExportOptions extends TileSelection {
  /** Path of the archive. */
  readonly out: string;
  readonly force: boolean;
  readonly lang: Lang;
  /** Of the service, written into the archive. */
  readonly version: string;
  /** Tiles made at a time. */
  readonly concurrency: number;
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
  await refuseUnusable(registry, options);
  const [session] = sessions;
  if (session === undefined) throw new RangeError('An export needs a session.');
  const { minzoom, maxzoom } = zoomsOf(options);
  const revisionsOf = async (): Promise<string> =>
    [...(await stateOf(session, registry, layers)).values()].map(({ revision }) => revision).join();
  const file = await ArchiveFile.create(options.out, options.force);
  try {
    const before = await revisionsOf();
    const stats = await statsOf(session, registry, layers, signal);
    const extents = [...stats.values()].flatMap(({ bbox }) => (bbox === null ? [] : [bbox]));
    const bounds = boundsOf(extents, options.bbox);
    const levels = bounds === null ? [] : await findLevels(session, registry, options, zoomList({ minzoom, maxzoom }));
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
      isMixed ||= whenChanged !== 'ignore' && (await revisionsOf()) !== before;
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
