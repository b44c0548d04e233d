import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAs } from '../../../server/analysis/study/parse.ts';
import type { StudyResult } from '../../../tiles/api/result.ts';
import { fillInFiles } from './files.ts';
import { needsDatabase, runHere } from './local.ts';
import { parseAnalyseCommand } from './options.ts';
import { arrowFiles } from './arrow.ts';
import { parquetFiles } from './parquet.ts';
import { csvFiles, geoJsonFiles } from './write.ts';

const STUDIES = fileURLToPath(new URL('../../../data/cities/qingdao/studies/', import.meta.url));
const PARQUETS = fileURLToPath(new URL('../../../data/fixtures/load/formats/parquet/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(join(STUDIES, name), 'utf8'));
const options = { timeLimitS: 60, memoryMb: 512, signal: new AbortController().signal, onProgress: () => undefined };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chengtu-analyse-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a table of results', () => {
  it('neutralises formulas in names and values, and leaves numbers numbers', () => {
    const texts = ['=1+1', '+A1', '-x', '@SUM(A1)', '\t=1', '\r=1', '-1+cmd|A0', '-5', '+3.5', '-1e-7', '街道=1'];
    const facilities = texts.map((id, index) => ({ id, lon: 1, lat: 2, existing: true, '=name': index - 1 }));
    const [table] = csvFiles({ facilities, results: [] });
    const [header, ...rows] = parse(table?.text ?? '', { bom: true });
    expect(header).toEqual(['id', 'lon', 'lat', 'existing', "'=name"]);
    expect(rows.map(([id]) => id)).toEqual([
      "'=1+1",
      "'+A1",
      "'-x",
      "'@SUM(A1)",
      "'\t=1",
      "'\r=1",
      "'-1+cmd|A0",
      '-5',
      '+3.5',
      '-1e-7',
      '街道=1',
    ]);
    expect(rows[0]?.[4]).toBe('-1');
  });
});

describe('a study in a file', () => {
  it('gives the same bytes each time from what its files hold', async () => {
    const filled = await fillInFiles(read('river-town.json'), STUDIES);
    expect(needsDatabase(filled.study, filled.networks)).toBe(false);
    const parsed = { ...filled, study: parseAs('Study', filled.study, 1000) };
    const [first, second] = [await runHere(parsed, options), await runHere(parsed, options)];
    const timeless = (json: string): string => json.replace(/"(tookMs|atMs)":[\d.]+/g, '"$1":0');
    expect(timeless(second)).toBe(timeless(first));
    const result = JSON.parse(first) as StudyResult;
    // From the harbour one way leads to the bridge and on to the clinic: 4 + 2 + 2 + 3.
    expect(result.results).toMatchObject([
      { kind: 'coverage', people: 1600, costs: [0, 3, 5, 7, 9, 11, 14] },
      { kind: 'assignment', maxCost: 14 },
      { kind: 'e2sfca' },
      { kind: 'siting', model: 'lscp', objective: 2, chosen: ['at-bridge'], unservable: { people: 80 } },
      // The mill covers the same people, and the harbour, where most of them live, is nearer to it.
      { model: 'mclp', chosen: ['at-mill'] },
      { model: 'p-median' },
      { model: 'p-center', before: 14 },
      { kind: 'cells' },
    ]);
    expect(result.facilities[0]).toEqual({ id: 'old-clinic', lon: 120.4, lat: 36.1, existing: true });
    const tables = csvFiles(result);
    expect(tables.find(({ name }) => name === '01-coverage-costs.csv')?.text).toBe(
      '\ufeffindex,demand,costs\r\n0,market,0\r\n1,school,3\r\n2,bridge-west,5\r\n3,bridge-east,7\r\n4,mill,9\r\n5,harbour,11\r\n6,hill,14\r\n',
    );
    expect(tables.map(({ name }) => name)).toContain('04-siting-sites.csv');
    expect(
      tables
        .find(({ name }) => name === '01-coverage-groups.csv')
        ?.text.split('\r\n')
        .slice(0, 3),
    ).toEqual([
      '\ufeffkey,people,areaM2,within.cost,within.people,within.areaM2',
      'east,780,1250000,3,0,0',
      'east,780,1250000,5,0,0',
    ]);
    const [facilities] = geoJsonFiles(result);
    expect(JSON.parse(facilities?.text ?? '')).toMatchObject({
      type: 'FeatureCollection',
      features: expect.arrayContaining([
        expect.objectContaining({ geometry: { type: 'Point', coordinates: [120.4, 36.1] } }),
      ]),
    });
  });

  it('may name what the service stores', () => {
    const study = read('toilets.json');
    expect(parseAs('Study', study, 1000).analyses).toHaveLength(6);
    expect(needsDatabase(study, new Map())).toBe(true);
  });

  it('may have groups of people in columns of their own', async () => {
    writeFileSync(join(folder, 'people.csv'), 'id,people,people.60+,people.学龄\na,5,2,\nb,3,,\n');
    const { study } = await fillInFiles({ demand: { file: 'people.csv' }, analyses: [] }, folder);
    expect(study).toMatchObject({
      demand: {
        points: [
          { id: 'a', people: 5, groups: { '60+': 2 } },
          { id: 'b', people: 3 },
        ],
      },
    });
  });

  it('may have its people and streets in files of Parquet, such as the results of another', async () => {
    const town = await townWith([{ kind: 'cells' }]);
    for (const { name, text } of await parquetFiles(town)) writeFileSync(join(folder, name), text);
    const { study } = await fillInFiles({ demand: { file: '01-cells-cells.parquet' }, analyses: [] }, folder);
    const [result] = town.results;
    const cells = result?.kind === 'cells' ? result.cells : [];
    expect(study).toMatchObject({
      demand: { points: cells.map(({ id, lon, lat, people, district }) => ({ id, lon, lat, people, district })) },
    });
    const areas = { kind: 'moran', values: { file: 'areas.parquet' }, neighbours: { contiguity: 'rook' } };
    copyFileSync(join(PARQUETS, 'areas-wkb.parquet'), join(folder, 'areas.parquet'));
    copyFileSync(join(PARQUETS, 'lines-wkb.parquet'), join(folder, 'lines.parquet'));
    const filled = await fillInFiles({ network: { file: 'lines.parquet' }, analyses: [areas] }, folder);
    expect(filled.networks.get('file:lines.parquet')?.edgeCount).toBeGreaterThan(0);
    expect(filled.study).toMatchObject({
      analyses: [{ values: { areas: [{ id: 'z1' }, { id: 'z2' }, { id: 'z3' }] } }],
    });
    await expect(fillInFiles({ facilities: { file: 'lines.parquet' } }, folder)).rejects.toMatchObject({
      key: 'not-points',
    });
    writeFileSync(join(folder, 'bad.parquet'), 'PAR1');
    await expect(fillInFiles({ demand: { file: 'bad.parquet' } }, folder)).rejects.toMatchObject({ key: 'unreadable' });
  });

  it('may have a matrix, values and neighbours in files', async () => {
    writeFileSync(join(folder, 'm.csv'), ',a,b\nx,1,2\ny,,4\n');
    writeFileSync(join(folder, 'bare.csv'), '1,2\n3,\n');
    writeFileSync(join(folder, 'v.csv'), 'value\n1\n2\n3\n4\n');
    writeFileSync(join(folder, 'w.csv'), 'from,to,weight\n0,1,1\n1,0,1\n');
    writeFileSync(
      join(folder, 'p.geojson'),
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            id: 'f',
            properties: { capacity: 3, other: 1 },
            geometry: { type: 'Point', coordinates: [120, 36] },
          },
        ],
      }),
    );
    const { study } = await fillInFiles(
      {
        matrix: { file: 'm.csv', costUnit: 'km' },
        facilities: { file: 'p.geojson' },
        analyses: [{ kind: 'moran', values: { file: 'v.csv' }, neighbours: { file: 'w.csv' } }],
      },
      folder,
    );
    expect(study).toEqual({
      matrix: {
        costs: [
          [1, 2],
          [null, 4],
        ],
        costUnit: 'km',
      },
      facilities: { points: [{ id: 'f', capacity: 3, lon: 120, lat: 36 }] },
      analyses: [
        {
          kind: 'moran',
          values: { values: [1, 2, 3, 4] },
          neighbours: {
            given: [
              [0, 1, 1],
              [1, 0, 1],
            ],
          },
        },
      ],
    });
    expect((await fillInFiles({ matrix: { file: 'bare.csv' } }, folder)).study).toEqual({
      matrix: {
        costs: [
          [1, 2],
          [3, null],
        ],
      },
    });
  });

  it.each([
    [{ demand: { file: 'missing.csv' } }, 'unreadable'],
    [{ demand: { file: 'people.xlsx' } }, 'file-type'],
    [{ network: { file: 'v.csv' } }, 'no-column'],
    [{ demand: { file: 'wrong.csv' } }, 'not-a-number'],
    [{ network: { file: 'streets.shp' } }, 'file-type'],
    [{ demand: { file: 'wrong.json' } }, 'not-json'],
  ] as const)('%j names what is wrong with its file', async (study, key) => {
    writeFileSync(join(folder, 'v.csv'), 'value\n1\n');
    writeFileSync(join(folder, 'wrong.csv'), 'people\nmany\n');
    writeFileSync(join(folder, 'wrong.json'), '{"points":');
    await expect(fillInFiles(study, folder)).rejects.toMatchObject({ key });
  });
});

function bufferOf(bytes: string | Uint8Array | undefined): ArrayBuffer {
  return Uint8Array.from(bytes as Uint8Array).buffer;
}

/** The town by the river, with more to list. */
async function townWith(analyses: readonly object[]): Promise<StudyResult> {
  const town = { ...(read('river-town.json') as object), analyses };
  const filled = await fillInFiles(town, STUDIES);
  const json = await runHere({ ...filled, study: parseAs('Study', filled.study, 1000) }, options);
  return JSON.parse(json) as StudyResult;
}

interface Features {
  readonly features: readonly {
    readonly geometry: { readonly type: string; readonly coordinates: unknown };
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

describe('the command', () => {
  it('writes its files and ends well, with a study that brings along all it needs', async () => {
    const out = join(folder, 'out');
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [
        'server/run.mjs',
        'scripts/commands/analyse.ts',
        join(STUDIES, 'river-town.json'),
        '--csv',
        out,
        '--arrow',
        out,
        '--parquet',
        out,
      ],
      { cwd: ROOT, env: { ...process.env, CHENGTU_LANG: 'en', CHENGTU_HOME: folder } },
    );
    expect(JSON.parse(stdout)).toMatchObject({ partial: false, results: { length: 8 } });
    expect(stderr).toContain(join(out, '04-siting.csv'));
    expect(stderr).toContain('Done: 8 analyses');
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(['facilities.csv', 'facilities.arrow', 'facilities.parquet', '01-coverage.csv']),
    );
  });
});

describe('what an analyst gets back', () => {
  it('is who goes where, by the ids of the study: a table, places, and lines to the facilities', async () => {
    const result = await townWith([
      { kind: 'assignment', perDemand: true },
      { kind: 'siting', model: 'p-median', p: 1, gap: 0, perDemand: true },
      { kind: 'gaps', within: 4 },
    ]);
    const tables = new Map(csvFiles(result).map(({ name, text }) => [name, parse(text, { bom: true, columns: true })]));
    const nearest = tables.get('01-assignment-allocation.csv') as Record<string, string>[];
    expect(nearest.map(({ demand, facility, cost }) => [demand, facility, cost]).slice(0, 3)).toEqual([
      ['market', 'old-clinic', '0'],
      ['school', 'old-clinic', '3'],
      ['bridge-west', 'old-clinic', '5'],
    ]);
    const sited = tables.get('02-siting-allocation.csv') as Record<string, string>[];
    const [, siting] = result.results;
    const open = ['old-clinic', ...(siting?.kind === 'siting' ? siting.chosen : [])];
    expect(new Set(sited.map(({ facility }) => facility))).toEqual(new Set(open));
    expect(sited).toHaveLength(result.demand?.count ?? 0);
    const beyond = tables.get('03-gaps-cells.csv') as Record<string, string>[];
    expect(beyond.map(({ demand }) => demand).sort()).toEqual([
      'bridge-east',
      'bridge-west',
      'harbour',
      'hill',
      'mill',
    ]);

    const files = new Map(geoJsonFiles(result).map(({ name, text }) => [name, JSON.parse(text) as Features]));
    const lines = files.get('02-siting-lines.geojson')?.features ?? [];
    expect(lines).toHaveLength(sited.filter(({ facility }) => facility !== '').length);
    const places = new Map(result.facilities.map(({ id, lon, lat }) => [id, [lon, lat]]));
    for (const { geometry, properties } of lines) {
      expect(geometry).toMatchObject({ type: 'LineString' });
      expect((geometry.coordinates as unknown[])[1]).toEqual(places.get(String(properties.facility)));
    }
    expect(files.get('01-assignment-allocation.geojson')?.features[1]).toMatchObject({
      geometry: { type: 'Point' },
      properties: { demand: 'school', facility: 'old-clinic', cost: 3 },
    });
  });

  it('keeps lists apart that are as long by chance: people by number of facilities, and facilities by demand', () => {
    const overlap = { kind: 'overlap', facilities: [], peopleByCount: [4, 0, 2], perDemand: [0, 2, 0] } as const;
    const demand = { ids: ['a', 'b', 'c'] } as unknown as StudyResult['demand'];
    const tables = csvFiles({ facilities: [], demand, results: [overlap] });
    expect(tables.map(({ name, text }) => [name, text.split(/\r?\n/)[2]]).slice(2)).toEqual([
      ['01-overlap-peopleByCount.csv', '1,0'],
      ['01-overlap-perDemand.csv', '1,b,2'],
    ]);
  });

  it('is every pair of demand and facility with its cost, to the last bit, in CSV and in Arrow', async () => {
    const result = await townWith([{ kind: 'matrix', of: 'all', nearest: 2 }]);
    const [matrix] = result.results;
    if (matrix?.kind !== 'matrix') throw new Error('no matrix');
    const pairs = matrix.pairs.map(({ demand, facility, cost, rank }) => ({ demand, facility, cost: cost / 3, rank }));
    const thirds = { ...result, results: [{ ...matrix, pairs }] };
    const csv = csvFiles(thirds).find(({ name }) => name === '01-matrix-pairs.csv')?.text ?? '';
    const rows = parse<Record<string, string>>(csv, { bom: true, columns: true });
    expect(rows.map(({ cost, rank, ...ids }) => ({ ...ids, cost: Number(cost), rank: Number(rank) }))).toEqual(pairs);

    const arrow = (await arrowFiles(thirds)).find(({ name }) => name === '01-matrix-pairs.arrow')?.text ?? '';
    const table = tableFromIPC(arrow as Uint8Array);
    expect(table.schema.fields.map(({ name, type }) => `${name} ${String(type)}`)).toEqual([
      'demand Utf8',
      'facility Utf8',
      'cost Float64',
      'rank Float64',
    ]);
    expect(table.toArray().map((row: object) => ({ ...row }))).toEqual(pairs);
  });

  it('keeps what is missing apart in Arrow, and truth values as such', async () => {
    const facilities = [
      { id: 'a', lon: 1.5, lat: null, existing: true },
      { id: '7', lon: null, lat: null, existing: false },
    ];
    const [file] = await arrowFiles({ facilities, results: [] });
    const table = tableFromIPC(file?.text as Uint8Array);
    expect(table.toArray().map((row: object) => ({ ...row }))).toEqual(facilities);
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual(['Utf8', 'Float64', 'Utf8', 'Bool']);
  });

  it('is Parquet of the same rows, with places where there are any', async () => {
    const result = await townWith([
      { kind: 'assignment', perDemand: true },
      { kind: 'coverage', within: [5], perDemand: true },
      { kind: 'gaps', within: 4 },
      { kind: 'cells' },
    ]);
    const files = new Map((await parquetFiles(result)).map(({ name, text }) => [name, bufferOf(text)]));
    const arrow = new Map((await arrowFiles(result)).map(({ name, text }) => [name.replace('.arrow', ''), text]));
    for (const [name, file] of files) {
      if (name.endsWith('-lines.parquet')) continue;
      const rows = (await parquetReadObjects({ file })).map(({ geometry: _, bbox: __, ...row }) => row);
      const table = tableFromIPC(arrow.get(name.replace('.parquet', '')) as Uint8Array);
      expect([name, rows]).toEqual([name, table.toArray().map((row: object) => ({ ...row }))]);
    }
    expect(files.size).toBe(arrow.size + 1);

    const places = async (name: string): Promise<unknown[]> =>
      (await parquetReadObjects({ file: files.get(name) as ArrayBuffer })).map(({ geometry }) => geometry as unknown);
    const [market, , , , mill] = await places('02-coverage-costs.parquet');
    expect([market, mill]).toEqual([
      { type: 'Point', coordinates: [120.4, 36.1] },
      { type: 'Point', coordinates: [120.416, 36.1] },
    ]);
    expect((await places('01-assignment-lines.parquet'))[4]).toEqual({
      type: 'LineString',
      coordinates: [
        [120.416, 36.1],
        [120.4, 36.1],
      ],
    });
    const metadata = parquetMetadata(files.get('01-assignment-allocation.parquet') as ArrayBuffer);
    const facts = new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value]));
    expect(facts.get('study')).toBe(result.key);
    expect(facts.get('costUnit')).toBe('min');
    expect(facts.get('provenance')).toBe(result.demand?.provenance);
    expect(JSON.parse(facts.get('geo') ?? '')).toMatchObject({ version: '1.1.0', primary_column: 'geometry' });
    expect(parquetMetadata(files.get('02-coverage.parquet') as ArrayBuffer).key_value_metadata).not.toContainEqual(
      expect.objectContaining({ key: 'geo' }),
    );
  });

  it('is Parquet whose columns stay apart from those of the place, in groups of rows, with empty cells', async () => {
    const facilities = Array.from({ length: 70_000 }, (_, nth) => ({
      id: `f${nth}`,
      lon: nth % 2 === 0 ? nth / 1000 : null,
      lat: nth % 2 === 0 ? 36 : null,
      existing: true,
      geometry: 'none',
      BBOX: null,
    }));
    const [file] = await parquetFiles({ facilities, results: [] });
    const rows = await parquetReadObjects({ file: bufferOf(file?.text) });
    expect(rows).toHaveLength(70_000);
    const { bbox_2: box, ...last } = rows[69_999] ?? {};
    expect(box ?? null).toBeNull();
    expect(last).toEqual({
      geometry_2: null,
      id: 'f69999',
      lon: null,
      lat: null,
      existing: true,
      geometry: 'none',
      BBOX: null,
    });
    expect(rows[69_998]).toMatchObject({ bbox_2: { xmin: 69.998, ymin: 36, xmax: 69.998, ymax: 36 } });
    expect(parquetMetadata(bufferOf(file?.text)).row_groups).toHaveLength(2);
  });

  it('is isochrones as Parquet: their ground, and beside it their streets', async () => {
    const ring = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ]; // prettier-ignore
    const isochrone = {
      origin: 0,
      within: 5,
      area: { type: 'Polygon', coordinates: [ring] },
      edges: {
        type: 'MultiLineString',
        coordinates: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      }, // prettier-ignore
      areaM2: 1,
      lengthM: 2,
      people: null,
    };
    const results = [{ kind: 'isochrones', features: [isochrone] }] as unknown as StudyResult['results'];
    const files = new Map(
      (await parquetFiles({ facilities: [], results })).map(({ name, text }) => [name, bufferOf(text)]),
    );
    const read = async (name: string): Promise<unknown> =>
      (await parquetReadObjects({ file: files.get(name) as ArrayBuffer }))[0];
    expect(await read('01-isochrones-features.parquet')).toMatchObject({ geometry: isochrone.area, lengthM: 2 });
    expect(await read('01-isochrones-streets.parquet')).toMatchObject({ geometry: isochrone.edges, lengthM: 2 });
  });

  it('is the demand: areas of a file with their outlines and ids', async () => {
    const ring = [
      [120, 36],
      [120.01, 36],
      [120.01, 36.01],
      [120, 36.01],
      [120, 36],
    ]; // prettier-ignore
    const area = (id: string, people: number, east: number): object => ({
      type: 'Feature',
      properties: { id, people, district: 'old', note: 'not read' },
      geometry: { type: 'Polygon', coordinates: [ring.map(([lon = 0, lat]) => [lon + east, lat])] },
    });
    const collection = { type: 'FeatureCollection', features: [area('A', 5, 0), area('B', 7, 0.01)] };
    writeFileSync(join(folder, 'wards.geojson'), JSON.stringify(collection));
    const { study, networks } = await fillInFiles(
      { demand: { file: 'wards.geojson' }, analyses: [{ kind: 'cells', outlines: true }] },
      folder,
    );
    expect(needsDatabase(study, networks)).toBe(false);
    const json = await runHere({ study: parseAs('Study', study, 1000), networks }, options);
    const result = JSON.parse(json) as StudyResult;
    const file = geoJsonFiles(result).find(({ name }) => name === '01-cells-cells.geojson');
    expect((JSON.parse(file?.text ?? '') as Features).features).toMatchObject([
      {
        geometry: { type: 'Polygon' },
        properties: { id: 'A', people: 5, district: 'old', lon: expect.closeTo(120.005, 9) },
      },
      { geometry: { type: 'Polygon' }, properties: { id: 'B', people: 7 } },
    ]);
    const table = csvFiles(result).find(({ name }) => name === '01-cells-cells.csv')?.text ?? '';
    expect(
      parse<Record<string, string>>(table, { bom: true, columns: true }).map(({ id, people }) => [id, people]),
    ).toEqual([
      ['A', '5'],
      ['B', '7'],
    ]);

    const mixed = { ...collection, features: [...collection.features, { type: 'Feature', geometry: null }] };
    writeFileSync(join(folder, 'mixed.geojson'), JSON.stringify(mixed));
    await expect(fillInFiles({ demand: { file: 'mixed.geojson' } }, folder)).rejects.toMatchObject({
      key: 'not-places',
      values: { feature: 3 },
    });
    const values = { kind: 'moran', values: { file: 'wards.geojson' }, neighbours: { contiguity: 'queen' } };
    expect((await fillInFiles({ analyses: [values] }, folder)).study).toMatchObject({
      analyses: [{ values: { areas: [{ id: 'A' }, { id: 'B' }] } }],
    });
  });
});

describe('the arguments', () => {
  it('are read', () => {
    expect(parseAnalyseCommand(['s.json', '--out', 'r.json', '--server', 'http://x:1/'], '/base')).toMatchObject({
      options: { study: '/base/s.json', out: '/base/r.json', server: 'http://x:1', csv: null },
    });
  });

  it('are refused with all that is wrong with them', () => {
    expect(parseAnalyseCommand(['--memory', '1', '--server', 'x'])).toMatchObject({
      errors: [{ message: 'no-study' }, { message: 'bad-server' }, { message: 'bad-number' }],
    });
    expect(parseAnalyseCommand(['--unknown'])).toMatchObject({ errors: [{ message: 'unknown-option' }] });
  });
});
