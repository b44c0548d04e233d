import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readCrs } from './crs.ts';
import { openFlatGeobuf } from './formats/flatgeobuf.ts';
import { openGeoJson, openGeoJsonSequence } from './formats/geojson.ts';
import { openGeoPackage } from './formats/geopackage.ts';
import { openGeoParquet, tableRowsOf } from './formats/geoparquet.ts';
import { isFolder, openParquet } from './formats/parquet-folder.ts';
import { openKml } from './formats/kml.ts';
import { openShapefile } from './formats/shapefile.ts';
import { openXlsx } from './formats/xlsx.ts';
import { unpack } from './formats/zip.ts';
import { fileError, FileErrors } from './reader.ts';
import type { FeatureReader } from './reader.ts';
import { streamCsvRows } from './table/csv-rows.ts';
import { openTable } from './table/table-reader.ts';
import { factsOf } from './table-features.ts';
import type { TableOptions } from './table-features.ts';
import { sizeOf, TextFile } from './text-file.ts';
import type { TextOptions } from './text-file.ts';
import type { Row } from './table/header.ts';
import type { LoadError, LoadOrigin, Message, SourceFeature, SourceFile, Table } from './types.ts';
import { namesOf } from './names.ts';

export interface ReadOptions extends TextOptions, TableOptions {
  /** Row of a table that holds the names, from 1; absent: found. */
  readonly headerRow?: number;
  /** Table of a GeoPackage, or sheet of a workbook, where there are several. */
  readonly table?: string;
  /** The coordinate system where the file does not say its own, or a wrong one: EPSG code, WKT or proj4 text. */
  readonly crs?: string;
}

/** Ends of names of the files that can be read. */
export const READABLE = [
  '.geojson',
  '.json',
  '.geojsonl',
  '.geojsons',
  '.ndjson',
  '.csv',
  '.tsv',
  '.txt',
  '.xlsx',
  '.shp',
  '.zip',
  '.gpkg',
  '.kml',
  '.kmz',
  '.fgb',
  '.parquet',
];

/** What `readSourceFile` holds in memory at most. */
const MAX_MB = 500;

/** A stream that has no name says what it is by the end of one. */
export interface NamedStream {
  readonly name: string;
  readonly stream: Readable;
}

/**
 * Opens a file, or a stream of one such as an upload, by the end of its name. A stream is kept in a temporary file
 * until the reader is closed, because large files are read more than once. Rejects with `FileErrors`.
 */
export async function readFeatures(input: string | NamedStream, options: ReadOptions): Promise<FeatureReader> {
  if (typeof input === 'string') return openFile(input, options);
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-read-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, `input${extname(input.name).toLowerCase()}`);
    await pipeline(input.stream, createWriteStream(path));
    return closingAlso(await openFile(path, options), remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function openFile(path: string, options: ReadOptions): Promise<FeatureReader> {
  if (await isFolder(path)) return openGeoParquet(path, options);
  if ((await sizeOf(path)) === 0) throw fileError('file-empty');
  const end = extname(path).toLowerCase();
  await refuseOthers(path, end);
  switch (end) {
    case '.xlsx':
      return openXlsx(path, options);
    case '.gpkg':
      return openGeoPackage(path, options);
    case '.fgb':
      return openFlatGeobuf(path, options);
    case '.parquet':
      return openGeoParquet(path, options);
    case '.shp':
      return openShapefile(path, options);
    case '.zip':
    case '.kmz': {
      const unpacked = await unpack(path, READABLE, options.table);
      try {
        return closingAlso(await openFile(unpacked.path, options), unpacked.remove);
      } catch (error) {
        await unpacked.remove();
        throw error;
      }
    }
    default:
      return openText(await TextFile.open(path, options), end, options);
  }
}

async function openText(file: TextFile, end: string, options: ReadOptions): Promise<FeatureReader> {
  const { idAttribute, headerRow = null } = options;
  const crs = options.crs === undefined ? null : readCrs(options.crs);
  const read = { idAttribute, crs };
  switch (end) {
    case '.kml':
      return decoded(openKml(file, read), file);
    case '.geojsonl':
    case '.geojsons':
    case '.ndjson':
      return decoded(openGeoJsonSequence(file, read), file);
    case '.geojson':
    case '.json':
      return decoded(openGeoJson(file, read), file);
    default: {
      let delimiter = ',';
      const source = {
        rows: (signal?: AbortSignal) => streamCsvRows(file.pieces(signal), (form) => ({ delimiter } = form)),
        share: () => file.share(),
        delimiter: () => delimiter,
      };
      return decoded(await openTable(source, { ...options, headerRow, crs }), file);
    }
  }
}

/** Says in which encoding the text was read, and three names as it reads them. */
function decoded(reader: FeatureReader, { encoding }: TextFile): FeatureReader {
  return {
    ...reader,
    async *chunks(signal) {
      let isFirst = true;
      for await (const chunk of reader.chunks(signal)) {
        const notes = isFirst ? [decodedNote(encoding, chunk.features)] : [];
        isFirst = false;
        yield { ...chunk, notes: [...(chunk.notes ?? []), ...notes] };
      }
    },
  };
}

function decodedNote(encoding: string, features: readonly SourceFeature[]): Message {
  const names = namesOf(features);
  return names.length === 0
    ? { message: 'decoded-as', params: { encoding } }
    : { message: 'decoded-names', params: { encoding, names: names.join(' · ') } };
}

function closingAlso(reader: FeatureReader, also: () => Promise<void>): FeatureReader {
  return {
    ...reader,
    chunks: (signal) => reader.chunks(signal),
    async close() {
      await reader.close();
      await also();
    },
  };
}

/** Files that begin as another format than their name says, and those of old spreadsheets. */
async function refuseOthers(path: string, end: string): Promise<void> {
  const head = Buffer.alloc(16);
  const file = await open(path);
  try {
    await file.read(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
  const isZip = head.toString('latin1', 0, 4) === 'PK\u0003\u0004';
  const isOld = head.toString('hex', 0, 8) === 'd0cf11e0a1b11ae1';
  const isDatabase = head.toString('latin1', 0, 15) === 'SQLite format 3';
  if (isOld) throw fileError('file-old-spreadsheet');
  if (isZip !== ZIPS.has(end)) throw fileError(isZip ? 'file-is-zip' : 'file-is-no-zip', { end });
  if (isDatabase !== (end === '.gpkg')) throw fileError(isDatabase ? 'file-is-geopackage' : 'file-is-no-geopackage');
}

const ZIPS = new Set(['.zip', '.kmz', '.xlsx']);

/** Reads a file whole by its name's end. Errors of the file are in the result. */
export async function readSourceFile(path: string, options: ReadOptions): Promise<SourceFile> {
  let reader: FeatureReader | null = null;
  try {
    if ((await sizeOf(path)) > MAX_MB * 1_000_000) throw fileError('file-too-large', { max: MAX_MB });
    reader = await readFeatures(path, options);
    const file = await wholeFile(reader, Infinity);
    if (file === null || file.features.length + file.errors.length === 0) throw fileError('file-empty');
    // Where only the whole is asked for, nobody asked in which encoding everybody writes.
    return { ...file, notes: file.notes.filter(({ params }) => params?.['encoding'] !== 'utf-8') };
  } catch (error) {
    if (!(error instanceof FileErrors)) throw error;
    return { features: [], notes: [], errors: error.errors };
  } finally {
    await reader?.close();
  }
}

/** A table of a file of Parquet, its geometries left out; or what keeps it from being read. */
export async function readParquetTable(path: string): Promise<Table | { readonly error: Message }> {
  try {
    if (!(await isFolder(path)) && (await sizeOf(path)) === 0) throw fileError('file-empty');
    const file = await openParquet(path);
    try {
      const rows: Row[] = [];
      for await (const row of tableRowsOf(file)) rows.push(row);
      const [header = [], ...body] = rows;
      return { header, body };
    } finally {
      await file.close();
    }
  } catch (error) {
    const first = error instanceof FileErrors ? error.errors[0] : undefined;
    if (first === undefined) throw error;
    const { feature: _, ...message } = first;
    return { error: message };
  }
}

/** All that a reader gives, in memory; null where it gives more than so many chunks. Rejects as `chunks` does. */
export async function wholeFile(reader: FeatureReader, most: number, signal?: AbortSignal): Promise<SourceFile | null> {
  const features: SourceFeature[] = [];
  const errors: LoadError[] = [];
  const notes: Message[] = [...reader.notes];
  const rows: Row[] = [];
  let origin: LoadOrigin | undefined;
  let count = 0;
  for await (const chunk of reader.chunks(signal)) {
    // The last chunk may hold no more than what was noticed.
    if (chunk.features.length + chunk.errors.length > 0) count += 1;
    if (count > most) return null;
    for (const feature of chunk.features) features.push(feature);
    for (const error of chunk.errors) errors.push(error);
    for (const row of chunk.rows ?? []) rows.push(row);
    notes.push(...(chunk.notes ?? []));
    ({ origin = origin } = chunk);
  }
  return {
    features,
    errors,
    notes,
    ...(origin === undefined ? {} : { origin }),
    ...(reader.table === undefined ? {} : factsOf(reader.table, rows)),
  };
}

/** Text of a file, whatever encoding spreadsheets gave it; or what keeps it from being read. */
export async function readText(
  path: string,
  encoding?: string,
): Promise<{ readonly text: string; readonly notes: readonly Message[] } | { readonly error: Message }> {
  try {
    if ((await sizeOf(path)) > MAX_MB * 1_000_000) throw fileError('file-too-large', { max: MAX_MB });
    const file = await TextFile.open(path, encoding === undefined ? {} : { encoding });
    let text = '';
    for await (const piece of file.pieces()) text += piece;
    const notes: Message[] =
      file.encoding === 'utf-8' ? [] : [{ message: 'decoded-as', params: { encoding: file.encoding } }];
    return { text, notes };
  } catch (error) {
    const first = error instanceof FileErrors ? error.errors[0] : undefined;
    if (first === undefined) throw error;
    const { feature: _, ...message } = first;
    return { error: message };
  }
}
