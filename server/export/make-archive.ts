/** One archive of a region: what was made before and has not changed is copied, and the rest is made. */
import { withSources } from '../layers/layer-loads.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { withOptions } from '../platform/db/connections.ts';
import type { Database } from '../platform/db/types.ts';
import type { Lang } from '../platform/messages/index.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import type { Finished, Finishing } from './assemble.ts';
import type { ExportProgress } from './export.ts';
import { KnownBefore, type TilesOfState } from './known-before.ts';
import type { Level } from './levels.ts';
import { boundsOf, describeArchive } from './metadata.ts';
import { archivedState, isSameState, type State } from './recipe.ts';
import { withSnapshot } from './snapshot.ts';
import { findLevels, statsOf, tilesOf, zoomList, zoomsOf, type TileSelection } from './tiles.ts';
import { openUnfinished, UnfinishedArchive, type UnfinishedTiles } from './unfinished.ts';

export interface MakingProgress extends ExportProgress {
  /** Tiles that were copied from an earlier export, of those done. */
  readonly copied: number;
}

export interface ArchiveOptions {
  readonly selection: TileSelection;
  readonly lang: Lang;
  readonly version: string;
  readonly concurrency: number;
  readonly recipe: string;
  /** Where what is not finished lies, and by which name. */
  readonly folder: string;
  readonly name: string;
  /** Of the same recipe. */
  readonly previous: TilesOfState | null;
  readonly onProgress?: (progress: MakingProgress) => void;
}

export interface MadeArchive extends Finished {
  /** Where it lies, among what was not finished. */
  readonly path: string;
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly bounds: Bbox;
  readonly state: State;
  readonly copied: number;
  /** See `ExportReport`; the next export puts it right. */
  readonly isMixed: boolean;
}

/** What another process has left, as `UnfinishedArchive.create` was given it. */
interface LeftState {
  readonly recipe: string;
  readonly state: State;
}

/** Where the database cannot hold a moment, what has changed meanwhile is made again, so many times in all. */
const ATTEMPTS = 5;

/**
 * Makes an archive. Killed at any moment, it goes on from where it was when it is called again, until
 * `removeUnfinished` has removed what it made. Resolves with null where the layers have nothing to show. Rejects as
 * `exportTiles` does.
 */
export async function makeArchive(
  db: Database,
  registry: LayerRegistry,
  options: ArchiveOptions,
): Promise<MadeArchive | null> {
  const { signal } = options.selection;
  // No snapshot reaches into the databases of sources.
  const isOwn = [...registry.bySource(options.selection.layers).keys()].every(({ database }) => database === undefined);
  const left = await leftOf(options);
  try {
    return await withSnapshot(db, options.concurrency, (sessions, isFixed) =>
      makeFrom(
        sessions.map((session) => ({ ...session, ...withOptions(session, { signal }) })),
        registry,
        options,
        { before: [...left, ...(options.previous === null ? [] : [options.previous])], isFixed: isFixed && isOwn },
      ),
    );
  } catch (error) {
    // Its statements end as cancelled ones.
    signal?.throwIfAborted();
    throw error;
  } finally {
    for (const { tiles } of left) await tiles.close();
  }
}

/** What earlier processes have left of the same recipe, the furthest first. */
async function leftOf({ folder, name, recipe }: ArchiveOptions): Promise<TilesOfState[]> {
  const found = await openUnfinished(folder, name);
  const usable: TilesOfState[] = [];
  for (const tiles of found) {
    const { recipe: of, state } = tiles.state as LeftState;
    if (of === recipe) usable.push({ tiles, state });
    else await tiles.close();
  }
  return usable.sort((one, other) => other.tiles.lastId - one.tiles.lastId);
}

async function makeFrom(
  sessions: readonly Database[],
  registry: LayerRegistry,
  options: ArchiveOptions,
  { before, isFixed }: { readonly before: readonly TilesOfState[]; readonly isFixed: boolean },
): Promise<MadeArchive | null> {
  const [session] = sessions;
  if (session === undefined) throw new RangeError('An export needs a session.');
  const { folder, name, recipe, selection } = options;
  let known = before;
  const reopened: UnfinishedTiles[] = [];
  try {
    for (let attempt = 1; ; attempt += 1) {
      const state = await archivedState(session, registry, selection);
      const unfinished = await UnfinishedArchive.create(folder, name, { recipe, state } satisfies LeftState);
      try {
        const made = await fill(unfinished, sessions, registry, options, known);
        // Tiles that a change has touched meanwhile may be older than the change or not: they are made again.
        const isSame = isFixed || isSameState(state, await archivedState(session, registry, selection));
        if (made === null && isSame) return null;
        if (made !== null && (isSame || attempt === ATTEMPTS))
          return finished(await unfinished.finish(made.finishing), made, state, !isSame);
        const again = await unfinished.reopen();
        if (again !== null) {
          reopened.push(again);
          known = [{ tiles: { ...again, lastId: Infinity }, state }, ...known];
        }
      } finally {
        await unfinished.close();
      }
    }
  } finally {
    for (const each of reopened) await each.close();
  }
}

function finished(
  of: Finished & Pick<MadeArchive, 'path'>,
  { copied, finishing }: Filled,
  state: State,
  isMixed: boolean,
): MadeArchive {
  const { minzoom, maxzoom, bounds } = finishing;
  return { ...of, minzoom, maxzoom, bounds, copied, state, isMixed };
}

interface Filled extends Pick<MadeArchive, 'copied'> {
  readonly finishing: Finishing;
}

/** Null where there is nothing to show. */
async function fill(
  unfinished: UnfinishedArchive,
  sessions: readonly Database[],
  registry: LayerRegistry,
  { selection, lang, version, onProgress }: ArchiveOptions,
  before: readonly TilesOfState[],
): Promise<Filled | null> {
  const { layers, signal } = selection;
  const [session] = sessions as [Database];
  const { minzoom, maxzoom } = zoomsOf(selection);
  const stats = await statsOf(session, registry, layers, signal);
  const extents = [...stats.values()].flatMap(({ bbox }) => (bbox === null ? [] : [bbox]));
  const bounds = boundsOf(extents, selection.bbox);
  if (bounds === null) return null;
  const known = await KnownBefore.of(session, registry, layers, before);
  const levels = await levelsOf(session, registry, selection, known);
  const total = levels.reduce((sum, { ids }) => sum + ids.length, 0);
  let done = 0;
  let copied = 0;
  for (const { z, ids } of levels) {
    for await (const { id, bytes, isKnown } of tilesOf(sessions, registry, selection, ids, known.readerOf(z))) {
      signal?.throwIfAborted();
      await unfinished.add(id, bytes);
      done += 1;
      if (isKnown) copied += 1;
      onProgress?.({ z, done, total, tiles: unfinished.tileCount, copied });
    }
  }
  if (unfinished.tileCount === 0) return null;
  const finishing = describeArchive({ layers: withSources(layers, stats), minzoom, maxzoom, bounds, lang, version });
  return { copied, finishing };
}

/** Tiles to be tried: by what has changed where that is known, else by looking at all features. */
async function levelsOf(
  session: Database,
  registry: LayerRegistry,
  selection: TileSelection,
  known: KnownBefore,
): Promise<Level[]> {
  const zooms = zoomList(zoomsOf(selection));
  // Within a box, what has changed may lie outside of it.
  const ids = new Map(zooms.map((z) => [z, selection.bbox === null ? known.idsOf(z) : null]));
  const unknown = zooms.filter((z) => ids.get(z) === null);
  const found = unknown.length === 0 ? [] : await findLevels(session, registry, selection, unknown);
  const levels = [...found];
  for (const [z, of] of ids) if (of !== null && of !== undefined) levels.push({ z, ids: of });
  return levels.sort((one, other) => one.z - other.z);
}
