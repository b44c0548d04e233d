import type { Catalogue } from '../layers/catalogue.ts';
import type { Provenance } from '../../tiles/layer/layer.ts';
import { DatabaseDiskFull } from '../platform/db/errors.ts';
import { onlyRow, readNumberOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import type { Lang } from '../platform/messages/index.ts';
import { codesOfAreas } from './area-names.ts';
import { assignAreas } from './assign-areas.ts';
import { checkNormalised } from './check.ts';
import type { ColumnMap } from './columns.ts';
import { withContentIds } from './content-ids.ts';
import { checkDatum } from './datum-check/check-datum.ts';
import { writeFaulty } from './faulty-file.ts';
import { normalise } from './normalise.ts';
import type { NormalisedFile } from './normalise.ts';
import { noteLoad, NOT_SAID } from './note-load.ts';
import type { DecimalSign } from './numbers.ts';
import { pointsOfAreas } from './points-of-areas.ts';
import { profileFor } from './profiles/profile.ts';
import type { ProfileId } from './profiles/profile.ts';
import { readSourceFile } from './read-file.ts';
import type { Encoding } from './read-file.ts';
import type { DateNumbers, DateOrder } from './times.ts';
import { LoadErrors } from './types.ts';
import type { CheckedFeature, Datum, LoadError, LoadOrigin, LoadProgress, Message, SourceFile } from './types.ts';
import { invalidGeometries, writeFeatures } from './write.ts';
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
  readonly encoding?: Encoding;
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

/**
 * Loads a whole file in one transaction, or nothing of it and rejects with `LoadErrors`. `RangeError` for an unknown
 * layer.
 */
export async function loadFile(db: Database, catalogue: Catalogue, options: LoadOptions): Promise<LoadReport> {
  const onProgress = options.onProgress ?? ((): void => undefined);
  const layer = catalogue.get(options.layer);
  if (layer === undefined) throw new RangeError(`There is no layer ${options.layer} in the catalogue.`);
  const file = await readSourceFile(options.path, options);
  if (file.features.length === 0 && file.errors.length > 0) throw new LoadErrors(file.errors, layer.id);
  const profile = profileFor(file, options.profile);
  const datum = options.datum ?? 'wgs84';
  const adapted = profile === null ? null : await profile.adapt(db, catalogue, layer, file.features, datum);
  const source = adapted?.features ?? file.features;
  const prepared = {
    ...options,
    layer,
    datum: adapted === null ? datum : 'wgs84',
    fileDecimal: file.decimal ?? null,
  } as const;
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
  onProgress({ phase: 'checking', done: source.length, total: source.length });
  const invalid = layer.geometry === 'Polygon' ? await invalidGeometries(db, checked.features) : [];
  const errors = [...file.errors, ...namedDatum(file, options), ...points.errors, ...checked.errors, ...invalid].sort(
    (a, b) => a.feature - b.feature,
  );
  const faulty = new Set(errors.map(({ feature }) => feature));
  const features = checked.features.filter(({ number }) => !faulty.has(number));
  if (errors.length > 0 && (options.faulty === undefined || features.length === 0 || errors.some(isOfFile)))
    throw new LoadErrors(errors, layer.id);
  const asRead = new Map(file.features.map(({ number, geometry }) => [number, geometry]));
  const datumNotes = await checkDatum(db, catalogue, {
    layer,
    declared: options.datum,
    given: normalised.given,
    features: placed.features.flatMap(({ number, id, attributes }) =>
      faulty.has(number) ? [] : [{ id, attributes, geometry: asRead.get(number) }],
    ),
  });
  if (errors.length > 0 && options.faulty !== undefined)
    await writeFaulty(options.faulty.path, { ...file, features: source }, errors, options.faulty.language);
  const replaces = options.replace || adapted?.replace === true;
  const origin = { ...NOT_SAID, ...file.origin, ...options.origin };
  // What the layer has under the id of a faulty feature is not what the file lacks.
  const kept = placed.features.flatMap(({ number, id }) => (faulty.has(number) && id !== null ? [id] : []));
  const writing = db.transaction(
    async (tx) => {
      const result = await writeFeatures(tx, features, { layer, onProgress, replace: replaces, kept });
      await noteLoad(tx, features, { layer: layer.id, origin, replaces, keepsGiven: adapted !== null });
      return result;
    },
    { unlimited: true },
  );
  const written = await writing.catch(async (error: unknown) => {
    // What was written and taken back still lies in the files of the tables, where a full disk has no room for it.
    if (db.kind === 'embedded' || error instanceof DatabaseDiskFull) await db.query(TIDY).catch(() => undefined);
    throw error;
  });
  // PGlite has no autovacuum: without this every load anew leaves the rows of the one before in the files for good.
  if (db.kind === 'embedded' && features.length >= TIDY_FROM) await db.query(TIDY);
  const notes = [
    ...file.notes,
    ...datumNotes,
    ...(adapted?.notes ?? []),
    ...normalised.notes,
    ...points.notes,
    ...areas.notes,
    ...assigned.notes,
    ...checked.notes,
    ...(await outsideNotes(db, catalogue, features)),
  ];
  const columns = adapted === null ? columnsTaken(file, normalised) : null;
  return { ...written, count: features.length, leftOut: errors, columns, notes, origin };
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
function columnsTaken({ used = [] }: SourceFile, { taken }: NormalisedFile): Message | null {
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
