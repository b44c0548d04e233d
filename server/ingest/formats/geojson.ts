import { ChunkMaker, detailOf, fileError } from '../reader.ts';
import type { Chunk, FeatureReader } from '../reader.ts';
import { crsName, LON_LAT, readFeature } from '../read-geojson.ts';
import type { TextFile } from '../text-file.ts';
import type { LoadError } from '../types.ts';
import { originIn } from '../file-origin.ts';
import { isDegrees, readCrs, toDegrees } from '../crs.ts';
import type { Crs } from '../crs.ts';
import { CollectionSplitter, JsonError } from './json-features.ts';

export interface GeoJsonOptions {
  readonly idAttribute: string | null;
  /** The coordinate system where it was named; null: what the file says, else degrees. */
  readonly crs: Crs | null;
}

const RECORD_SEPARATOR = /\u001e/g;

/** A FeatureCollection of any size. */
export function openGeoJson(file: TextFile, options: GeoJsonOptions): FeatureReader {
  return {
    properties: null,
    notes: [],
    chunks: (signal) => collectionChunks(file, options, signal),
    close: () => Promise.resolve(),
  };
}

async function* collectionChunks(
  file: TextFile,
  { idAttribute, crs: named }: GeoJsonOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk> {
  const splitter = new CollectionSplitter();
  const maker = new ChunkMaker();
  let crs: Crs | null = named;
  let number = 0;
  let isFirst = true;
  for await (const piece of file.pieces(signal)) {
    const texts = split(splitter, piece);
    if (texts.length > 0 && isFirst) {
      crs ??= crsOf(splitter.members);
      isFirst = false;
    }
    for (const text of texts) {
      number += 1;
      const errors: LoadError[] = [];
      const feature = parsed(number, () => readFeature(text, number, idAttribute, errors));
      maker.add(feature === null || crs === null ? feature : toDegrees(feature, crs, errors), text.length, errors);
      if (maker.isFull) yield maker.take(file.share());
    }
  }
  finish(splitter);
  const members = new Map([...splitter.members].map(([key, text]) => [key, parseJson(text)]));
  if (members.get('type') !== 'FeatureCollection' || !splitter.hasFeatures) throw fileError('not-feature-collection');
  // The system may be said behind the features, which have been given as degrees by then.
  const late = named === null ? crsOf(splitter.members) : null;
  if (late !== null && crs === null) throw fileError('crs-late');
  yield { ...maker.take(1), origin: originIn(Object.fromEntries(members)) };
}

function split(splitter: CollectionSplitter, piece: string): string[] {
  try {
    return splitter.push(piece);
  } catch (error) {
    throw malformed(error, splitter);
  }
}

function finish(splitter: CollectionSplitter): void {
  try {
    splitter.end();
  } catch (error) {
    throw malformed(error, splitter);
  }
}

function malformed(error: unknown, splitter: CollectionSplitter): unknown {
  if (!(error instanceof JsonError)) return error;
  return fileError('json-malformed', { detail: error.message, members: splitter.members.size });
}

function parseJson(text: string): unknown {
  return parsed(0, (): unknown => JSON.parse(text));
}

/** What a reader of JSON gives. `number`: of the feature that it reads, 0 for the collection. Throws `FileErrors`. */
function parsed<T>(number: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw fileError('json-malformed', { detail: number === 0 ? detailOf(error) : `${number}: ${detailOf(error)}` });
  }
}

/** Null for degrees, and where the file says nothing. */
function crsOf(members: ReadonlyMap<string, string>): Crs | null {
  const text = members.get('crs');
  const name = text === undefined ? null : crsName(parseJson(text));
  if (name === null || LON_LAT.test(name)) return null;
  const crs = readCrs(name);
  return isDegrees(crs) ? null : crs;
}

/** Features one a line (GeoJSONSeq, NDJSON), with or without record separators. */
export function openGeoJsonSequence(file: TextFile, options: GeoJsonOptions): FeatureReader {
  return {
    properties: null,
    notes: [],
    chunks: (signal) => sequenceChunks(file, options, signal),
    close: () => Promise.resolve(),
  };
}

async function* sequenceChunks(
  file: TextFile,
  { idAttribute, crs }: GeoJsonOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk> {
  const maker = new ChunkMaker();
  let number = 0;
  for await (const line of linesOf(file, signal)) {
    number += 1;
    const errors: LoadError[] = [];
    const feature = parsed(number, () => readFeature(line, number, idAttribute, errors));
    maker.add(feature === null || crs === null ? feature : toDegrees(feature, crs, errors), line.length, errors);
    if (maker.isFull) yield maker.take(file.share());
  }
  if (!maker.isEmpty) yield maker.take(1);
}

const MAX_LINE = 200_000_000;

async function* linesOf(file: TextFile, signal: AbortSignal | undefined): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of file.pieces(signal)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw fileError('json-malformed', { detail: 'a line is larger than 200 MB' });
    for (const line of lines) if (bare(line) !== '') yield bare(line);
  }
  if (bare(rest) !== '') yield bare(rest);
}

function bare(line: string): string {
  return line.replace(RECORD_SEPARATOR, '').trim();
}
