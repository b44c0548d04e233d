/** What keeps a table from being a layer, what makes a layer worse than it could be, and the SQL that mends it. */
import type { Text } from '../../tiles/layer/layer.ts';
import { bothLanguages, type MessageValues } from '../platform/messages/index.ts';
import { isReadable } from './attributes.ts';
import type { FoundTable } from './found-table.ts';
import { isGeneral, kindOf } from './found-table.ts';
import { OBSTACLES } from './messages.ts';
import { formatTableName, readableName, readableRelation } from './table-name.ts';

export interface Obstacle {
  readonly code: keyof typeof OBSTACLES;
  readonly text: Text;
  /** Statements, or a layer file, that remove it; empty where there is none. */
  readonly cure: readonly string[];
}

export interface ObstacleContext {
  /** Role that the service reads by. */
  readonly role: string;
  /** Id that the layer has or would have. */
  readonly id: string;
  /** Seconds that looking at the rows may take. */
  readonly timeoutMs: number;
}

/** Rows of a table that is read as a whole without anybody noticing. */
const FEW_ROWS = 5000;

/** Why a table is not served: the first of these is to be removed first. Empty where it is served. */
export function obstaclesOf(found: FoundTable, context: ObstacleContext): readonly Obstacle[] {
  const { relation, table, declared, unknownNames } = found;
  const { role } = context;
  const told = teller(found, context);
  if (!relation.mayUse)
    return [
      told('no-schema-rights', {}, [
        `grant usage on schema ${readableName(table.name.schema)} to ${readableName(role)};`,
        ...(declared.maySelect ? [] : [grantSelect(found, role)]),
      ]),
    ];
  if (!declared.maySelect) return [told('no-rights', {}, [grantSelect(found, role)])];
  if (unknownNames.length > 0)
    return [
      told('unknown-names', {
        names: unknownNames.join(', '),
        columns: [...relation.columns, ...relation.geometries].map(({ name }) => name).join(', '),
      }),
    ];
  if (!relation.isPopulated)
    return [told('not-populated', {}, [`refresh materialized view ${readableRelation(table.name)};`])];
  if (found.failure !== null) return [told('unreadable', { reason: found.failure })];
  if (!found.isProjected) return [told('no-projection', { srid: table.geometry.srid })];
  return [...keyObstacles(found, context), ...sridObstacles(found, context), ...kindObstacles(found, context)];
}

/** What could be better about a table that is served. */
export function advicesOf(found: FoundTable, context: ObstacleContext): readonly Obstacle[] {
  const { table, declared, rows, relation } = found;
  const told = teller(found, context);
  const { geometry } = table;
  const relationName = readableRelation(table.name);
  const column = readableName(geometry.name);
  const advices: Obstacle[] = [];
  const isLarge = table.estimatedRows === null || table.estimatedRows > FEW_ROWS;
  if (!geometry.isIndexed && isLarge && relation.kind !== 'foreign') {
    const slowBelow = relation.below.filter(({ isIndexed }) => isIndexed === false);
    const isView = relation.kind === 'view';
    if (!isView || slowBelow.length > 0)
      advices.push(
        told(
          isView ? 'no-index-view' : 'no-index',
          {},
          isView
            ? slowBelow.map((below) => `create index on ${readableRelation(below)} using gist (${column});`)
            : [`create index on ${relationName} using gist (${column});`, `analyze ${relationName};`],
        ),
      );
  }
  if (declared.srid === 0 && geometry.srid !== 0 && geometry.type === 'geometry')
    advices.push(
      told('undeclared-srid', { srid: geometry.srid }, hasType(found) ? [retype(found, geometry.srid, column)] : []),
    );
  if (rows !== null && rows.invalid > 0)
    advices.push(
      told(
        'invalid',
        { count: rows.invalid, rows: rows.count, keys: rows.invalidKeys.join(', ') || '?' },
        hasType(found) ? mending(found) : [],
      ),
    );
  const nowhere = (rows?.nulls ?? 0) + (rows?.empties ?? 0);
  if (rows !== null && nowhere > 0) advices.push(told('nowhere', { count: nowhere, rows: rows.count }));
  if (found.isSlow)
    advices.push(
      told(
        'slow',
        { seconds: context.timeoutMs / 1000 },
        relation.kind === 'view'
          ? [
              `create materialized view ${readableRelation({ ...table.name, table: `${table.name.table}_m` })} as select * from ${relationName};`,
            ]
          : [],
      ),
    );
  const columns = (names: readonly { readonly name: string }[]): { readonly columns: string } => ({
    columns: names.map(({ name }) => name).join(', '),
  });
  const unreadable = table.columns.filter((each) => !isReadable(each));
  const generated = table.columns.filter(({ isGenerated }) => isGenerated);
  const json = table.columns.filter(({ kind }) => kind === 'json');
  if (relation.forbidden.length > 0)
    advices.push(told('forbidden-columns', columns(relation.forbidden.map((name) => ({ name })))));
  if (unreadable.length > 0) advices.push(told('unreadable-columns', columns(unreadable)));
  if (generated.length > 0) advices.push(told('generated-columns', columns(generated)));
  if (json.length > 0) advices.push(told('json-columns', columns(json)));
  return advices;
}

type Tell = (code: keyof typeof OBSTACLES, values?: MessageValues, cure?: readonly string[]) => Obstacle;

function teller({ relation, table, rows }: FoundTable, { role, id }: ObstacleContext): Tell {
  const common = {
    role,
    id,
    owner: relation.owner,
    schema: table.name.schema,
    table: readableRelation(table.name),
    column: table.geometry.name,
    rows: rows?.count ?? Math.round(table.estimatedRows ?? 0),
  };
  return (code, values = {}, cure = []) => ({
    code,
    text: bothLanguages(OBSTACLES[code], {
      ...common,
      ...(code === 'no-index' ? { rows: Math.round(table.estimatedRows ?? 0) } : {}),
      ...values,
    }),
    cure,
  });
}

function keyObstacles(found: FoundTable, context: ObstacleContext): readonly Obstacle[] {
  const { relation, table, keyCandidates } = found;
  if (table.key.length > 0) return [];
  const told = teller(found, context);
  const relationName = readableRelation(table.name);
  if (relation.kind === 'view' || relation.kind === 'foreign') {
    const [key = [relation.columns[0]?.name ?? 'id']] = keyCandidates;
    const file = { id: context.id, table: formatTableName(table.name), key };
    return [told('no-key-view', {}, [JSON.stringify(file)])];
  }
  if (relation.kind === 'materialized-view') {
    const [key = [relation.columns[0]?.name ?? 'id']] = keyCandidates;
    return [
      told('no-key-materialized', {}, [
        `create unique index on ${relationName} (${key.map(readableName).join(', ')});`,
      ]),
    ];
  }
  const unique = uniqueColumn(found);
  return [
    told('no-key', {}, [
      unique === null
        ? `alter table ${relationName} add column ${freeName(found)} bigint generated always as identity primary key;`
        : `alter table ${relationName} add primary key (${readableName(unique)});`,
    ]),
  ];
}

/** A column whose values all differ by PostgreSQL's statistics. */
function uniqueColumn({ relation, table }: FoundTable): string | null {
  const isUnique = (name: string): boolean => {
    const known = relation.statistics.get(name);
    return known !== undefined && known.distinct === -1 && known.nullShare === 0;
  };
  const usual = /^(?:.*_)?(?:id|gid|fid|objectid|code|no|bh|bm|编号|编码|代码)$/iu;
  return table.columns.find(({ name, kind }) => usual.test(name) && kind !== 'json' && isUnique(name))?.name ?? null;
}

function freeName({ relation }: FoundTable): string {
  const names = new Set([...relation.columns.map(({ name }) => name), ...relation.forbidden]);
  return ['id', 'gid', 'feature_id', 'chengtu_id'].find((name) => !names.has(name)) ?? 'row_key';
}

function sridObstacles(found: FoundTable, context: ObstacleContext): readonly Obstacle[] {
  const { table, rows } = found;
  const { srid, type, name } = table.geometry;
  if (srid !== 0 || type === 'geography') return [];
  const told = teller(found, context);
  const column = readableName(name);
  const known = rows?.srids.filter((each) => each !== 0) ?? [];
  const [first] = known;
  if (first !== undefined) {
    const srids = (rows?.srids ?? []).join(', ');
    return [
      told('many-srids', { srids }, [
        retype(
          found,
          first,
          `case when ST_SRID(${column}) = 0 then ST_SetSRID(${column}, ${String(first)}) else ST_Transform(${column}, ${String(first)}) end`,
        ),
      ]),
    ];
  }
  const guess = guessSrid(rows?.box ?? null);
  return [told('no-srid', { srid: guess }, [retype(found, guess, `ST_SetSRID(${column}, ${String(guess)})`)])];
}

/** Degrees, or metres such as those of EPSG:4549: only whoever keeps the data knows. */
function guessSrid(box: readonly [number, number, number, number] | null): number {
  if (box === null) return 4490;
  const [west, south, east, north] = box;
  if (west >= -180 && east <= 180 && south >= -90 && north <= 90) return 4490;
  return west > 1e6 && east < 2.1e7 && south > 1e6 && north < 7.5e6 && west > 8e6 && west < 1.6e7 ? 3857 : 4549;
}

function kindObstacles(found: FoundTable, context: ObstacleContext): readonly Obstacle[] {
  const { geometryKind, table, rows } = found;
  if (geometryKind !== null) return [];
  const told = teller(found, context);
  const column = readableName(table.geometry.name);
  const relationName = readableRelation(table.name);
  const shapes = (rows?.shapes ?? []).map(({ shape, count }) => `${shape} ${String(count)}`).join(', ');
  const kinds = new Set((rows?.shapes ?? []).map(({ shape }) => kindOf(shape)));
  if (kinds.size === 0 && isGeneral(table.geometry.shape))
    return [told('no-kind', {}, [retype(found, table.geometry.srid, column, 'Point')])];
  const plural = { Point: 'points', LineString: 'lines', Polygon: 'areas' } as const;
  const dimension = { Point: 0, LineString: 1, Polygon: 2 } as const;
  const views = [...kinds]
    .filter((kind) => kind !== null)
    .map((kind) => {
      const view = readableRelation({ ...table.name, table: `${table.name.table}_${plural[kind]}` });
      return `create view ${view} as select * from ${relationName} where ST_Dimension(${column}) = ${String(dimension[kind])};`;
    });
  if (kinds.size > 1 && views.length > 1) return [told('mixed-kinds', { shapes }, views)];
  const view = readableRelation({ ...table.name, table: `${table.name.table}_map` });
  return [
    told('unusable-shapes', { shapes: shapes === '' ? table.geometry.shape : shapes }, [
      `create view ${view} as select *, ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_Force2D(${column})))) as map_geom from ${relationName};`,
    ]),
  ];
}

/** Makes areas valid. What becomes of one may have several parts, which a column of single ones does not take. */
function mending({ table, declared }: FoundTable): readonly string[] {
  const relation = readableRelation(table.name);
  const column = readableName(declared.name);
  const cast = declared.type === 'geography' ? '::geometry' : '';
  const type = `${declared.type}(MultiPolygon${declared.hasZ ? 'Z' : ''}${declared.hasM ? 'M' : ''}, ${String(declared.srid)})`;
  return [
    ...(declared.shape === 'POLYGON'
      ? [`alter table ${relation} alter column ${column} type ${type} using ST_Multi(${column}${cast});`]
      : []),
    `update ${relation} set ${column} = ST_Multi(ST_CollectionExtract(ST_MakeValid(${column}${cast}), 3)) where not ST_IsValid(${column}${cast});`,
  ];
}

/** Whether the column's type can be changed: views have those of their tables. */
function hasType({ relation }: FoundTable): boolean {
  return relation.kind === 'table' || relation.kind === 'partitioned';
}

/**
 * What declares the type of a column, by the rows where they are all known.
 * @param using the value of each row, as SQL
 */
function retype(found: FoundTable, srid: number, using: string, kind?: string): string {
  const { relation, table, declared, rows } = found;
  const column = readableName(declared.name);
  const name = readableRelation(table.name);
  const shapes = rows?.isAll === true ? rows.shapes.map(({ shape }) => shape) : [];
  const general = isGeneral(declared.shape);
  const shape = kind ?? (general ? commonType(shapes) : typeName(declared.shape));
  const flag =
    general && rows !== null ? Math.max(0, ...rows.dimensions) : (declared.hasZ ? 2 : 0) + (declared.hasM ? 1 : 0);
  const isMixed = general && new Set(rows?.dimensions).size > 1;
  const forced = isMixed ? `${FORCE[flag] ?? ''}(${using})` : using;
  const value =
    shape.startsWith('Multi') && shapes.some((each) => !each.startsWith('MULTI')) ? `ST_Multi(${forced})` : forced;
  const type = `geometry(${shape}${['', 'M', 'Z', 'ZM'][flag] ?? ''}, ${String(srid)})`;
  if (!hasType(found)) {
    const view = readableRelation({ ...table.name, table: `${table.name.table}_map` });
    return `create view ${view} as select *, (${value})::${type} as map_geom from ${name};`;
  }
  return `alter table ${readableRelation(relation.name)} alter column ${column} type ${type} using ${value};`;
}

const FORCE: Readonly<Record<number, string>> = { 1: 'ST_Force3DM', 2: 'ST_Force3DZ', 3: 'ST_Force4D' };

/** The type that takes all shapes: a multi-part one where some are. */
function commonType(shapes: readonly string[]): string {
  const [only] = shapes;
  if (only !== undefined && shapes.length === 1) return typeName(only);
  const parts = new Set(shapes.map((shape) => shape.replace(/^MULTI/, '')));
  const [part] = parts;
  return parts.size === 1 && part !== undefined ? typeName(`MULTI${part}`) : 'Geometry';
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  POINT: 'Point',
  MULTIPOINT: 'MultiPoint',
  LINESTRING: 'LineString',
  MULTILINESTRING: 'MultiLineString',
  POLYGON: 'Polygon',
  MULTIPOLYGON: 'MultiPolygon',
  CURVEPOLYGON: 'CurvePolygon',
  COMPOUNDCURVE: 'CompoundCurve',
  CIRCULARSTRING: 'CircularString',
  MULTICURVE: 'MultiCurve',
  MULTISURFACE: 'MultiSurface',
};

function typeName(shape: string): string {
  return (Object.hasOwn(TYPE_NAMES, shape) ? TYPE_NAMES[shape] : undefined) ?? 'Geometry';
}

function grantSelect({ table }: FoundTable, role: string): string {
  return `grant select on ${readableRelation(table.name)} to ${readableName(role)};`;
}
