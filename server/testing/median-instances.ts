/**
 * Seeded problems of the kind that the literature measures p-median and p-center by, and the exact cost tables they
 * need.
 */
import type { SitingModel } from '../../tiles/api/vocabulary.ts';
import type { CostMatrix, SitingProblem } from '../analysis/types.ts';
import { randomFrom, type Random } from './random.ts';

/** Nodes from 0; each edge can be gone along both ways. */
export interface TestNetwork {
  readonly nodeCount: number;
  readonly edges: readonly (readonly [from: number, to: number, cost: number])[];
}

export type SitingChoices = Partial<Omit<SitingProblem, 'costs' | 'people' | 'model'>>;

/**
 * A network by the recipe of OR-Library's `pmed` (Beasley 1985): a ring through all nodes, then random edges to n²/50
 * in all, costs whole and uniform from 1 to 100. `pmed` itself has 100 to 900 nodes.
 */
export function beasleyNetwork(nodeCount: number, seed: number): TestNetwork {
  const random = randomFrom(seed);
  const cost = (): number => 1 + random.below(100);
  const edges: [number, number, number][] = [];
  for (let node = 0; node < nodeCount; node++) edges.push([node, (node + 1) % nodeCount, cost()]);
  const wanted = Math.max(nodeCount, Math.round(nodeCount ** 2 / 50));
  while (edges.length < wanted) {
    const from = random.below(nodeCount);
    const to = random.below(nodeCount);
    if (from !== to) edges.push([from, to, cost()]);
  }
  return { nodeCount, edges };
}

/**
 * OR-Library's text of a `pmed` network: nodes, edges and p, then the edges with nodes from 1. The format's known
 * surprise: of an edge given twice the last cost holds, not the least.
 */
export function parsePmed(text: string): TestNetwork & { readonly p: number } {
  const numbers = text.trim().split(/\s+/).map(Number);
  const [nodeCount = 0, edgeCount = 0, p = 0] = numbers;
  const costs = new Map<string, [number, number, number]>();
  for (let edge = 0; edge < edgeCount; edge++) {
    const [a = NaN, b = NaN, cost = NaN] = numbers.slice(3 + edge * 3, 6 + edge * 3);
    costs.set(`${String(Math.min(a, b))} ${String(Math.max(a, b))}`, [a - 1, b - 1, cost]);
  }
  return { nodeCount, edges: [...costs.values()], p };
}

/** Costs between all pairs of nodes (Floyd & Warshall 1962), by row; Infinity where there is no way. */
export function allPairs({ nodeCount, edges }: TestNetwork): Float64Array {
  const costs = new Float64Array(nodeCount ** 2).fill(Infinity);
  for (let node = 0; node < nodeCount; node++) costs[node * nodeCount + node] = 0;
  for (const [from, to, cost] of edges) {
    costs[from * nodeCount + to] = Math.min(costs[from * nodeCount + to] as number, cost);
    costs[to * nodeCount + from] = Math.min(costs[to * nodeCount + from] as number, cost);
  }
  for (let via = 0; via < nodeCount; via++) {
    for (let from = 0; from < nodeCount; from++) {
      const first = costs[from * nodeCount + via] as number;
      if (first === Infinity) continue;
      for (let to = 0; to < nodeCount; to++) {
        const both = first + (costs[via * nodeCount + to] as number);
        if (both < (costs[from * nodeCount + to] as number)) costs[from * nodeCount + to] = both;
      }
    }
  }
  return costs;
}

/** From a table by facility (row) and demand (column); Infinity leaves the pair out. */
export function sparse(table: ArrayLike<number>, facilityCount: number, demandCount: number): CostMatrix {
  const start = new Uint32Array(facilityCount + 1);
  const demand: number[] = [];
  const cost: number[] = [];
  for (let facility = 0; facility < facilityCount; facility++) {
    for (let row = 0; row < demandCount; row++) {
      const each = table[facility * demandCount + row] as number;
      if (each === Infinity) continue;
      demand.push(row);
      cost.push(each);
    }
    start[facility + 1] = demand.length;
  }
  return { facilityCount, demandCount, start, demand: Uint32Array.from(demand), cost: Float64Array.from(cost) };
}

export function sitingProblem(
  model: SitingModel,
  costs: CostMatrix,
  choices: SitingChoices = {},
  people?: Float64Array,
): SitingProblem {
  return {
    model,
    costs,
    people: people ?? new Float64Array(costs.demandCount).fill(1),
    existingCount: 0,
    within: null,
    p: null,
    budget: null,
    openingCost: null,
    capacity: null,
    gap: 0,
    ...choices,
  };
}

/** Every node is a demand of one and a candidate, as in the literature. */
export function networkProblem(model: SitingModel, network: TestNetwork, choices: SitingChoices): SitingProblem {
  return sitingProblem(model, sparse(allPairs(network), network.nodeCount, network.nodeCount), choices);
}

export interface CityShape {
  readonly cells: number;
  readonly existing: number;
  readonly candidates: number;
  /** Pairs farther apart have no entry. */
  readonly limit: number;
  readonly seed: number;
}

/**
 * People in clusters on a square of 30 km, facilities where people are, straight-line costs in metres: the size of a
 * city, without its streets.
 */
export function cityProblem(model: SitingModel, shape: CityShape, choices: SitingChoices): SitingProblem {
  const random = randomFrom(shape.seed);
  const centres = Array.from({ length: 40 }, () => ({
    x: random.next() * 30_000,
    y: random.next() * 30_000,
    spread: 500 + random.next() * 4000,
  }));
  const place = (): [number, number] => {
    const centre = centres[random.below(centres.length)] as { x: number; y: number; spread: number };
    return [centre.x + centre.spread * gaussian(random), centre.y + centre.spread * gaussian(random)];
  };
  const cells = Array.from({ length: shape.cells }, place);
  const people = Float64Array.from({ length: shape.cells }, () => 1 + random.below(120));
  const facilities = Array.from({ length: shape.existing + shape.candidates }, place);
  return sitingProblem(
    model,
    pairsWithin(facilities, cells, shape.limit),
    { existingCount: shape.existing, ...choices },
    people,
  );
}

function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

function pairsWithin(
  facilities: readonly (readonly [number, number])[],
  cells: readonly (readonly [number, number])[],
  limit: number,
): CostMatrix {
  const start = new Uint32Array(facilities.length + 1);
  const demand: number[] = [];
  const cost: number[] = [];
  for (const [facility, [x, y]] of facilities.entries()) {
    for (const [cell, [cellX, cellY]] of cells.entries()) {
      const distance = Math.hypot(x - cellX, y - cellY);
      if (distance > limit) continue;
      demand.push(cell);
      cost.push(distance);
    }
    start[facility + 1] = demand.length;
  }
  return {
    facilityCount: facilities.length,
    demandCount: cells.length,
    start,
    demand: Uint32Array.from(demand),
    cost: Float64Array.from(cost),
  };
}

export interface SmallShape {
  readonly facilities: number;
  readonly demand: number;
  readonly existing?: number;
  /** Share of pairs without a way. */
  readonly missing?: number;
  /** Costs and people with fractions. */
  readonly fractions?: boolean;
}

/** Random costs without any geometry, small enough to try every choice. */
export function smallProblem(
  model: SitingModel,
  { facilities, demand, existing = 0, missing = 0, fractions = false }: SmallShape,
  seed: number,
  choices: SitingChoices,
): SitingProblem {
  const random = randomFrom(seed);
  const number = (most: number): number => (fractions ? random.next() * most : random.below(most));
  const table = Array.from({ length: facilities * demand }, () => (random.next() < missing ? Infinity : number(50)));
  const people = Float64Array.from({ length: demand }, () => (random.next() < 0.1 ? 0 : 1 + number(9)));
  return sitingProblem(model, sparse(table, facilities, demand), { existingCount: existing, ...choices }, people);
}

/** Every choice of candidates that p or the budget allows. */
export function* allChoices({ costs, existingCount, p, budget, openingCost }: SitingProblem): Generator<number[]> {
  const count = costs.facilityCount - existingCount;
  for (let bits = 0; bits < 2 ** count; bits++) {
    const chosen = Array.from({ length: count }, (_, c) => existingCount + c).filter((_, c) => ((bits >> c) & 1) === 1);
    const spent = chosen.reduce((sum, facility) => sum + (budget === null ? 1 : (openingCost?.[facility] ?? 1)), 0);
    if (spent <= (budget ?? p ?? Infinity) + 1e-6) yield chosen;
  }
}
