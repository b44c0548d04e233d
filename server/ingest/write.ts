import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { onlyRow, readNumber, readText } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import { replaceSearchTerms, SearchTerms } from '../search/index.ts';
import { LoadErrors } from './types.ts';
import type { CheckedFeature, LoadError, LoadProgress } from './types.ts';
import { setLayerTimes } from './layers.ts';
import { batches } from './wkb.ts';

const ENSURE = loadSql('ingest/sql/ensure-layer');
const LOCK = loadSql('ingest/sql/lock-layer');
const NO_TIMEOUT = loadSql('ingest/sql/no-timeout');
const CLEAR = loadSql('ingest/sql/clear');
const COUNT = loadSql('ingest/sql/count');
const UPSERT = loadSql('ingest/sql/upsert');
const INVALID = loadSql('ingest/sql/invalid');
const NOTE_IDS = loadSql('ingest/sql/note-ids');
const ADD_IDS = loadSql('ingest/sql/add-ids');
const IDS_TWICE = loadSql('ingest/sql/ids-twice');
const CLEAR_OTHERS = loadSql('ingest/sql/clear-others');
const DEFER_PYRAMID = loadSql('ingest/sql/defer-pyramid');
const TERMS_FOLLOW = loadSql('ingest/sql/terms-follow');
const REBUILD_PYRAMID = loadSql('ingest/sql/rebuild-pyramid');

/**
 * A load of less than this share of its layer has the pyramid follow each batch, which costs less than counting all.
 */
const SHARE_TO_REBUILD = 0.1;
/** Ids listed at most that come twice. */
const MAX_TWICE = 1000;

export interface WriteOptions {
  readonly layer: LayerDefinition;
  /**
   * Remove what the layer holds and the load does not. Features of the same id are replaced, equal ones stay untouched.
   */
  readonly replace: boolean;
  /** Ids that stay when others are removed. */
  readonly kept?: readonly string[];
  readonly onProgress: (progress: LoadProgress) => void;
  /** Ends the load with its reason; the transaction is rolled back. */
  readonly signal?: AbortSignal;
}

export interface WriteResult {
  readonly added: number;
  /** Features that the layer had already, equal ones included. */
  readonly updated: number;
  readonly removed: number;
}

/** Writes all features; to be called inside a transaction. */
export async function writeFeatures(
  tx: Queryable,
  features: readonly CheckedFeature[],
  options: WriteOptions,
): Promise<WriteResult> {
  const { layer, replace, kept = [], onProgress } = options;
  await tx.query(NO_TIMEOUT);
  await tx.query(ENSURE, [layer.id]);
  await tx.query(LOCK, [layer.id]);
  await tx.query(TERMS_FOLLOW);
  const before = readNumber(onlyRow(await tx.query(COUNT, [layer.id])), 'count');
  const rebuilds = features.length >= before * SHARE_TO_REBUILD;
  if (rebuilds) await tx.query(DEFER_PYRAMID);
  const removed =
    replace && before > 0
      ? readNumber(
          onlyRow(await tx.query(CLEAR, [layer.id, [...features.map((feature) => feature.id), ...kept]])),
          'count',
        )
      : 0;
  await upsert(tx, features, options, { before: 0, total: features.length });
  if (rebuilds) await tx.query(REBUILD_PYRAMID, [layer.id]);
  await replaceSearchTerms(tx, features, { layer, replace: replace && kept.length === 0, onProgress });
  await setLayerTimes(tx, [layer]);
  const added = readNumber(onlyRow(await tx.query(COUNT, [layer.id])), 'count') - (before - removed);
  return { added, updated: features.length - added, removed };
}

/** Features that come in parts, because they do not fit into memory. */
export interface FeatureParts {
  readonly total: number;
  /** Read once. What it throws ends the load. */
  readonly parts: AsyncIterable<readonly CheckedFeature[]>;
}

/**
 * Writes features in parts; to be called inside a transaction, which an id that comes in two parts ends with
 * `LoadErrors`.
 */
export async function writeParts(
  tx: Queryable,
  { total, parts }: FeatureParts,
  options: WriteOptions,
): Promise<WriteResult> {
  const { layer, replace } = options;
  await tx.query(NO_TIMEOUT);
  await tx.query(ENSURE, [layer.id]);
  await tx.query(LOCK, [layer.id]);
  await tx.query(TERMS_FOLLOW);
  await tx.query(NOTE_IDS);
  const before = readNumber(onlyRow(await tx.query(COUNT, [layer.id])), 'count');
  const rebuilds = total >= before * SHARE_TO_REBUILD;
  if (rebuilds) await tx.query(DEFER_PYRAMID);
  const terms = new SearchTerms({ layer, replace, onProgress: () => undefined });
  if (replace) await terms.clear(tx, []);
  let done = 0;
  for await (const features of parts) {
    await upsert(tx, features, options, { before: done, total });
    await tx.query(ADD_IDS, [features.map(({ id }) => id), features.map(({ number }) => number)]);
    if (!replace) await terms.clear(tx, features);
    await terms.add(tx, features);
    done += features.length;
  }
  await refuseTwice(tx, layer.id);
  const removed = replace && before > 0 ? readNumber(onlyRow(await tx.query(CLEAR_OTHERS, [layer.id])), 'count') : 0;
  if (rebuilds) await tx.query(REBUILD_PYRAMID, [layer.id]);
  await setLayerTimes(tx, [layer]);
  const added = readNumber(onlyRow(await tx.query(COUNT, [layer.id])), 'count') - (before - removed);
  return { added, updated: done - added, removed };
}

async function refuseTwice(tx: Queryable, layer: string): Promise<void> {
  const rows = await tx.query(IDS_TWICE, [MAX_TWICE]);
  if (rows.length === 0) return;
  const errors = rows.map((row): LoadError => {
    const id = readText(row, 'feature_id');
    const params = { id, first: readNumber(row, 'first') };
    return { feature: readNumber(row, 'second'), id, message: 'id-twice', params };
  });
  throw new LoadErrors(errors, layer);
}

async function upsert(
  tx: Queryable,
  features: readonly CheckedFeature[],
  { layer, onProgress, signal }: WriteOptions,
  { before, total }: { readonly before: number; readonly total: number },
): Promise<void> {
  let done = before;
  // The database writes one batch while the next is put together.
  let written: Promise<unknown> = Promise.resolve();
  for (const batch of batches(features)) {
    const parameters = [
      layer.id,
      layer.owner.zh,
      layer.visibility,
      batch.map(({ id }) => id),
      batch.map(({ wkb }) => wkb),
      batch.map(({ attributes }) => JSON.stringify(attributes)),
      batch.map(({ provenance }) => provenance),
    ];
    await written;
    signal?.throwIfAborted();
    written = tx.query(UPSERT, parameters);
    // The next round awaits it. Until then nobody handles its failure.
    written.catch(() => undefined);
    done += batch.length;
    onProgress({ phase: 'writing', done, total });
  }
  await written;
}

/** Errors of areas whose rings cross or touch wrongly, which only PostGIS can tell. */
export async function invalidGeometries(db: Queryable, features: readonly CheckedFeature[]): Promise<LoadError[]> {
  const errors: LoadError[] = [];
  const idOf = new Map(features.map((feature) => [feature.number, feature.id]));
  for (const batch of batches(features)) {
    const rows = await db.query(INVALID, [batch.map(({ number }) => number), batch.map(({ wkb }) => wkb)]);
    for (const row of rows) {
      const feature = readNumber(row, 'number');
      errors.push({
        feature,
        id: idOf.get(feature) ?? '',
        message: 'geometry-invalid',
        params: { detail: readText(row, 'reason') },
      });
    }
  }
  return errors;
}
