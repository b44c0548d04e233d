/**
 * Siting problems of the size of a city, from a seed: people and facilities in clusters, as in a town with quarters.
 */
import type { SitingProblem } from '../analysis/types.ts';
import { randomFrom, type Random } from './random.ts';

export interface CityOptions {
  readonly seed: number;
  readonly existing: number;
  readonly candidates: number;
  /** Cells of 100 m with people. */
  readonly cells: number;
  /** People walk at 1 m/s, with detours of 30 %. */
  readonly withinS: number;
  /** How far the costs reach; at least `withinS`. */
  readonly limitS: number;
  readonly p: number;
  readonly gap: number;
}

/** 1,000 candidates beside 1,200 existing facilities, 72,000 cells, 15 minutes on foot. */
export const CITY: CityOptions = {
  seed: 1,
  existing: 1200,
  candidates: 1000,
  cells: 72_000,
  withinS: 900,
  limitS: 1800,
  p: 50,
  gap: 0.005,
};
/** Every facility reaches about a sixth of all 20,000 cells, so that covers overlap many times. */
export const DENSE: CityOptions = {
  seed: 2,
  existing: 0,
  candidates: 500,
  cells: 20_000,
  withinS: 4000,
  limitS: 4000,
  p: 10,
  gap: 0.01,
};

const CELL_M = 100;
const DETOUR = 1.3;
/** Of a circle of ground around the centre, how much has people. */
const BUILT_UP = 0.7;

export function citySiting(options: CityOptions): SitingProblem {
  const random = randomFrom(options.seed);
  const sideCells = Math.ceil(Math.sqrt(options.cells / BUILT_UP));
  const quarters = quartersOf(random, sideCells * CELL_M);
  const cells = populatedCells(random, quarters, sideCells, options.cells);
  const facilities = options.existing + options.candidates;
  const x = new Float64Array(facilities);
  const y = new Float64Array(facilities);
  for (let f = 0; f < facilities; f++) {
    // Facilities stand where people live; one in five anywhere.
    const cell = random.next() < 0.2 ? random.below(options.cells) : heaviestOf(random, cells.people, 3);
    x[f] = (cells.x[cell] as number) + (random.next() - 0.5) * CELL_M;
    y[f] = (cells.y[cell] as number) + (random.next() - 0.5) * CELL_M;
  }
  return {
    model: 'mclp',
    costs: walkingCosts({ x, y }, cells, sideCells, options.limitS),
    existingCount: options.existing,
    people: cells.people,
    within: options.withinS,
    p: options.p,
    budget: null,
    openingCost: null,
    capacity: null,
    gap: options.gap,
  };
}

interface Quarter {
  readonly x: number;
  readonly y: number;
  readonly radiusM: number;
  readonly weight: number;
}

function quartersOf(random: Random, sideM: number): readonly Quarter[] {
  return Array.from({ length: 14 }, () => ({
    x: random.next() * sideM,
    y: random.next() * sideM,
    radiusM: sideM * (0.03 + 0.12 * random.next()),
    weight: 20 + 180 * random.next(),
  }));
}

interface Cells {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly people: Float64Array;
  /** Cell by row × side + column of the square of ground; -1 without people. */
  readonly at: Int32Array;
}

/** The densest cells of the square, so that the edge of the built-up ground is ragged as a town's is. */
function populatedCells(random: Random, quarters: readonly Quarter[], side: number, count: number): Cells {
  const density = new Float64Array(side * side);
  for (let k = 0; k < density.length; k++) {
    const x = ((k % side) + 0.5) * CELL_M;
    const y = (Math.floor(k / side) + 0.5) * CELL_M;
    let sum = 1;
    for (const quarter of quarters)
      sum += quarter.weight * Math.exp((-0.5 * ((x - quarter.x) ** 2 + (y - quarter.y) ** 2)) / quarter.radiusM ** 2);
    density[k] = sum * (0.3 + 1.4 * random.next());
  }
  const kept = Array.from(density.keys())
    .sort((a, b) => (density[b] as number) - (density[a] as number))
    .slice(0, count)
    .sort((a, b) => a - b);
  const at = new Int32Array(side * side).fill(-1);
  for (const [cell, k] of kept.entries()) at[k] = cell;
  return {
    x: Float64Array.from(kept, (k) => ((k % side) + 0.5) * CELL_M),
    y: Float64Array.from(kept, (k) => (Math.floor(k / side) + 0.5) * CELL_M),
    people: Float64Array.from(kept, (k) => Math.round(density[k] as number)),
    at,
  };
}

function heaviestOf(random: Random, weights: Float64Array, tries: number): number {
  let best = random.below(weights.length);
  for (let t = 1; t < tries; t++) {
    const other = random.below(weights.length);
    if ((weights[other] as number) > (weights[best] as number)) best = other;
  }
  return best;
}

function walkingCosts(
  facilities: { readonly x: Float64Array; readonly y: Float64Array },
  cells: Cells,
  side: number,
  limitS: number,
): SitingProblem['costs'] {
  const count = facilities.x.length;
  const start = new Uint32Array(count + 1);
  const reachM = limitS / DETOUR;
  const walk = (visit: (cell: number, costS: number) => void, f: number): void => {
    const x = facilities.x[f] as number;
    const y = facilities.y[f] as number;
    const firstRow = Math.max(0, Math.floor((y - reachM) / CELL_M));
    const lastRow = Math.min(side - 1, Math.floor((y + reachM) / CELL_M));
    const firstColumn = Math.max(0, Math.floor((x - reachM) / CELL_M));
    const lastColumn = Math.min(side - 1, Math.floor((x + reachM) / CELL_M));
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const cell = cells.at[row * side + column] as number;
        if (cell < 0) continue;
        const costS = DETOUR * Math.hypot((cells.x[cell] as number) - x, (cells.y[cell] as number) - y);
        if (costS <= limitS) visit(cell, costS);
      }
    }
  };
  for (let f = 0; f < count; f++) {
    let entries = 0;
    walk(() => entries++, f);
    start[f + 1] = (start[f] as number) + entries;
  }
  const demand = new Uint32Array(start[count] as number);
  const cost = new Float64Array(start[count] as number);
  let at = 0;
  for (let f = 0; f < count; f++) {
    walk((cell, costS) => {
      demand[at] = cell;
      cost[at++] = costS;
    }, f);
  }
  return { facilityCount: count, demandCount: cells.x.length, start, demand, cost };
}
