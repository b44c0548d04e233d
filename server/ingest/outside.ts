import { onlyRow, readNumberOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import { firstPosition } from './datum.ts';
import type { CheckedFeature } from './types.ts';

const EXTENT = loadSql('ingest/sql/extent');
/** Islands, sea areas and roads that lead out are no mistake. */
const MARGIN_DEGREES = 0.5;

/** Places in the file of features far outside the box around the districts; none where no districts are loaded. */
export async function outsideCity(db: Queryable, features: readonly CheckedFeature[]): Promise<number[]> {
  const row = onlyRow(await db.query(EXTENT));
  const side = (name: string): number => readNumberOrNull(row, name) ?? NaN;
  const [west, south, east, north] = [side('west'), side('south'), side('east'), side('north')];
  // Without districts every comparison with NaN is false, and nothing lies outside.
  return features
    .filter(({ geometry }) => {
      const [lon = NaN, lat = NaN] = firstPosition(geometry);
      return (
        lon < west - MARGIN_DEGREES ||
        lon > east + MARGIN_DEGREES ||
        lat < south - MARGIN_DEGREES ||
        lat > north + MARGIN_DEGREES
      );
    })
    .map((feature) => feature.number);
}
