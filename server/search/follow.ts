/** Search follows edits by other programs: the triggers note which features they touch, and this makes their terms. */
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { LayerLookup } from '../layers/registry.ts';
import { ErrorLogThrottle } from '../platform/log/error-log-throttle.ts';
import { SILENT, type Log } from '../platform/log/log.ts';
import { foundRows, onlyRow, readArray, readBoolean, readText } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Database, Queryable, QueryOptions, Row } from '../platform/db/types.ts';
import { addSearchTerms, type NamedFeature } from './terms.ts';

const LAYERS = loadSql('search/sql/stale-layers');
const TRY_LOCK = loadSql('search/sql/try-lock-terms');
const TAKE = loadSql('search/sql/take-stale');
const NOTE = loadSql('search/sql/note-stale');
const FEATURES = loadSql('search/sql/features-of');
const AFTER = loadSql('search/sql/features-after');
const CLEAR = loadSql('search/sql/clear-terms');
const CLEAR_RANGE = loadSql('search/sql/clear-range');

/** Features whose terms are made in one transaction: some ten milliseconds of work. */
const BATCH = 200;
/** A search waits so long for the terms of what was edited just now; the rest is made while others search. */
const PATIENCE_MS = 3000;
/** Somebody else makes terms, or edits: it is looked again after this. */
const PAUSE_MS = 20;
/** How far the terms of a whole layer have been made: this, and the last id. It sorts before every id. */
const RANGE = '\u0001';

/** Whether terms were made, or somebody else holds what is left. */
type Step = 'made' | 'busy';

/** Makes the terms of features that were edited, before a search looks. */
export class TermFollower {
  readonly #db: Database;
  readonly #registry: LayerLookup;
  readonly #errors: ErrorLogThrottle;
  #running: Promise<void> | null = null;
  #isClosed = false;

  constructor(db: Database, registry: LayerLookup, log: Log = SILENT) {
    this.#db = db;
    this.#registry = registry;
    this.#errors = new ErrorLogThrottle(log);
  }

  /** Whether search knows all edits that a database has, which may be a standby. */
  async isSettledAt(at: Queryable): Promise<boolean> {
    return (await this.#staleLayers({}, at)).length === 0;
  }

  /**
   * Resolves once search knows all edits that were committed before, or after some seconds. Where terms cannot be made,
   * as in a database that takes no writes, search goes on with those that there are.
   */
  async settle(asked: QueryOptions = {}): Promise<void> {
    const layers = await this.#staleLayers(asked);
    if (layers.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS).unref();
    });
    await Promise.race([this.#run(), late]).finally(() => clearTimeout(timer));
  }

  /** Makes no more terms after the step at hand. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  /** One run at a time, for all searches that wait. Never rejects. */
  #run(): Promise<void> {
    this.#running ??= this.#follow()
      .catch((error: unknown) => this.#errors.add('search-terms-not-made', { error }, 'search-terms-not-made'))
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** Ends too where somebody else holds all that is left for longer than a search waits. */
  async #follow(): Promise<void> {
    let madeAtMs = performance.now();
    while (!this.#isClosed && performance.now() - madeAtMs < PATIENCE_MS) {
      const layers = await this.#staleLayers();
      if (layers.length === 0) return;
      const before = madeAtMs;
      for (const layer of layers) {
        if ((await this.#step(layer)) === 'made') madeAtMs = performance.now();
        if (this.#isClosed) return;
      }
      if (madeAtMs === before) await new Promise((resolve) => void setTimeout(resolve, PAUSE_MS).unref());
    }
  }

  /** Layers that the registry does not know are internal: nobody finds their features. */
  async #staleLayers(asked: QueryOptions = {}, at: Queryable = this.#db): Promise<readonly LayerDefinition[]> {
    const rows = await at.query(LAYERS, [this.#registry.list.map(({ id }) => id)], { ...asked, kind: 'search' });
    return foundRows(rows, 'layer_id').flatMap((row) => this.#registry.get(readText(row, 'layer_id')) ?? []);
  }

  #step(layer: LayerDefinition): Promise<Step> {
    return this.#db.transaction(async (tx) => {
      if (!readBoolean(onlyRow(await tx.query(TRY_LOCK, [layer.id])), 'is_free')) return 'busy';
      const taken = readArray(onlyRow(await tx.query(TAKE, [layer.id])), 'ids').map(String);
      if (taken.length === 0) return 'busy';
      const ranges = taken.filter((id) => id === '' || id.startsWith(RANGE));
      const all = [...new Set(taken.filter((id) => id !== '' && !id.startsWith(RANGE)))];
      const ids = all.slice(0, BATCH);
      // The rest is another note.
      if (all.length > BATCH) await tx.query(NOTE, [layer.id, all.slice(BATCH)]);
      if (ids.length > 0) {
        await tx.query(CLEAR, [layer.id, ids]);
        await addSearchTerms(tx, featuresFrom(await tx.query(FEATURES, [layer.id, ids])), layer);
      }
      for (const range of ranges) await followRange(tx, layer, range.slice(RANGE.length));
      return 'made';
    });
  }
}

/** Makes the terms of the next features of a layer, and notes where to go on. */
async function followRange(tx: Queryable, layer: LayerDefinition, after: string): Promise<void> {
  const features = layer.caseData === undefined ? featuresFrom(await tx.query(AFTER, [layer.id, after, BATCH])) : [];
  const last = features.length < BATCH ? null : (features.at(-1)?.id ?? null);
  await tx.query(CLEAR_RANGE, [layer.id, after, last]);
  await addSearchTerms(tx, features, layer);
  if (last !== null) await tx.query(NOTE, [layer.id, [RANGE + last]]);
}

function featuresFrom(rows: readonly Row[]): readonly NamedFeature[] {
  return foundRows(rows, 'feature_id').map((row) => {
    const attributes: unknown = JSON.parse(readText(row, 'attributes'));
    return {
      id: readText(row, 'feature_id'),
      attributes: typeof attributes === 'object' && attributes !== null ? { ...attributes } : {},
    };
  });
}
