/** Notes what a layer was loaded from: the map, its tiles and its exports name the source by these notes. */
import type { Provenance } from '../../tiles/layer/layer.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import type { CheckedFeature, LoadOrigin } from './types.ts';

const FORGET = loadSql('ingest/sql/forget-loads');
const NOTE = loadSql('ingest/sql/note-load');

export const NOT_SAID: LoadOrigin = { source: null, licence: null, asOf: null };

export interface NotedLoad {
  readonly layer: string;
  /** Where files come with the city, the definition of the layer says the source. */
  readonly origin: LoadOrigin | 'came-with-the-city';
  /** The layer holds nothing else any more, */
  readonly replaces: boolean;
  /** but what came with the city and the load has kept. */
  readonly keepsGiven?: boolean;
}

/** What a load has written. */
export interface Loaded {
  readonly count: number;
  readonly provenances: ReadonlySet<Provenance>;
}

export function loadedOf(features: readonly CheckedFeature[]): Loaded {
  return { count: features.length, provenances: new Set(features.map(({ provenance }) => provenance)) };
}

/** To be called inside the transaction of a load, once its features are written. */
export async function noteLoad(
  tx: Queryable,
  { count, provenances }: Loaded,
  { layer, origin, replaces, keepsGiven = false }: NotedLoad,
): Promise<void> {
  await tx.query(FORGET, [layer, replaces, keepsGiven, count]);
  const isGiven = origin === 'came-with-the-city';
  const { source, licence, asOf } = isGiven ? NOT_SAID : origin;
  await tx.query(NOTE, [
    layer,
    isGiven,
    source?.zh ?? null,
    source?.en ?? null,
    licence,
    asOf,
    [...provenances],
    count,
  ]);
}
