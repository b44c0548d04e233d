/** Pages of the table `feature`, of now or of a past moment. */
import { queryablesOf } from '../../../tiles/filter/cql2/queryables.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { partsOf } from '../../../tiles/tile/bbox.ts';
import { inMercator } from '../../../tiles/tile/tile.ts';
import { compileCql2 } from '../../filter/compile.ts';
import { foundRows, readBase64, readNumber, readText, readTextOrNull } from '../../platform/db/rows.ts';
import { fill, loadSql, namedByText } from '../../platform/db/sql.ts';
import type { Queryable, Row, SqlFile, SqlValue } from '../../platform/db/types.ts';
import { isAfter, orderBy, type KeyColumn } from '../keyset.ts';
import { pageError } from '../page-errors.ts';
import type { FeatureRow, FeaturesQuery, GeometryForm, SortKey } from '../source.ts';
import { readProvenance } from './items.ts';

const FEATURES = loadSql('layers/sql/features').text;
const ROWS = loadSql('layers/sql/features-rows').text;
/** Raises for a moment that the history does not reach, and looks nowhere. */
const CHECK_MOMENT: SqlFile = {
  name: 'layers/features-check-moment',
  text: "select from features_as_of($1::text, $2::timestamptz, 'SRID=3857;POLYGON EMPTY'::geometry)",
};

/** Degrees to a centimetre, and metres to a millimetre. */
const DIGITS = { degrees: 7, metres: 3 } as const;
const DEGREES: readonly number[] = [4326, 4490];

export async function readFeatures(db: Queryable, query: FeaturesQuery): Promise<readonly FeatureRow[]> {
  const { sql, params, keys } = pageStatement(query);
  try {
    if (query.asOf !== null) await db.query(CHECK_MOMENT, [query.layer.id, query.asOf], { kind: 'features' });
    const rows = foundRows(await db.query(sql, params, { kind: 'features' }), 'feature_id');
    return rows.map((row) => ({
      id: readText(row, 'feature_id'),
      geometry: readGeometry(row, query.geometry.form),
      attributes: readText(row, 'attributes'),
      provenance: readProvenance(row),
      owner: readText(row, 'owner'),
      updatedAt: new Date(readNumber(row, 'updated_ms')),
      place: [...readPlaces(row, keys), readText(row, 'feature_id')],
    }));
  } catch (error) {
    throw pageError(error, query);
  }
}

/** The texts p0, p1, … of a row. */
export function readPlaces(row: Row, count: number): readonly (string | null)[] {
  return Array.from({ length: count }, (_, index) => readTextOrNull(row, `p${String(index)}`));
}

export function readGeometry(row: Row, form: GeometryForm): string | Uint8Array {
  return form === 'geojson' ? readText(row, 'geometry') : readBase64(row, 'geometry');
}

/** A geometry of SQL in the form asked for. */
export function geometrySql(sql: string, { form, srid }: FeaturesQuery['geometry']): string {
  if (form === 'wkb') return `encode(ST_AsBinary(${sql}), 'base64')`;
  // Without options PostGIS writes the system into each geometry.
  return `ST_AsGeoJSON(${sql}, ${String(DEGREES.includes(srid) ? DIGITS.degrees : DIGITS.metres)}, 0)`;
}

interface PageStatement {
  readonly sql: SqlFile;
  readonly params: readonly SqlValue[];
  /** How many attributes the order is by. */
  readonly keys: number;
}

/** Exported to look at its plan. */
export function pageStatement(query: FeaturesQuery): PageStatement {
  const { layer, bbox, filter, asOf, properties, sort, after, limit } = query;
  const params: SqlValue[] = [];
  const add = (value: SqlValue, type: string): string => `$${String(params.push(value))}::${type}`;
  const id = add(layer.id, 'text');
  const where = [
    ...(asOf === null ? [`f.layer_id = ${id}`, `f.visibility = 'public'`] : []),
    // A case, as the planner takes the function for one row in a hundred, and would read and sort all that follow.
    'case when is_placed(f.geom) then true else false end',
    // Rows of a page by id bound it; a filter, a box or an order may turn away all rows of a layer.
    ...(bbox === null && filter === null && sort.length === 0 ? [] : ['{in_time}']),
  ];
  const keys: readonly KeyColumn[] = [
    ...sort.map((key) => keyColumn(layer, key, add)),
    { sql: 'f.feature_id', type: 'text' },
  ];
  if (after !== null) where.push(isAfter(keys, after, (text) => add(text, 'text')));
  if (bbox !== null) {
    const boxes = partsOf(bbox).map(([west, south, east, north]) => {
      const ends = [west, inMercator(south), east, inMercator(north)].map((end) => add(end, 'float8'));
      return `f.geom_3857 && ST_Transform(ST_MakeEnvelope(${ends.join(', ')}, 4326), 3857)`;
    });
    where.push(`(${boxes.join(' or ')})`);
  }
  const chosen =
    properties === null
      ? 'jsonb_strip_nulls(f.attributes)::text'
      : `(select coalesce(jsonb_strip_nulls(jsonb_object_agg(key, value)), '{}')::text from jsonb_each(f.attributes) where key = any (${add([...properties], 'text[]')}))`;
  const at = asOf === null ? null : add(asOf, 'timestamptz');
  const most = add(limit, 'int');
  if (filter !== null) {
    const compiled = compileCql2(filter, {
      columns: queryablesOf(layer),
      firstParameter: params.length + 1,
      // Of the past only the present spelling is known.
      layer: asOf === null ? layer.id : undefined,
      timeZone: layer.timeZone,
    });
    params.push(...compiled.params);
    where.push(`(${compiled.sql})`);
  }
  const sorted = keys.slice(0, -1);
  const order = orderBy(
    keys.map((key, index) => (key.sort === undefined ? key : { ...key, sql: `k${String(index)}` })),
  );
  const rowsOf = (features: string): string =>
    fill(ROWS, {
      features,
      keys: sorted.map(({ sql }, index) => `, ${sql} as k${String(index)}`).join(''),
      where: where.join(' and '),
      order,
      limit: most,
    });
  const [states = '', ...others] =
    at === null
      ? [rowsOf('feature f')]
      : ['lasting_states_at', 'ended_states_at'].map((name) => rowsOf(`${name}(${id}, ${at}) as f`));
  const text = fill(FEATURES, {
    rows:
      others.length === 0
        ? states
        : `select * from ((${[states, ...others].join(') union all (')})) as f order by ${order} limit ${most}`,
    geometry: geometrySql(inSystem(query.geometry.srid), query.geometry),
    attributes: chosen,
    places: sorted.map((_, index) => `, k${String(index)}::text as p${String(index)}`).join(''),
  });
  // Those with a filter or an order of the request are hardly ever sent twice.
  const isUsual = filter === null && sort.length === 0;
  return { sql: isUsual ? namedByText('features', text) : { text }, params, keys: sorted.length };
}

/** Values that are not of the attribute's type count as missing; texts are in the order of code points. */
function keyColumn(
  { attributes }: LayerDefinition,
  { attribute, isDescending }: SortKey,
  add: (value: SqlValue, type: string) => string,
): KeyColumn {
  const type = Object.hasOwn(attributes, attribute) ? attributes[attribute]?.type : undefined;
  if (type === undefined) throw new RangeError(`Features cannot be put in order by ${attribute}.`);
  const name = add(attribute, 'text');
  const sort = { isDescending };
  switch (type) {
    case 'boolean':
      return { sql: `filter_flag(f.attributes, ${name})`, type: 'boolean', sort };
    case 'integer':
    case 'number':
      return { sql: `filter_number(f.attributes, ${name})`, type: 'numeric', sort };
    case 'string':
      return { sql: `(filter_text(f.attributes, ${name}) collate "C")`, type: 'text', sort };
  }
}

/** @param srid a whole number of ours */
function inSystem(srid: number): string {
  if (srid === 3857) return 'f.geom_3857';
  // CGCS2000 is WGS 84 to a few centimetres.
  return DEGREES.includes(srid) ? 'f.geom' : `ST_Transform(f.geom, ${String(srid)})`;
}
