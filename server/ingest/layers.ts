import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { Catalogue } from '../layers/catalogue.ts';
import { sumsParameters } from '../layers/sums-parameters.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Database, Queryable } from '../platform/db/types.ts';

const ENSURE = loadSql('ingest/sql/ensure-layer');
const SET_INDEXES = loadSql('ingest/sql/set-indexes');
const SET_TIMES = loadSql('ingest/sql/set-times');
const SET_SUMS = loadSql('ingest/sql/set-sums');

/** Gives every layer of the catalogue its partition, so that an empty layer answers like any other. */
export async function ensureLayers(db: Database, catalogue: Catalogue): Promise<void> {
  await db.transaction(
    async (tx) => {
      for (const layer of catalogue.layers) await tx.query(ENSURE, [layer.id]);
      await tx.query(SET_SUMS, sumsParameters(catalogue.layers));
      await setLayerTimes(tx, catalogue.layers);
      await tx.query(SET_INDEXES, [
        catalogue.layers.map(({ id }) => id),
        // Arrays of arrays must be rectangular. Names of attributes need no quotes.
        catalogue.layers.map(({ indexes = [] }) => `{${indexes.join()}}`),
      ]);
    },
    { unlimited: true },
  );
}

/** Looks how features spell their dates and times, where nobody knows. */
export async function setLayerTimes(tx: Queryable, layers: readonly LayerDefinition[]): Promise<void> {
  const timesOf = ({ attributes }: LayerDefinition): string[] =>
    Object.keys(attributes).filter((name) => ['date', 'date-time'].includes(attributes[name]?.format ?? ''));
  await tx.query(SET_TIMES, [layers.map(({ id }) => id), layers.map((layer) => `{${timesOf(layer).join()}}`)]);
}
