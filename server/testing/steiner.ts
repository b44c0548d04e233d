import type { SitingProblem } from '../analysis/types.ts';
import { sitingProblem } from './siting-problems.ts';

export type Triple = readonly [number, number, number];

/**
 * Steiner triple systems of 3, 9, 15, 27, 45, 81 … points: every pair of points lies in one triple. Covering problems
 * that are small and very hard (Fulkerson, Nemhauser & Trotter 1974).
 */
export function steinerTriples(points: number): readonly Triple[] {
  if (points === 3) return [[0, 1, 2]];
  if (points === 15) return boseTriples(points);
  if (points % 3 !== 0) throw new RangeError(`no Steiner triple system of ${points} points here`);
  return tripled(steinerTriples(points / 3), points / 3);
}

/** Bose's construction for 6t + 3 points. */
function boseTriples(points: number): readonly Triple[] {
  const size = points / 3;
  const half = (size + 1) / 2;
  const triples: Triple[] = [];
  for (let i = 0; i < size; i++) triples.push([i, i + size, i + 2 * size]);
  for (let layer = 0; layer < 3; layer++) {
    for (let i = 0; i < size; i++) {
      for (let j = i + 1; j < size; j++)
        triples.push([i + size * layer, j + size * layer, (((i + j) * half) % size) + size * ((layer + 1) % 3)]);
    }
  }
  return triples;
}

/** Three copies: each triple within a copy and in every order across them, and each point with its copies. */
function tripled(triples: readonly Triple[], points: number): readonly Triple[] {
  const layers: readonly Triple[] = [
    [0, 0, 0],
    [1, 1, 1],
    [2, 2, 2],
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  return [
    ...triples.flatMap(([a, b, c]) =>
      layers.map(([i, j, k]): Triple => [a + points * i, b + points * j, c + points * k]),
    ),
    ...Array.from({ length: points }, (_, point): Triple => [point, point + points, point + 2 * points]),
  ];
}

/** The fewest points that meet every triple, as location set covering. */
export function triplesProblem(triples: readonly Triple[], points: number): SitingProblem {
  const byPoint: number[][] = Array.from({ length: points }, () => []);
  for (const [t, triple] of triples.entries()) for (const point of triple) (byPoint[point] as number[]).push(t);
  const start = new Uint32Array(points + 1);
  for (const [point, list] of byPoint.entries()) start[point + 1] = (start[point] as number) + list.length;
  const demand = Uint32Array.from(byPoint.flat());
  return sitingProblem({
    model: 'lscp',
    costs: { facilityCount: points, demandCount: triples.length, start, demand, cost: new Float64Array(demand.length) },
  });
}
