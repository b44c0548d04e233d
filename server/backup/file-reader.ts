import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { BackupUnreadable } from './errors.ts';
import { FORMAT_VERSION, parseHead, parseManifest, parseTableHead, type Manifest, type TableHead } from './manifest.ts';
import { checkSeal, SEAL_LENGTH } from './seal.ts';

/** A part of a backup, in the order of the file. */
export type BackupPart =
  | { readonly kind: 'table'; readonly head: TableHead }
  /** Some rows of the table before: each is the JSON text of a list of texts or nulls, without its line end. */
  | { readonly kind: 'rows'; readonly lines: readonly Buffer[] }
  | { readonly kind: 'manifest'; readonly manifest: Manifest };

/** A backup whose every byte is as it was written. */
export interface SoundBackup {
  readonly path: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

/** Lines of rows are handed on in batches of about so many bytes. */
const BATCH_BYTES = 1_000_000;
const LINE_END = 10;
const [ROW_START] = Buffer.from('[');

/**
 * Reads a backup whole, and compares its seal, and the rows of every table with what the manifest says of them. Rejects
 * with `BackupUnreadable`, or the file system's error.
 *
 * @param onProgress told how many rows were read, now and then
 */
export async function checkBackup(
  path: string,
  onProgress: (rows: number) => void = () => undefined,
): Promise<SoundBackup> {
  const { size: bytes } = await stat(path);
  await checkSeal(path, bytes);
  const found: Manifest['tables'] = [];
  let manifest: Manifest | null = null;
  let table: { readonly head: TableHead; readonly hash: RowHash } | null = null;
  let rows = 0;
  const endTable = (): void => {
    if (table !== null) found.push({ name: table.head.table, columns: table.head.columns, ...table.hash.finish() });
    table = null;
  };
  for await (const part of readBackup(path, bytes)) {
    if (part.kind === 'rows') {
      if (table === null) throw new BackupUnreadable('damaged', 'no-table');
      for (const line of part.lines) table.hash.add(line);
      rows += part.lines.length;
      onProgress(rows);
      continue;
    }
    endTable();
    if (part.kind === 'table') table = { head: part.head, hash: new RowHash() };
    else manifest = part.manifest;
  }
  if (manifest === null) throw new BackupUnreadable('damaged', 'no-manifest');
  const wrong = differenceOf(manifest.tables, found);
  if (wrong !== null) throw new BackupUnreadable('damaged', 'rows', { table: wrong });
  return { path, bytes, manifest };
}

/** The name of a table whose rows differ, or null. */
export function differenceOf(expected: Manifest['tables'], found: Manifest['tables']): string | null {
  if (expected.length !== found.length) return expected[found.length]?.name ?? found[expected.length]?.name ?? null;
  return expected.find((table, at) => JSON.stringify(facts(table)) !== JSON.stringify(facts(found[at])))?.name ?? null;
}

function facts(table: Manifest['tables'][number] | undefined): readonly unknown[] {
  return [table?.name, table?.columns, table?.rows, table?.sha256];
}

/** Counts and hashes the rows of a table. */
export class RowHash {
  readonly #hash = createHash('sha256');
  #rows = 0;

  /** @param line without its line end */
  add(line: Buffer | string): void {
    this.#hash.update(line).update('\n');
    this.#rows += 1;
  }

  finish(): { readonly rows: number; readonly sha256: string } {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') };
  }
}

/** The parts of a file whose seal is right. Rejects with `BackupUnreadable` where its format is another nonetheless. */
export async function* readBackup(path: string, bytes: number): AsyncGenerator<BackupPart, void> {
  let isFirst = true;
  for await (const lines of linesOf(path, bytes - SEAL_LENGTH)) {
    let from = 0;
    while (from < lines.length) {
      if (isFirst) {
        checkHead(lines[from]);
        isFirst = false;
        from += 1;
        continue;
      }
      let to = from;
      while (lines[to]?.[0] === ROW_START) to += 1;
      if (to > from) yield { kind: 'rows', lines: lines.slice(from, to) };
      const line = lines[to];
      if (line !== undefined) yield parseLine(line.toString());
      from = to + 1;
    }
  }
}

function checkHead(line: Buffer | undefined): void {
  const head = parseHead(line?.toString() ?? '');
  if (head === null) throw new BackupUnreadable('not-a-backup', 'first-line');
  if (head.version > FORMAT_VERSION) throw new BackupUnreadable('not-a-backup', 'format', { product: head.product });
}

function parseLine(line: string): BackupPart {
  const manifest = parseManifest(line);
  if (manifest !== null) return { kind: 'manifest', manifest };
  const head = parseTableHead(line);
  if (head !== null) return { kind: 'table', head };
  throw new BackupUnreadable('damaged', 'line');
}

/** Batches of lines, without their ends. */
async function* linesOf(path: string, length: number): AsyncGenerator<readonly Buffer[], void> {
  const source = createReadStream(path, { end: length - 1 });
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  let lines: Buffer[] = [];
  let batchBytes = 0;
  let begun: Buffer[] = [];
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
        const line =
          begun.length === 0 ? chunk.subarray(from, end) : Buffer.concat([...begun, chunk.subarray(from, end)]);
        lines.push(line);
        batchBytes += line.length;
        begun = [];
        from = end + 1;
      }
      if (from < chunk.length) begun.push(chunk.subarray(from));
      if (batchBytes >= BATCH_BYTES) {
        yield lines;
        lines = [];
        batchBytes = 0;
      }
    }
  } catch (error) {
    // zlib's own errors: the bytes are those that were written, and yet are no gzip.
    if (error instanceof Error && 'errno' in error && !('syscall' in error))
      throw new BackupUnreadable('not-a-backup', 'gzip', { reason: error.message });
    throw error;
  } finally {
    source.destroy();
  }
  if (begun.length > 0) throw new BackupUnreadable('damaged', 'no-end');
  yield lines;
}
