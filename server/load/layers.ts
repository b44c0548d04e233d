import type { Catalogue } from '../catalogue.ts';
import { loadSql } from '../db/sql.ts';
import type { Database } from '../db/types.ts';

const ENSURE = loadSql('load/ensure-layer');
const SET_SUMS = loadSql('load/set-sums');

/** Gives every layer of the catalogue its partition, so that an empty layer answers like any other. */
export async function ensureLayers(db: Database, catalogue: Catalogue): Promise<void> {
  await db.transaction(async (tx) => {
    for (const layer of catalogue.layers) await tx.query(ENSURE, [layer.id]);
    await tx.query(SET_SUMS, [catalogue.layers.map(({ id }) => id), catalogue.layers.map(({ sums = [] }) => `{${sums.join()}}`)]);
  }, { unlimited: true });
}
