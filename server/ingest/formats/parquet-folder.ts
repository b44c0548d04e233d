/** A table of Parquet in one file, or in a folder of part files as Spark, DuckDB, Sedona and Overture write it. */
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SchemaTree } from 'hyparquet';
import { detailOf, fileError, FileErrors } from '../reader.ts';
import type { LoadError } from '../types.ts';
import { openParquetFile, type ParquetFile, type ParquetRow } from './parquet-file.ts';

/** What Hive, Spark and DuckDB write for a partition without a value. */
const NO_VALUE = '__HIVE_DEFAULT_PARTITION__';

interface Part {
  readonly path: string;
  /** As the reader of a message finds it: below the folder. */
  readonly name: string;
  /** Values that the names of its folders give (`district=Shinan`), by column; null for none. */
  readonly values: Readonly<Record<string, string | null>>;
}

/** Rejects with `FileErrors`. */
export async function openParquet(path: string): Promise<ParquetFile> {
  return (await isFolder(path)) ? openFolder(path) : openParquetFile(path);
}

/** False also where there is nothing: who reads it says so. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function openFolder(folder: string): Promise<ParquetFile> {
  const parts = await partsOf(folder);
  const [first] = parts;
  if (first === undefined) throw fileError('folder-no-parquet', { folder });
  const file = await naming(first, openParquetFile(first.path));
  try {
    const described = descriptionOf(file);
    let count = file.count;
    // All are looked at before the first row is given: what does not fit is no half of a table.
    for (const part of parts.slice(1)) {
      const one = await naming(part, openParquetFile(part.path));
      await one.close();
      if (descriptionOf(one) !== described || !haveSameKeys(part.values, first.values))
        throw fileError('parquet-parts-differ', { file: part.name, first: first.name });
      count += one.count;
    }
    const own = new Set(file.columns.map(({ element }) => element.name));
    const keys = Object.keys(first.values).filter((key) => !own.has(key));
    return {
      ...file,
      count,
      columns: [...file.columns, ...keys.map(textColumn)],
      rows: (columns, signal) => rowsOf(parts, { columns, keys }, signal),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function* rowsOf(
  parts: readonly Part[],
  { columns, keys }: { readonly columns: readonly string[]; readonly keys: readonly string[] },
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ParquetRow[]> {
  const read = columns.filter((name) => !keys.includes(name));
  const asked = keys.filter((name) => columns.includes(name));
  for (const part of parts) {
    const file = await naming(part, openParquetFile(part.path));
    try {
      const more = Object.fromEntries(asked.map((name) => [name, part.values[name] ?? null]));
      const all = file.rows(read, signal);
      for (let next = await naming(part, all.next()); next.done !== true; next = await naming(part, all.next()))
        yield asked.length === 0 ? next.value : next.value.map((row) => ({ ...row, ...more }));
    } finally {
      await file.close();
    }
  }
}

/** What is wrong with a part says which it is. */
async function naming<T>({ name }: Part, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof FileErrors)) throw error;
    const ofPart = ({ params = {}, ...rest }: LoadError): LoadError =>
      params['detail'] === undefined
        ? { ...rest, params }
        : { ...rest, params: { ...params, detail: `${name}: ${String(params['detail'])}` } };
    throw new FileErrors(...error.errors.map(ofPart));
  }
}

/** In the order of their names. What begins with `_` or `.` is no part: `_SUCCESS`, `_metadata`, `.part.crc`. */
async function partsOf(folder: string): Promise<readonly Part[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw fileError('file-unreadable', { detail: detailOf(error) });
  });
  return entries
    .filter((entry) => !entry.isDirectory() && /\.parquet$/i.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const steps = relative(folder, path).split(sep);
      return { path, name: steps.join('/'), steps };
    })
    .filter(({ steps }) => steps.every((step) => !/^[._]/.test(step)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ path, name, steps }) => ({ path, name, values: Object.fromEntries(steps.slice(0, -1).flatMap(valueOf)) }));
}

/** Of a folder's name such as `district=%E5%B8%82%E5%8D%97`; none where it is another. */
function valueOf(step: string): readonly (readonly [key: string, value: string | null])[] {
  const [, key, value = ''] = /^([^=]+)=(.*)$/.exec(step) ?? [];
  return key === undefined ? [] : [[decoded(key), value === NO_VALUE ? null : decoded(value)]];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function haveSameKeys(a: Part['values'], b: Part['values']): boolean {
  return Object.keys(a).sort().join('\n') === Object.keys(b).sort().join('\n');
}

/** What all parts have in common: names and types of columns in any order, and how geometries are written. */
function descriptionOf({ columns, fact }: ParquetFile): string {
  return JSON.stringify([columns.map(typeOf).sort(), geometriesOf(fact('geo'))]);
}

/** Whether a column may be empty may differ: a writer looks at its own rows. */
function typeOf({ element, children }: SchemaTree): string {
  const { name, type, converted_type: converted, logical_type: logical, scale } = element;
  return JSON.stringify([name, type, converted, logical, scale, children.map(typeOf).sort()]);
}

/** The box and the kinds of geometries are those of the part's own rows; `covering` has a `bbox` of another kind. */
function geometriesOf(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text, (key, value: unknown) =>
      key === 'geometry_types' || (key === 'bbox' && Array.isArray(value)) ? undefined : value,
    );
  } catch {
    return text;
  }
}

function textColumn(name: string): SchemaTree {
  return {
    children: [],
    count: 1,
    element: { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
    path: [name],
  };
}
