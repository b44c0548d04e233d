import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableLayer } from '../../tiles/layer/layer-schema.ts';
import { registryOf, type LayerRegistry } from '../layers/registry.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { SILENT } from '../platform/log/log.ts';
import { sqlText } from '../platform/db/sql.ts';
import { testCity } from '../testing/city.ts';
import { administrate } from '../testing/roles.ts';
import { makeTestSource, type TestSource } from '../testing/source-database.ts';
import { readSources } from './settings.ts';
import { Sources, type TableReport } from './sources.ts';
import { formatTableName } from './table-name.ts';
import { tableSource } from './table-source/index.ts';

let source: TestSource;

beforeAll(async () => {
  source = await makeTestSource();
});
afterAll(() => source.remove());

interface Opened {
  readonly sources: Sources;
  readonly registry: LayerRegistry;
  table(name: string): TableReport;
}

const opened: Sources[] = [];
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
});

async function open(files: readonly TableLayer[] = [], parameters = '', url = source.url): Promise<Opened> {
  const catalogue = createCatalogue([], testCity, files);
  const registry = registryOf(catalogue);
  const separator = url.includes('?') ? '&' : '?';
  const sources = new Sources({
    settings: readSources(
      {
        sources: `gis=${url}${parameters === '' ? '' : `${separator}${parameters}`}`,
        databaseConnections: 4,
        lang: 'en',
      },
      testCity,
    ),
    catalogue,
    registry,
    tableSource,
    log: SILENT,
    statementTimeoutMs: 30_000,
    // However slow the machine is, what is found is the same.
    look: { rows: 1000, timeoutMs: 600_000 },
  });
  opened.push(sources);
  await sources.start();
  return {
    sources,
    registry,
    table: (name) => {
      const found = sources
        .reports()
        .flatMap(({ tables }) => tables)
        .find(({ table }) => formatTableName(table.name) === `gis.${name}`);
      if (found === undefined) throw new Error(`The list lacks ${name}.`);
      return found;
    },
  };
}

describe('the list of tables', () => {
  let list: Opened;
  beforeAll(async () => {
    list = await open();
  });

  it.each([
    ['planning.wc', { kind: 'table', key: ['id'], shape: 'POINT', srid: 4326, isIndexed: true, rows: 3000 }],
    ['planning.grids', { kind: 'table', key: ['district', 'no'], shape: 'MULTIPOLYGON', srid: 4549 }],
    ['planning.signs', { kind: 'table', key: ['code'], shape: 'POINT', srid: 4326, rows: 0 }],
    ['planning.open_wc', { kind: 'view', key: ['id'], shape: 'POINT', srid: 4326, isIndexed: true }],
    ['planning.wc_kept', { kind: 'materialized-view', key: ['id'], isIndexed: false, rows: 3000 }],
    ['planning.wc_plain', { kind: 'materialized-view', key: ['id'], rows: 3000 }],
    ['planning.events', { kind: 'partitioned', key: ['id', 'day'], shape: 'POINT', isIndexed: true, rows: 300 }],
    ['planning.stations', { kind: 'table', key: ['id'], shape: 'POINT', srid: 4326, type: 'geography' }],
    ['planning.wells', { shape: 'POINT', srid: 4490, hasZ: true, hasM: true }],
    ['planning.roofs', { shape: 'GEOMETRY', srid: 4326, hasZ: true }],
    ['planning.reports', { shape: 'POINT', key: ['id'] }],
    ['planning.old_style', { shape: 'POINT', srid: 4326 }],
    ['planning.staff', { shape: 'POINT', key: ['id'] }],
    ['planning.holes', { shape: 'POLYGON', srid: 4326, rows: 4 }],
    ['planning.roads', { shape: 'LINESTRING', isIndexed: false, rows: 40_000 }],
    ['城管 Dept.规划用地', { shape: 'MULTIPOLYGON', srid: 4490, key: ['gid'] }],
    ['城管 Dept."Straße ""x"".y"', { shape: 'POINT', srid: 4490, key: ['ID'] }],
  ])('serves %s', (name, expected) => {
    const report = list.table(name.replace(/^城管 Dept/, '"城管 Dept"'));
    const { kind, key, geometry, estimatedRows } = report.table;
    expect(report.obstacles).toEqual([]);
    expect({ kind, key, rows: estimatedRows, ...geometry }).toMatchObject(expected);
    expect(list.registry.get(report.layer)).toBeDefined();
  });

  it.each([
    [
      'planning.pipes',
      'no-key',
      ['alter table planning.pipes add column id bigint generated always as identity primary key;'],
    ],
    ['planning.lamps', 'no-key', ['alter table planning.lamps add primary key (lamp_id);']],
    [
      'planning.wc_near_lamps',
      'no-key-view',
      ['{"id":"wc-near-lamps","table":"gis.planning.wc_near_lamps","key":["id"]}'],
    ],
    ['planning.wc_names', 'no-key-view', ['{"id":"wc-names","table":"gis.planning.wc_names","key":["name"]}']],
    ['planning.wc_empty', 'not-populated', ['refresh materialized view planning.wc_empty;']],
    [
      'planning.sketches',
      'mixed-kinds',
      [
        'create view planning.sketches_points as select * from planning.sketches where ST_Dimension(geom) = 0;',
        'create view planning.sketches_lines as select * from planning.sketches where ST_Dimension(geom) = 1;',
      ],
    ],
    [
      'planning.unknown_degrees',
      'no-srid',
      [
        'alter table planning.unknown_degrees alter column geom type geometry(Point, 4490) using ST_SetSRID(geom, 4490);',
      ],
    ],
    [
      'planning.unknown_metres',
      'no-srid',
      [
        'alter table planning.unknown_metres alter column geom type geometry(Point, 4549) using ST_SetSRID(geom, 4549);',
      ],
    ],
    ['planning.many_systems', 'many-srids', [expect.stringContaining('ST_Transform(geom, ')]],
    [
      'planning.blank',
      'no-kind',
      ['alter table planning.blank alter column geom type geometry(Point, 4490) using geom;'],
    ],
    ['planning.broken', 'unreadable', []],
    ['planning.local_grid', 'no-projection', []],
    ['planning.payroll', 'no-rights', [expect.stringMatching(/^grant select on planning\.payroll to \w+_web;$/)]],
    [
      'hidden.salaries',
      'no-schema-rights',
      [
        expect.stringContaining('grant usage on schema hidden to'),
        expect.stringContaining('grant select on hidden.salaries'),
      ],
    ],
  ])('says why %s is not served, and what to run', (name, code, cure) => {
    const { obstacles, layer } = list.table(name);
    expect(obstacles[0]).toMatchObject({ code, cure });
    expect(list.registry.get(layer)).toBeUndefined();
  });

  it('has no parts of partitioned tables, tables of extensions and no table without geometries', () => {
    const names = list.sources.reports().flatMap(({ tables }) => tables.map(({ table }) => table.name.table));
    expect(names.filter((name) => /^events_|spatial_ref_sys|geometry_columns/.test(name))).toEqual([]);
  });

  it('says what could be better about tables that are served', () => {
    const codes = (name: string) => Object.fromEntries(list.table(name).advices.map((each) => [each.code, each]));
    expect(codes('planning.wc')).toEqual({});
    expect(codes('planning.roads')).toMatchObject({
      'no-index': {
        text: { en: expect.stringContaining('some 40000 rows') as unknown },
        cure: ['create index on planning.roads using gist (geom);', 'analyze planning.roads;'],
      },
    });
    expect(codes('planning.holes')).toMatchObject({
      invalid: { text: { en: expect.stringContaining('1 of the first 4 geometries') as unknown } },
      nowhere: { text: { zh: expect.stringContaining('前 4 行中有 2 行没有几何') as unknown } },
    });
    expect(codes('planning.holes').invalid?.text.en).toContain('(ids 3)');
    expect(codes('planning.roofs')).toMatchObject({
      'undeclared-srid': {
        cure: ['alter table planning.roofs alter column geom type geometry(MultiPolygonZ, 4326) using ST_Multi(geom);'],
      },
    });
    expect(Object.keys(codes('planning.reports'))).toEqual(['unreadable-columns', 'generated-columns', 'json-columns']);
    expect(codes('planning.staff')['forbidden-columns']?.text.en).toContain('phone');
  });

  it('finds nothing more in schemas that are not named, and says so of one that is', async () => {
    const { sources } = await open([], 'schemas=城管 Dept,nowhere'.replace(' ', '%20'));
    const [report] = sources.reports();
    expect(new Set(report?.tables.map(({ table }) => table.name.schema))).toEqual(new Set(['城管 Dept']));
    expect(report?.missingSchemas).toEqual(['nowhere']);
  });
});

describe('layers that tables become', () => {
  let list: Opened;
  beforeAll(async () => {
    list = await open();
  });

  it('have titles, types and choices of the table', () => {
    expect(list.registry.get('planning-wc')).toMatchObject({
      title: { zh: '公共厕所', en: 'Public toilets' },
      theme: 'source-gis',
      geometry: 'Point',
      name: { zh: 'name', en: 'name_en' },
      attributes: {
        row_id: { type: 'integer' },
        name: { type: 'string' },
        grade: {
          title: { zh: '等级', en: 'Class' },
          values: { first: { zh: 'first' }, second: {}, third: {} },
        },
        state: { values: { open: {}, closed: {} } },
        stalls: {
          type: 'integer',
          title: { zh: '厕位数' },
          description: { zh: expect.stringContaining('验收数') as unknown },
        },
        opened: { type: 'string', format: 'date' },
        changed: { type: 'string', format: 'date-time' },
        wifi: { type: 'boolean' },
      },
      style: { by: { attribute: 'grade' } },
      minzoom: 0,
    });
    expect(list.registry.get('planning-wc')?.filters).toEqual([
      { attribute: 'grade', kind: 'choice' },
      { attribute: 'state', kind: 'choice' },
      { attribute: 'name', kind: 'text' },
      { attribute: 'wifi', kind: 'flag' },
      { attribute: 'opened', kind: 'date' },
      { attribute: 'changed', kind: 'date' },
      { attribute: 'stalls', kind: 'range' },
    ]);
  });

  it('take names of any script, and leave out what no name of an attribute can be', () => {
    const { layer } = list.table('"城管 Dept"."Straße ""x"".y"');
    expect(layer).toBe('strasse-x-y');
    expect(list.registry.get(layer)).toMatchObject({
      name: { zh: '名称' },
      attributes: {
        ID: { type: 'integer' },
        名称: {},
        a_b: { values: { 商业: {}, 住宅: {} } },
        row_sum_ha: { type: 'number' },
      },
    });
    expect(list.table('"城管 Dept".规划用地').layer).toBe('gui-hua-yong-di');
    expect(list.table('"城管 Dept".wc').layer).toBe('cheng-guan-dept-wc');
    expect(Object.keys(list.registry.get('reports')?.attributes ?? {})).not.toContain('photo');
    expect(Object.keys(list.registry.get('staff')?.attributes ?? {})).toEqual(['row_id', 'name']);
  });

  it('know values that the statistics have all of, and zooms by the density', () => {
    expect(list.registry.get('roads')).toMatchObject({
      attributes: { class: { values: { trunk: {}, primary: {}, minor: {} } } },
      style: { by: { attribute: 'class' } },
      filters: [{ attribute: 'class', kind: 'choice' }],
    });
    const { minzoom = 0, maxzoom = 0 } = list.registry.get('roads') ?? {};
    // 40,000 lines on one degree: 159 tiles at zoom 12 would hold 1,000 each where they crowd, 40 tiles at 11 4,000.
    expect([minzoom, maxzoom]).toEqual([11, 14]);
  });

  it('are told apart by their colours', () => {
    const colors = list.registry.list.map(({ style }) => style.color.light);
    expect(new Set(colors.slice(0, 12)).size).toBeGreaterThan(8);
  });

  it('follow a file of the city in whatever it says', async () => {
    const { registry, table } = await open([
      {
        id: 'toilets-of-town',
        table: 'gis.planning.wc',
        title: { zh: '厕所', en: 'Loos' },
        attributes: {
          grade: { values: { first: { zh: '一类', en: 'First' } } },
          wifi: { title: { zh: '网', en: 'Net' } },
        },
        withoutColumns: ['changed', 'name_en'],
        search: ['state'],
        minzoom: 7,
        style: { size: 9 },
      },
      { id: 'near', table: 'gis.planning.wc_near_lamps', key: ['id', 'lamp_id'] },
      { id: 'outlines', table: 'gis.planning.stations', geometryColumn: 'outline' },
      { id: 'sketched-lines', table: 'gis.planning.sketches', geometry: 'LineString' },
      { id: 'sketched-points', table: 'gis.planning.sketches', geometry: 'Point' },
      { id: 'secret', table: 'gis.planning.lamps', key: ['lamp_id'], visibility: 'internal' },
      { id: 'misspelt', table: 'gis.planning.signs', key: ['cod'] },
      { id: 'unfit', table: 'gis.planning.wells', search: ['depth'] },
      { id: 'gone', table: 'gis.planning.gone' },
    ]);
    const layer = registry.get('toilets-of-town');
    expect(layer).toMatchObject({
      title: { en: 'Loos' },
      minzoom: 7,
      search: ['state'],
      style: { size: 9, by: { attribute: 'grade' } },
      attributes: {
        grade: { type: 'string', title: { en: 'Class' } },
        wifi: { type: 'boolean', title: { en: 'Net' } },
      },
    });
    expect(Object.keys(layer?.attributes['grade']?.values ?? {})).toEqual(['first']);
    expect(Object.keys(layer?.attributes ?? {})).not.toContain('changed');
    expect(registry.get('near')).toBeDefined();
    expect(registry.get('outlines')?.geometry).toBe('Polygon');
    expect(registry.get('sketched-lines')?.geometry).toBe('LineString');
    expect(registry.get('sketched-points')?.geometry).toBe('Point');
    expect(registry.get('secret')).toBeUndefined();
    expect(() => table('planning.lamps')).toThrow('lacks');
    expect(table('planning.signs').obstacles[0]?.text.en).toContain(
      'names cod, which planning.signs does not have. It has: code, geom',
    );
    expect(table('planning.wells').obstacles[0]?.text.en).toContain('names the attribute depth');
  });
});

describe('a source', () => {
  it('is read, and nothing is made or written in it', async () => {
    const { sources } = await open();
    const [database] = sources.databases;
    // Not for want of rights.
    await source.owner(`grant all on all sequences in schema "城管 Dept" to ${source.role}`);
    await expect(database?.query(sqlText('create table planning.trace (id int)'))).rejects.toMatchObject({
      code: '25006',
    });
    await expect(
      database?.transaction((tx) => tx.query(sqlText('select nextval(\'"城管 Dept"."规划用地_gid_seq"\')')), {
        unlimited: true,
      }),
    ).rejects.toMatchObject({ code: '25006' });
  });

  it('without PostGIS says what an administrator runs', async () => {
    const url = new URL(source.url);
    url.pathname = '/bare_source';
    await administrate(source.adminUrl, 'create database bare_source');
    try {
      const { sources } = await open([], '', url.href);
      expect(sources.reports()).toMatchObject([
        {
          state: 'unusable',
          problem: { en: expect.stringContaining('create extension postgis;') as unknown },
          tables: [],
        },
      ]);
    } finally {
      await administrate(source.adminUrl, 'drop database bare_source with (force)');
    }
  });

  it('that is read again has the tables of now, and keeps the sources of those that are as they were', async () => {
    const own = await makeTestSource();
    try {
      const { sources, registry, table } = await open([], '', own.url);
      const before = registry.sourceOf('roads');
      const told: string[] = [];
      registry.onChange((id) => told.push(id));
      await sources.refresh('gis');
      expect(told).toEqual([]);
      await own.owner(
        'alter table planning.grids rename column area to size',
        'drop table planning.reports',
        'create table planning.trees (id int primary key, geom geometry(Point, 4326))',
        `grant select on planning.trees to ${own.role}`,
      );
      await sources.refresh();
      expect(Object.keys(registry.get('grids')?.attributes ?? {})).toContain('size');
      expect(registry.get('reports')).toBeUndefined();
      expect(registry.get('trees')).toBeDefined();
      // Others may get another colour, and keep what was made of their data.
      expect(told).toEqual(expect.arrayContaining(['grids', 'reports', 'trees']));
      expect(registry.sourceOf('roads')).toBe(before);
      expect(table('planning.trees').obstacles).toEqual([]);
    } finally {
      await own.remove();
    }
  });
});

describe('what the list says to run', () => {
  let own: TestSource;
  let list: Opened;
  beforeAll(async () => {
    own = await makeTestSource();
    list = await open([], '', own.url);
  });
  afterAll(() => own.remove());

  it.each([
    ['planning.pipes'],
    ['planning.lamps'],
    ['planning.wc_empty'],
    ['planning.unknown_degrees'],
    ['planning.unknown_metres'],
    ['planning.many_systems'],
    ['planning.blank'],
    ['planning.payroll'],
    ['hidden.salaries'],
    ['planning.roads'],
    ['planning.holes'],
    ['planning.roofs'],
  ])('for %s leaves nothing in its way', async (name) => {
    let { obstacles, advices } = list.table(name);
    expect(obstacles.length + advices.length).toBeGreaterThan(0);
    for (;;) {
      const cures = [...obstacles, ...advices].flatMap(({ cure }) => cure);
      if (cures.length === 0) break;
      await own.owner(...cures);
      // Rows may have been mended, which the catalogs do not show: a list of its own looks at them.
      const now = (await open([], '', own.url)).table(name);
      // One cure may uncover the next obstacle, and ends its own.
      const codes = [...now.obstacles, ...now.advices].map(({ code }) => code);
      for (const { code, cure } of [...obstacles, ...advices]) if (cure.length > 0) expect(codes).not.toContain(code);
      ({ obstacles, advices } = now);
    }
    expect(obstacles).toEqual([]);
    await list.sources.refresh();
    expect(list.registry.get(list.table(name).layer)).toBeDefined();
  });

  it('for geometries of several kinds makes a view of each, with the key of the table', async () => {
    await own.owner(
      ...(list.table('planning.sketches').obstacles[0]?.cure ?? []),
      `grant select on planning.sketches_points, planning.sketches_lines to ${own.role}`,
    );
    await list.sources.refresh();
    expect(list.registry.get('sketches-points')?.geometry).toBe('Point');
    expect(list.registry.get('sketches-lines')?.geometry).toBe('LineString');
  });
});
