/** A file of Parquet, of which a few thousand rows are in memory at a time, whatever its row groups hold. */
import { open, type FileHandle } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { AsyncBuffer, Compressors, FileMetaData, SchemaTree } from 'hyparquet';
import { detailOf, fileError, FileErrors } from '../reader.ts';
import { PARSERS } from './parquet-values.ts';

export type ParquetRow = Readonly<Record<string, unknown>>;

export interface ParquetFile {
  readonly count: number;
  /** Columns at the root, by their names in the file. */
  readonly columns: readonly SchemaTree[];
  /** Text that the writer left under a key; null where it left none. */
  fact(key: string): string | null;
  /** Rows in their order, with these columns at the root. Rejects with `FileErrors`. */
  rows(columns: readonly string[], signal?: AbortSignal): AsyncGenerator<readonly ParquetRow[]>;
  close(): Promise<void>;
}

/** What is decoded at a time: rows, and bytes as the file says they are without compression. */
const AT_ONCE = { rows: 65_536, bytes: 64 << 20 } as const;
/** A page is some 1 MB; more than this is damage, or made to fill the memory. */
const MOST_PAGE_BYTES = 512 << 20;
const CODECS: ReadonlySet<string> = new Set(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD']);

/** Rejects with `FileErrors`. */
export async function openParquetFile(path: string): Promise<ParquetFile> {
  // Only who reads such a file loads the library.
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  const handle = await open(path);
  try {
    const file = await bufferOf(handle);
    // Which columns are geometries is read from the metadata by `geoOf`.
    const metadata = await guarded(() => parquetMetadataAsync(file, { geoparquet: false }));
    const compressors = await compressorsFor(metadata);
    const tree = parquetSchema(metadata);
    return {
      count: Number(metadata.num_rows),
      columns: tree.children,
      fact: (key) => metadata.key_value_metadata?.find((each) => each.key === key)?.value ?? null,
      async *rows(columns, signal) {
        for (const [rowStart, rowEnd] of rangesOf(metadata)) {
          signal?.throwIfAborted();
          const rows = await guarded(() =>
            parquetReadObjects({
              file,
              metadata,
              columns: [...columns],
              rowStart,
              rowEnd,
              compressors,
              parsers: PARSERS,
              utf8: false,
              useOffsetIndex: true,
            }),
          );
          if (rows.length !== rowEnd - rowStart || rows.includes(undefined as never))
            throw malformed(`${rows.length} / ${rowEnd - rowStart}`);
          yield rows as readonly ParquetRow[];
        }
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      if (start < 0 || end > size || end < start) throw new RangeError(`bytes ${start}–${end} of ${size}`);
      const bytes = Buffer.from(new ArrayBuffer(end - start));
      for (let done = 0; done < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
        if (bytesRead === 0) throw new RangeError('cut off');
        done += bytesRead;
      }
      return bytes.buffer;
    },
  };
}

/** Row groups, in parts where they are large. */
function* rangesOf({ row_groups: groups }: FileMetaData): Generator<readonly [start: number, end: number]> {
  let start = 0;
  for (const { num_rows: many, total_byte_size: bytes } of groups) {
    const end = start + Number(many);
    const rowBytes = Math.max(1, Number(bytes) / Math.max(1, Number(many)));
    const step = Math.max(1, Math.min(AT_ONCE.rows, Math.floor(AT_ONCE.bytes / rowBytes)));
    for (; start < end; start += step) yield [start, Math.min(start + step, end)];
    start = end;
  }
}

async function compressorsFor({ row_groups: groups }: FileMetaData): Promise<Compressors> {
  const used = new Set(groups.flatMap(({ columns }) => columns.map(({ meta_data: chunk }) => chunk?.codec ?? '')));
  const unknown = [...used].find((codec) => codec !== '' && !CODECS.has(codec));
  if (unknown !== undefined) throw fileError('parquet-codec', { codec: unknown });
  const { snappyUncompress } = await import('hyparquet');
  const zstd = used.has('ZSTD') ? await zstdDecoder() : null;
  return {
    SNAPPY: (input, bytes) => {
      const output = new Uint8Array(checked(bytes));
      snappyUncompress(input, output);
      return output;
    },
    GZIP: (input, bytes) => gunzipSync(input, { maxOutputLength: atLeastOne(checked(bytes)) }),
    BROTLI: (input, bytes) => brotliDecompressSync(input, { maxOutputLength: atLeastOne(checked(bytes)) }),
    ...(zstd === null ? {} : { ZSTD: (input, bytes) => zstd(input, checked(bytes)) }),
  };
}

async function zstdDecoder(): Promise<(input: Uint8Array, bytes: number) => Uint8Array> {
  const { ZSTDDecoder } = await import('zstddec');
  const decoder = new ZSTDDecoder();
  await decoder.init();
  return (input, bytes) => decoder.decode(input, bytes);
}

function checked(bytes: number): number {
  if (!(bytes >= 0 && bytes <= MOST_PAGE_BYTES)) throw new RangeError(`a page of ${bytes} bytes`);
  return bytes;
}

/** zlib takes no limit of 0. */
function atLeastOne(bytes: number): number {
  return Math.max(1, bytes);
}

/** The library says what is wrong with a file by errors of every kind. */
async function guarded<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof FileErrors ? error : malformed(detailOf(error));
  }
}

function malformed(detail: string): FileErrors {
  return fileError('parquet-malformed', { detail });
}
