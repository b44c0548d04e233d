import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { readNumber, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import { mapProperties } from './attributes.ts';
import { geometryToWgs84 } from './datum.ts';
import { geometryFaults, isGeometry } from './geometry.ts';
import type { Datum, Message, SourceFeature } from './types.ts';
import { batches } from './write.ts';

const PLACE = loadSql('ingest/sql/place');
const AREAS = ['district', 'street'] as const;
type AreaName = (typeof AREAS)[number];

/**
 * Fills `district` and `street` from where features lie, where the layer has these attributes and the file says
 * nothing of them at all.
 */
export async function districtsAndStreets(
  db: Queryable,
  layer: LayerDefinition,
  source: readonly SourceFeature[],
  datum: Datum,
): Promise<{ features: readonly SourceFeature[]; derived: readonly string[]; notes: Message[] }> {
  const given = new Set(
    mapProperties(new Set(source.flatMap((feature) => Object.keys(feature.properties))), layer).attributes.values(),
  );
  const missing = AREAS.filter(
    (area) => Object.hasOwn(layer.attributes, area) && !given.has(area) && layer.id !== `${area}s`,
  );
  if (missing.length === 0) return { features: source, derived: [], notes: [] };
  const found = await place(
    db,
    source.flatMap((feature) => {
      if (geometryFaults(feature.geometry, layer.geometry).length > 0 || !isGeometry(feature.geometry)) return [];
      return [{ number: feature.number, geometry: geometryToWgs84(feature.geometry, datum) }];
    }),
  );
  const counts: Record<AreaName, number> = { district: 0, street: 0 };
  const features = source.map((feature) => {
    const properties: Record<string, unknown> = { ...feature.properties };
    for (const area of missing) {
      const code = found.get(feature.number)?.[area];
      if (code === null || code === undefined) continue;
      properties[area] = code;
      counts[area] += 1;
    }
    return { ...feature, properties };
  });
  const notes = missing
    .filter((area) => counts[area] > 0)
    .map((area): Message => ({ message: 'placed-by-location', params: { property: area, count: counts[area] } }));
  return { features, derived: missing, notes };
}

async function place(
  db: Queryable,
  spots: readonly { readonly number: number; readonly geometry: Parameters<typeof geometryToWgs84>[0] }[],
): Promise<Map<number, Readonly<Record<AreaName, string | null>>>> {
  const found = new Map<number, Readonly<Record<AreaName, string | null>>>();
  for (const batch of batches(spots)) {
    const rows = await db.query(PLACE, [batch.features.map((spot) => spot.number), batch.wkb]);
    for (const row of rows) {
      found.set(readNumber(row, 'number'), {
        district: readTextOrNull(row, 'district'),
        street: readTextOrNull(row, 'street'),
      });
    }
  }
  return found;
}
