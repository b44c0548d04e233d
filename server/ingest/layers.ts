import type { Catalogue } from '../layers/catalogue.ts';
import { sumsParameters } from '../layers/sums-parameters.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';

const ENSURE = loadSql('ingest/sql/ensure-layer');
const SET_SUMS = loadSql('ingest/sql/set-sums');

/** Gives every layer of the catalogue its partition, so that an empty layer answers like any other. */
export async function ensureLayers(db: Database, catalogue: Catalogue): Promise<void> {
  await db.transaction(
    async (tx) => {
      for (const layer of catalogue.layers) await tx.query(ENSURE, [layer.id]);
      await tx.query(SET_SUMS, sumsParameters(catalogue.layers));
    },
    { unlimited: true },
  );
}
