import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAs } from '../../../server/analysis/study/parse.ts';
import type { StudyResult } from '../../../tiles/api/result.ts';
import { fillInFiles } from './files.ts';
import { needsDatabase, runHere } from './local.ts';
import { parseAnalyseCommand } from './options.ts';
import { csvFiles, geoJsonFiles } from './write.ts';

const STUDIES = fileURLToPath(new URL('../../../data/cities/qingdao/studies/', import.meta.url));
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
      { model: 'mclp', chosen: ['at-bridge'] },
      { model: 'p-median' },
      { model: 'p-center', before: 14 },
    ]);
    expect(result.facilities[0]).toEqual({ id: 'old-clinic', lon: 120.4, lat: 36.1, existing: true });
    const tables = csvFiles(result);
    expect(tables.find(({ name }) => name === '01-coverage-costs.csv')?.text).toBe(
      '\ufeffindex,costs\r\n0,0\r\n1,3\r\n2,5\r\n3,7\r\n4,9\r\n5,11\r\n6,14\r\n',
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
