/** All features of a layer, page by page, as fast as the pages are taken. */
import { PassThrough } from 'node:stream';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Session } from '../platform/db/types.ts';
import type { FeatureRow, FeaturesQuery, LayerSource } from './source.ts';

/** Features read at a time, some ten milliseconds of work and at most a few megabytes. */
const PAGE_ROWS: Readonly<Record<LayerDefinition['geometry'], number>> = { Point: 2000, LineString: 500, Polygon: 200 };

/** PostgreSQL would start workers for each page, which takes ten times as long as the page. */
const WITHOUT_WORKERS = sqlText('set local max_parallel_workers_per_gather = 0');

/**
 * Pages of features of one moment (on the embedded database: each of its own), in the order of the query. At most three
 * pages are in memory; no other is read before one of them was taken. A connection of the database is kept meanwhile:
 * PostgreSQL ends it where nothing was taken for a minute. Rejects as `LayerSource.features`.
 * @param db where the source's data lies: see `sessionOf`
 */
export async function* walkFeatures(
  source: Pick<LayerSource, 'features'>,
  db: Pick<Session, 'kind' | 'snapshot'>,
  query: Omit<FeaturesQuery, 'after' | 'limit'>,
): AsyncGenerator<readonly FeatureRow[], void, undefined> {
  const limit = PAGE_ROWS[query.layer.geometry];
  const pages = new PassThrough({ objectMode: true, readableHighWaterMark: 1, writableHighWaterMark: 1 });
  const reading = db
    .snapshot(async (snapshot) => {
      if (db.kind === 'server') await snapshot.query(WITHOUT_WORKERS);
      let after: FeaturesQuery['after'] = null;
      for (let count = limit; count === limit && !pages.destroyed; ) {
        const page: readonly FeatureRow[] = await source.features(snapshot, { ...query, after, limit });
        after = page.at(-1)?.place ?? after;
        count = page.length;
        // Whoever stops early closes the stream.
        if (count > 0 && !pages.destroyed && !pages.write(page)) await roomIn(pages);
      }
    })
    .then(
      () => void pages.end(),
      (error: unknown) => void pages.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  try {
    // Only pages were written.
    yield* pages as AsyncIterable<readonly FeatureRow[]>;
  } finally {
    pages.destroy();
    await reading;
  }
}

/** Until something was taken from a stream, or it is closed. */
function roomIn(stream: PassThrough): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
