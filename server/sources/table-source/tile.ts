/** A tile of a table: typed columns, encoded by the database of the source. */
import type { AttributeValue, LayerDefinition } from '../../../tiles/layer/layer.ts';
import { hasLabelProperty, LABEL_PROPERTY, tileAttributesOf } from '../../../tiles/layer/tile-attributes.ts';
import { mercatorZoom } from '../../../tiles/tile/matrix-set.ts';
import { clusterOver } from '../../../tiles/tile/pyramid.ts';
import type { Bounds } from '../../../tiles/tile/tile.ts';
import { encodeTile, type TileFeature } from '../../layers/mvt/encode.ts';
import { readWkb } from '../../layers/mvt/wkb.ts';
import type { LayerSelection, TilePlace, TileSession } from '../../layers/source.ts';
import { onlyRow, readBase64, readBytes, readNumber, readText } from '../../platform/db/rows.ts';
import { fill, loadSql } from '../../platform/db/sql.ts';
import type { QueryOptions, SqlFile, SqlValue } from '../../platform/db/types.ts';
import { degreesOf, isInDomain, reachesOf, reachSql, type Ground } from './ground.ts';
import { named, quoteName, quoteText, statement } from './names.ts';
import { Constants, Parameters, type ParameterType } from './parameters.ts';
import type { Condition } from './rows.ts';
import type { TableSql, Target } from './table-sql.ts';
import { boxTable, gridPosition, sharesOf } from './positions.ts';
import { GRID_BITS, tileParts } from './tile-parts.ts';
import { COARSE_UNITS, partOfEach, partsInParameters, type PartSql } from './tile-sql.ts';

const TOGETHER = loadSql('sources/table-source/sql/tiles').text;
const POINTS = loadSql('sources/table-source/sql/tile-points').text;
const COUNTED = loadSql('sources/table-source/sql/tile-counted').text;
const SHAPES = loadSql('sources/table-source/sql/tile-shapes').text;
const THIN = loadSql('sources/table-source/sql/tile-thin').text;

/**
 * From this zoom on tiles keep every position that differs by a unit. Below it positions are snapped to half a pixel
 * (of 512 to a tile), alike on both sides of a shared border.
 */
const DETAILED_FROM = 14;

export interface TableTile {
  readonly table: TableSql;
  readonly ground: Ground;
  readonly place: TilePlace;
  readonly selection: LayerSelection;
  /** The filter as a condition on the row `t`, which adds its values to the parameters. */
  readonly condition: Condition | null;
  /** Points by cell, where they were counted before: clusters, and boxes of the cells that show single points. */
  readonly counted: CountedCells | null;
}

/** What of a tile is known without looking at its points. */
export interface CountedCells {
  /** Cells that are clusters. */
  readonly clusters: readonly {
    readonly world: number;
    /** Column and row, 26 bits each. */
    readonly cell: number;
    readonly count: number;
    /** Of positions of 30 bits from west and from north. */
    readonly sumX: number;
    readonly sumY: number;
    readonly sums: readonly number[];
  }[];
  /** All other cells that hold something, and their boxes (EPSG:3857). */
  readonly sparse: readonly { readonly world: number; readonly cell: number; readonly box: Bounds }[];
  /** Attributes that are added up. */
  readonly summed: readonly string[];
}

/** The bytes of the layer in the tile; none where it shows nothing. Rejects as the query does. */
export async function readTableTile(db: TileSession, tile: TableTile, options: QueryOptions): Promise<Buffer> {
  const together = db.hasAsMvt && db.keepsPlans === true ? statementOfEach(tile) : null;
  if (together !== null) return readBase64(onlyRow(await db.query(together.sql, together.params, options)), 'tile');
  const rows = tileRows(tile);
  if (rows === null) return Buffer.alloc(0);
  const { id } = tile.selection.layer;
  if (db.hasAsMvt) {
    const sql = `select encode(ST_AsMVT(f, ${quoteText(id)}, 4096, 'chengtu geom', 'chengtu fid'), 'base64') as tile from (\n${rows.text}\n) as f`;
    return readBase64(onlyRow(await db.query(statement(sql, tile.condition), rows.params, options)), 'tile');
  }
  const sql = `select "chengtu fid" as fid, ST_AsBinary("chengtu geom") as geom,
    (json_strip_nulls(row_to_json(f))::jsonb - 'chengtu fid' - 'chengtu geom')::text as attributes from (\n${rows.text}\n) as f`;
  const features = await db.query(statement(sql, tile.condition), rows.params, options);
  const bytes = encodeTile([
    {
      name: id,
      features: features.flatMap((row): TileFeature[] => {
        const geometry = readWkb(readBytes(row, 'geom'));
        return geometry === null
          ? []
          : [{ fid: readNumber(row, 'fid'), geometry, attributes: plain(readText(row, 'attributes')) }];
      }),
    },
  ]);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Values that `exact` columns show as text stand in an object of their own. */
function plain(text: string): Record<string, AttributeValue> {
  const parsed: unknown = JSON.parse(text);
  const attributes: Record<string, AttributeValue> = {};
  const take = (values: object): void => {
    for (const [key, value] of Object.entries(values) as [string, unknown][]) {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') attributes[key] = value;
      else if (typeof value === 'object' && value !== null) take(value);
    }
  };
  if (typeof parsed === 'object' && parsed !== null) take(parsed);
  return attributes;
}

export interface TileRows {
  readonly text: string;
  readonly params: readonly SqlValue[];
}

/** The rows that ST_AsMVT encodes; null where the tile cannot show any. */
export function tileRows(tile: TableTile): TileRows | null {
  const params = new Parameters();
  const parts = partsInParameters({ ...tile, ...seenOf(tile), column: tile.table.column }, params);
  const text = rowsOf(tile, parts, params);
  return text === null ? null : { text, params: params.values };
}

function rowsOf(tile: TableTile, parts: readonly PartSql[], params: Parameters): string | null {
  return isOfPoints(tile) ? pointRows(tile, parts, params) : shapeRows(tile, parts, params);
}

function isOfPoints({ selection: { layer } }: TableTile): boolean {
  return layer.geometry === 'Point';
}

/** Points in the whole cells that a tile meets decide on its clusters. */
function seenOf(tile: TableTile): { readonly box: 'box' | 'reach'; readonly most: number } {
  const { matrixSet, tile: coord } = tile.place;
  return isOfPoints(tile)
    ? { box: 'reach', most: clusterOver(tile.selection.layer, matrixSet, coord.z) }
    : { box: 'box', most: 0 };
}

/** Statements for tiles of a table that are asked for together, as long as the layer's definition holds. */
const TOGETHER_OF = new WeakMap<TableSql, { readonly layer: LayerDefinition; readonly made: Map<string, SqlFile> }>();
/** Whoever asks chooses the properties. */
const MOST_TOGETHER_OF = 100;

/**
 * The statement that makes this tile, and others that are asked for at the same time. Its text is made once, and its
 * plan by each connection. Null where a tile chooses among features, lies at the edge of the world and sees what is
 * behind it, is made of cells that are known, or has rows that no index finds: there a plan for any tile is a bad one.
 */
function statementOfEach(tile: TableTile): { readonly sql: SqlFile; readonly params: readonly SqlValue[] } | null {
  const { table, ground, place, condition, counted } = tile;
  const { kind, geometry } = table.table;
  const { z, x, y } = place.tile;
  const last = 2 ** z - 1;
  const isInside = x > 0 && x < last && y > 0 && y < last;
  const isFound = geometry.isIndexed && kind !== 'view' && kind !== 'foreign';
  if (!isFound || !isInside || condition !== null || counted !== null || place.matrixSet !== 'WebMercatorQuad')
    return null;
  const [part, ...behind] = tileParts(place);
  if (part === undefined || behind.length > 0) return null;
  const { box, most } = seenOf(tile);
  const reaches = reachesOf(ground, degreesOf(part[box]));
  const [reach] = reaches;
  if (reaches === 'all' || reaches.length !== 1 || reach === undefined) return null;
  return { sql: textOfEach(tile), params: [z, most, x, y, reach] };
}

function textOfEach(tile: TableTile): SqlFile {
  const { table, ground, place, selection } = tile;
  const { layer, properties } = selection;
  const kind = isOfPoints(tile) ? isGridUnit(place.tile.z + 12, false) : snapOf(tile);
  const key = `${String(kind)} ${properties === null ? '' : JSON.stringify(properties)}`;
  let known = TOGETHER_OF.get(table);
  if (known?.layer !== layer || known.made.size >= MOST_TOGETHER_OF) {
    known = { layer, made: new Map() };
    TOGETHER_OF.set(table, known);
  }
  let sql = known.made.get(key);
  if (sql === undefined) {
    const rows = rowsOf(tile, [partOfEach(table.column)], new Constants());
    const text = fill(TOGETHER, {
      layer: quoteText(layer.id),
      rows: rows ?? '',
      reach: reachSql(ground, (type) => `asked.reach::${type}`),
    });
    sql = { ...named(text), lists: 3 };
    known.made.set(key, sql);
  }
  return sql;
}

/** Columns of a feature of the tile, in their order: SQL for a row `t`, SQL for a cluster, and name. */
interface TileColumn {
  readonly name: string;
  readonly single: string;
  readonly cluster: string;
  readonly type: string;
}

function columnsOf({ table, selection: { layer, properties } }: TableTile): readonly TileColumn[] {
  const wanted = properties ?? tileAttributesOf(layer);
  const names = table.attributes(layer, wanted);
  const inexact: string[] = [];
  const columns = names.flatMap((name): TileColumn[] => {
    const column = table.columnOf(name);
    if (column === undefined) return [];
    switch (table.shownAs(column, layer.attributes[name]?.type)) {
      case 'boolean':
        return [{ name, single: `t.${quoteName(column.name)}`, cluster: 'null', type: 'boolean' }];
      case 'number':
        if (table.mayBeInexact(column)) {
          inexact.push(`${quoteText(name)}, case when ${table.number(column)} is null then ${table.text(column)} end`);
        }
        return [{ name, single: table.number(column), cluster: 'null', type: 'number' }];
      case 'text':
        return [{ name, single: table.text(column), cluster: 'null', type: 'text' }];
    }
  });
  if (inexact.length === 0) return columns;
  // A column of a tile has one type. What no number holds travels in an object, which ST_AsMVT takes apart.
  const objects = chunked(inexact, 40).map((pairs) => `jsonb_build_object(${pairs.join(', ')})`);
  return [
    ...columns,
    { name: 'chengtu exact', single: `jsonb_strip_nulls(${objects.join(' || ')})`, cluster: 'null', type: 'jsonb' },
  ];
}

function chunked<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

/** Positions of a geometry `g`: shares of the world from west and north, and units of the grid. */
interface Position {
  /** 30 bits. */
  readonly gx: string;
  readonly gy: string;
  readonly u: string;
  readonly v: string;
}

function positionOf(g: string, target: Target, isGeographic: boolean, bits: string): Position {
  const { x, y } = sharesOf(g, target);
  const unit = (share: string, end: string): string =>
    `greatest(0, least(${end} - 1, floor((${share}) * (1::bigint << ${bits})::float8)))::bigint`;
  const width = `(1::bigint << ${bits})`;
  return {
    ...gridPosition(g, target),
    u: unit(x, width),
    v: isGeographic ? unit(`(90 - ST_Y(${g})) / 360`, `(${width} >> 1)`) : unit(y, width),
  };
}

function pointRows(tile: TableTile, parts: readonly PartSql[], params: Parameters): string | null {
  const { table, place, selection, counted } = tile;
  const { layer, properties } = selection;
  const isGeographic = place.matrixSet === 'CGCS2000Quad';
  const [{ number } = { number: null }] = parts;
  if (number === null) return null;
  const columns = columnsOf(tile);
  const summed = (layer.sums ?? []).filter(
    (name) => (properties === null || properties.includes(name)) && table.columnOf(name) !== undefined,
  );
  const needed = [
    ...new Set([
      ...table.table.key,
      ...[...columns.map(({ name }) => name), ...summed].flatMap((name) => table.columnOf(name)?.name ?? []),
    ]),
  ];
  const isInGrid = isGridUnit(place.tile.z + (isGeographic ? 13 : 12), isGeographic);
  const nearParts = { params, needed, bits: number('bits'), shift: number('shift'), isGeographic, isInGrid };
  const near =
    counted === null
      ? parts.flatMap((part) => nearRows(tile, part, nearParts) ?? [])
      : sparseRows(tile, counted, nearParts);
  if (near.length === 0) return null;
  const seen = `(values ${parts
    .map(
      ({ world, number: of }) =>
        `(${String(world)}, ${(['west', 'east', 'north', 'south', 'dx', 'dy'] as const).map(of).join(', ')})`,
    )
    .join(', ')}) as seen (world, west, east, north, south, dx, dy)`;
  const { bits, shift } = nearParts;
  const cell = `((("chengtu x" >> ${shift})::bigint << 26) | ("chengtu y" >> ${shift}))`;
  const clusterNames = ['cluster', 'point_count', ...summed.map((name) => `sum_${name}`)];
  const sums = summed.map((name, index) => {
    const column = table.columnOf(name);
    return `, sum(coalesce(${column === undefined ? '0' : table.summand(column)}, 0)) as s${String(index)}`;
  });
  const singles = [
    `${table.id} as id`,
    `'imported' as provenance`,
    ...columns.map(({ name, single }) => `${single} as ${quoteName(name)}`),
    'null::boolean as cluster',
    'null::bigint as point_count',
    ...summed.map((name) => `null::float8 as ${quoteName(`sum_${name}`)}`),
  ].join(', ');
  return fill(POINTS, {
    near: near.join('\n  union all\n'),
    counted:
      counted === null
        ? fill(COUNTED, { cell, most: number('most'), sums: sums.join('') })
        : knownClusters(counted, summed, params),
    cell,
    seen,
    u: isInGrid ? `("chengtu x" >> ${number('to_units')})` : '"chengtu u"',
    v: isInGrid ? `("chengtu y" >> ${number('to_units')})` : '"chengtu v"',
    position: clusterPosition(bits, isGeographic),
    fid: table.fid,
    singles,
    several: table.areSinglePoints
      ? ''
      : `union all select "chengtu w", ${table.fid}, ${singles}, "chengtu m" from near as t where "chengtu m" is not null`,
    clusters: [
      'null',
      'null',
      ...columns.map(({ cluster }) => cluster),
      'true',
      'cluster.count',
      ...summed.map((_, index) => `cluster.s${String(index)}::float8`),
    ].join(', '),
    names: ['id', 'provenance', ...columns.map(({ name }) => name), ...clusterNames].map(quoteName).join(', '),
  });
}

interface NearParts {
  readonly params: Parameters;
  /** Names of the table's columns that the tile is made from. */
  readonly needed: readonly string[];
  readonly bits: string;
  readonly shift: string;
  readonly isGeographic: boolean;
  /** See `isGridUnit`. */
  readonly isInGrid: boolean;
}

/** Rows whose positions may matter for a part of the tile. */
function nearRows(
  tile: TableTile,
  { world, number, reach }: PartSql,
  { params, needed, bits, isGeographic, isInGrid }: NearParts,
): string | null {
  const { table, ground, condition } = tile;
  const near = reach();
  if (near === null) return null;
  const target: Target = ground.kind === 'degrees' || isGeographic ? 4326 : 3857;
  const geometry = table.flatIn(target);
  const isMoved = ground.kind === 'other' || (ground.kind === 'mercator' && target === 4326);
  const where = [
    near,
    // What has no position has no box that could meet another.
    ...(near === 'true' ? [table.isPlaced] : []),
    ...(isMoved ? [isInDomain(ground, table.column, params)] : []),
    condition?.(params) ?? 'true',
  ];
  const only = table.areSinglePoints;
  const own = isMoved || !only ? 't."chengtu g"' : geometry;
  const g = only ? own : 't."chengtu one"';
  const members = positionOf('member.geom', target, isGeographic, bits);
  const several = only
    ? 'null::geometry'
    : `case when t."chengtu one" is null and GeometryType(${own}) = 'MULTIPOINT' then (
      select ST_Collect(ST_MakePoint(u + ${number('dx')}, v + ${number('dy')}) order by place)
      from (select ${members.u} as u, ${members.v} as v, min(member.path) as place from ST_Dump(${own}) as member where not ST_IsEmpty(member.geom) group by 1, 2) as position
      where u >= ${number('west')} and u < ${number('east')} and v >= ${number('north')} and v < ${number('south')}
    ) end`;
  let found = `${table.from} where ${where.join(' and ')}`;
  // What is made of a row is made once, which a subquery of its own takes.
  if (isMoved || !only) found = `(select t.*, ${geometry} as "chengtu g" from ${found} offset 0) as t`;
  if (!only)
    found = `(select t.*, case GeometryType(${own}) when 'POINT' then ${own} when 'MULTIPOINT' then case ST_NumGeometries(${own}) when 1 then ST_GeometryN(${own}, 1) end end as "chengtu one" from ${found} offset 0) as t`;
  const single = (sql: string): string => (only ? sql : `case when ${g} is not null then ${sql} end`);
  const position = positionOf(g, target, isGeographic, bits);
  const { gx, gy } = position;
  return nearSelect(needed, {
    world: String(world),
    position: { ...position, gx: single(gx), gy: single(gy) },
    withUnits: !isInGrid,
    several,
    from: found,
  });
}

interface NearSelect {
  readonly world: string;
  readonly position: Position;
  /** Whether units of the tile's grid are columns of their own. */
  readonly withUnits: boolean;
  readonly several: string;
  readonly from: string;
}

function nearSelect(
  needed: readonly string[],
  { world, position: { gx, gy, u, v }, withUnits, several, from }: NearSelect,
): string {
  const units = withUnits ? `, ${u} as "chengtu u", ${v} as "chengtu v"` : '';
  return `select ${needed.map((name) => `t.${quoteName(name)}`).join(', ')}, ${world} as "chengtu w", ${gx} as "chengtu x", ${gy} as "chengtu y"${units}, ${several} as "chengtu m"
  from ${from}`;
}

/** Single points of cells that are known to hold few, each cell looked for by the index. */
function sparseRows(
  { table, ground }: TableTile,
  { clusters, sparse }: CountedCells,
  { params, needed, bits, shift, isGeographic, isInGrid }: NearParts,
): readonly string[] {
  if (clusters.length === 0 && sparse.length === 0) return [];
  const target: Target = ground.kind === 'degrees' || isGeographic ? 4326 : 3857;
  const boxes = boxTable(
    ground,
    table,
    sparse.map(({ world, cell, box }) => ({ world, cell, box: degreesOf(box) })),
    params,
  );
  const position = positionOf('t."chengtu g"', target, isGeographic, bits);
  const found = `(select t.*, asked.world as "chengtu w", asked.cell as "chengtu c", ${table.flatIn(target)} as "chengtu g" from ${boxes} where ${isInDomain(ground, table.column, params)} offset 0) as t where (((${position.gx}) >> ${shift})::bigint << 26 | ((${position.gy}) >> ${shift})) = t."chengtu c"`;
  return [
    nearSelect(needed, {
      world: 't."chengtu w"',
      position,
      withUnits: !isInGrid,
      several: 'null::geometry',
      from: found,
    }),
  ];
}

/** Clusters as the template counts them itself where nothing is known. */
function knownClusters(
  { clusters, summed: known }: CountedCells,
  summed: readonly string[],
  params: Parameters,
): string {
  const list = (type: ParameterType, values: readonly (number | string)[]): string => params.add([...values], type);
  const whole = (value: number): string => String(BigInt(Math.round(value)));
  // Sums were added up as doubles: their last digits are noise.
  const sums = summed.map((name) =>
    clusters.map((cluster) => Number((cluster.sums[known.indexOf(name)] ?? 0).toPrecision(15))),
  );
  const lists = [
    list(
      'int[]',
      clusters.map(({ world }) => world),
    ),
    list(
      'bigint[]',
      clusters.map(({ cell }) => whole(cell)),
    ),
    list(
      'bigint[]',
      clusters.map(({ count }) => whole(count)),
    ),
    list(
      'bigint[]',
      clusters.map(({ sumX }) => whole(sumX)),
    ),
    list(
      'bigint[]',
      clusters.map(({ sumY }) => whole(sumY)),
    ),
    ...sums.map((values) => list('float8[]', values)),
  ];
  const names = ['world', 'cell', 'count', 'sum_x', 'sum_y', ...summed.map((_, index) => `s${String(index)}`)];
  return `select * from unnest(${lists.join(', ')}) as known (${names.join(', ')})`;
}

/** Whether a unit of the tile's grid is one of the grid that cells are counted in, or several of them. */
function isGridUnit(bits: number, isGeographic: boolean): boolean {
  return !isGeographic && bits <= GRID_BITS;
}

/** As the SQL functions `cluster_x` and `cluster_y` (data/functions/tile_units.sql). */
function clusterPosition(bits: string, isGeographic: boolean): string {
  const mean = (sum: string): string => `cluster.${sum} / cluster.count`;
  const unit = (sum: string): string =>
    `case when ${bits} < 30 then ${mean(sum)} >> greatest(0, 30 - ${bits}) else ${mean(sum)} << greatest(0, ${bits} - 30) end`;
  const v = isGeographic
    ? `floor((90 - degrees(atan(sinh(pi() * (1 - 2 * (${mean('sum_y')} + 0.5) / 1073741824::float8))))) / 360 * (1::bigint << ${bits}))::bigint`
    : unit('sum_y');
  return `${unit('sum_x')} as u, ${v} as v`;
}

/** As the SQL function `may_be_thin` (data/functions/tile_thin.sql). */
function mayBeThin(tile: {
  readonly units: string;
  readonly snap: number;
  readonly world_x: string;
  readonly world_y: string;
}): string {
  const { units, snap, world_x: x, world_y: y } = tile;
  const parted = (low: string, high: string, step: number): string =>
    `floor((${high}) / ${String(step)}) > floor((${low}) / ${String(step)})`;
  const along = (step: number): string =>
    parted(`ST_XMin(own.shape) * ${units} + ${x}`, `ST_XMax(own.shape) * ${units} + ${x}`, step);
  const down = (step: number): string =>
    parted(`${y} - ST_YMax(own.shape) * ${units}`, `${y} - ST_YMin(own.shape) * ${units}`, step);
  const lowest = (value: string): string =>
    `floor((${value}) / ${String(snap)})::bigint & -floor((${value}) / ${String(snap)})::bigint`;
  return `case kind.dimension when 2 then greatest(ST_XMax(own.shape) - ST_XMin(own.shape), ST_YMax(own.shape) - ST_YMin(own.shape)) * ${units} >= ${String(4 * snap)}
      or ${along(snap)} and ${down(snap)} and (greatest(ST_XMax(own.shape) - ST_XMin(own.shape), ST_YMax(own.shape) - ST_YMin(own.shape)) * ${units} >= ${String(snap)}
        or ${lowest(`ST_XMax(own.shape) * ${units} + ${x}`)} = ${lowest(`${y} - ST_YMin(own.shape) * ${units}`)}) else ${along(1)} or ${down(1)} end`;
}

/** Units that corners are snapped to. */
function snapOf({ place, selection: { layer } }: TableTile): number {
  const zoom = mercatorZoom(place.matrixSet, place.tile.z);
  return zoom < DETAILED_FROM && zoom < layer.maxzoom ? COARSE_UNITS : 1;
}

function shapeRows(tile: TableTile, parts: readonly PartSql[], params: Parameters): string | null {
  const { table, ground, place, selection, condition } = tile;
  const { layer, properties } = selection;
  const columns = columnsOf(tile);
  const target: Target = place.matrixSet === 'CGCS2000Quad' ? 4326 : 3857;
  const snap = snapOf(tile);
  const isLabelled = hasLabelProperty(layer) && (properties === null || properties.includes(LABEL_PROPERTY));
  const { dimension } = table;
  const isMoved = table.table.geometry.srid !== target;
  const area = dimension === 2 ? true : dimension === null ? null : false;
  const ofKind = (areas: string, lines: () => string): string =>
    area === true ? areas : area === false ? lines() : `case kind.dimension when 2 then ${areas} else ${lines()} end`;
  const step = ofKind(String(snap), () => '1');
  const drawn = parts.flatMap(({ world, number, reach }): string[] => {
    const near = reach();
    if (near === null) return [];
    const label = isLabelled
      ? [
          `case when kind.dimension = 2 then (select true from ST_PointOnSurface(own.shape) as p where ST_X(p) >= ${number('tile_west')} and ST_X(p) < ${number('tile_east')} and ST_Y(p) >= ${number('tile_south')} and ST_Y(p) < ${number('tile_north')}) end as ${LABEL_PROPERTY}`,
        ]
      : [];
    const simple =
      snap === 1 ? 'own.shape' : ofKind('own.shape', () => `ST_Simplify(own.shape, ${number('tolerance')})`);
    const scale = number('scale');
    const clip = number('clip');
    const toUnits = `${scale}, 0, 0, -${scale}, ${number('x_offset')}, ${number('y_offset')}`;
    const origin = { world_x: number('world_x'), world_y: number('world_y') };
    return [
      fill(SHAPES, {
        world: String(world),
        fid: table.fid,
        singles: [
          `${table.id} as id`,
          `'imported' as provenance`,
          ...columns.map(({ name, single }) => `${single} as ${quoteName(name)}`),
          ...label,
        ].join(', '),
        table: table.from,
        shape: table.flatIn(target),
        dimension:
          dimension === null
            ? `case when GeometryType(own.shape) like '%POLYGON' then 2 when GeometryType(own.shape) like '%LINESTRING' then 1 else ST_Dimension(own.shape) end`
            : String(dimension),
        simple,
        clip,
        place: toUnits,
        snap: step,
        may_be_thin: mayBeThin({ units: scale, snap, ...origin }),
        thin: fill(THIN, {
          clip,
          place: toUnits,
          units: scale,
          coarse: String(snap),
          step,
          level: number('level'),
          ...table.others,
          ...origin,
        }),
        where: [
          near,
          ...(isMoved ? [isInDomain(ground, table.column, params)] : []),
          condition?.(params) ?? 'true',
        ].join(' and '),
      }),
    ];
  });
  if (drawn.length === 0) return null;
  const names = ['id', 'provenance', ...columns.map(({ name }) => name), ...(isLabelled ? [LABEL_PROPERTY] : [])];
  return `select "chengtu fid", ${names.map(quoteName).join(', ')}, "chengtu geom" from (${drawn.join('\nunion all\n')}) as shown\norder by abs(world), world, "chengtu fid"`;
}
