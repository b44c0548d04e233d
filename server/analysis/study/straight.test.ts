import { describe, expect, it } from 'vitest';
import type { StudyResult } from '../../../tiles/api/result.ts';
import { distanceM } from '../../../tiles/tile/spheroid.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { randomFrom } from '../../testing/random.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { parseAs } from './parse.ts';
import { runStudy } from './run.ts';

const random = randomFrom(161);
const place = (id: string) => ({ id, lon: 120 + random.next() / 20, lat: 36 + random.next() / 20 });
const HOMES = Array.from({ length: 60 }, (_, k) => ({ ...place(`h${k}`), people: 1 + (k % 7) }));
const CLINICS = Array.from({ length: 4 }, (_, k) => place(`c${k}`));
const SITES = Array.from({ length: 6 }, (_, k) => place(`s${k}`));

async function answer(study: object): Promise<StudyResult> {
  const whole = { demand: { points: HOMES }, facilities: { points: CLINICS }, candidates: { points: SITES }, ...study };
  const parsed = parseAs('Study', whole, 1000);
  return runStudy(parsed, { sources: {} as Sources, derived: new Derived(), taskFor: () => IDLE });
}

const nearestM = (home: (typeof HOMES)[number], sites = CLINICS): number =>
  Math.min(...sites.map((site) => distanceM(home, site)));
const peopleWithin = (metres: number, sites = CLINICS): number =>
  HOMES.reduce((sum, home) => (nearestM(home, sites) <= metres ? sum + home.people : sum), 0);

describe('a study without streets', () => {
  it('travels straight: metres times the detour at the speed of the mode, and says so', async () => {
    const { results, costUnit, assumptions, unconnected } = await answer({
      network: { straight: { detour: 1.3 } },
      travel: { mode: 'cycle' },
      analyses: [
        { kind: 'coverage', within: [300, 600], perDemand: true },
        { kind: 'gaps', within: 300 },
      ],
    });
    const [coverage, gaps] = results;
    if (coverage?.kind !== 'coverage' || gaps?.kind !== 'gaps') throw new Error('There are no such results.');
    expect(costUnit).toBe('s');
    // 4 m/s by bicycle.
    HOMES.forEach((home, k) => expect((coverage.costs?.[k] ?? 0) / ((nearestM(home) * 1.3) / 4)).toBeCloseTo(1, 5));
    expect(coverage.within.map(({ people }) => people)).toEqual([300, 600].map((s) => peopleWithin((s * 4) / 1.3)));
    expect(gaps.people).toBe(coverage.people - peopleWithin((300 * 4) / 1.3));
    expect(unconnected).toEqual({ facilities: 0, candidates: 0, demand: 0, people: 0 });
    expect(assumptions.map(({ message }) => message.en)).toContain(
      'Not along streets: straight lines on the spheroid × 1.3, by bicycle at 4 m/s.',
    );
  });

  it('counts in metres where asked to, for the matrix, opportunities and siting', async () => {
    const { results, costUnit } = await answer({
      network: { straight: { costUnit: 'm' } },
      analyses: [
        { kind: 'matrix', of: 'all', nearest: 2 },
        { kind: 'opportunities', within: 1500, decay: { kind: 'cumulative' }, perDemand: true },
        { kind: 'siting', model: 'mclp', within: 1000, p: 1, gap: 0 },
      ],
    });
    const [matrix, opportunities, siting] = results;
    if (matrix?.kind !== 'matrix' || opportunities?.kind !== 'opportunities' || siting?.kind !== 'siting')
      throw new Error('There are no such results.');
    expect(costUnit).toBe('m');
    const all = [...CLINICS, ...SITES];
    HOMES.forEach((home, k) => {
      const [first, second] = all.map((site) => distanceM(home, site)).sort((a, b) => a - b);
      const pairs = matrix.pairs.filter(({ demand }) => demand === home.id);
      expect((pairs[0]?.cost ?? 0) / (first ?? 1)).toBeCloseTo(1, 5);
      expect((pairs[1]?.cost ?? 0) / (second ?? 1)).toBeCloseTo(1, 5);
      expect(opportunities.access?.[k]).toBe(CLINICS.filter((site) => distanceM(home, site) <= 1500).length);
    });
    const best = Math.max(...SITES.map((site) => peopleWithin(1000, [...CLINICS, site])));
    expect(siting.objective).toBe(best);
  });

  it('drives at a speed that is given', async () => {
    const { results } = await answer({
      network: { straight: {} },
      travel: { mode: 'drive', speedMps: 12 },
      analyses: [{ kind: 'coverage', within: [60], perDemand: true }],
    });
    expect(results[0]).toMatchObject({ within: [{ people: peopleWithin(720) }] });
  });

  it.each([
    ['straight-isochrones', { kind: 'isochrones', origins: [{ lon: 120, lat: 36 }], within: [300] }],
    ['compliance-needs', { kind: 'compliance', standard: 'gb', by: 'district' }],
  ])('is refused with %s', async (code, request) => {
    const found: unknown = await answer({ network: { straight: {} }, analyses: [request] }).catch((e: unknown) => e);
    expect(found).toMatchObject({ code, at: '/analyses/0' });
  });
});
