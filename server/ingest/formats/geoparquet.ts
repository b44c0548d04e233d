/** GeoParquet 1.0 and 1.1, geometries of Parquet itself, and tables of Parquet with columns of positions. */
import { setImmediate } from 'node:timers/promises';
import { isDegrees, readCrs, toDegrees } from '../crs.ts';
import type { Crs } from '../crs.ts';
import { namedId } from '../named-id.ts';
import { ChunkMaker } from '../reader.ts';
import type { Chunk, FeatureReader } from '../reader.ts';
import { openTable } from '../table/table-reader.ts';
import type { TableOptions } from '../table-features.ts';
import type { Row } from '../table/header.ts';
import type { LoadError, SourceFeature } from '../types.ts';
import { geoOf, type Geo } from './geoparquet-metadata.ts';
import { readNative } from './geoparquet-native.ts';
import type { ParquetFile, ParquetRow } from './parquet-file.ts';
import { openParquet } from './parquet-folder.ts';
import { valueColumns, type ValueColumn } from './parquet-values.ts';
import { geometryOfWkb, WkbError } from './wkb.ts';

interface ParquetOptions extends TableOptions {
  readonly crs?: string;
}

/** Rejects with `FileErrors`. */
export async function openGeoParquet(path: string, options: ParquetOptions): Promise<FeatureReader> {
  const file = await openParquet(path);
  try {
    const named = options.crs === undefined ? null : readCrs(options.crs);
    const geo = geoOf(file, named);
    if (geo === null) return await openRows(file, options, named);
    const left = new Set([geo.column, ...geo.coverings]);
    const columns = valueColumns(file.columns.filter(({ element }) => !left.has(element.name)));
    return {
      properties: columns.map(({ name }) => name),
      notes: [],
      chunks: (signal) => chunksOf({ file, geo, columns, idAttribute: options.idAttribute }, signal),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface Opened {
  readonly file: ParquetFile;
  readonly geo: Geo;
  readonly columns: readonly ValueColumn[];
  readonly idAttribute: string | null;
}

async function* chunksOf(
  { file, geo, columns, idAttribute }: Opened,
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk> {
  const maker = new ChunkMaker();
  const crs = geo.crs === null || isDegrees(geo.crs) ? null : geo.crs;
  const names = file.columns.map(({ element }) => element.name).filter((name) => !geo.coverings.includes(name));
  let number = 0;
  for await (const rows of file.rows(names, signal)) {
    for (const row of rows) {
      number += 1;
      const errors: LoadError[] = [];
      const { id, rest } = namedId(Object.fromEntries(columns.map(({ name, read }) => [name, read(row)])), idAttribute);
      const geometry = geometryOf(row[geo.column], geo, number, errors);
      const feature: SourceFeature = { number, id, geometry, properties: rest, text: true };
      maker.add(crs === null ? feature : toDegrees(feature, crs, errors), sizeOf(row[geo.column]), errors);
      if (!maker.isFull) continue;
      yield maker.take(number / Math.max(1, file.count));
      // What is decoded at once takes no pause, in which a signal would be heard.
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  if (!maker.isEmpty) yield maker.take(1);
}

/** A feature with a point and a dozen short values. */
const FEATURE_BYTES = 200;

function sizeOf(geometry: unknown): number {
  return FEATURE_BYTES + (geometry instanceof Uint8Array ? geometry.length : 0);
}

/** Null for none; undefined where it cannot be read, with an error. */
function geometryOf(value: unknown, { native }: Geo, number: number, errors: LoadError[]): unknown {
  if (value === null || value === undefined) return null;
  try {
    if (native !== null) return readNative(value, native);
    if (!(value instanceof Uint8Array)) throw new WkbError('no bytes');
    return geometryOfWkb(value);
  } catch (error) {
    if (!(error instanceof WkbError)) throw error;
    errors.push({ feature: number, message: 'geometry-malformed', params: { detail: error.message } });
    return undefined;
  }
}

/** A table without geometries: its positions are found as those of any table. */
function openRows(file: ParquetFile, options: ParquetOptions, crs: Crs | null): Promise<FeatureReader> {
  let read = 0;
  return openTable(
    {
      async *rows(signal) {
        read = 0;
        for await (const row of tableRowsOf(file, signal)) {
          read += 1;
          yield row;
        }
      },
      share: () => read / Math.max(1, file.count),
    },
    { ...options, headerRow: 1, crs },
    [],
    () => file.close(),
  );
}

/** The names of the columns, then the rows as texts. Rejects with `FileErrors`. */
export async function* tableRowsOf(file: ParquetFile, signal?: AbortSignal): AsyncGenerator<Row> {
  const columns = valueColumns(file.columns);
  yield columns.map(({ name }) => name);
  const names = file.columns.map(({ element }) => element.name);
  const textOf = (row: ParquetRow): Row => columns.map(({ read }) => String(read(row) ?? ''));
  for await (const rows of file.rows(names, signal)) for (const row of rows) yield textOf(row);
}
