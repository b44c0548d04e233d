/** Pages of a table's rows, in the order of its key or of some columns. */
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { geometrySql, readGeometry, readPlaces } from '../../layers/feature-table/features.ts';
import { isAfter, orderBy, type KeyColumn } from '../../layers/keyset.ts';
import { pageError } from '../../layers/page-errors.ts';
import type { FeatureRow, FeaturesQuery, SortKey } from '../../layers/source.ts';
import { foundRows, readText } from '../../platform/db/rows.ts';
import { fill, loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { quoteName, statement } from './names.ts';
import { Parameters } from './parameters.ts';
import { attributesJson, meetsBox, visible, type Condition, type TableReader } from './rows.ts';
import { isWhole, of, type TableSql } from './table-sql.ts';

const FEATURES = loadSql('sources/table-source/sql/features').text;

export async function readTableFeatures(
  db: Queryable,
  reader: TableReader,
  query: FeaturesQuery,
  condition: Condition | null,
): Promise<readonly FeatureRow[]> {
  const { table, owner, changedAt } = reader;
  const { layer, bbox, properties, sort, after, limit, geometry } = query;
  const params = new Parameters();
  const where = visible(reader, params);
  const sorted = sort.map((key) => keyColumn(table, layer, key));
  const keys: readonly KeyColumn[] = [
    ...sorted,
    ...table.keyColumns.map((column) => ({ sql: of(column), type: column.type })),
  ];
  if (bbox !== null) {
    const box = meetsBox(reader, bbox, params);
    if (box === null) return [];
    where.push(box);
  }
  if (after !== null) where.push(isAfter(keys, after, (text) => params.add(text, 'text')));
  if (condition !== null) where.push(condition(params));
  const alias = (index: number): string => quoteName(`chengtu k${String(index)}`);
  const inOrder = keys.map((key, index) => (index < sorted.length ? { ...key, sql: alias(index) } : key));
  const text = fill(FEATURES, {
    table: table.from,
    where: where.join(' and '),
    keys: sorted.map(({ sql }, index) => `, ${sql} as ${alias(index)}`).join(''),
    order: orderBy(inOrder),
    limit: params.add(limit, 'int'),
    whole: table.wholeIn(geometry.srid),
    geometry: geometrySql('"chengtu g"', geometry),
    id: table.id,
    attributes: attributesJson(table, layer, properties ?? undefined),
    places: inOrder.map(({ sql }, index) => `(${sql})::text as p${String(index)}`).join(', '),
  });
  try {
    const isUsual = condition === null && sort.length === 0;
    const rows = await db.query(statement(text, isUsual ? null : query), params.values, { kind: 'features' });
    return foundRows(rows, 'feature_id').map((row) => ({
      id: readText(row, 'feature_id'),
      geometry: readGeometry(row, geometry.form),
      attributes: readText(row, 'attributes'),
      provenance: 'imported',
      owner,
      updatedAt: changedAt,
      place: readPlaces(row, keys.length),
    }));
  } catch (error) {
    throw pageError(error, query);
  }
}

/** As the values are shown, so that null is what is not shown; texts are in the order of code points. */
function keyColumn(table: TableSql, layer: LayerDefinition, { attribute, isDescending }: SortKey): KeyColumn {
  if (!Object.hasOwn(layer.attributes, attribute))
    throw new RangeError(`Features cannot be put in order by ${attribute}.`);
  const sort = { isDescending };
  const column = table.columnOf(attribute);
  if (column === undefined) return { sql: 'null::text', type: 'text', sort };
  const sql = of(column);
  switch (table.shownAs(column, layer.attributes[attribute]?.type)) {
    case 'boolean':
      return { sql, type: 'boolean', sort };
    case 'number':
      if (column.kind === 'exact' && !isWhole(column))
        return {
          sql: `case when ${sql} not in ('NaN', 'Infinity', '-Infinity') then ${sql} end`,
          type: 'numeric',
          sort,
        };
      if (column.kind === 'exact') return { sql, type: column.type, sort };
      return { sql: table.number(column), type: column.kind === 'integer' ? column.type : 'float8', sort };
    case 'text':
      // Texts of moments are not in the order of time where their distance from UTC changes.
      if (column.kind === 'date' || column.kind === 'moment' || column.kind === 'local-time')
        return { sql: `case when ${table.text(column)} is not null then ${sql} end`, type: column.type, sort };
      return { sql: `((${table.text(column)}) collate "C")`, type: 'text', sort };
  }
}
