import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readCrs, toDegrees } from '../crs.ts';
import type { Crs } from '../crs.ts';
import { decodeAll, encodingNamed } from '../encoding/decoder.ts';
import { detectEncoding, namesIn } from '../encoding/detect.ts';
import type { Reading } from '../encoding/detect.ts';
import { sampleBytes } from '../encoding/sample.ts';
import { namedId } from '../named-id.ts';
import { ChunkMaker, fileError, FileErrors } from '../reader.ts';
import type { Chunk, FeatureReader } from '../reader.ts';
import { doubtful, sizeOf } from '../text-file.ts';
import type { TextOptions } from '../text-file.ts';
import type { LoadError } from '../types.ts';
import { ByteReader } from './byte-reader.ts';
import { dbfValue, openDbf } from './dbf.ts';
import type { DbfTable } from './dbf.ts';
import { areasOfRings } from './rings.ts';

interface ShapefileOptions extends TextOptions {
  readonly idAttribute: string | null;
  readonly crs?: string;
}

/**
 * A shapefile by its `.shp`, with `.dbf`, `.prj` and `.cpg` beside it; read as it comes, so that its size does not
 * matter. Rejects with `FileErrors`.
 */
export async function openShapefile(path: string, options: ShapefileOptions): Promise<FeatureReader> {
  const siblings = await siblingsOf(path);
  const dbfPath = siblings.get('.dbf');
  if (dbfPath === undefined) throw fileError('shapefile-part', { part: '.dbf' });
  const crs = await crsOf(siblings.get('.prj'), options.crs);
  const table = await openDbf(dbfPath);
  try {
    const bytes = await sizeOf(path);
    const encoding = await encodingOf(table, siblings.get('.cpg'), options);
    const names = table.fields.map(({ name }) => decodeAll(name, encoding) ?? Buffer.from(name).toString('latin1'));
    const repeated = names.findIndex((name, index) => names.indexOf(name) < index);
    if (repeated >= 0) {
      const name = names[repeated] ?? '';
      throw fileError('header-twice', { name, first: names.indexOf(name) + 1, second: repeated + 1 });
    }
    const context = { path, bytes, table, names, encoding, crs, idAttribute: options.idAttribute };
    return {
      properties: names,
      notes: [],
      chunks: (signal) => chunksOf(context, signal),
      close: () => table.close(),
    };
  } catch (error) {
    await table.close();
    throw error;
  }
}

/** Files of the same name beside it, by their ends in small letters. */
async function siblingsOf(path: string): Promise<ReadonlyMap<string, string>> {
  const stem = basename(path).slice(0, -'.shp'.length).toLowerCase();
  const names = await readdir(dirname(path));
  return new Map(
    names
      .filter((name) => name.toLowerCase().startsWith(`${stem}.`))
      .map((name) => [name.slice(stem.length).toLowerCase(), join(dirname(path), name)]),
  );
}

async function crsOf(prj: string | undefined, named: string | undefined): Promise<Crs | null> {
  if (named !== undefined) return readCrs(named);
  if (prj === undefined) return null;
  const text = (await readFile(prj, 'utf8')).replace(/^\uFEFF/, '').trim();
  return text === '' ? null : readCrs(text);
}

/** What was asked for; what `.cpg` says; what the table says; what its texts say. Each only where the texts fit it. */
async function encodingOf(table: DbfTable, cpg: string | undefined, options: TextOptions): Promise<string> {
  if (options.encoding !== undefined) return encodingNamed(options.encoding) ?? options.encoding;
  const sample = await sampleBytes(textsOf(table));
  const said = cpg === undefined ? null : encodingOfPage((await readFile(cpg, 'latin1')).trim());
  const found = detectEncoding(sample, options.known === undefined ? {} : { known: options.known });
  for (const encoding of [said, table.encoding]) {
    if (encoding === null || !fits(sample.bytes, encoding)) continue;
    // Any bytes are windows-1252, which GDAL writes where nobody said more: it is believed where the texts agree.
    if (
      'encoding' in found &&
      isSingleByte(encoding) &&
      !sample.isAscii &&
      !readsAlike(sample.bytes, encoding, found.encoding)
    )
      throw new FileErrors(doubtful([readingOf(sample.bytes, encoding), found]));
    return encoding;
  }
  if ('doubtful' in found) throw new FileErrors(doubtful(found.doubtful));
  return found.encoding;
}

function isSingleByte(encoding: string): boolean {
  return /^(windows|iso-8859|koi8|ibm|mac)/.test(encoding);
}

function readsAlike(bytes: Uint8Array, a: string, b: string): boolean {
  return decodeAll(bytes, a) === decodeAll(bytes, b);
}

function readingOf(bytes: Uint8Array, encoding: string): Reading {
  return { encoding, names: namesIn(decodeAll(bytes, encoding) ?? '') };
}

/** Texts may be cut off within a character where their field was too short. */
function fits(bytes: Uint8Array, encoding: string): boolean {
  if (decodeAll(bytes, encoding) !== null) return true;
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split('\n')
    .map((line) => Buffer.from(line, 'latin1'));
  const wrong = lines.filter((line) => decodeAll(line, encoding) === null);
  const cut = wrong.every((line) => [1, 2, 3].some((many) => decodeAll(line.subarray(0, -many), encoding) !== null));
  return cut && wrong.length <= lines.length * MAX_CUT_OFF;
}

const MAX_CUT_OFF = 0.2;

/** `.cpg` holds `UTF-8`, `GBK`, `936`, `ANSI 1252`, `ISO 88591` or `Big5`. */
function encodingOfPage(text: string): string | null {
  const page = /(\d{3,5})$/.exec(text)?.[1];
  const byNumber: Readonly<Record<string, string>> = {
    65001: 'utf-8',
    936: 'gb18030',
    54936: 'gb18030',
    950: 'big5',
    932: 'shift_jis',
    949: 'euc-kr',
    51949: 'euc-kr',
    51932: 'euc-jp',
    874: 'windows-874',
    866: 'ibm866',
    88591: 'windows-1252',
    28591: 'windows-1252',
  };
  if (page !== undefined && byNumber[page] !== undefined) return byNumber[page] ?? null;
  if (page !== undefined && /^125\d$/.test(page)) return encodingNamed(`windows-${page}`);
  return encodingNamed(text);
}

async function* textsOf(table: DbfTable): AsyncGenerator<Uint8Array> {
  const newline = Uint8Array.of(0x0a);
  for (const { name } of table.fields) yield Buffer.concat([name, newline]);
  const fields = table.fields.filter(({ type }) => type === 'C');
  let parts: Uint8Array[] = [];
  for await (const record of table.records()) {
    if (record.isDeleted) continue;
    for (const field of fields) parts.push(record.bytes(field), newline);
    if (parts.length < 10_000) continue;
    yield Buffer.concat(parts);
    parts = [];
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}

interface ShapefileContext {
  readonly path: string;
  readonly bytes: number;
  readonly table: DbfTable;
  readonly names: readonly string[];
  readonly encoding: string;
  readonly crs: Crs | null;
  readonly idAttribute: string | null;
}

async function* chunksOf(context: ShapefileContext, signal: AbortSignal | undefined): AsyncGenerator<Chunk> {
  const { path, bytes, table, names, encoding, crs, idAttribute } = context;
  const maker = new ChunkMaker();
  const shapes = readShapes(path, signal);
  let number = 0;
  try {
    for await (const record of table.records()) {
      signal?.throwIfAborted();
      const shape = await shapes.next();
      if (shape.done === true) throw fileError('shapefile-cut-off', { count: table.count });
      if (record.isDeleted) continue;
      number += 1;
      const errors: LoadError[] = [];
      const entries = table.fields.map((field, index) => {
        const text = decodeField(record.bytes(field), encoding, errors, number);
        return [names[index] ?? '', dbfValue(field, text)] as const;
      });
      const { id, rest } = namedId(Object.fromEntries(entries), idAttribute);
      const feature = { number, id, geometry: shape.value.geometry, properties: rest, text: true };
      maker.add(crs === null ? feature : toDegrees(feature, crs, errors), shape.value.bytes, errors);
      if (maker.isFull) yield maker.take(shape.value.end / bytes);
    }
    if ((await shapes.next()).done !== true) throw fileError('shapefile-cut-off', { count: table.count });
  } finally {
    await shapes.return(undefined);
  }
  if (!maker.isEmpty) yield maker.take(1);
}

function decodeField(bytes: Uint8Array, encoding: string, errors: LoadError[], feature: number): string {
  const text = decodeAll(bytes, encoding);
  if (text !== null) return text.trim();
  // ArcGIS cuts names off after so many bytes, within a character: what is left of it is no text.
  for (const cut of [1, 2, 3]) {
    const shorter = bytes.length > cut ? decodeAll(bytes.subarray(0, bytes.length - cut), encoding) : null;
    if (shorter !== null) return shorter.trim();
  }
  errors.push({ feature, message: 'encoding-wrong', params: { encoding } });
  return '';
}

interface Shape {
  readonly geometry: unknown;
  readonly bytes: number;
  /** Place in the file behind it. */
  readonly end: number;
}

const HEAD = 100;
const FILE_CODE = 9994;
const MAX_SHAPE_BYTES = 500_000_000;

async function* readShapes(path: string, signal: AbortSignal | undefined): AsyncGenerator<Shape, undefined> {
  const stream = createReadStream(path, { highWaterMark: 1 << 20, ...(signal === undefined ? {} : { signal }) });
  const reader = new ByteReader(stream);
  const head = await reader.read(HEAD);
  if (head?.readInt32BE(0) !== FILE_CODE) throw fileError('shapefile-malformed');
  for (;;) {
    const start = await reader.read(8);
    if (start === null) return undefined;
    const bytes = start.readInt32BE(4) * 2;
    if (bytes < 4 || bytes > MAX_SHAPE_BYTES) throw fileError('shapefile-malformed');
    const content = await reader.read(bytes);
    if (content === null) throw fileError('shapefile-malformed');
    yield { geometry: readShape(content), bytes, end: reader.position };
  }
}

/** Types of shapes; 10 more have heights, 20 more have measures, which are left out. */
function readShape(content: Buffer): unknown {
  const type = content.readInt32LE(0);
  try {
    switch (type % 10) {
      case 0:
        return null;
      case 1:
        return pointOf(content, 4);
      case 3:
        return partsGeometry(partsOf(content));
      case 5:
        return areasGeometry(partsOf(content));
      case 8:
        return pointsGeometry(positionsOf(content, 40, content.readInt32LE(36)));
      default:
        return { type: `shape ${type}` };
    }
  } catch (error) {
    if (error instanceof RangeError) throw fileError('shapefile-malformed');
    throw error;
  }
}

type Positions = [number, number][];

function pointOf(content: Buffer, at: number): unknown {
  const [position] = positionsOf(content, at, 1);
  // No data is written as a number below -1e38.
  return position === undefined || position.some((value) => Number.isNaN(value) || value < -1e38)
    ? null
    : { type: 'Point', coordinates: position };
}

function pointsGeometry(positions: Positions): unknown {
  const [first, ...more] = positions;
  if (first === undefined) return null;
  return more.length === 0 ? { type: 'Point', coordinates: first } : { type: 'MultiPoint', coordinates: positions };
}

function partsGeometry(parts: Positions[]): unknown {
  const [first, ...more] = parts;
  if (first === undefined) return null;
  return more.length === 0
    ? { type: 'LineString', coordinates: first }
    : { type: 'MultiLineString', coordinates: parts };
}

function areasGeometry(rings: Positions[]): unknown {
  const areas = areasOfRings(rings.filter((ring) => ring.length > 0));
  const [first, ...more] = areas;
  if (first === undefined) return null;
  return more.length === 0 ? { type: 'Polygon', coordinates: first } : { type: 'MultiPolygon', coordinates: areas };
}

function partsOf(content: Buffer): Positions[] {
  const parts = content.readInt32LE(36);
  const points = content.readInt32LE(40);
  if (parts < 0 || points < 0 || 44 + parts * 4 + points * 16 > content.length) throw fileError('shapefile-malformed');
  const starts = Array.from({ length: parts }, (_, nth) => content.readInt32LE(44 + nth * 4));
  const from = 44 + parts * 4;
  return starts.map((start, nth) => {
    const end = starts[nth + 1] ?? points;
    if (start < 0 || end < start || end > points) throw fileError('shapefile-malformed');
    return positionsOf(content, from + start * 16, end - start);
  });
}

function positionsOf(content: Buffer, at: number, count: number): Positions {
  if (count < 0 || at + count * 16 > content.length) throw fileError('shapefile-malformed');
  const positions: Positions = [];
  for (let nth = 0; nth < count; nth += 1)
    positions.push([content.readDoubleLE(at + nth * 16), content.readDoubleLE(at + nth * 16 + 8)]);
  return positions;
}
