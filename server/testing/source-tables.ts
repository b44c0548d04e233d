/**
 * Tables as other programs have them, and the same rows in the table of features: one tells what the other must give.
 */
import type { Attribute, LayerDefinition } from '../../tiles/layer/layer.ts';
import { onlyRow, readNumber } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import type { ColumnKind, GeometryColumn, SourceTable, TableColumn } from '../sources/table.ts';

const title = { zh: '甲', en: 'A' };

const KINDS: Readonly<Record<string, ColumnKind>> = {
  text: 'text',
  'character varying(40)': 'text',
  smallint: 'integer',
  integer: 'integer',
  bigint: 'exact',
  numeric: 'exact',
  'numeric(10,2)': 'exact',
  real: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  date: 'date',
  'timestamp with time zone': 'moment',
  'timestamp without time zone': 'local-time',
  json: 'json',
  jsonb: 'json',
  'text[]': 'array',
  uuid: 'other',
};

export function tableColumn(name: string, type: string): TableColumn {
  return {
    name,
    type,
    kind: KINDS[type] ?? 'other',
    isNullable: true,
    isGenerated: false,
    comment: null,
    choices: null,
  };
}

export function attributeOf({ kind }: TableColumn): Attribute {
  switch (kind) {
    case 'integer':
      return { type: 'integer', title };
    case 'exact':
    case 'number':
      return { type: 'number', title };
    case 'boolean':
      return { type: 'boolean', title };
    case 'date':
      return { type: 'string', format: 'date', title };
    case 'moment':
    case 'local-time':
      return { type: 'string', format: 'date-time', title };
    case 'text':
    case 'json':
    case 'array':
    case 'other':
      return { type: 'string', title };
  }
}

export interface TableShape {
  readonly table: string;
  readonly geometry: Partial<GeometryColumn> & Pick<GeometryColumn, 'srid' | 'shape'>;
  readonly columns: readonly TableColumn[];
  readonly key: readonly string[];
  readonly kind?: SourceTable['kind'];
  readonly schema?: string;
}

/** As introspection finds it. */
export async function sourceTable(db: Queryable, shape: TableShape): Promise<SourceTable> {
  const schema = shape.schema ?? 'planning';
  const row = onlyRow(
    await db.query(sqlText('select to_regclass(format($1, $2::text, $3::text))::oid::bigint as oid'), [
      '%I.%I',
      schema,
      shape.table,
    ]),
  );
  return {
    name: { source: 'gis', schema, table: shape.table },
    kind: shape.kind ?? 'table',
    oid: readNumber(row, 'oid'),
    comment: null,
    geometry: { name: 'geom', type: 'geometry', hasZ: false, hasM: false, isIndexed: true, ...shape.geometry },
    otherGeometries: [],
    columns: shape.columns,
    key: shape.key,
    estimatedRows: null,
    maySelect: true,
  };
}

export function layerOfTable(
  id: string,
  table: SourceTable,
  geometry: LayerDefinition['geometry'],
  more: Partial<LayerDefinition> = {},
): LayerDefinition {
  return {
    id,
    title: { zh: id, en: id },
    description: { zh: id, en: id },
    theme: 'facilities',
    geometry,
    attributes: Object.fromEntries(
      table.columns.filter(({ name }) => name !== 'id').map((column) => [column.name, attributeOf(column)]),
    ),
    required: [],
    name: { zh: 'name' },
    owner: { zh: '测试', en: 'Test' },
    visibility: 'public',
    source: { zh: '测试', en: 'Test' },
    minzoom: 0,
    maxzoom: 16,
    tileAttributes: [],
    style: { color: { light: '#000000', dark: '#ffffff' }, order: 200 },
    filters: [],
    ...more,
  };
}
