import { describe, expect, it } from 'vitest';
import type { StudyResult } from '../../../tiles/api/result.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { TOILETS, townDemand, townGraph } from '../../testing/small-town.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { parseAs } from './parse.ts';
import { runStudy } from './run.ts';

const [graph, demand] = [townGraph(), townDemand()];
const sources = {
  network: () => Promise.resolve({ key: '', hash: '', value: graph }),
  demand: () => Promise.resolve({ key: '', hash: '', value: demand }),
} as unknown as Sources;

async function answer(study: object): Promise<StudyResult> {
  const whole = {
    network: { stored: 'town' },
    demand: { stored: 'townspeople' },
    facilities: { points: TOILETS.map(({ id, lon, lat }) => ({ id, lon, lat })) },
    ...study,
  };
  return runStudy(parseAs('Study', whole, 1000), { sources, derived: new Derived(), taskFor: () => IDLE });
}

const TRAVELS = [
  { id: 'walk', mode: 'walk' },
  { id: 'slow', mode: 'walk', speedMps: 0.5, accessSpeedMps: 0.5 },
] as const;
const COVERAGE = { kind: 'coverage', within: [400], perDemand: true } as const;
const OVERLAP = { kind: 'overlap', within: 400 } as const;

describe('several ways of travelling in one study', () => {
  it('give each analysis what a study of its own would have', async () => {
    const side = await answer({
      travels: TRAVELS,
      analyses: [
        COVERAGE,
        { ...COVERAGE, travel: 'slow' },
        { ...OVERLAP, travel: 'slow' },
        { ...OVERLAP, travel: 'walk' },
      ],
    });
    const alone = async (index: number): Promise<StudyResult['results']> => {
      const { id: _, ...travel } = TRAVELS[index] as (typeof TRAVELS)[number];
      return (await answer({ travel, analyses: [COVERAGE, OVERLAP] })).results;
    };
    const [walk, slow] = [await alone(0), await alone(1)];
    expect(side.results).toEqual([walk[0], slow[0], slow[1], walk[1]]);
    expect(slow[0]).not.toEqual(walk[0]);
    expect(side.assumptions.map(({ message }) => message.en)).toContain(
      'Travel “slow” (analysis 2, 3): Travelled on foot, at 0.5 m/s.',
    );
  });

  it('go in straight lines too, each at its speed', async () => {
    const { results, assumptions } = await answer({
      network: { straight: {} },
      travels: [{ id: 'bike', mode: 'cycle' }],
      analyses: [{ ...COVERAGE, travel: 'bike' }],
    });
    const { results: alone } = await answer({
      network: { straight: {} },
      travel: { mode: 'cycle' },
      analyses: [COVERAGE],
    });
    expect(results).toEqual(alone);
    // Nobody walks here, and nothing says so.
    expect(assumptions.filter(({ message }) => message.en.includes('on foot'))).toEqual([]);
  });

  it.each([
    ['unknown-travel', '/analyses/0/travel', { travels: TRAVELS, analyses: [{ ...COVERAGE, travel: 'fly' }] }],
    ['no-travels', '/analyses/0/travel', { analyses: [{ ...COVERAGE, travel: 'fly' }] }],
    ['id-twice', '/travels/1/id', { travels: [TRAVELS[0], TRAVELS[0]], analyses: [COVERAGE] }],
    [
      'speed-for-driving',
      '/travels/0/speedMps',
      { travels: [{ id: 'car', mode: 'drive', speedMps: 9 }], analyses: [COVERAGE] },
    ],
  ])('are refused with %s', async (code, at, study) => {
    await expect(answer(study)).rejects.toMatchObject({ code, at });
  });
});
