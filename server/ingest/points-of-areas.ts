import { readNumber, readText, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import type { NormalisedFeature } from './normalise.ts';
import type { EncodedGeometry, LoadError, Message } from './types.ts';
import { batches } from './wkb.ts';

const POINTS = loadSql('ingest/sql/points-of-areas');

/** Areas of a layer of points become points inside them: cities survey car parks and parks as areas. */
export async function pointsOfAreas(
  db: Queryable,
  features: readonly NormalisedFeature[],
): Promise<{ features: readonly NormalisedFeature[]; errors: LoadError[]; notes: Message[] }> {
  const areas = features.flatMap(({ number, isArea, geometry }) =>
    isArea && geometry !== null ? [{ number, ...geometry }] : [],
  );
  if (areas.length === 0) return { features, errors: [], notes: [] };
  const points = new Map<number, EncodedGeometry>();
  const reasons = new Map<number, string>();
  for (const batch of batches(areas)) {
    const rows = await db.query(POINTS, [batch.map(({ number }) => number), batch.map(({ wkb }) => wkb)]);
    for (const row of rows) {
      const reason = readTextOrNull(row, 'reason');
      const number = readNumber(row, 'number');
      if (reason !== null) reasons.set(number, reason);
      else points.set(number, { wkb: readText(row, 'wkb'), at: [readNumber(row, 'lon'), readNumber(row, 'lat')] });
    }
  }
  return {
    features: features.map((feature) =>
      feature.isArea ? { ...feature, geometry: points.get(feature.number) ?? null } : feature,
    ),
    errors: features.flatMap(({ number, id }): LoadError[] => {
      const detail = reasons.get(number);
      const named = id === null ? {} : { id };
      return detail === undefined
        ? []
        : [{ feature: number, ...named, message: 'geometry-invalid', params: { detail } }];
    }),
    notes: points.size === 0 ? [] : [{ message: 'areas-to-points', params: { count: points.size } }],
  };
}
