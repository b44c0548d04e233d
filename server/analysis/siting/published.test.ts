import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { costMatrix, quietTask, sitingProblem } from '../../testing/siting-problems.ts';
import { steinerTriples, triplesProblem } from '../../testing/steiner.ts';
import type { SitingProblem } from '../types.ts';
import { solveSiting } from './index.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../../data/fixtures/siting/${name}`, import.meta.url), 'utf8');

interface City {
  readonly stores: readonly string[];
  readonly people: Float64Array;
  /** Metres by store, then tract. */
  readonly metres: readonly (readonly number[])[];
}

/** `data/fixtures/siting/SOURCE.md` says where it comes from. */
function sanFrancisco(): City {
  const [head = '', ...lines] = fixture('san-francisco.csv').trim().split('\n');
  const stores = head.split(',').slice(2);
  const cells = lines.map((line) => line.split(',').slice(1).map(Number));
  return {
    stores,
    people: Float64Array.from(cells, ([people]) => people as number),
    metres: stores.map((_, store) => cells.map((row) => row[store + 1] as number)),
  };
}

/** A problem of some stores as existing ones and all others as candidates. */
function cityProblem(parts: Partial<SitingProblem>, existing: readonly string[] = []): SitingProblem {
  const { stores, people, metres } = sanFrancisco();
  const order = [...stores.keys()].sort(
    (a, b) => Number(existing.includes(stores[b] as string)) - Number(existing.includes(stores[a] as string)) || a - b,
  );
  return sitingProblem({
    costs: costMatrix(
      order.map((store) => metres[store] as readonly number[]),
      people.length,
    ),
    people,
    within: null,
    existingCount: existing.length,
    ...parts,
  });
}

describe('the stores of San Francisco (Feng et al. 2022)', () => {
  it.each([
    ['LSCP within 5 km', { model: 'lscp', within: 5000 }, [], 8],
    ['LSCP within 8 km', { model: 'lscp', within: 8000 }, [], 3],
    ['LSCP within 8 km beside two existing stores', { model: 'lscp', within: 8000 }, ['Store_3', 'Store_7'], 4 - 2],
    ['MCLP within 5 km by 4 stores', { model: 'mclp', within: 5000, p: 4 }, [], 875_247],
    ['p-median of 4 stores', { model: 'p-median', p: 4 }, [], 2_848_268_129.7145104],
    ['p-center of 4 stores', { model: 'p-center', p: 4 }, [], 7403.063811],
  ] as const)('%s', async (_, parts, existing, optimum) => {
    const outcome = await solveSiting(cityProblem(parts, existing), quietTask());
    expect(Math.abs(outcome.objective - optimum) / optimum).toBeLessThan(1e-9);
    expect(outcome).toMatchObject({ status: 'optimal', gap: 0 });
  });

  it('serves, with capacities that hold everybody, whom it covers without', async () => {
    const { people } = sanFrancisco();
    const total = people.reduce((sum, count) => sum + count, 0);
    const outcome = await solveSiting(
      cityProblem({ within: 5000, p: 4, capacity: new Float64Array(16).fill(total) }),
      quietTask(),
    );
    expect(outcome).toMatchObject({ status: 'optimal', objective: 875_247 });
  });
});

describe('Steiner triple systems (Fulkerson, Nemhauser & Trotter 1974)', () => {
  // 45 points need 30 (the same source); the proof takes half a minute and is part of the benchmark.
  it.each([
    [9, 5],
    [15, 9],
    [27, 18],
  ])('of %i points take %i to meet every triple', async (points, optimum) => {
    const outcome = await solveSiting(triplesProblem(steinerTriples(points), points), quietTask());
    expect(outcome).toMatchObject({ status: 'optimal', objective: optimum, bound: optimum });
    expect(outcome.chosen.length).toBe(optimum);
  });
});
