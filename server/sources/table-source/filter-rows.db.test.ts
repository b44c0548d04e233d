import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCql2 } from '../../../tiles/filter/cql2/check.ts';
import { evaluateCql2, type PlainFeature, type Truth } from '../../../tiles/filter/cql2/evaluate.ts';
import { formatCql2 } from '../../../tiles/filter/cql2/format.ts';
import { normalizeCql2 } from '../../../tiles/filter/cql2/normalize.ts';
import { parseCql2Text } from '../../../tiles/filter/cql2/parse-text.ts';
import type { Cql2 } from '../../../tiles/filter/cql2/types.ts';
import { compileCql2 } from '../../filter/compile.ts';
import { readText } from '../../platform/db/rows.ts';
import { sqlText } from '../../platform/db/sql.ts';
import type { SqlValue } from '../../platform/db/types.ts';
import { anyFilter, plainFeature, plainFilter, QUERYABLES } from '../../testing/cql2.ts';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { runs } from '../../testing/effort.ts';
import { sourceTable, tableColumn } from '../../testing/source-tables.ts';
import type { SourceTable } from '../table.ts';
import { tableRows } from './filter-rows.ts';
import { loadGround, type Ground } from './ground.ts';
import { TableSql } from './table-sql.ts';

const FILTERS = runs({ daily: 300, full: 2000 });
const COUNT = 60;

const TYPES = {
  /** As a database has them that was made with care. */
  typed: {
    name: 'text',
    名称: 'character varying(40)',
    n: 'double precision',
    m: 'integer',
    wifi: 'boolean',
    open: 'boolean',
    date: 'date',
    closed: 'timestamp with time zone',
  },
  exact: {
    name: 'text',
    名称: 'text',
    n: 'numeric',
    m: 'bigint',
    wifi: 'boolean',
    open: 'boolean',
    date: 'date',
    closed: 'timestamp without time zone',
  },
  /** As one that was filled from a spreadsheet. */
  texts: {
    name: 'text',
    名称: 'text',
    n: 'double precision',
    m: 'smallint',
    wifi: 'boolean',
    open: 'boolean',
    date: 'text',
    closed: 'text',
  },
} as const;
type Kind = keyof typeof TYPES;
const KINDS = Object.keys(TYPES) as Kind[];

/** What a column of a type can hold of a value; null where it cannot. */
function fitting(value: unknown, type: string): SqlValue {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'text':
    case 'character varying(40)':
      return typeof value === 'string' ? value : null;
    case 'double precision':
    case 'numeric':
      return typeof value === 'number' ? value : null;
    case 'integer':
    case 'bigint':
    case 'smallint':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 30_000 ? value : null;
    case 'date':
      return typeof value === 'string' && /^(?!0000)\d{4}-\d\d-\d\d$/.test(value) && isReal(value) ? value : null;
    case 'timestamp with time zone':
      return typeof value === 'string' && /^(?!0000)\d{4}.*T.*Z$/.test(value) && isReal(value) ? inChina(value) : null;
    case 'timestamp without time zone':
      return typeof value === 'string' && /^(?!0000)\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(value) && isReal(value)
        ? value
        : null;
    default:
      throw new RangeError(`No values of ${type}.`);
  }
}

/** A moment as the service shows it. */
function inChina(text: string): string {
  const fraction = /\.(\d+)/.exec(text)?.[0] ?? '';
  const date = new Date(text);
  const shifted = new Date(date.getTime() - (date.getTime() % 1000) + 8 * 3_600_000).toISOString();
  return `${shifted.slice(0, 19)}${fraction}+08:00`;
}

function isReal(text: string): boolean {
  const date = new Date(text.slice(0, 10));
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 10)) && !/24:|25:|:60/.test(text);
}

const samples = fc.sample(plainFeature, { numRuns: COUNT, seed: 7 });
const filters: readonly Cql2[] = fc.sample(plainFilter, { numRuns: FILTERS, seed: 11 });

/** The samples as a table of a kind holds them. */
function featuresOf(kind: Kind): readonly PlainFeature[] {
  return samples.map(({ attributes }, index) => ({
    id: index % 7 === 0 ? 'a'.repeat(1 + index / 7) : `海${String(index)}`,
    provenance: 'imported',
    attributes: Object.fromEntries(
      Object.entries(TYPES[kind]).flatMap(([name, type]) => {
        const value = fitting(attributes[name], type);
        return value === null ? [] : [[name, value]];
      }),
    ),
  }));
}

describe('filters on tables', () => {
  let db: Suite;
  const tables = new Map<Kind, { readonly table: SourceTable; readonly ground: Ground }>();

  beforeAll(async () => {
    db = await openSuite('server', 'filters on tables');
    await db.query(sqlText('create schema planning'));
    await db.query(sqlText(`select ensure_layer('places')`));
    for (const kind of KINDS) await make(kind);
  });
  afterAll(() => db.close());

  async function make(kind: Kind): Promise<void> {
    const columns = Object.entries(TYPES[kind]).map(([name, type]) => tableColumn(name, type));
    const names = columns.map(({ name }) => `"${name}"`);
    await db.query(
      sqlText(
        `create table planning.${kind} (id text primary key, ${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')}, geom geometry(Point, 4549))`,
      ),
    );
    for (const [index, { id, attributes }] of featuresOf(kind).entries()) {
      const place = `SRID=4326;POINT(${String(119 + (index % 9) * 0.37)} ${String(35 + (index % 5) * 0.61)})`;
      const values = columns.map(({ name }) => (attributes[name] ?? null) as SqlValue);
      await db.query(
        sqlText(
          `insert into planning.${kind} (id, ${names.join(', ')}, geom) values ($1, ${names.map((_, n) => `$${String(n + 3)}`).join(', ')}, ST_Transform($2::geometry, 4549))`,
        ),
        [id, place, ...values],
      );
      if (kind === 'typed')
        await db.query(
          sqlText(
            `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance) values ('places', $1, $2::geometry, $3::jsonb, 'test', 'public', 'imported')`,
          ),
          [id, place, JSON.stringify(attributes)],
        );
    }
    for (const name of [...names, 'id']) await db.query(sqlText(`create index on planning.${kind} (${name})`));
    await db.query(sqlText(`create index on planning.${kind} using gist (geom)`));
    const table = await sourceTable(db, {
      table: kind,
      columns: [tableColumn('id', 'text'), ...columns],
      key: ['id'],
      geometry: { srid: 4549, shape: 'POINT' },
    });
    tables.set(kind, { table, ground: await loadGround(db, table.geometry) });
  }

  function compiled(
    kind: Kind,
    filter: Cql2,
    timeZone?: string,
  ): { sql: string; params: readonly SqlValue[]; table: TableSql } {
    const found = tables.get(kind);
    if (found === undefined) throw new Error(`No table ${kind}.`);
    const table = new TableSql(found.table, new Map(), timeZone);
    const rows = tableRows(table, found.ground);
    return { ...compileCql2(filter, { columns: QUERYABLES, firstParameter: 1, rows, timeZone }), table };
  }

  /** Truth for each row, in the order of the samples. */
  async function truths(kind: Kind, filter: Cql2, timeZone?: string): Promise<Truth[]> {
    const { sql, params, table } = compiled(kind, filter, timeZone);
    const rows = await db.query(sqlText(`select t.id, (${sql}) as truth from ${table.from}`), params);
    const byId = new Map(rows.map((row) => [readText(row, 'id'), row.truth as Truth]));
    return featuresOf(kind).map(({ id }) => byId.get(id) ?? null);
  }

  /** A filter on rows keeps those for which it is true: unknown and false are alike outside of a NOT. */
  const kept = (all: readonly Truth[]): boolean[] => all.map((truth) => truth === true);

  it.each(KINDS)(`keep what the evaluator keeps (%s), for ${String(FILTERS)} random ones`, async (kind) => {
    const features = featuresOf(kind);
    let count = 0;
    for (const filter of filters) {
      const expected = kept(features.map((feature) => evaluateCql2(filter, feature, QUERYABLES)));
      expect(kept(await truths(kind, filter)), formatCql2(filter)).toEqual(expected);
      expect(kept(await truths(kind, normalizeCql2(filter))), formatCql2(filter)).toEqual(expected);
      // Of what is left out, too.
      const turned: Cql2 = { op: 'not', args: [filter] };
      const others = kept(features.map((feature) => evaluateCql2(turned, feature, QUERYABLES)));
      expect(kept(await truths(kind, turned)), formatCql2(turned)).toEqual(others);
      count += expected.filter(Boolean).length;
    }
    expect(count / (features.length * filters.length)).toBeGreaterThan(0.1);
  });

  it.each(KINDS)('read times in the time of another city (%s)', async (kind) => {
    const features = featuresOf(kind);
    // Texts of moments are of one zone, and only of some columns.
    const timed = filters.filter((filter) => {
      const text = JSON.stringify(filter);
      return /date|closed/.test(text) && !/like|casei|accenti|isNull/.test(text);
    });
    expect(timed.length).toBeGreaterThan(50);
    for (const filter of timed) {
      const timeZone = 'America/New_York';
      const theirs = compileCql2(filter, { columns: QUERYABLES, firstParameter: 2, timeZone });
      const rows = await db.query(
        sqlText(`select ${theirs.sql} as truth from (
          select value ->> 'id' as feature_id, value ->> 'provenance' as provenance, value -> 'attributes' as attributes, n,
            'SRID=4326;POINT(120 36)'::geometry as geom
          from jsonb_array_elements($1::jsonb) with ordinality as each (value, n)) as f order by n`),
        [JSON.stringify(features), ...theirs.params],
      );
      const expected = kept(rows.map((row) => row.truth as Truth));
      expect(kept(await truths(kind, filter, timeZone)), formatCql2(filter)).toEqual(expected);
    }
  });

  it('keep what they keep of the table of features, wherever it lies', async () => {
    const found = fc.sample(anyFilter, { numRuns: FILTERS, seed: 3 });
    let count = 0;
    for (const filter of found) {
      const ours = compiled('typed', filter);
      const theirs = compileCql2(filter, { columns: QUERYABLES, firstParameter: 1 });
      const [mine, expected] = [
        await db.query(
          sqlText(`select t.id from ${ours.table.from} where ${ours.sql} order by t.id collate "C"`),
          ours.params,
        ),
        await db.query(
          sqlText(
            `select f.feature_id as id from feature f where f.layer_id = 'places' and ${theirs.sql} order by f.feature_id collate "C"`,
          ),
          theirs.params,
        ),
      ];
      expect(mine, formatCql2(filter)).toEqual(expected);
      count += mine.length;
    }
    expect(count).toBeGreaterThan(FILTERS);
  });

  it.each([
    [`name = 'a'`, 'typed', 'name'],
    [`名称 IN ('a', 'b')`, 'typed', '名称'],
    [`id = 'aa'`, 'typed', 'id'],
    ['m > 1.5', 'typed', 'm'],
    ['m BETWEEN 1 AND 2', 'exact', 'm'],
    ['m IN (1, 2)', 'texts', 'm'],
    ['n < 2.5', 'typed', 'n'],
    ['n = 2.5', 'exact', 'n'],
    ['n >= 0.1 AND n <= 3', 'exact', 'n'],
    [`date > DATE('2017-01-01')`, 'typed', 'date'],
    [`date BETWEEN DATE('2017-01-01') AND DATE('2018-01-01')`, 'exact', 'date'],
    [`T_INTERSECTS(closed, INTERVAL('2017-01-01', '2018-01-01'))`, 'typed', 'closed'],
    [`closed < TIMESTAMP('2017-01-01T00:00:00Z')`, 'exact', 'closed'],
    ['S_INTERSECTS(geom, BBOX(119, 35, 120, 36))', 'typed', 'geom'],
    ['S_WITHIN(geom, POLYGON((119 35, 120 35, 120 36, 119 35)))', 'typed', 'geom'],
  ] as const)('are answered by an index: %s (%s)', async (text, kind, column) => {
    const filter = parseCql2Text(text);
    checkCql2(filter, QUERYABLES);
    const { sql, params, table } = compiled(kind, normalizeCql2(filter));
    const plan = await db.transaction(async (tx) => {
      await tx.query(sqlText('set local enable_seqscan = off'));
      return tx.query(sqlText(`explain select 1 from ${table.from} where ${sql}`), params);
    });
    expect(plan.map((row) => readText(row, 'QUERY PLAN')).join('\n')).toMatch(new RegExp(`Index Cond: .*${column}`));
  });

  it('have infinite times and what is no number for missing', async () => {
    await db.query(
      sqlText(`select 1; create table planning.odd (id int primary key, n float8, m numeric, date date, closed timestamptz, name timestamp, geom geometry(Point, 4326));
      insert into planning.odd select 1, 'NaN', 'NaN', 'infinity', '-infinity', 'infinity', ST_Point(1, 1, 4326);
      insert into planning.odd select 2, 'Infinity', 'Infinity', '-infinity', 'infinity', '-infinity', ST_Point(1, 1, 4326);
      insert into planning.odd select 3, 1, 1, '2017-01-01', '2017-01-01', '2017-01-01', ST_Point(1, 1, 4326);`),
    );
    const table = new TableSql(
      await sourceTable(db, {
        table: 'odd',
        columns: [
          tableColumn('id', 'integer'),
          tableColumn('n', 'double precision'),
          tableColumn('m', 'numeric'),
          tableColumn('date', 'date'),
          tableColumn('closed', 'timestamp with time zone'),
        ],
        key: ['id'],
        geometry: { srid: 4326, shape: 'POINT' },
      }),
      new Map(),
    );
    const ground = await loadGround(db, table.table.geometry);
    for (const text of [
      'n > 0',
      'n < 5',
      'NOT n > 5',
      'NOT n < 0',
      'm >= 1',
      'm <= 1',
      'NOT m > 1',
      'n IS NOT NULL',
      'm IS NOT NULL',
      `date > DATE('2000-01-01')`,
      `NOT date > DATE('2020-01-01')`,
      `date < DATE('2020-01-01')`,
      `NOT date < DATE('2000-01-01')`,
      `closed > DATE('2000-01-01')`,
      `closed < DATE('2020-01-01')`,
      `NOT closed > DATE('2020-01-01')`,
    ]) {
      const { sql, params } = compileCql2(parseCql2Text(text), {
        columns: QUERYABLES,
        firstParameter: 1,
        rows: tableRows(table, ground),
      });
      const rows = await db.query(sqlText(`select t.id from ${table.from} where ${sql}`), params);
      expect(rows, text).toEqual([{ id: 3 }]);
    }
  });
});
