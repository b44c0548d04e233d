import { readFile, writeFile, rename, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  MANIFEST_FORMAT,
  MANIFEST_NAME,
  readManifest,
  type ArchiveEntry,
  type ArchiveManifest,
} from '../../tiles/api/archives.ts';
import type { ArchiveStore, StoredText } from './store/store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What stands where the manifest of archives would be is none. */
export class NotAManifest extends Error {
  override readonly name = 'NotAManifest';

  constructor() {
    super(`What is stored as ${MANIFEST_NAME} is no manifest of archives.`);
  }
}

/** The manifest of a store; empty where there is none yet. Rejects with `NotAManifest`. */
export async function storedManifest(
  store: ArchiveStore,
): Promise<{ readonly manifest: ArchiveManifest; readonly stored: StoredText | null }> {
  const stored = await store.readText(MANIFEST_NAME);
  if (stored === null) return { manifest: { format: MANIFEST_FORMAT, archives: [], retired: [] }, stored };
  const manifest = readManifest(parsed(stored.text));
  if (manifest === null) throw new NotAManifest();
  return { manifest, stored };
}

/** The archive of a region with exactly these layers. */
export function entryOf(
  entries: readonly ArchiveEntry[],
  region: string,
  layers: readonly string[],
): ArchiveEntry | undefined {
  return entries.find((entry) => entry.region === region && entry.layers.join() === layers.join());
}

export interface Publication {
  readonly region: string;
  /** What was made, or has not changed. */
  readonly made: readonly ArchiveEntry[];
  /** Layers that were asked for: no other archive of the region has them any more. */
  readonly layers: ReadonlySet<string>;
}

/**
 * The manifest after an export of some layers of a region. Archives of other regions and other layers stay, and so does
 * the order: the same archives give the same text.
 */
export function published(before: ArchiveManifest, { region, made, layers }: Publication, now: Date): ArchiveManifest {
  const isReplaced = (entry: ArchiveEntry): boolean =>
    entry.region === region && entry.layers.some((layer) => layers.has(layer));
  const key = ({ region: of, layers: ids }: ArchiveEntry): string => `${of} ${ids.join()}`;
  const archives = [...before.archives.filter((entry) => !isReplaced(entry)), ...made].sort((one, other) =>
    key(one) < key(other) ? -1 : 1,
  );
  const named = new Set(archives.map(({ url }) => url));
  const gone = before.archives.filter(({ url }) => !named.has(url)).map(({ url }) => ({ url, at: now.toISOString() }));
  return {
    format: MANIFEST_FORMAT,
    archives,
    // One that is named again has come back.
    retired: [...before.retired.filter(({ url }) => !named.has(url)), ...gone],
  };
}

/** Publishes at once; whoever else publishes to the same place meanwhile keeps theirs. */
export async function publish(store: ArchiveStore, publication: Publication, now: () => Date): Promise<void> {
  for (;;) {
    const { manifest, stored } = await storedManifest(store);
    const text = textOf(published(manifest, publication, now()));
    if (text === stored?.text || (await store.replaceText(MANIFEST_NAME, text, stored))) return;
  }
}

/**
 * Removes archives of a region that nobody should read any more: those replaced so many days ago, and those of exports
 * that were never published, of that age. Resolves with their number.
 */
export async function prune(store: ArchiveStore, region: string, days: number, now: () => Date): Promise<number> {
  const before = new Date(now().getTime() - days * DAY_MS);
  const { manifest } = await storedManifest(store);
  const named = new Set(manifest.archives.map(({ url }) => url));
  const retiredAt = new Map(manifest.retired.map(({ url, at }) => [url, new Date(at)]));
  const old = (await store.list(`${region}/`)).filter(
    ({ key, modifiedAt }) => !named.has(key) && (retiredAt.get(key) ?? modifiedAt) <= before,
  );
  for (const { key } of old) await store.remove(key);
  const removed = new Set(old.map(({ key }) => key));
  for (;;) {
    const { manifest: latest, stored } = await storedManifest(store);
    const retired = latest.retired.filter(({ url }) => !removed.has(url));
    if (retired.length === latest.retired.length) return removed.size;
    if (await store.replaceText(MANIFEST_NAME, textOf({ ...latest, retired }), stored)) return removed.size;
  }
}

/** What a run has made so far, for the one that goes on after it was killed. */
export class RunNotes {
  readonly #path: string;
  #entries: readonly ArchiveEntry[];

  private constructor(path: string, entries: readonly ArchiveEntry[]) {
    this.#path = path;
    this.#entries = entries;
  }

  static async open(path: string): Promise<RunNotes> {
    await mkdir(dirname(path), { recursive: true });
    const text = await readFile(path, 'utf8').catch(() => '');
    return new RunNotes(path, readManifest(parsed(text))?.archives ?? []);
  }

  get entries(): readonly ArchiveEntry[] {
    return this.#entries;
  }

  async add(entry: ArchiveEntry): Promise<void> {
    const others = this.#entries.filter((each) => each.layers.join() !== entry.layers.join());
    await this.#write([...others, entry]);
  }

  clear(): Promise<void> {
    return this.#write([]);
  }

  async #write(entries: readonly ArchiveEntry[]): Promise<void> {
    this.#entries = entries;
    const part = `${this.#path}.part`;
    await writeFile(part, textOf({ format: MANIFEST_FORMAT, archives: entries, retired: [] }));
    await rename(part, this.#path);
  }
}

function textOf(manifest: ArchiveManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
