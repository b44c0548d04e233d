import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { withFilter } from '../../filter/filters.ts';
import { onlyRow, readNumberOrNull, readText } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import type { FacilitiesQuery, VersionedJson } from '../source.ts';

const FACILITIES = loadSql('layers/sql/facilities');
const AREAS = loadSql('layers/sql/analysis-areas');

export async function readFacilities(
  db: Queryable,
  { layer, attributes, filter }: FacilitiesQuery,
): Promise<VersionedJson> {
  const { sql, params } = withFilter(FACILITIES, [layer.id, attributes], filter, layer);
  const row = onlyRow(await db.query(sql, params));
  return { revision: readNumberOrNull(row, 'revision'), json: readText(row, 'features') };
}

export async function readAnalysisAreas(db: Queryable, { id }: LayerDefinition): Promise<VersionedJson> {
  const row = onlyRow(await db.query(AREAS, [id]));
  return { revision: readNumberOrNull(row, 'revision'), json: readText(row, 'areas') };
}
