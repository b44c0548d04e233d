import type { Catalogue } from '../layers/catalogue.ts';
import type { Provenance } from '../../tiles/layer/layer.ts';
import { DatabaseDiskFull } from '../platform/db/errors.ts';
import { onlyRow, readNumberOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { assignAreas } from './assign-areas.ts';
import { checkNormalised } from './check.ts';
import { checkDatum } from './datum-check/check-datum.ts';
import { normalise } from './normalise.ts';
import { noteLoad, NOT_SAID } from './note-load.ts';
import { profileFor } from './profiles/profile.ts';
import type { ProfileId } from './profiles/profile.ts';
import { readSourceFile } from './read-file.ts';
import type { Encoding } from './read-file.ts';
import { LoadErrors } from './types.ts';
import type { CheckedFeature, Datum, LoadOrigin, LoadProgress, Message } from './types.ts';
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
  readonly encoding?: Encoding;
  readonly ignoreUnknown: boolean;
  /** Where the data comes from, in place of what the file says of it. */
  readonly origin?: Partial<LoadOrigin>;
  /** Reads a file of a known maker; absent: recognised by its properties. */
  readonly profile?: ProfileId;
  readonly onProgress?: (progress: LoadProgress) => void;
}

export interface LoadReport extends WriteResult {
  readonly count: number;
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
  const file = await readSourceFile(options.path, {
    idAttribute: options.idAttribute,
    ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
  });
  if (file.features.length === 0 && file.errors.length > 0) throw new LoadErrors(file.errors, layer.id);
  const profile = profileFor(file, options.profile);
  const datum = options.datum ?? 'wgs84';
  const adapted = profile === null ? null : await profile.adapt(db, catalogue, layer, file.features, datum);
  const source = adapted?.features ?? file.features;
  const prepared = {
    layer,
    datum: adapted === null ? datum : 'wgs84',
    ignoreUnknown: options.ignoreUnknown,
    idAttribute: options.idAttribute,
  } as const;
  const normalised = normalise(source, prepared);
  const assigned = await assignAreas(db, catalogue, layer, normalised);
  const checked = checkNormalised(normalised, {
    ...prepared,
    check: catalogue.check(layer.id),
    provenance: options.provenance,
    derived: assigned.derived,
  });
  onProgress({ phase: 'checking', done: source.length, total: source.length });
  const invalid = layer.geometry === 'Polygon' ? await invalidGeometries(db, checked.features) : [];
  const errors = [...file.errors, ...checked.errors, ...invalid].sort((a, b) => a.feature - b.feature);
  if (errors.length > 0) throw new LoadErrors(errors, layer.id);
  const asRead = new Map(file.features.map(({ number, geometry }) => [number, geometry]));
  const datumNotes = await checkDatum(db, catalogue, {
    layer,
    declared: options.datum,
    given: normalised.given,
    features: normalised.features.map(({ number, id, attributes }) => ({
      id,
      attributes,
      geometry: asRead.get(number),
    })),
  });
  const replaces = options.replace || adapted?.replace === true;
  const origin = { ...NOT_SAID, ...file.origin, ...options.origin };
  const writing = db.transaction(
    async (tx) => {
      const result = await writeFeatures(tx, checked.features, { layer, onProgress, replace: replaces });
      await noteLoad(tx, checked.features, { layer: layer.id, origin, replaces, keepsGiven: adapted !== null });
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
  if (db.kind === 'embedded' && checked.features.length >= TIDY_FROM) await db.query(TIDY);
  const notes = [
    ...file.notes,
    ...datumNotes,
    ...(adapted?.notes ?? []),
    ...assigned.notes,
    ...checked.notes,
    ...(await outsideNotes(db, catalogue, checked.features)),
  ];
  return { ...written, count: checked.features.length, notes, origin };
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
