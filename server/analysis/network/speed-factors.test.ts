import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StudyResult } from '../../../tiles/api/result.ts';
import type { StudyTravel } from '../../../tiles/api/study.ts';
import { STREET_CLASSES } from '../../../tiles/api/vocabulary.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { randomFrom } from '../../testing/random.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { parseAs, readStudy } from '../study/parse.ts';
import { runStudy } from '../study/run.ts';
import type { Graph } from '../types.ts';
import { buildGraph, withKey } from './build.ts';
import { readSpeeds } from './import/read-speeds.ts';
import { atHour, factorsAt, speedFactorList, speedFactorsOf, type SpeedFactor } from './speed-factors.ts';
import { packTags } from './street-tags.ts';

const folder = mkdtempSync(join(tmpdir(), 'chengtu-speeds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const META = {
  id: 'two-ways',
  title: { zh: '两条路', en: 'Two ways' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};
const NOTHING = { wheelchair: null, surface: null, widthM: null, incline: null } as const;

/** From node 0 to node 1 along a primary street or around by a residential one. */
function twoWays(): Graph {
  const both = (mps: number): { forwardMps: { drive: number }; backwardMps: { drive: number } } => ({
    forwardMps: { drive: mps },
    backwardMps: { drive: mps },
  });
  const { meta: _, ...graph } = buildGraph({
    meta: META,
    lonLat: [0, 0, 0.01, 0],
    edges: [
      { from: 0, to: 1, ...both(15) },
      { from: 0, to: 1, shape: [0.005, 0.001], ...both(10) },
    ],
  });
  const streetTags = Uint32Array.from(['primary', 'residential'] as const, (streetClass) =>
    packTags({ ...NOTHING, streetClass }),
  );
  return withKey({ ...graph, streetTags }, META);
}

const run = async (graph: Graph, travel: StudyTravel, more: object = {}): Promise<StudyResult> =>
  runStudy(
    parseAs(
      'Study',
      {
        network: { stored: 'two-ways' },
        travel: { mode: 'drive', ...travel },
        demand: { points: [{ lon: 0, lat: 0, people: 1 }] },
        facilities: { points: [{ lon: 0.01, lat: 0 }] },
        analyses: [{ kind: 'coverage', within: [900], perDemand: true }],
        ...more,
      },
      1000,
    ),
    {
      sources: {
        network: () => Promise.resolve({ key: '', hash: graph.meta.key, value: graph }),
        water: () => Promise.resolve({ key: '', hash: '', value: null }),
      } as unknown as Sources,
      derived: new Derived(),
      taskFor: () => IDLE,
    },
  );

const cost = async (graph: Graph, travel: StudyTravel): Promise<number> => {
  const [result] = (await run(graph, travel)).results;
  return result?.kind === 'coverage' ? (result.costs?.[0] ?? NaN) : NaN;
};

const factor = (
  streetClass: SpeedFactor['streetClass'],
  hour: number,
  value: number,
  weekday: number | null = null,
) => ({
  streetClass,
  weekday,
  hour,
  factor: value,
});

describe('driving at an hour', () => {
  const plain = twoWays();
  const [primaryS, residentialS] = [...plain.forward.drive] as [number, number];
  const jammed: Graph = { ...plain, speedFactors: speedFactorsOf([factor('primary', 8, 0.25), factor('all', 9, 0.5)]) };

  it('takes the factors of its hour, and another way where that is faster then', async () => {
    expect(await cost(jammed, {})).toBeCloseTo(primaryS, 9);
    expect(await cost(jammed, { depart: '07:59' })).toBeCloseTo(primaryS, 9);
    expect(await cost(jammed, { depart: '08:00' })).toBeCloseTo(residentialS, 9);
    expect(await cost(jammed, { depart: '08:59' })).toBeCloseTo(residentialS, 9);
    expect(await cost(jammed, { depart: '09:00' })).toBeCloseTo(2 * primaryS, 9);
  });

  it('takes the study’s own in place of those, by weekday too', async () => {
    const speeds = [
      { fromHour: 7, toHour: 10, factor: 0.5 },
      { classes: ['primary' as const, 'residential' as const], weekdays: [6, 7], fromHour: 0, toHour: 24, factor: 2 },
    ];
    expect(await cost(jammed, { depart: '08:00', speeds })).toBeCloseTo(2 * primaryS, 9);
    // A Saturday.
    expect(await cost(jammed, { depart: '08:00', date: '2026-03-07', speeds })).toBeCloseTo(primaryS / 2, 9);
  });

  it('bounds isochrones too, as they are asked for', async () => {
    const reach = async (travel: StudyTravel): Promise<number> => {
      const origins = [{ id: 'here', lon: 0, lat: 0 }];
      const asked = { network: { stored: 'two-ways' }, travel: { mode: 'drive', ...travel }, origins, within: [50] };
      const { study } = readStudy(new TextEncoder().encode(JSON.stringify(asked)), 'IsochronesRequest');
      const [result] = (await run(jammed, {}, study)).results;
      return result?.kind === 'isochrones' ? (result.features[0]?.areaM2 ?? NaN) : NaN;
    };
    expect(await reach({ depart: '09:00' })).toBeLessThan(0.7 * (await reach({})));
  });

  it('says what it has taken', async () => {
    const { assumptions } = await run(jammed, { depart: '08:00' });
    expect(assumptions.map(({ message }) => message.en).join('\n')).toMatch(
      /By car at 08:00: .*imported with the network\), 0\.25 to 1\.00 by street, 0\.6\d in the mean/,
    );
  });

  it.each<[string, string, StudyTravel, object?]>([
    ['speeds-none', '/travel/depart', { depart: '08:00' }],
    ['speeds-drive', '/travel/speeds', { mode: 'walk', speeds: [] }],
    ['speeds-depart', '/travel/date', { date: '2026-03-07' }],
    ['speeds-depart', '/travel/speeds', { speeds: [] }],
    ['transit-clock', '/travel/depart', { depart: '8' }],
    ['transit-date', '/travel/date', { depart: '08:00', date: '2026-02-30' }],
    [
      'speeds-backwards',
      '/travel/speeds/0/toHour',
      { depart: '08:00', speeds: [{ fromHour: 9, toHour: 9, factor: 1 }] },
    ],
    [
      'speeds-date',
      '/travel/depart',
      { depart: '08:00', speeds: [{ weekdays: [1], fromHour: 8, toHour: 9, factor: 1 }] },
    ],
    ['speeds-stored', '/travel/depart', { depart: '08:00' }, { network: { straight: {} } }],
    ['departure-mode', '/travel/depart', { mode: 'walk', depart: '08:00' }],
  ])('refuses %s at %s', async (code, at, travel, more) => {
    await expect(run(plain, travel, more)).rejects.toMatchObject({ code, at });
  });
});

describe('factors of an hour', () => {
  /** Written down once more: every row looked at for every class, the best one kept. */
  const byHand = (list: readonly SpeedFactor[], name: string, hour: number, weekday: number | null): number => {
    const fits = list.filter(
      (each) =>
        each.hour === hour &&
        (each.streetClass === 'all' || each.streetClass === name) &&
        (each.weekday === null || each.weekday === weekday),
    );
    const pick = (rows: readonly SpeedFactor[]): number | undefined =>
      (rows.findLast((each) => each.weekday !== null) ?? rows.at(-1))?.factor;
    return pick(fits.filter((each) => each.streetClass !== 'all')) ?? pick(fits) ?? 1;
  };

  it('are those of the most particular row', () => {
    const random = randomFrom(11);
    for (let round = 0; round < 50; round += 1) {
      const list = Array.from({ length: 40 }, () =>
        factor(
          (['all', 'primary', 'steps', 'service'] as const)[random.below(4)] ?? 'all',
          random.below(3),
          0.1 + random.next(),
          random.next() < 0.5 ? null : random.below(7),
        ),
      );
      const factors = speedFactorsOf(list);
      expect(speedFactorList(factors)).toEqual(list);
      for (const weekday of [null, random.below(7)]) {
        const found = factorsAt(factors, 1, weekday);
        [...STREET_CLASSES, 'unknown'].forEach((name, c) => expect(found[c]).toBe(byHand(list, name, 1, weekday)));
      }
    }
  });

  it('of 1 change nothing to the last bit, smaller ones make nothing faster', () => {
    const graph = twoWays();
    expect(atHour(graph, new Float64Array(STREET_CLASSES.length + 1).fill(1))).toEqual(graph);
    const random = randomFrom(12);
    const factors = Float64Array.from({ length: STREET_CLASSES.length + 1 }, () => random.next());
    const slow = atHour(graph, factors);
    slow.forward.drive.forEach((seconds, e) =>
      expect(seconds).toBeGreaterThanOrEqual(graph.forward.drive[e] as number),
    );
    expect(slow.forward.walk).toEqual(graph.forward.walk);
  });
});

describe('a table of speeds', () => {
  const read = (text: string): Promise<SpeedFactor[]> => {
    const path = join(folder, 'speeds.csv');
    writeFileSync(path, text);
    return readSpeeds(path);
  };

  it('is read, with weekdays or without', async () => {
    expect(await read('hour,class,factor\n8,primary,0.5\n17,all,0.75\n')).toEqual([
      factor('primary', 8, 0.5),
      factor('all', 17, 0.75),
    ]);
    expect(await read('Weekday;Hour;Class;Factor\n1;8;primary;0.5\n;8;primary;0.9\n')).toEqual([
      factor('primary', 8, 0.5, 0),
      factor('primary', 8, 0.9),
    ]);
  });

  it.each([
    ['speeds-columns', 'hour,class\n8,primary\n'],
    ['speeds-class', 'hour,class,factor\n8,primry,0.5\n'],
    ['speeds-value', 'hour,class,factor\n24,primary,0.5\n'],
    ['speeds-value', 'hour,class,factor\n8,primary,0\n'],
    ['speeds-value', 'weekday,hour,class,factor\n0,8,primary,1\n'],
    ['speeds-twice', 'hour,class,factor\n8,primary,0.5\n8,primary,0.6\n'],
  ])('refuses %s: %j', async (code, text) => {
    await expect(read(text)).rejects.toMatchObject({ code });
  });
});
