import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latLngToCell } from 'h3-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlText } from '../../../platform/db/sql.ts';
import { ensureLayers } from '../../../ingest/layers.ts';
import { LoadErrors } from '../../../ingest/types.ts';
import { describeDatabases } from '../../../testing/describe-databases.ts';
import { testCatalogue } from '../../../testing/layers.ts';
import { buildGraph } from '../../network/build.ts';
import { writeNetwork } from '../../network/store.ts';
import { listDemands, loadDemand } from '../store.ts';
import { importDemand, type DemandImportOptions } from './import.ts';
import { testCity } from '../../../testing/city.ts';

/** Two districts side by side, the border at 120.3° E; both on land. */
const DISTRICTS = sqlText(`
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance) values
  ('districts', '370211', ST_MakeEnvelope(120.28, 36.3, 120.3, 36.32, 4326), '{}', 'test', 'public', 'synthetic'),
  ('districts', '370214', ST_MakeEnvelope(120.3, 36.3, 120.32, 36.32, 4326), '{}', 'test', 'public', 'synthetic'),
  ('streets', '370214001', ST_MakeEnvelope(120.3, 36.3, 120.32, 36.32, 4326), '{}', 'test', 'public', 'synthetic')`);

const OPTIONS: Omit<DemandImportOptions, 'path' | 'kind' | 'id'> = {
  city: testCity,
  provenance: 'imported',
  replace: false,
  cells: null,
  datum: null,
  people: null,
  landUse: null,
  peoplePerM2: null,
  floors: null,
  crs: null,
  streets: null,
};

describeDatabases('import of people', { embedded: 'full' }, (database) => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'chengtu-demand-'));
    await ensureLayers(database(), testCatalogue);
    await database().query(DISTRICTS);
  });
  afterAll(() => rm(home, { recursive: true }));

  const run = async (
    name: string,
    text: string,
    options: Partial<DemandImportOptions> & Pick<DemandImportOptions, 'kind' | 'id'>,
  ) => {
    const path = join(home, name);
    await writeFile(path, text);
    return importDemand(database(), home, { ...OPTIONS, path, ...options });
  };
  const errors = async (work: Promise<unknown>): Promise<readonly string[]> => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    if (error instanceof LoadErrors) return error.errors.map(({ feature, message }) => `${feature} ${message}`);
    throw new Error('No error.');
  };
  const rectangle = (west: number, south: number, east: number, north: number, properties: object): object => ({
    type: 'Feature',
    properties,
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ],
      ],
    },
  });
  const collection = (...features: readonly object[]): string =>
    JSON.stringify({ type: 'FeatureCollection', features });

  it('stores the cells of a table with the district and the subdistrict they lie in', async () => {
    const { demand, notes } = await run(
      'people.csv',
      'lon,lat,people\n120.2905,36.31,10\n120.2905,36.31,5\n120.31,36.31,20\n120.4,36.31,1\n',
      { kind: 'csv', id: 'table' },
    );
    expect(demand.count).toBe(3);
    expect([...demand.people].sort((a, b) => a - b)).toEqual([1, 15, 20]);
    const named = Array.from(demand.people, (people, cell) => [
      people,
      demand.districts[demand.district[cell] as number],
      demand.subdistricts[demand.subdistrict[cell] as number],
    ]);
    expect(named).toEqual(
      expect.arrayContaining([
        [15, '370211', undefined],
        [20, '370214', '370214001'],
        [1, undefined, undefined],
      ]),
    );
    expect(notes).toEqual([{ message: 'people-outside', params: { people: 1, share: '2.78' } }]);
    expect(await loadDemand(database(), 'table')).toEqual(demand);
    expect(await listDemands(database())).toMatchObject([
      { id: 'table', people: 36, kind: 'square', provenance: 'imported' },
    ]);
  });

  it('replaces a demand only where that is asked for', async () => {
    const text = 'lon,lat,people\n120.29,36.31,7\n';
    expect(await errors(run('people.csv', text, { kind: 'csv', id: 'table' }))).toEqual(['0 demand-exists']);
    await run('people.csv', text, { kind: 'csv', id: 'table', replace: true });
    expect((await loadDemand(database(), 'table')).people).toEqual(Float64Array.of(7));
  });

  it('keeps H3 cells as they are', async () => {
    const id = latLngToCell(36.31, 120.31, 10);
    const text = `h3,people\n${id},3\n`;
    expect((await run('h3.csv', text, { kind: 'csv', id: 'hexagons' })).demand.shape).toEqual({
      kind: 'h3',
      resolution: 10,
      ids: [id],
    });
    expect(await errors(run('h3.csv', text, { kind: 'csv', id: 'other', cells: { sizeM: 100 } }))).toEqual([
      '0 h3-stays',
    ]);
  });

  it('spreads the people of areas by the roads of a network', async () => {
    await writeNetwork(
      database(),
      buildGraph({
        meta: {
          id: 'one',
          title: { zh: '一', en: 'One' },
          provenance: 'synthetic',
          source: { zh: '测试', en: 'Test' },
          costUnit: 's',
        },
        lonLat: [120.3005, 36.305, 120.3045, 36.305],
        edges: [{ from: 0, to: 1, forwardMps: { walk: 1 }, backwardMps: {} }],
      }),
    );
    const area = collection(rectangle(120.3, 36.3, 120.31, 36.31, { people: 900 }));
    const even = (await run('area.geojson', area, { kind: 'layer', id: 'even' })).demand;
    const { demand, notes } = await run('area.geojson', area, { kind: 'layer', id: 'by-streets', streets: 'one' });
    for (const { people } of [even, demand])
      expect(people.reduce((sum, number) => sum + number, 0)).toBeCloseTo(900, 6);
    expect(even.count).toBeGreaterThan(80);
    expect(demand.count).toBeLessThan(10);
    expect(notes).toEqual([{ message: 'spread-streets', params: { network: 'one' } }]);
  });

  it('takes from a raster all people of the city and nobody else', async () => {
    // The middles of the lower row lie south of the districts.
    const grid =
      'ncols 2\nnrows 2\nxllcorner 120.284\nyllcorner 36.29\ncellsize 0.016\nNODATA_value -1\n100 200\n50 60\n';
    const { demand, notes } = await run('people.asc', grid, { kind: 'raster', id: 'raster' });
    expect(demand.people.reduce((sum, number) => sum + number, 0)).toBeCloseTo(300, 6);
    expect(notes).toEqual(expect.arrayContaining([{ message: 'people-left-out', params: { people: 110 } }]));
    const hexagons = (await run('people.asc', grid, { kind: 'raster', id: 'raster-h3', cells: { resolution: 9 } }))
      .demand;
    expect(hexagons.people.reduce((sum, number) => sum + number, 0)).toBeCloseTo(300, 6);
  });

  it('spreads groups of people over the cells as everybody, and lists their names', async () => {
    const groups = [
      { name: 'pupils', column: 'school' },
      { name: '60+', column: 'old' },
    ];
    const area = collection(rectangle(120.3, 36.3, 120.31, 36.31, { people: 900, school: 90, old: null }));
    const { demand } = await run('grouped.geojson', area, { kind: 'layer', id: 'grouped', groups });
    const [pupils, old] = demand.groups ?? [];
    // A tenth of the people of every cell.
    demand.people.forEach((people, cell) => expect(pupils?.people[cell]).toBeCloseTo(people / 10, 9));
    expect(old?.people.every((people) => people === 0)).toBe(true);
    expect(await loadDemand(database(), 'grouped')).toEqual(demand);
    expect((await listDemands(database())).find(({ id }) => id === 'grouped')).toMatchObject({
      groups: ['pupils', '60+'],
    });

    const rows = 'h3,people,school,old\n8a30d1a41a4ffff,5,2,\n8a30d1a41a4ffff,4,1,3\n';
    const table = rows.replaceAll('8a30d1a41a4ffff', latLngToCell(36.305, 120.305, 10));
    const hexagons = (await run('grouped.csv', table, { kind: 'csv', id: 'grouped-h3', groups })).demand;
    expect(hexagons.groups).toEqual([
      { name: 'pupils', people: Float64Array.of(3) },
      { name: '60+', people: Float64Array.of(3) },
    ]);
    const lost = [{ name: 'x', column: 'nowhere' }];
    expect(await errors(run('grouped.csv', table, { kind: 'csv', id: 'lost', groups: lost }))).toEqual(['0 no-column']);
    const bad = table.replace(',2,', ',-2,');
    expect(await errors(run('grouped.csv', bad, { kind: 'csv', id: 'lost', groups }))).toEqual(['1 people-negative']);
  });

  it('writes nothing of a file with an error', async () => {
    const before = await listDemands(database());
    expect(
      await errors(run('people.csv', 'lon,lat,people\n120.29,36.31,-7\n', { kind: 'csv', id: 'table', replace: true })),
    ).toEqual(['1 people-negative']);
    expect(await errors(run('people.csv', 'lon,lat,people\n10,50,7\n', { kind: 'csv', id: 'new' }))).toEqual([
      '0 demand-elsewhere',
    ]);
    expect(await errors(run('people.csv', 'lon,lat,people\n120.29,36.31,0\n', { kind: 'csv', id: 'new' }))).toEqual([
      '0 people-nobody',
    ]);
    expect(await errors(run('people.csv', 'lon,lat,people\n120.29,36.31,1\n', { kind: 'csv', id: 'New' }))).toEqual([
      '0 demand-id',
    ]);
    expect(
      await errors(
        run('huge.geojson', collection(rectangle(100, 20, 130, 50, { people: 1 })), { kind: 'layer', id: 'new' }),
      ),
    ).toEqual(['1 area-too-large']);
    expect(await listDemands(database())).toEqual(before);
  });
});
