import type { Catalogue } from '../layers/catalogue.ts';
import type { LayerDefinition, Provenance } from '../../tiles/layer/layer.ts';
import { onlyRow, readNumberOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import { assignAreas } from './assign-areas.ts';
import { checkNormalised } from './check.ts';
import type { CheckResult } from './check.ts';
import { ErrorList, NoteList } from './merge.ts';
import { normalise, propertyNames } from './normalise.ts';
import { profileFor } from './profiles/profile.ts';
import type { ProfileId } from './profiles/profile.ts';
import { readFeatures } from './read-file.ts';
import type { NamedStream } from './read-file.ts';
import { CHUNK, fileError, FileErrors } from './reader.ts';
import type { Chunk, FeatureReader } from './reader.ts';
import { LoadErrors } from './types.ts';
import type { CheckedFeature, Datum, LoadError, LoadProgress, Message, SourceFeature, SourceFile } from './types.ts';
import { invalidGeometries, writeFeatures, writeParts } from './write.ts';
import type { WriteResult } from './write.ts';

const EXTENT = loadSql('ingest/sql/extent');
const TIDY = loadSql('ingest/sql/tidy');
/** Islands, sea areas and roads that lead out are within it. */
const MARGIN_DEGREES = 0.5;
/** Tidying takes a second, which fewer rows are not worth. */
const TIDY_FROM = 1000;

export interface LoadOptions {
  readonly layer: string;
  readonly path: string;
  /** What is read instead of `path`, such as an upload. */
  readonly input?: NamedStream;
  readonly datum: Datum;
  /**
   * Remove what the layer holds and the file does not. Features of the same id are replaced, equal ones stay untouched.
   */
  readonly replace: boolean;
  /** For features that do not say theirs. */
  readonly provenance: Provenance;
  readonly idAttribute: string | null;
  /** A label of the Encoding Standard, such as `shift_jis`; absent: found by the bytes, or asked for. */
  readonly encoding?: string;
  /** Row of a table that holds the names, from 1; absent: found. */
  readonly headerRow?: number;
  /** Table of a GeoPackage or sheet of a workbook, where it has several. */
  readonly table?: string;
  /** The file's coordinate system where it does not say it: EPSG code, WKT or proj4 text. */
  readonly crs?: string;
  readonly ignoreUnknown: boolean;
  /** Reads a file of a known maker; absent: recognised by its properties. */
  readonly profile?: ProfileId;
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
}

export interface LoadReport extends WriteResult {
  readonly count: number;
  readonly notes: readonly Message[];
}

/**
 * Loads a whole file in one transaction, or nothing of it and rejects with `LoadErrors`. `RangeError` for an unknown
 * layer. Where `signal` is aborted, it rejects with that reason, and nothing was loaded.
 */
export async function loadFile(db: Database, catalogue: Catalogue, options: LoadOptions): Promise<LoadReport> {
  const layer = catalogue.get(options.layer);
  if (layer === undefined) throw new RangeError(`There is no layer ${options.layer} in the catalogue.`);
  try {
    const reader = await readFeatures(options.input ?? options.path, {
      ...options,
      known: knownWords(catalogue, layer),
    });
    try {
      const first = await firstChunk(reader, options.signal);
      const load = { db, catalogue, layer, options };
      const report = first.isWhole
        ? await loadWhole(load, reader, first.chunk)
        : await loadParts(load, reader, first.chunk);
      // PGlite has no autovacuum: without this every load anew leaves the rows of the one before in the files for good.
      if (db.kind === 'embedded' && report.count >= TIDY_FROM) await db.query(TIDY);
      return report;
    } finally {
      await reader.close();
    }
  } catch (error) {
    throw error instanceof FileErrors ? new LoadErrors(error.errors, layer.id) : error;
  }
}

interface Load {
  readonly db: Database;
  readonly catalogue: Catalogue;
  readonly layer: LayerDefinition;
  readonly options: LoadOptions;
}

/** A file that fits into one chunk is read once, and kept. */
async function loadWhole(load: Load, reader: FeatureReader, chunk: Chunk): Promise<LoadReport> {
  const { db, catalogue, layer, options } = load;
  const onProgress = options.onProgress ?? ((): void => undefined);
  const { features, errors } = chunk;
  if (features.length === 0)
    throw new LoadErrors(errors.length > 0 ? errors : fileError('file-empty').errors, layer.id);
  const file: SourceFile = { features, errors, notes: [...reader.notes, ...(chunk.notes ?? [])] };
  const profile = profileFor(file, options.profile);
  const adapted = profile === null ? null : await profile.adapt(db, catalogue, layer, features, options.datum);
  const source = adapted?.features ?? features;
  const datum = adapted === null ? options.datum : 'wgs84';
  const checked = await checkPart(db, load, source, { datum });
  onProgress({ phase: 'checking', done: source.length, total: source.length });
  const wrong = [...errors, ...checked.errors].sort((a, b) => a.feature - b.feature);
  if (wrong.length > 0) throw new LoadErrors(wrong, layer.id);
  options.signal?.throwIfAborted();
  const replace = options.replace || adapted?.replace === true;
  const { signal } = options;
  const write = { layer, onProgress, replace, ...(signal === undefined ? {} : { signal }) };
  const written = await db.transaction((tx) => writeFeatures(tx, checked.features, write), { unlimited: true });
  const outside = await outsideNotes(db, catalogue, checked.features);
  const notes = [...file.notes, ...(adapted?.notes ?? []), ...checked.notes, ...outside];
  return { ...written, count: checked.features.length, notes };
}

interface PartOptions {
  readonly datum: Datum;
  /** Names of all properties of the file, where this is a part of it. */
  readonly names?: ReadonlySet<string>;
}

/** Checks features against their layer, and fills in what follows from where they are. */
async function checkPart(
  db: Queryable,
  { catalogue, layer, options }: Pick<Load, 'catalogue' | 'layer' | 'options'>,
  source: readonly SourceFeature[],
  part: PartOptions,
): Promise<CheckResult> {
  const prepared = {
    layer,
    ignoreUnknown: options.ignoreUnknown,
    idAttribute: options.idAttribute,
    ...part,
  } as const;
  const normalised = normalise(source, prepared);
  const assigned = await assignAreas(db, catalogue, layer, normalised);
  const checked = checkNormalised(normalised, {
    ...prepared,
    check: catalogue.check(layer.id),
    provenance: options.provenance,
    derived: assigned.derived,
  });
  const invalid = layer.geometry === 'Polygon' ? await invalidGeometries(db, checked.features) : [];
  return {
    features: checked.features,
    errors: [...checked.errors, ...invalid],
    notes: [...assigned.notes, ...checked.notes],
  };
}

/**
 * A larger file is read up to three times, which takes little of the time that writing takes, and no memory: for the
 * names of its properties, to check all of it before anything is locked, and to write it.
 */
async function loadParts(load: Load, reader: FeatureReader, first: Chunk): Promise<LoadReport> {
  const { db, catalogue, layer, options } = load;
  const onProgress = options.onProgress ?? ((): void => undefined);
  const { datum, signal } = options;
  const file: SourceFile = { features: first.features, errors: [], notes: [] };
  if (profileFor(file, options.profile) !== null) throw fileError('profile-large', { max: CHUNK.features });
  const names = reader.properties === null ? await surveyNames(reader, options) : new Set(reader.properties);
  const part = { datum, names };
  const errors = new ErrorList();
  const notes = new NoteList();
  notes.add(reader.notes, 0);
  let count = 0;
  for await (const chunk of reader.chunks(signal)) {
    const checked = await checkPart(db, load, chunk.features, part);
    errors.add(chunk.errors);
    errors.add(checked.errors);
    notes.add([...(chunk.notes ?? []), ...checked.notes], checked.features.length);
    notes.add(await outsideNotes(db, catalogue, checked.features), 0);
    count += chunk.features.length;
    onProgress({ phase: 'checking-share', done: count, total: count, share: chunk.share });
    signal?.throwIfAborted();
    if (errors.isFull) throw new LoadErrors([...errors.sorted(), errorsStopped(count)], layer.id);
  }
  if (!errors.isEmpty) throw new LoadErrors(errors.sorted(), layer.id);
  const write = { layer, onProgress, replace: options.replace, ...(signal === undefined ? {} : { signal }) };
  const written = await db.transaction(
    (tx) => writeParts(tx, { total: count, parts: checkedParts(tx, load, reader, part, count) }, write),
    { unlimited: true },
  );
  return { ...written, count, notes: notes.list() };
}

function errorsStopped(count: number): LoadError {
  return { feature: 0, message: 'errors-stopped', params: { count } };
}

/** Reads and checks the file once more. It may have been written to meanwhile, which ends the load. */
async function* checkedParts(
  tx: Queryable,
  load: Load,
  reader: FeatureReader,
  part: PartOptions,
  expected: number,
): AsyncGenerator<readonly CheckedFeature[]> {
  let count = 0;
  for await (const chunk of reader.chunks(load.options.signal)) {
    const { features, errors } = await checkPart(tx, load, chunk.features, part);
    if (chunk.errors.length + errors.length > 0) throw fileError('file-changed');
    count += features.length;
    yield features;
  }
  if (count !== expected) throw fileError('file-changed');
}

async function surveyNames(reader: FeatureReader, { onProgress, signal }: LoadOptions): Promise<Set<string>> {
  const names = new Set<string>();
  let count = 0;
  for await (const { features, share } of reader.chunks(signal)) {
    for (const name of propertyNames(features)) names.add(name);
    count += features.length;
    onProgress?.({ phase: 'reading', done: count, total: count, share });
  }
  return names;
}

async function firstChunk(
  reader: FeatureReader,
  signal: AbortSignal | undefined,
): Promise<{ readonly chunk: Chunk; readonly isWhole: boolean }> {
  const chunks = reader.chunks(signal);
  try {
    const first = await chunks.next();
    if (first.done === true) throw fileError('file-empty');
    const second = await chunks.next();
    if (second.done === true) return { chunk: first.value, isWhole: true };
    // The last chunk may hold no more than what was noticed.
    const isNotes = second.value.features.length + second.value.errors.length === 0;
    const notes = [...(first.value.notes ?? []), ...(second.value.notes ?? [])];
    return isNotes ? { chunk: { ...first.value, notes }, isWhole: true } : { chunk: first.value, isWhole: false };
  } finally {
    await chunks.return(undefined);
  }
}

/** What names of the layer are likely to be written with: its own words and those of its city. */
function knownWords(catalogue: Catalogue, layer: LayerDefinition): string {
  return JSON.stringify([catalogue.city, layer]).replace(/[\u0000-\u007f]/g, '');
}

async function outsideNotes(
  db: Database,
  catalogue: Catalogue,
  features: readonly CheckedFeature[],
): Promise<Message[]> {
  const outside = await outsideCity(db, catalogue.playing('district')?.id, features);
  const [first] = outside;
  return first === undefined ? [] : [{ message: 'outside-city', params: { count: outside.length, example: first } }];
}

/**
 * Places in the file of features far outside the box around the districts; none where no districts are loaded.
 * @param districts id of their layer, where the city has one
 */
async function outsideCity(
  db: Database,
  districts: string | undefined,
  features: readonly CheckedFeature[],
): Promise<number[]> {
  if (districts === undefined) return [];
  const row = onlyRow(await db.query(EXTENT, [districts]));
  const side = (name: string): number => readNumberOrNull(row, name) ?? NaN;
  const [west, south, east, north] = [side('west'), side('south'), side('east'), side('north')];
  // Without districts every comparison with NaN is false, and nothing lies outside.
  return features
    .filter(
      ({ at: [lon, lat] }) =>
        lon < west - MARGIN_DEGREES ||
        lon > east + MARGIN_DEGREES ||
        lat < south - MARGIN_DEGREES ||
        lat > north + MARGIN_DEGREES,
    )
    .map(({ number }) => number);
}
