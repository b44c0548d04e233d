import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { AnalysisError } from '../../errors.ts';
import { components } from '../components.ts';
import { joinStreets, type JoinedStreets } from './join-streets.ts';
import { readLines } from './read-lines.ts';

const META = {
  id: 'lines',
  title: { zh: '线', en: 'Lines' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};

const folder = mkdtempSync(join(tmpdir(), 'chengtu-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Line = readonly (readonly [number, number])[];

function feature(
  coordinates: unknown,
  properties: Readonly<Record<string, unknown>> = { highway: 'residential' },
  type = 'LineString',
): unknown {
  return { type: 'Feature', properties, geometry: { type, coordinates } };
}

function fileOf(features: readonly unknown[] | string): string {
  const path = join(folder, 'streets.geojson');
  writeFileSync(
    path,
    typeof features === 'string' ? features : JSON.stringify({ type: 'FeatureCollection', features }),
  );
  return path;
}

async function joined(...features: readonly unknown[]): Promise<JoinedStreets> {
  return joinStreets(await readLines(fileOf(features)), META);
}

const EAST: Line = [
  [120, 36],
  [120.001, 36],
  [120.002, 36],
];

describe('lines of streets', () => {
  it('may come in a GeoParquet', async () => {
    const path = new URL('../../../../data/fixtures/load/formats/parquet/lines-wkb.parquet', import.meta.url);
    const { streets, lonLat } = await readLines(fileURLToPath(path));
    expect(streets.map(({ points }) => points)).toEqual([
      [0, 1, 2],
      [0, 1],
      [3, 4],
    ]);
    expect([...lonLat.subarray(6)]).toEqual([120.2, 36.2, 120.3, 36.1]);
  });

  it('meet at ends and at positions between, where these are the same exactly', async () => {
    const { graph, aloneCount } = await joined(
      feature(EAST),
      feature([
        [120.001, 36],
        [120.001, 36.001],
      ]),
      feature([
        [120.001, 36.001],
        [120.003, 36.001],
      ]),
    );
    expect([graph.nodeCount, graph.edgeCount, aloneCount]).toEqual([5, 4, 0]);
    expect([...components(graph, 'walk').sizes]).toEqual([5]);
  });

  it('do not meet where they only cross or nearly touch, which is counted', async () => {
    const { graph, aloneCount } = await joined(
      feature(EAST),
      feature([
        [120.0005, 35.999],
        [120.0005, 36.001],
      ]),
      feature([
        [120.0020000001, 36],
        [120.003, 36],
      ]),
    );
    expect([...components(graph, 'walk').sizes]).toEqual([2, 2, 2]);
    expect(aloneCount).toBe(3);
  });

  it('are cut where they come through a point twice', async () => {
    const { graph } = await joined(
      feature([
        [120, 36],
        [120.001, 36],
        [120.002, 36],
        [120.002, 36.001],
        [120.001, 36],
        [120, 36.001],
      ]),
    );
    // In, around and out.
    expect([graph.nodeCount, graph.edgeCount]).toEqual([3, 3]);
  });

  it('may be several in one feature, and repeat a position', async () => {
    const { graph } = await joined(
      feature(
        [
          [
            [120, 36],
            [120, 36],
            [120.001, 36],
          ],
          [
            [120.001, 36],
            [120.002, 36],
          ],
        ],
        { highway: 'footway' },
        'MultiLineString',
      ),
    );
    expect([graph.nodeCount, graph.edgeCount]).toEqual([3, 2]);
    expect(graph.forward.drive.every((seconds) => seconds === Infinity)).toBe(true);
  });

  it('take tags as numbers, true and false as well as text', async () => {
    const { graph, facts } = await joined(
      feature(EAST, { highway: 'primary', oneway: true, maxspeed: 50, osm_id: '7001' }),
      feature(
        [
          [120.002, 36],
          [120.003, 36],
        ],
        { fclass: 'steps', oneway: 'B' },
      ),
    );
    expect(graph.backward.drive[0]).toBe(Infinity);
    expect(graph.forward.drive[0]).toBeCloseTo((graph.lengthM[0] as number) / (40 / 3.6), 9);
    expect([...facts.osmWay]).toEqual([7001, 0]);
    expect([...facts.stairs]).toEqual([0, 1]);
  });

  it('without a class are streets for all; other geometries and closed ways are left out with warnings', async () => {
    const source = await readLines(
      fileOf([
        feature(EAST, { name: '中山路' }),
        feature([120, 36], {}, 'Point'),
        feature(EAST, { highway: '主干路' }),
        feature(EAST, { highway: 'service', access: 'no' }),
        { type: 'Feature', properties: {}, geometry: null },
      ]),
    );
    expect(source.streets).toHaveLength(1);
    expect(source.streets[0]?.speeds.forwardMps).toHaveProperty('drive');
    expect(source.warnings.map(({ code }) => code)).toEqual([
      'network-lines-unsaid',
      'network-not-lines',
      'network-lines-closed',
    ]);
    expect(source.warnings[2]?.message.en).toContain('主干路');
  });

  it.each([
    ['no JSON', '{"type":', 'network-file'],
    ['no features', JSON.stringify({ type: 'FeatureCollection', features: [] }), 'network-file'],
    [
      'degrees that say they are metres',
      JSON.stringify({
        type: 'FeatureCollection',
        crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4549' } },
        features: [feature(EAST)],
      }),
      'network-feature',
    ],
    [
      'metres that do not',
      [
        feature([
          [519_000, 3_990_000],
          [519_100, 3_990_000],
        ]),
      ],
      'network-out-of-range',
    ],
    [
      'latitude first',
      [
        feature([
          [36, 120],
          [36, 120.001],
        ]),
      ],
      'network-out-of-range',
    ],
    [
      'positions that are none',
      [
        feature([
          [120, 36],
          ['120', 36],
        ]),
      ],
      'network-line-malformed',
    ],
    ['points only', [feature([120, 36], {}, 'Point')], 'network-no-streets'],
    ['what is no feature', ['street'], 'network-feature'],
  ])('are refused with %s', async (_, content, code) => {
    const refused = await readLines(fileOf(content)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AnalysisError);
    expect(refused).toMatchObject({ code });
    expect((refused as AnalysisError).text.zh + (refused as AnalysisError).text.en).not.toMatch(/\{\w+\}/);
  });
});
