import type { Catalogue } from '../layers/catalogue.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { readNumber, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import type { Unnamed } from './area-names.ts';
import type { NormalisedFile } from './normalise.ts';
import type { EncodedGeometry, Message } from './types.ts';
import { batches } from './wkb.ts';

const ASSIGN_AREAS = loadSql('ingest/sql/assign-areas');
export const AREAS = ['district', 'subdistrict'] as const;
export type AreaName = (typeof AREAS)[number];
/** Names that the attribute with the code of an area may have. Layers from before 0.5.0 have `street`. */
const ATTRIBUTES: Readonly<Record<AreaName, readonly string[]>> = {
  district: ['district'],
  subdistrict: ['subdistrict', 'street'],
};

/** Codes of the areas that a feature lies in; null where it lies in none. */
export type AreaCodes = Readonly<Record<AreaName, string | null>>;

/**
 * Fills the attributes with the codes of the district and the subdistrict from where features lie, where the layer has
 * them and the file says nothing of them at all, or names an area that nobody knows.
 */
export async function assignAreas(
  db: Queryable,
  catalogue: Catalogue,
  layer: LayerDefinition,
  { features, given }: Pick<NormalisedFile, 'features' | 'given'>,
  unnamed: Unnamed = new Map(),
): Promise<{ derived: readonly string[]; notes: Message[] }> {
  const missing = AREAS.flatMap((area) => {
    const attribute = layer.role === area ? null : attributeOf(layer, area);
    return attribute === null || (given.has(attribute) && !unnamed.has(attribute)) ? [] : [{ area, attribute }];
  });
  if (missing.length === 0) return { derived: [], notes: [] };
  const located = features.flatMap(({ number, geometry }) => (geometry === null ? [] : [{ number, ...geometry }]));
  const found = await areasAt(db, catalogue, located);
  const counts: Record<AreaName, number> = { district: 0, subdistrict: 0 };
  for (const { number, attributes } of features) {
    for (const { area, attribute } of missing) {
      const code = found.get(number)?.[area] ?? null;
      if (code === null || (given.has(attribute) && unnamed.get(attribute)?.has(number) !== true)) continue;
      attributes[attribute] = code;
      counts[area] += 1;
    }
  }
  const notes = missing
    .filter(({ area }) => counts[area] > 0)
    .map(({ area, attribute }): Message => {
      return { message: 'placed-by-location', params: { property: attribute, count: counts[area] } };
    });
  return {
    derived: missing.flatMap(({ attribute }) => (given.has(attribute) ? [] : [attribute])),
    notes,
  };
}

/** The attribute of a layer that holds the code of an area; null where it has none. */
export function attributeOf({ attributes }: LayerDefinition, area: AreaName): string | null {
  return ATTRIBUTES[area].find((name) => Object.hasOwn(attributes, name)) ?? null;
}

/** The areas by the numbers of the features, each by a point on it and the areas of the database. */
export async function areasAt(
  db: Queryable,
  catalogue: Catalogue,
  located: readonly (Pick<EncodedGeometry, 'wkb'> & { readonly number: number })[],
): Promise<Map<number, AreaCodes>> {
  const layers = [catalogue.playing('district')?.id ?? null, catalogue.playing('subdistrict')?.id ?? null];
  const found = new Map<number, AreaCodes>();
  for (const batch of batches(located)) {
    const rows = await db.query(ASSIGN_AREAS, [
      batch.map(({ number }) => number),
      batch.map(({ wkb }) => wkb),
      ...layers,
    ]);
    for (const row of rows) {
      found.set(readNumber(row, 'number'), {
        district: readTextOrNull(row, 'district'),
        subdistrict: readTextOrNull(row, 'subdistrict'),
      });
    }
  }
  return found;
}
