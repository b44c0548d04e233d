import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { detailOf, fileError } from '../reader.ts';

export interface ZipEntry {
  /** As the archive has it, each byte a character: names of Chinese systems are GB18030, and nothing says so. */
  readonly name: string;
  readonly bytes: number;
  /** Ends with an error where there are more bytes than the archive says. */
  stream(): Promise<Readable>;
}

export interface ZipFile {
  readonly entries: readonly ZipEntry[];
  close(): void;
}

/** Text shrinks to a tenth or a thirtieth. The method can do 1,032 to 1 at most: an entry like that is a trap. */
const LIMITS = { entries: 10_000, ratio: 300, freeBytes: 100_000_000, bytes: 20_000_000_000 } as const;
const ENCRYPTED = 1;

/** Lists a ZIP archive, and refuses one that would unpack to more than a file of data. Throws `FileErrors`. */
export async function openZip(path: string): Promise<ZipFile> {
  const archive = await openArchive(path);
  try {
    const entries = await list(archive);
    return { entries, close: () => archive.close() };
  } catch (error) {
    archive.close();
    throw error;
  }
}

function openArchive(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true };
    yauzl.open(path, options, (error, archive) => {
      if (error !== null) reject(fileError('zip-malformed', { detail: detailOf(error) }));
      else resolve(archive);
    });
  });
}

function list(archive: yauzl.ZipFile): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  let all = 0;
  return new Promise((resolve, reject) => {
    const refuse = (...error: Parameters<typeof fileError>): void => reject(fileError(...error));
    archive.on('error', (error: unknown) => refuse('zip-malformed', { detail: detailOf(error) }));
    archive.on('end', () => resolve(entries));
    archive.on('entry', (entry: yauzl.Entry) => {
      const raw: unknown = entry.fileName;
      const name = (Buffer.isBuffer(raw) ? raw.toString('latin1') : String(raw)).replaceAll('\\', '/');
      all += entry.uncompressedSize;
      const isTrap =
        entry.uncompressedSize > LIMITS.freeBytes &&
        entry.uncompressedSize > Math.max(1, entry.compressedSize) * LIMITS.ratio;
      if (isTrap || all > LIMITS.bytes || entries.length >= LIMITS.entries) refuse('zip-too-large');
      else if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) refuse('zip-encrypted');
      else if (name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.split('/').includes('..'))
        refuse('zip-path', { name: name.slice(0, 80) });
      else {
        if (!name.endsWith('/'))
          entries.push({ name, bytes: entry.uncompressedSize, stream: () => streamOf(archive, entry) });
        archive.readEntry();
      }
    });
    archive.readEntry();
  });
}

function streamOf(archive: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error !== null) reject(fileError('zip-malformed', { detail: detailOf(error) }));
      else resolve(stream);
    });
  });
}

/** Files that belong to a shapefile. */
const SIBLINGS = ['.dbf', '.shx', '.prj', '.cpg'];

export interface Unpacked {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Unpacks the one file of data in an archive, under a name of ours. Throws `FileErrors` where there is not one. */
export async function unpack(path: string, readable: readonly string[], wanted?: string): Promise<Unpacked> {
  const archive = await openZip(path);
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-unpack-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const data = dataEntry(archive.entries, readable, wanted);
    const end = extname(data.name).toLowerCase();
    await extract(data, join(folder, `data${end}`));
    if (end === '.shp') {
      const stem = data.name.slice(0, -end.length).toLowerCase();
      for (const entry of archive.entries) {
        const sibling = SIBLINGS.find((each) => entry.name.toLowerCase() === stem + each);
        if (sibling !== undefined) await extract(entry, join(folder, `data${sibling}`));
      }
    }
    return { path: join(folder, `data${end}`), remove };
  } catch (error) {
    await remove();
    throw error;
  } finally {
    archive.close();
  }
}

async function extract(entry: ZipEntry, path: string): Promise<void> {
  try {
    await pipeline(await entry.stream(), createWriteStream(path));
  } catch (error) {
    throw fileError('zip-malformed', { detail: detailOf(error) });
  }
}

function dataEntry(entries: readonly ZipEntry[], readable: readonly string[], wanted: string | undefined): ZipEntry {
  const files = entries.filter(
    ({ name }) => !name.split('/').some((part) => part === '__MACOSX' || part.startsWith('.')),
  );
  const data = files.filter(({ name }) => {
    const end = extname(name).toLowerCase();
    return readable.includes(end) && end !== '.zip' && end !== '.kmz';
  });
  // A text beside the data is a read-me.
  const withoutTexts = data.filter(({ name }) => extname(name).toLowerCase() !== '.txt');
  const candidates = withoutTexts.length > 0 ? withoutTexts : data;
  const named = wanted === undefined ? [] : candidates.filter(({ name }) => stemOf(name) === wanted);
  const [first, ...more] = named.length > 0 ? named : candidates;
  if (first === undefined) throw fileError('zip-no-data', { ends: readable.join(' ') });
  if (more.length > 0)
    throw fileError('zip-several', {
      names: [first, ...more]
        .slice(0, 10)
        .map(({ name }) => name)
        .join(', '),
    });
  return first;
}

function stemOf(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return base.slice(0, base.length - extname(base).length);
}
