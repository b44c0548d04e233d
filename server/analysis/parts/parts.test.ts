import { describe, expect, it } from 'vitest';
import type { Study } from '../../../tiles/api/study.ts';
import type { StudyResult } from '../../../tiles/api/result.ts';
import { runs } from '../../testing/effort.ts';
import { randomFrom } from '../../testing/random.ts';
import { randomCity, randomGraph, UNWATCHED } from '../../testing/street-grids.ts';
import { placeInTown } from '../../testing/small-town.ts';
import { randomBans } from '../../testing/turns.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { AnalysisError, AnalysisErrors } from '../errors.ts';
import { withBans } from '../network/build.ts';
import { runStudy } from '../study/run.ts';
import type { Graph } from '../types.ts';
import { countParts, runPart } from './part-costs.ts';
import { decodePart } from './part-message.ts';

const CITIES = runs({ daily: 12, full: 200 });
const SPAN_M = 2400;
const DECAY = { kind: 'gaussian' } as const;
/** Everything that can be cut, and some that travels nowhere and so is not. */
const ANALYSES: Study['analyses'] = [
  { kind: 'coverage', within: [100, 200, 300], by: 'district' },
  { kind: 'coverage', within: [250], for: 'old' },
  { kind: 'overlap', within: 300, atLeast: 2, by: 'district', perDemand: true },
  { kind: 'e2sfca', catchment: 400, decay: DECAY, perDemand: true },
  { kind: 'opportunities', within: 350, decay: { kind: 'exponential', beta: 0.003 }, by: 'district', perDemand: true },
  { kind: 'huff', within: 400, decay: { kind: 'power', beta: 2, scale: 60 } },
  { kind: 'equity', within: 400, decay: { kind: 'logistic', median: 150, sd: 60 } },
  { kind: 'supply', by: 'district' },
  { kind: 'cells' },
];

function sourcesOf(graph: Graph): Sources {
  return { network: () => Promise.resolve({ key: '', hash: graph.meta.key, value: graph }) } as unknown as Sources;
}

/** Some people, in districts that lie apart or, where `isMixed`, anywhere; and facilities. */
function studyOf(
  seed: number,
  { isMixed, mode }: { readonly isMixed: boolean; readonly mode: 'walk' | 'drive' },
): Study {
  const random = randomFrom(seed);
  const place = () => {
    const [x, y] = [random.next() * SPAN_M, random.next() * SPAN_M];
    return { x, ...placeInTown(x, y) };
  };
  const districts = ['a', 'b', 'c', 'd'];
  const points = Array.from({ length: 500 }, () => {
    const { x, lon, lat } = place();
    const index = isMixed ? random.below(5) : Math.floor((x / SPAN_M) * 5);
    const district = districts[index];
    const people = random.next() * 1000;
    return {
      ...{ lon, lat, people, areaM2: random.next() * 1e4, groups: { old: people * random.next() } },
      ...(district === undefined ? {} : { district }),
    };
  });
  const facilities = Array.from({ length: 40 }, (_, n) => {
    const { lon, lat } = place();
    return { id: `f${String(n)}`, lon, lat, capacity: random.next() * 50 };
  });
  return {
    network: { stored: 'city' },
    travel: { mode, minPieceM: 0, direction: seed % 2 === 0 ? 'to-facility' : 'from-facility' },
    demand: { points },
    facilities: { points: facilities },
    analyses: ANALYSES,
  };
}

async function cut(
  study: Study,
  sources: Sources,
): Promise<{ readonly joined: StudyResult; readonly leftOut: number }> {
  // Each part in a process of its own, which has nothing of the others.
  const parts = () => ({ sources, derived: new Derived(), taskFor: () => UNWATCHED });
  const count = await countParts(study, parts());
  const found = await Promise.all(Array.from({ length: count }, (_, part) => runPart(study, part, parts())));
  const facilities =
    study.facilities !== undefined && 'points' in study.facilities ? study.facilities.points.length : 0;
  const leftOut = found.reduce((sum, bytes) => sum + facilities - decodePart(bytes).facilities.length, 0);
  return { joined: await runStudy(study, { ...parts(), joined: found }), leftOut };
}

/** All of a result but the time it took. Its text tells every bit of a number. */
function textOf({ tookMs: _, ...result }: StudyResult): string {
  return JSON.stringify(result, null, 1);
}

async function expectSame(study: Study, graph: Graph): Promise<number> {
  const sources = sourcesOf(graph);
  const whole = await runStudy(study, { sources, derived: new Derived(), taskFor: () => UNWATCHED });
  const { joined, leftOut } = await cut({ ...study, parts: 'district' }, sources);
  expect(textOf(joined)).toBe(textOf(whole));
  return leftOut;
}

describe('a study that is cut', () => {
  it('has the figures of the whole to the last bit, whatever the streets, gates, turn bans and districts', async () => {
    let leftOut = 0;
    for (let seed = 1; seed <= CITIES; seed += 1) {
      const mode = seed % 3 === 0 ? 'drive' : 'walk';
      const city = randomCity({ nodes: 900, seed });
      const graph = withBans(city, randomBans(city, 300, seed));
      leftOut += await expectSame(studyOf(seed, { isMixed: seed % 4 === 0, mode }), graph);
    }
    // The halo does leave facilities out.
    expect(leftOut).toBeGreaterThan(10 * CITIES);
  });

  it('has them on streets in pieces, with ways that take no time, where nobody can tell who is far', async () => {
    for (let seed = 1; seed <= 4; seed += 1) {
      const graph = randomGraph({ nodes: 200, edges: 180, seed });
      expect(await expectSame(studyOf(seed, { isMixed: false, mode: 'walk' }), graph)).toBe(0);
    }
  });

  it('is no other study: its key is that of the whole', async () => {
    const sources = sourcesOf(randomCity({ nodes: 100, seed: 1 }));
    const study = studyOf(1, { isMixed: true, mode: 'walk' });
    const run = (asked: Study) => runStudy(asked, { sources, derived: new Derived(), taskFor: () => UNWATCHED });
    expect((await run({ ...study, parts: 'district' })).key).toBe((await run(study)).key);
  });

  it('does not join parts of other data', async () => {
    const [one, two] = [1, 2].map((seed) => sourcesOf(randomCity({ nodes: 100, seed })));
    const study: Study = { ...studyOf(1, { isMixed: true, mode: 'walk' }), parts: 'district' };
    const parts = (sources: Sources) => ({ sources, derived: new Derived(), taskFor: () => UNWATCHED });
    if (one === undefined || two === undefined) throw new Error('There are two.');
    const joined = await Promise.all([0, 1, 2, 3, 4].map((part) => runPart(study, part, parts(one))));
    await expect(runStudy(study, { ...parts(two), joined })).rejects.toMatchObject({ code: 'parts-changed' });
    await expect(runStudy(study, { ...parts(one), joined: joined.slice(1) })).rejects.toMatchObject({
      code: 'parts-changed',
    });
  });

  it.each<[string, Partial<Study>, string, RegExp]>([
    ['straight lines', { network: { straight: {} } }, 'parts-network', /along a network/],
    ['equity by cost', { analyses: [{ kind: 'equity', within: 300 }] }, 'parts-kind', /“equity” looks/],
    ['gaps', { analyses: [{ kind: 'gaps', within: 300 }] }, 'parts-kind', /“gaps” looks/],
    [
      'no limit',
      { analyses: [{ kind: 'opportunities', decay: DECAY }] },
      'parts-limit',
      /“opportunities” needs a within/,
    ],
    [
      'costs of each cell',
      { analyses: [{ kind: 'coverage', within: [300], perDemand: true }] },
      'parts-per-demand',
      /“coverage” cannot list/,
    ],
    [
      'another travel',
      { travels: [{ id: 'bike', mode: 'cycle' }], analyses: [{ kind: 'overlap', within: 300, travel: 'bike' }] },
      'parts-travel',
      /not as “bike”/,
    ],
    [
      'siting',
      {
        candidates: { points: [{ id: 'new', ...placeInTown(100, 100) }] },
        analyses: [{ kind: 'siting', model: 'p-median', p: 1 }],
      },
      'parts-kind',
      /“siting” looks/,
    ],
  ])('is refused with a sentence for %s', async (_name, change, code, message) => {
    const study: Study = { ...studyOf(1, { isMixed: true, mode: 'walk' }), parts: 'district', ...change };
    const sources = sourcesOf(randomCity({ nodes: 100, seed: 1 }));
    const parts = { sources, derived: new Derived(), taskFor: () => UNWATCHED };
    // Before any part is computed, as well as whole.
    for (const asked of [countParts(study, parts), runStudy(study, parts)]) {
      const error: unknown = await asked.catch((failure: unknown) => failure);
      const errors = error instanceof AnalysisErrors ? error.errors : error instanceof AnalysisError ? [error] : [];
      const found = errors.find((each) => each.code === code);
      expect(found?.text.en).toMatch(message);
    }
  });
});
