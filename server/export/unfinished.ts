/**
 * An archive being made by a process that may be killed at any moment. Its tiles are in one file, and a journal beside
 * it says which they are, batch by batch: what is in the journal is on the disk, so that the next process goes on.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { assemble, type Finished, type Finishing } from './assemble.ts';
import { appendBatch, readJournal, type JournalRecord } from './journal.ts';
import type { KnownTiles } from './known-tiles.ts';
import { ArchiveContents } from './pmtiles/contents.ts';
import { readAt } from './pmtiles/reader.ts';

/** Bytes and time after which what was made is put on the disk: so much is made again after a kill at the most. */
const BATCH = { bytes: 4 * 1024 * 1024, ms: 2000 } as const;

export class UnfinishedArchive {
  readonly #contents = new ArchiveContents();
  readonly #path: string;
  readonly #tiles: FileHandle;
  readonly #journal: FileHandle;
  #bytes: Buffer[] = [];
  #length = 0;
  #records: JournalRecord[] = [];
  #lastId = -1;
  #writtenAt = performance.now();

  private constructor(path: string, tiles: FileHandle, journal: FileHandle) {
    this.#path = path;
    this.#tiles = tiles;
    this.#journal = journal;
  }

  /** `state` says what the tiles are of: `openUnfinished` gives it back. */
  static async create(folder: string, name: string, state: object): Promise<UnfinishedArchive> {
    await mkdir(folder, { recursive: true });
    const numbers = await numbersOf(folder, name);
    for (let number = Math.max(0, ...numbers) + 1; ; number += 1) {
      const path = join(folder, `${name}.${String(number)}`);
      // Another process may take the same number.
      const tiles = await open(`${path}.tiles`, 'wx+').catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
        throw error;
      });
      if (tiles === null) continue;
      await writeFile(`${path}.json`, JSON.stringify(state));
      return new UnfinishedArchive(path, tiles, await open(`${path}.journal`, 'w'));
    }
  }

  get tileCount(): number {
    return this.#contents.tileCount;
  }

  /** Adds a tile, or notes that it is empty; they come in the order of their ids. */
  async add(id: number, bytes: Buffer | null): Promise<void> {
    this.#lastId = id;
    if (bytes !== null) {
      const hash = createHash('sha256').update(bytes).digest();
      if (this.#contents.add(id, hash.toString('base64'), bytes.length)) {
        this.#bytes.push(bytes);
        this.#length += bytes.length;
      }
      const { offset, length } = this.#contents.entries.at(this.#contents.entries.length - 1);
      this.#records.push({ id, offset, length, hash });
    }
    if (this.#length >= BATCH.bytes || performance.now() - this.#writtenAt >= BATCH.ms) await this.flush();
  }

  /** Puts on the disk what was added. */
  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.#bytes);
    const records = this.#records;
    this.#bytes = [];
    this.#length = 0;
    this.#records = [];
    if (bytes.length > 0) await this.#tiles.appendFile(bytes);
    await this.#tiles.datasync();
    await appendBatch(this.#journal, this.#lastId, records);
    this.#writtenAt = performance.now();
  }

  /** Writes the archive of these tiles beside them. Has at least one. */
  async finish(finishing: Finishing): Promise<Finished & { readonly path: string }> {
    await this.flush();
    const path = `${this.#path}.pmtiles`;
    const archive = await open(path, 'w');
    try {
      const finished = await assemble(archive, this.#contents, this.#tiles, finishing);
      await archive.sync();
      return { ...finished, path };
    } finally {
      await archive.close();
    }
  }

  /** What was made so far, for another attempt. */
  async reopen(): Promise<UnfinishedTiles | null> {
    await this.flush();
    return openOne(this.#path);
  }

  /** Keeps what was made, as far as the disk takes it. */
  async close(): Promise<void> {
    await this.flush().catch(() => undefined);
    await this.#tiles.close();
    await this.#journal.close();
  }
}

export interface UnfinishedTiles extends KnownTiles {
  readonly state: unknown;
}

/** All that was left of an archive by processes that did not finish it; what cannot be read is left out. */
export async function openUnfinished(folder: string, name: string): Promise<UnfinishedTiles[]> {
  const found = await Promise.all(
    (await numbersOf(folder, name)).map((number) => openOne(join(folder, `${name}.${String(number)}`))),
  );
  return found.filter((each) => each !== null);
}

/** Removes what is not needed any more, the archive made of it too. */
export async function removeUnfinished(folder: string, name: string): Promise<void> {
  for (const number of await numbersOf(folder, name))
    for (const ending of ['pmtiles', 'json', 'journal', 'tiles'])
      await rm(join(folder, `${name}.${String(number)}.${ending}`), { force: true });
}

async function numbersOf(folder: string, name: string): Promise<number[]> {
  const files = await readdir(folder).catch(() => []);
  return files.flatMap((file) => {
    const [number = '', ending, ...more] = file.startsWith(`${name}.`) ? file.slice(name.length + 1).split('.') : [];
    return ending === 'tiles' && more.length === 0 ? [Number(number)] : [];
  });
}

async function openOne(path: string): Promise<UnfinishedTiles | null> {
  const tiles = await open(`${path}.tiles`, 'r').catch(() => null);
  if (tiles === null) return null;
  try {
    const state: unknown = JSON.parse(await readFile(`${path}.json`, 'utf8'));
    const journal = await readJournal(await readFile(`${path}.journal`), tiles);
    return {
      state,
      lastId: journal.lastId,
      *idsWithin(first, end) {
        for (const id of journal.places.keys()) if (id >= first && id < end) yield id;
      },
      async read(id) {
        const place = journal.places.get(id);
        return place === undefined ? null : readAt(tiles, place.offset, place.length);
      },
      close: () => tiles.close(),
    };
  } catch {
    // Killed before it had begun.
    await tiles.close();
    return null;
  }
}
