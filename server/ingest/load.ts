import type { Catalogue } from '../layers/catalogue.ts';
import type { LayerDefinition, Provenance } from '../../tiles/layer/layer.ts';
import { DatabaseDiskFull } from '../platform/db/errors.ts';
import { onlyRow, readNumberOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import type { Lang } from '../platform/messages/index.ts';
import { codesOfAreas } from './area-names.ts';
import { assignAreas } from './assign-areas.ts';
import { checkNormalised } from './check.ts';
import type { ColumnMap } from './columns.ts';
import { withContentIds } from './content-ids.ts';
import { checkDatum } from './datum-check/check-datum.ts';
import type { PlacedFeature } from './datum-check/check-datum.ts';
import { writeFaulty } from './faulty-file.ts';
import { ErrorList, NoteList } from './merge.ts';
import { normalise, propertyNames } from './normalise.ts';
import type { NormalisedFile } from './normalise.ts';
import { loadedOf, noteLoad, NOT_SAID } from './note-load.ts';
import type { DecimalNotation, DecimalSign } from './numbers.ts';
import { pointsOfAreas } from './points-of-areas.ts';
import { profileFor } from './profiles/profile.ts';
import type { ProfileId } from './profiles/profile.ts';
import { readFeatures, wholeFile } from './read-file.ts';
import type { NamedStream } from './read-file.ts';
import { CHUNK, fileError, FileErrors, WHOLE } from './reader.ts';
import type { FeatureReader } from './reader.ts';
import type { DateNumbers, DateOrder } from './times.ts';
import { LoadErrors } from './types.ts';
import type {
  CheckedFeature,
  Datum,
  LoadError,
  LoadOrigin,
  LoadProgress,
  Message,
  SourceFeature,
  SourceFile,
} from './types.ts';
import { invalidGeometries, writeFeatures, writeParts } from './write.ts';
import type { WriteResult } from './write.ts';

const EXTENT = loadSql('ingest/sql/extent');
const TIDY = loadSql('ingest/sql/tidy');
/** Islands, sea areas and roads that lead out are within it. */
const MARGIN_DEGREES = 0.5;
/** Tidying takes a second, which fewer rows are not worth. */
const TIDY_FROM = 1000;
/** Of each part of a large file, by which its datum is told. */
const DATUM_SAMPLE = 400;

export interface LoadOptions {
  readonly layer: string;
  readonly path: string;
  /** What is read instead of `path`, such as an upload. */
  readonly input?: NamedStream;
  /** Null where nobody has said: WGS 84 then, unless another fits clearly better. */
  readonly datum: Datum | null;
  /**
   * Remove what the layer holds and the file does not. Features of the same id are replaced, equal ones stay untouched.
   */
  readonly replace: boolean;
  /** For features that do not say theirs. */
  readonly provenance: Provenance;
  readonly idAttribute: string | null;
  /** Features without an id get one of their content, which stays the same in another file or order. */
  readonly idsFromContent?: boolean;
  /** A label of the Encoding Standard, such as `shift_jis`; absent: found by the bytes, or asked for. */
  readonly encoding?: string;
  /** Row of a table that holds the names, from 1; absent: found. */
  readonly headerRow?: number;
  /** Table of a GeoPackage or sheet of a workbook, where it has several. */
  readonly table?: string;
  /** The file's coordinate system where it does not say it: EPSG code, WKT or proj4 text. */
  readonly crs?: string;
  /** What columns are, where their names do not say it. */
  readonly map?: ColumnMap;
  /** Columns of the coordinates, where their names do not say it; both or none. */
  readonly lon?: string | null;
  readonly lat?: string | null;
  /** Answers to what a file may leave open; absent: what it shows, and an error where it shows nothing. */
  readonly decimal?: DecimalSign | null;
  readonly dateOrder?: DateOrder | null;
  readonly dateNumbers?: DateNumbers | null;
  /** Leaves faulty features out, and writes them with the reasons to a file; absent: one of them keeps all out. */
  readonly faulty?: { readonly path: string; readonly language: Lang };
  readonly ignoreUnknown: boolean;
  /** Where the data comes from, in place of what the file says of it. */
  readonly origin?: Partial<LoadOrigin>;
  /** Reads a file of a known maker; absent: recognised by its properties. */
  readonly profile?: ProfileId;
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
}

export interface LoadReport extends WriteResult {
  readonly count: number;
  /** What was left out, where that was asked for. */
  readonly leftOut: readonly LoadError[];
  /** How its columns were taken; null for a file of a known maker, and where there is nothing to say. */
  readonly columns: Message | null;
  readonly notes: readonly Message[];
  /** What the options said of the source, or else the file. */
  readonly origin: LoadOrigin;
}

interface Load {
  readonly db: Database;
  readonly catalogue: Catalogue;
  readonly layer: LayerDefinition;
  readonly options: LoadOptions;
}

/**
 * Loads a whole file in one transaction, or nothing of it and rejects with `LoadErrors`. `RangeError` for an unknown
 * layer. Where `signal` is aborted, it rejects with that reason, and nothing was loaded.
 */
export async function loadFile(db: Database, catalogue: Catalogue, options: LoadOptions): Promise<LoadReport> {
  const layer = catalogue.get(options.layer);
  if (layer === undefined) throw new RangeError(`There is no layer ${options.layer} in the catalogue.`);
  try {
    const known = knownWords(catalogue, layer);
    const reader = await readFeatures(options.input ?? options.path, { ...options, known });
    try {
      const load = { db, catalogue, layer, options };
      const file = await wholeFile(reader, WHOLE.chunks, options.signal);
      const report = file === null ? await loadParts(load, reader) : await loadWhole(load, file);
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

/** A file that fits into memory. */
async function loadWhole(load: Load, file: SourceFile): Promise<LoadReport> {
  const { db, catalogue, layer, options } = load;
  const { signal, onProgress = () => undefined } = options;
  if (file.features.length === 0)
    throw new LoadErrors(file.errors.length > 0 ? file.errors : fileError('file-empty').errors, layer.id);
  const profile = profileFor(file, options.profile);
  const datum = options.datum ?? 'wgs84';
  const adapted = profile === null ? null : await profile.adapt(db, catalogue, layer, file.features, datum);
  const source = adapted?.features ?? file.features;
  const part = await checkPart(db, load, source, {
    datum: adapted === null ? datum : 'wgs84',
    fileDecimal: file.decimal ?? null,
  });
  onProgress({ phase: 'checking', done: source.length, total: source.length });
  const errors = [...file.errors, ...namedDatum(file, options), ...part.errors].sort((a, b) => a.feature - b.feature);
  const faulty = new Set(errors.map(({ feature }) => feature));
  const features = part.features.filter(({ number }) => !faulty.has(number));
  if (errors.length > 0 && (options.faulty === undefined || features.length === 0 || errors.some(isOfFile)))
    throw new LoadErrors(errors, layer.id);
  const datumNotes = await checkDatum(db, catalogue, {
    layer,
    declared: options.datum,
    given: part.given,
    features: placesOf(
      part,
      file.features.filter(({ number }) => !faulty.has(number)),
    ),
  });
  signal?.throwIfAborted();
  if (errors.length > 0 && options.faulty !== undefined)
    await writeFaulty(options.faulty.path, { ...file, features: source }, errors, options.faulty.language);
  const replace = options.replace || adapted?.replace === true;
  const origin = { ...NOT_SAID, ...file.origin, ...options.origin };
  // What the layer has under the id of a faulty feature is not what the file lacks.
  const kept = part.placed.flatMap(({ number, id }) => (faulty.has(number) && id !== null ? [id] : []));
  const write = { layer, onProgress, replace, kept, ...(signal === undefined ? {} : { signal }) };
  const written = await inOneTransaction(db, async (tx) => {
    const result = await writeFeatures(tx, features, write);
    const noted = { layer: layer.id, origin, replaces: replace, keepsGiven: adapted !== null };
    await noteLoad(tx, loadedOf(features), noted);
    return result;
  });
  const notes = [
    ...file.notes,
    ...datumNotes,
    ...(adapted?.notes ?? []),
    ...part.notes,
    ...(await outsideNotes(db, catalogue, features)),
  ];
  const columns = adapted === null ? columnsTaken(file, part) : null;
  return { ...written, count: features.length, leftOut: errors, columns, notes, origin };
}

/** What was written and taken back still lies in the files of the tables, where a full disk has no room for it. */
async function inOneTransaction<T>(db: Database, work: (tx: Queryable) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(work, { unlimited: true });
  } catch (error) {
    if (db.kind === 'embedded' || error instanceof DatabaseDiskFull) await db.query(TIDY).catch(() => undefined);
    throw error;
  }
}

interface PartOptions {
  readonly datum: Datum;
  /** What the coordinates of the file show of the decimal sign. */
  readonly fileDecimal: DecimalNotation;
  /** Names of all properties of the file, where this is a part of it. */
  readonly names?: ReadonlySet<string>;
}

interface CheckedPart extends Pick<NormalisedFile, 'given' | 'taken'> {
  readonly features: readonly CheckedFeature[];
  /** All of them, with their ids, whether right or wrong. */
  readonly placed: NormalisedFile['features'];
  readonly errors: readonly LoadError[];
  readonly notes: readonly Message[];
}

/** Checks features against their layer, and fills in what follows from where they are. */
async function checkPart(
  db: Queryable,
  { catalogue, layer, options }: Pick<Load, 'catalogue' | 'layer' | 'options'>,
  source: readonly SourceFeature[],
  part: PartOptions,
): Promise<CheckedPart> {
  const prepared = { ...options, layer, ...part, infers: part.names === undefined } as const;
  const normalised = normalise(source, prepared);
  const points = await pointsOfAreas(db, withContentIds(normalised.features));
  const areas = await codesOfAreas(db, catalogue, layer, points.features);
  const placed = { ...normalised, features: points.features };
  const assigned = await assignAreas(db, catalogue, layer, placed, areas.unnamed);
  const checked = checkNormalised(placed, {
    ...prepared,
    check: catalogue.check(layer.id),
    provenance: options.provenance,
    derived: assigned.derived,
  });
  const invalid = layer.geometry === 'Polygon' ? await invalidGeometries(db, checked.features) : [];
  return {
    given: normalised.given,
    taken: normalised.taken,
    features: checked.features,
    placed: points.features,
    errors: [...points.errors, ...checked.errors, ...invalid],
    notes: [...normalised.notes, ...points.notes, ...areas.notes, ...assigned.notes, ...checked.notes],
  };
}

/** The features of a list as their file places them. */
function placesOf({ placed }: CheckedPart, asRead: readonly SourceFeature[]): PlacedFeature[] {
  const geometries = new Map(asRead.map(({ number, geometry }) => [number, geometry]));
  return placed.flatMap(({ number, id, attributes }) =>
    geometries.has(number) ? [{ id, attributes, geometry: geometries.get(number) }] : [],
  );
}

/**
 * A larger file is read up to four times, which takes little of the time that writing takes, and no memory: until it
 * has shown to be one, for the names of its properties, to check all of it before anything is locked, and to write it.
 * What only the whole of a file tells (how its numbers and dates are written) is asked for where it matters.
 */
async function loadParts(load: Load, reader: FeatureReader): Promise<LoadReport> {
  const { db, catalogue, layer, options } = load;
  const { signal, onProgress = () => undefined } = options;
  if (options.faulty !== undefined) throw fileError('faulty-large', { max: WHOLE.chunks * CHUNK.features });
  const { table } = reader;
  const file: SourceFile = {
    features: [],
    errors: [],
    notes: [],
    ...(table === undefined ? {} : { used: table.used }),
    ...(table === undefined || table.namedDatum === null ? {} : { namedDatum: table.namedDatum }),
  };
  const names = reader.properties === null ? await surveyNames(reader, options) : new Set(reader.properties);
  const part = { datum: options.datum ?? 'wgs84', fileDecimal: table?.decimal ?? null, names };
  const errors = new ErrorList();
  errors.add(namedDatum(file, options));
  const notes = new NoteList();
  notes.add(reader.notes, 0);
  const places: PlacedFeature[] = [];
  const provenances = new Set<Provenance>();
  let first: CheckedPart | null = null;
  let origin: LoadOrigin | undefined;
  let count = 0;
  for await (const chunk of reader.chunks(signal)) {
    if (first === null && profileFor({ ...file, features: chunk.features }, options.profile) !== null)
      throw fileError('profile-large', { max: WHOLE.chunks * CHUNK.features });
    const checked = await checkPart(db, load, chunk.features, part);
    first ??= checked;
    places.push(...placesOf(checked, chunk.features.slice(0, DATUM_SAMPLE)));
    for (const { provenance } of checked.features) provenances.add(provenance);
    errors.add(chunk.errors);
    errors.add(checked.errors);
    notes.add([...(chunk.notes ?? []), ...checked.notes], checked.features.length);
    notes.add(await outsideNotes(db, catalogue, checked.features), 0);
    ({ origin = origin } = chunk);
    count += chunk.features.length;
    onProgress({ phase: 'checking-share', done: count, total: count, share: chunk.share });
    signal?.throwIfAborted();
    if (errors.isFull) throw new LoadErrors([...errors.sorted(), errorsStopped(count)], layer.id);
  }
  if (first === null || !errors.isEmpty) throw new LoadErrors(errors.sorted(), layer.id);
  const { given } = first;
  notes.add(await checkDatum(db, catalogue, { layer, declared: options.datum, given, features: places }), 0);
  const said = { ...NOT_SAID, ...origin, ...options.origin };
  const { replace } = options;
  const write = { layer, onProgress, replace, ...(signal === undefined ? {} : { signal }) };
  const written = await inOneTransaction(db, async (tx) => {
    const parts = checkedParts(tx, load, reader, part, count);
    const result = await writeParts(tx, { total: count, parts }, write);
    await noteLoad(tx, { count, provenances }, { layer: layer.id, origin: said, replaces: replace });
    return result;
  });
  const columns = columnsTaken(file, first);
  return { ...written, count, leftOut: [], columns, notes: notes.list(), origin: said };
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

/** What names of the layer are likely to be written with: its own words and those of its city. */
function knownWords(catalogue: Catalogue, layer: LayerDefinition): string {
  return JSON.stringify([catalogue.city, layer]).replace(/[\u0000-\u007f]/g, '');
}

/** Of the file as a whole, or of a column: no feature can be left out to be rid of it. */
function isOfFile({ feature, message }: LoadError): boolean {
  return feature === 0 || message === 'unknown';
}

/** A column that is called 经度（GCJ-02） says its datum. */
function namedDatum({ namedDatum: named, used = [] }: SourceFile, { datum }: LoadOptions): LoadError[] {
  const isMoved = named === 'gcj02' || named === 'bd09';
  if (!isMoved || datum === named) return [];
  const column = used.find(({ as }) => as === 'used-position')?.column ?? '';
  return [{ feature: 0, message: 'datum-named', params: { column, datum: named, option: datum ?? 'wgs84' } }];
}

/** How columns were taken. What was not used is a note of its own, or an error. */
function columnsTaken({ used = [] }: SourceFile, { taken }: Pick<NormalisedFile, 'taken'>): Message | null {
  const pairs = [
    ...used.map(({ column, as }) => `${column} → {${as}}`),
    ...[...taken].map(([column, attribute]) => (column === attribute ? column : `${column} → ${attribute}`)),
  ];
  return pairs.length === 0 ? null : { message: 'columns-taken', params: { columns: pairs.join(', ') } };
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
