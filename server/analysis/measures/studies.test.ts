import { describe, expect, it } from 'vitest';
import type { AnalysisResult } from '../../../tiles/api/result.ts';
import { CRIME, NEIGHBOURS } from '../../testing/columbus.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { runStudy } from '../study/run.ts';
import { Derived } from '../engine/derived.ts';
import { parseAs } from '../study/parse.ts';

const nothing = (): Promise<never> => Promise.reject(new Error('Nothing is stored.'));
const SOURCES = {
  network: nothing,
  demand: nothing,
  transit: nothing,
  features: nothing,
  areas: nothing,
  standard: nothing,
  profile: nothing,
  water: () => Promise.resolve({ key: '', hash: '', value: null }),
};

/** As a file would be: through its schema and the whole of a study. */
async function results(study: unknown): Promise<readonly AnalysisResult[]> {
  const text = JSON.stringify(study);
  const parsed = parseAs('Study', JSON.parse(text), text.length);
  return (await runStudy(parsed, { sources: SOURCES, taskFor: () => IDLE, derived: new Derived() })).results;
}

describe('published examples as studies', () => {
  it('2SFCA of Luo & Wang 2003, figure 3, by a matrix of minutes', async () => {
    const nearB = new Set([4, 5, 8, 11]);
    const costs = Array.from({ length: 11 }, (_, i) => [
      nearB.has(i + 1) && i !== 3 ? 40 : 20,
      nearB.has(i + 1) ? 20 : 40,
    ]);
    const [found] = await results({
      matrix: { costs, costUnit: 'min' },
      demand: { points: costs.map(() => ({ people: 1 })) },
      facilities: { points: [{ id: 'a' }, { id: 'b' }] },
      analyses: [
        { kind: 'e2sfca', catchment: 20, decay: { kind: 'steps', steps: [{ upTo: 20, weight: 1 }] }, perDemand: true },
      ],
    });
    expect(found).toMatchObject({
      access: [0.125, 0.125, 0.125, 0.375, 0.25, 0.125, 0.125, 0.25, 0.125, 0.125, 0.25],
      mean: 2 / 11,
    });
  });

  it('Moran’s I of crime in Columbus, and Gi* of six points, by neighbours given', async () => {
    const given = NEIGHBOURS.flatMap((row, i) => row.map((j) => [i, j - 1, 1]));
    const six = [
      [0, 1],
      [0, 3],
      [1, 3],
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 5],
    ].flatMap(([a, b]) => [
      [a, b, 1],
      [b, a, 1],
    ]);
    const [crime, points] = await results({
      analyses: [
        { kind: 'moran', values: { values: CRIME }, neighbours: { given }, rowStandardised: true },
        { kind: 'hotspots', values: { values: [2, 3, 3.2, 5, 8, 7] }, neighbours: { given: six } },
      ],
    });
    expect(crime).toMatchObject({ i: expect.closeTo(0.485770914, 9), z: { randomisation: expect.closeTo(5.3427, 4) } });
    expect(points).toMatchObject({
      z: [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331].map((z) => expect.closeTo(z, 7)),
    });
  });

  it('a perfect grid of streets: within k blocks of its middle lie 2k(k + 1) + 1 corners, and the others are gaps', async () => {
    const side = 21,
      middle = 10 * side + 10;
    const nodes = Array.from({ length: side * side }, (_, id) => ({ id }));
    const edges = nodes.flatMap(({ id }) => [
      ...(id % side < side - 1 ? [{ from: id, to: id + 1, cost: 90 }] : []),
      ...(id + side < side * side ? [{ from: id, to: id + side, cost: 90 }] : []),
    ]);
    const [coverage, gaps, assignment] = await results({
      network: { nodes, edges },
      demand: { points: nodes.map(({ id }) => ({ node: id, people: 1 })) },
      facilities: { points: [{ node: middle }] },
      analyses: [
        { kind: 'coverage', within: [0, 1, 2, 5, 10].map((k) => 90 * k) },
        { kind: 'gaps', within: 900 },
        { kind: 'assignment' },
      ],
    });
    expect(coverage).toMatchObject({
      within: [1, 5, 13, 61, 221].map((people) => ({ people, peopleShare: people / 441 })),
    });
    expect(gaps).toMatchObject({ people: 441 - 221, unreachablePeople: 0 });
    // |dx| and |dy| are 0 … 10 either way: 110/21 each on average.
    expect(assignment).toMatchObject({ meanCost: expect.closeTo((90 * 220) / 21, 9), maxCost: 1800 });
  });

  it('a street of nine cells by a network of its own: coverage, gaps, nearest, overlap and supply as fingers count them', async () => {
    const nodes = Array.from({ length: 9 }, (_, id) => ({ id }));
    const [coverage, gaps, assignment, overlap, supply] = await results({
      network: { nodes, edges: nodes.slice(1).map(({ id }) => ({ from: id - 1, to: id, cost: 100 })) },
      demand: {
        points: nodes.map(({ id }) => ({
          node: id,
          people: 10 * (id + 1),
          areaM2: 10_000,
          district: id < 5 ? 'a' : 'b',
        })),
      },
      facilities: {
        points: [
          { id: 'f', node: 2, capacity: 9 },
          { id: 'g', node: 6, capacity: 6 },
        ],
      },
      analyses: [
        { kind: 'coverage', within: [100] },
        { kind: 'gaps', within: 100 },
        { kind: 'assignment', perDemand: true },
        { kind: 'overlap', within: 200 },
        { kind: 'supply', by: 'district' },
      ],
    });
    expect(coverage).toMatchObject({ within: [{ people: 300, peopleShare: 300 / 450, areaShare: 6 / 9 }] });
    expect(gaps).toMatchObject({
      people: 150,
      unreachablePeople: 0,
      areas: [
        { people: 90, cells: [8] },
        { people: 50, cells: [4] },
        { people: 10, cells: [0] },
      ],
    });
    expect(assignment).toMatchObject({ perDemand: [0, 0, 0, 0, 0, 1, 1, 1, 1], meanCost: 50_000 / 450 });
    expect(overlap).toMatchObject({ peopleByCount: [0, 400, 50] });
    expect(supply).toMatchObject({
      groups: [
        { key: 'a', ratio: 9 / 0.15 },
        { key: 'b', ratio: 6 / 0.3 },
      ],
    });
  });
});
