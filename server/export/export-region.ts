/** The layers of a region → archives in a folder or a bucket, and the manifest that names them. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArchiveEntry } from '../../tiles/api/archives.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { Database } from '../platform/db/types.ts';
import type { Lang } from '../platform/messages/index.ts';
import type { TilesOfState } from './known-before.ts';
import { makeArchive, type MakingProgress } from './make-archive.ts';
import { openArchive } from './pmtiles/reader.ts';
import { archivedState, isSameState, recipeOf } from './recipe.ts';
import { entryOf, prune, publish, RunNotes, storedManifest } from './region-manifest.ts';
import type { ArchiveStore } from './store/store.ts';
import { refuseUnusable, type TileSelection } from './tiles.ts';
import { removeUnfinished } from './unfinished.ts';

/** As much of its hash as an archive has in its name. */
const NAMED_DIGITS = 16;
/** Names of layers in a name of a file. */
const NAME_LENGTH = 100;

export interface RegionOptions extends Omit<TileSelection, 'layers'> {
  /** Layers of each archive, at least one; all public. */
  readonly groups: readonly (readonly LayerDefinition[])[];
  /** Code of the city, or another name of it: letters, digits, hyphens. */
  readonly region: string;
  readonly store: ArchiveStore;
  /** Where the archives are made. */
  readonly folder: string;
  /** Take nothing of earlier exports. */
  readonly anew: boolean;
  /** Remove archives that were replaced so many days ago; null keeps all. */
  readonly pruneDays: number | null;
  readonly lang: Lang;
  readonly version: string;
  readonly concurrency: number;
  readonly onProgress?: (layers: readonly LayerDefinition[], progress: MakingProgress) => void;
  readonly onArchive?: (archive: ArchiveReport) => void;
  /** For tests. */
  readonly now?: () => Date;
}

export interface ArchiveReport {
  readonly layers: readonly LayerDefinition[];
  /** `empty`: the layers have nothing to show, and no archive. */
  readonly outcome: 'made' | 'unchanged' | 'empty';
  readonly entry: ArchiveEntry | null;
  /** Tiles that were copied from an earlier export; of archives that were made. */
  readonly copied: number;
  /** See `MadeArchive`. */
  readonly isMixed: boolean;
}

export interface RegionReport {
  readonly archives: readonly ArchiveReport[];
  readonly removed: number;
}

/**
 * Exports each group of layers as an archive, and publishes all of them at once when the last is stored. What has not
 * changed since the last export stays as it is. Killed at any moment, the next call with the same options goes on from
 * there. Rejects as `exportTiles` does, and with the errors of the store.
 */
export async function exportRegion(
  db: Database,
  registry: LayerRegistry,
  options: RegionOptions,
): Promise<RegionReport> {
  const { region, store, now = () => new Date() } = options;
  // What an export has left that takes nothing of others is only for the like.
  const folder = join(options.folder, options.anew ? 'anew' : 'usual');
  for (const layers of options.groups) await refuseUnusable(registry, { ...options, layers });
  // A place that refuses says so before hours of work, though nothing of it is to be taken.
  if (options.anew) await storedManifest(store);
  const notes = await RunNotes.open(join(folder, `${region}.json`));
  const archives: ArchiveReport[] = [];
  for (const layers of options.groups) {
    options.signal?.throwIfAborted();
    const report = await exportGroup(db, registry, { ...options, folder }, layers, notes);
    options.onArchive?.(report);
    archives.push(report);
  }
  await publish(
    store,
    {
      region,
      made: archives.flatMap(({ entry }) => entry ?? []),
      layers: new Set(options.groups.flat().map(({ id }) => id)),
    },
    now,
  );
  await notes.clear();
  const removed = options.pruneDays === null ? 0 : await prune(store, region, options.pruneDays, now);
  return { archives, removed };
}

async function exportGroup(
  db: Database,
  registry: LayerRegistry,
  options: RegionOptions,
  layers: readonly LayerDefinition[],
  notes: RunNotes,
): Promise<ArchiveReport> {
  const { region, store, folder, anew, lang, version, concurrency } = options;
  const ids = layers.map(({ id }) => id);
  const selection = { ...options, layers };
  const recipe = await recipeOf(db, registry, selection, { version, lang });
  const before =
    entryOf(notes.entries, region, ids) ??
    (anew ? undefined : entryOf((await storedManifest(store)).manifest.archives, region, ids));
  const isUsable = before?.recipe === recipe && (await store.size(before.url)) === before.size;
  const last = isUsable ? before : null;
  if (last !== null && isSameState(last.state, await archivedState(db, registry, selection)))
    return { layers, outcome: 'unchanged', entry: last, copied: 0, isMixed: false };
  const name = `${region}-${ids.join('_').slice(0, NAME_LENGTH)}`;
  const previous = last === null ? null : await openPrevious(store, last, join(folder, `${name}.previous`));
  try {
    const made = await makeArchive(db, registry, {
      selection,
      lang,
      version,
      concurrency,
      recipe,
      folder,
      name,
      previous: previous?.of ?? null,
      onProgress: (progress) => options.onProgress?.(layers, progress),
    });
    if (made === null) {
      await removeUnfinished(folder, name);
      return { layers, outcome: 'empty', entry: null, copied: 0, isMixed: false };
    }
    const { path, minzoom, maxzoom, bounds, bytes, sha256, tiles, state, copied, isMixed } = made;
    const url = `${region}/${ids.join('_').slice(0, NAME_LENGTH)}-${sha256.slice(0, NAMED_DIGITS)}.pmtiles`;
    if ((await store.size(url)) !== bytes) await store.put(url, path);
    const entry = { region, layers: ids, minzoom, maxzoom, bounds, url, size: bytes, sha256, tiles, state, recipe };
    await notes.add(entry);
    await removeUnfinished(folder, name);
    return { layers, outcome: 'made', entry, copied, isMixed };
  } finally {
    await previous?.close();
  }
}

/** The archive of the last export, on this machine; null where it is not the one that its manifest names. */
async function openPrevious(
  store: ArchiveStore,
  { url, size, sha256, state }: ArchiveEntry,
  path: string,
): Promise<{ readonly of: TilesOfState; readonly close: () => Promise<void> } | null> {
  const isThere = await stat(path).then(
    (file) => file.size === size,
    () => false,
  );
  if (!isThere || (await hashOf(path)) !== sha256) await store.fetch(url, path);
  if ((await hashOf(path)) !== sha256) {
    await rm(path, { force: true });
    return null;
  }
  const tiles = await openArchive(path);
  return {
    of: { tiles, state },
    close: async () => {
      await tiles.close();
      await rm(path, { force: true });
    },
  };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
