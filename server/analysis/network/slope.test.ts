import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StudyResult } from '../../../tiles/api/result.ts';
import type { StudyTravel } from '../../../tiles/api/study.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { randomFrom } from '../../testing/random.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { parseAs } from '../study/parse.ts';
import { runStudy } from '../study/run.ts';
import type { Graph } from '../types.ts';
import { buildGraph } from './build.ts';
import { readClimbs } from './import/elevation.ts';
import { ruled } from './travel-rules.ts';
import { sloped, slopeOf, toblerFactor } from './slope.ts';
import { packTags } from './street-tags.ts';

const folder = mkdtempSync(join(tmpdir(), 'chengtu-slope-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const META = {
  id: 'hill',
  title: { zh: '山', en: 'Hill' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};
const NO_TAGS = { wheelchair: null, surface: null, widthM: null, incline: null } as const;
const DEG = 0.0005;
const SIZE = 40;

/** Heights by longitude and latitude at the centres of pixels, as a file; null where there are none. */
function rasterFile(height: (lon: number, lat: number) => number | null): string {
  const rows = Array.from({ length: SIZE }, (_, r) =>
    Array.from({ length: SIZE }, (_other, c) => height((c + 0.5) * DEG, (SIZE - r - 0.5) * DEG) ?? -9999).join(' '),
  );
  const path = join(folder, 'heights.asc');
  const head = `ncols ${SIZE}\nnrows ${SIZE}\nxllcorner 0\nyllcorner 0\ncellsize ${DEG}\nNODATA_value -9999\n`;
  writeFileSync(path, head + rows.join('\n'));
  return path;
}

/** Streets from the first place on through all others, bent or not. */
function path(places: readonly (readonly [number, number])[], shape: readonly number[] = []): Graph {
  return buildGraph({
    meta: META,
    lonLat: places.flat(),
    edges: places.slice(1).map((_, e) => ({
      from: e,
      to: e + 1,
      shape: e === 0 ? shape : [],
      forwardMps: { walk: 1, drive: 10 },
      backwardMps: { walk: 1, drive: 10 },
    })),
  });
}

const withClimb = (
  graph: Graph,
  climb: readonly number[],
  streetClass: 'residential' | 'steps' = 'residential',
): Graph => ({
  ...graph,
  climb: Float32Array.from(climb),
  streetTags: new Uint32Array(graph.edgeCount).fill(packTags({ ...NO_TAGS, streetClass })),
});
const isSpan = (): boolean => false;

describe('metres that streets climb', () => {
  it('on a plane are those of its two ends, up or down, however they bend', async () => {
    const random = randomFrom(3);
    for (let round = 0; round < 20; round += 1) {
      const [east, north] = [random.next() * 8000 - 4000, random.next() * 8000 - 4000];
      const heightAt = (lon: number, lat: number): number => 200 + east * lon + north * lat;
      const place = (): [number, number] => [0.002 + random.next() * 0.016, 0.002 + random.next() * 0.016];
      const [a, b] = [place(), place()];
      const graph = path([a, b]);
      const { climb } = await readClimbs(rasterFile(heightAt), graph, isSpan);
      const rise = heightAt(...b) - heightAt(...a);
      expect(climb[0]).toBeCloseTo(Math.max(0, rise), 3);
      expect(climb[1]).toBeCloseTo(Math.max(0, -rise), 3);
      const bent = path([a, b], place());
      const { climb: ofBent } = await readClimbs(rasterFile(heightAt), bent, isSpan);
      expect((ofBent[0] as number) - (ofBent[1] as number)).toBeCloseTo(rise, 3);
      expect(ofBent[0]).toBeGreaterThanOrEqual((climb[0] as number) - 1e-3);
    }
  });

  it('over a ridge are those of both sides, but for a tunnel', async () => {
    const ridge = (lon: number): number => 100 - 5000 * Math.abs(lon - 0.01);
    const graph = path([
      [0.005, 0.01],
      [0.015, 0.01],
    ]);
    const over = await readClimbs(rasterFile(ridge), graph, isSpan);
    // The ridge lies between two pixels, 1.25 m below its height.
    expect(over.climb[0]).toBeGreaterThan(22.5);
    expect(over.climb[0]).toBeLessThanOrEqual(25);
    expect(over.climb[1]).toBeCloseTo(over.climb[0] as number, 3);
    expect(over.spacingM).toBeCloseTo(55.3, 0);
    const through = await readClimbs(rasterFile(ridge), graph, () => true);
    expect([...through.climb]).toEqual([0, 0]);
  });

  it('are not known where a height is missing, and a file that lies elsewhere is refused', async () => {
    const graph = path([
      [0.003, 0.01],
      [0.006, 0.01],
      [0.017, 0.01],
    ]);
    const { climb } = await readClimbs(
      rasterFile((lon) => (lon < 0.01 ? 5 : null)),
      graph,
      isSpan,
    );
    expect([...climb]).toEqual([0, 0, NaN, NaN]);
    const far = path([
      [1, 1],
      [1.001, 1],
    ]);
    await expect(
      readClimbs(
        rasterFile(() => 5),
        far,
        isSpan,
      ),
    ).rejects.toMatchObject({ code: 'elevation-elsewhere' });
    writeFileSync(join(folder, 'no.tif'), 'no raster');
    await expect(readClimbs(join(folder, 'no.tif'), graph, isSpan)).rejects.toMatchObject({ code: 'network-file' });
    await expect(readClimbs(join(folder, 'gone.tif'), graph, isSpan)).rejects.toMatchObject({ code: 'network-file' });
  });
});

describe('time on slopes', () => {
  /** Speeds in km/h by angle, as published of Tobler's function; 5.04 on the level. */
  it.each([
    [-10, 3.86],
    [-5, 5.26],
    [-2.8624, 6],
    [0, 5.04],
    [1, 4.74],
    [5, 3.71],
    [10, 2.72],
    [20, 1.41],
  ])('is that of Tobler at %s degrees: %s km/h', (degrees, kmh) => {
    const slope = Math.tan((degrees * Math.PI) / 180);
    expect((6 * Math.exp(-3.5 * 0.05)) / toblerFactor(slope)).toBeCloseTo(kmh, 1);
  });

  it('grows with every metre up, and is the other way round on the way back', () => {
    const graph = path([
      [0, 0],
      [0.002, 0],
    ]);
    const level = graph.forward.walk[0] as number;
    let before = level;
    for (let up = 1; up <= 80; up += 1) {
      const own = sloped(withClimb(graph, [up, 0]));
      expect(own.forward.walk[0]).toBeGreaterThan(before);
      before = own.forward.walk[0] as number;
      expect(own.backward.walk[0]).toBe(sloped(withClimb(graph, [0, up])).forward.walk[0]);
    }
    const half = sloped(withClimb(graph, [4, 4])).forward.walk[0] as number;
    const slope = 8 / (graph.lengthM[0] as number);
    expect(half).toBeCloseTo(level * (0.5 * toblerFactor(slope) + 0.5 * toblerFactor(-slope)), 9);
  });

  it('is that on the level, to the last bit, where nothing climbs or is known, and on steps', () => {
    const graph = path([
      [0, 0],
      [0.002, 0],
      [0.004, 0],
    ]);
    const cases: readonly Graph[] = [
      withClimb(graph, [0, 0, 0, 0]),
      withClimb(graph, [NaN, NaN, NaN, NaN]),
      withClimb(graph, [9, 9, 9, 9], 'steps'),
    ];
    for (const each of cases) expect(sloped(each)).toEqual(each);
    expect(sloped(withClimb(graph, [9, 0, 0, 9])).forward.drive).toEqual(graph.forward.drive);
  });

  it('leaves streets out that are steeper than the limit, their tag first', () => {
    const graph = path([
      [0, 0],
      [0.001, 0],
      [0.002, 0],
      [0.0021, 0],
    ]);
    const steep = withClimb(graph, [11, 0, 5, 0, 5, 0]);
    expect([0, 1, 2].map((e) => slopeOf(steep, e) !== null)).toEqual([true, true, false]);
    const open = (each: Graph): boolean[] =>
      [...ruled(each, 'walk', { maxSlope: 0.08 }).forward.walk].map(Number.isFinite);
    expect(open(steep)).toEqual([false, true, true]);
    const tagged = Uint32Array.of(packTags({ ...NO_TAGS, streetClass: 'footway', incline: 0.05 }), 0, 0);
    expect(open({ ...steep, streetTags: tagged })).toEqual([true, true, true]);
  });
});

describe('a study by slope', () => {
  const graph = path([
    [0, 0],
    [0.004, 0],
  ]);
  const run = (own: Graph, travel: StudyTravel): Promise<StudyResult> =>
    runStudy(
      parseAs(
        'Study',
        {
          network: { stored: 'hill' },
          travel: { minPieceM: 0, ...travel },
          demand: { points: [{ lon: 0, lat: 0, people: 1 }] },
          facilities: { points: [{ lon: 0.004, lat: 0 }] },
          analyses: [{ kind: 'coverage', within: [900], perDemand: true }],
        },
        1000,
      ),
      {
        sources: { network: () => Promise.resolve({ key: '', hash: own.meta.key, value: own }) } as unknown as Sources,
        derived: new Derived(),
        taskFor: () => IDLE,
      },
    );

  it('goes up more slowly than it comes down, and says so', async () => {
    const hill = withClimb(graph, [30, 0]);
    const cost = async (travel: StudyTravel): Promise<number> => {
      const [result] = (await run(hill, travel)).results;
      return result?.kind === 'coverage' ? (result.costs?.[0] ?? NaN) : NaN;
    };
    const slope = 30 / (graph.lengthM[0] as number);
    const level = await cost({});
    expect(await cost({ slope: true })).toBeCloseTo(level * toblerFactor(slope), 9);
    expect(await cost({ slope: true, direction: 'from-facility' })).toBeCloseTo(level * toblerFactor(-slope), 9);
    const { assumptions } = await run(hill, { slope: true });
    const said = assumptions.map(({ message }) => message.en).join('\n');
    expect(said).toContain('Times on foot go by slope S (Tobler 1993)');
    expect(said).toContain('100.0 % has heights, at a mean slope of 6.7 %');
  });

  it('is refused by car, and without heights', async () => {
    await expect(run(graph, { slope: true })).rejects.toMatchObject({ code: 'slope-unknown', at: '/travel/slope' });
    await expect(run(graph, { slope: true, mode: 'drive' })).rejects.toMatchObject({ code: 'slope-on-foot' });
  });
});
