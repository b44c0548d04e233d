/** Candidates from the cells of a demand. */
import type { Id } from '../../../tiles/api/place.ts';
import { metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import { demandId } from '../demand/ids.ts';
import type { Demand } from '../types.ts';
import { NOWHERE, type FacilitySite } from './facility-set.ts';

interface CellChoice {
  readonly minPeople?: number;
  readonly spacingM?: number;
  readonly max?: number;
  /** Of each. */
  readonly capacity?: number;
  readonly cost?: number;
}

/** Cells that were chosen as candidates, and among how many. */
export interface CellSites {
  readonly sites: readonly FacilitySite[];
  /** Cells with people enough. */
  readonly cells: number;
  /** Metres that the candidates keep from each other at least, so that no such cell is farther from all of them. */
  readonly spacingM: number;
}

/** The wider spacing is looked for until it is known to a hundredth. */
const SPACING_STEPS = 20;
const SPACING_KNOWN = 0.01;

/**
 * Cells as candidates: those with most people first, of equals the first, each at least `spacingM` from all before it.
 * Where these are more than `max` the spacing is widened until they are not: they cover the city, not its densest part.
 */
export function sitesOfCells(
  demand: Demand,
  { minPeople = 0, spacingM = 0, max = Infinity, capacity = NaN, cost = NaN }: CellChoice,
  nodeOf: (cell: number) => Id | null,
): CellSites {
  const cells = [...demand.people.keys()].filter((cell) => (demand.people[cell] as number) >= minPeople);
  cells.sort((a, b) => (demand.people[b] as number) - (demand.people[a] as number) || a - b);
  const { chosen, widestM } = spreadOut(demand, cells, spacingM, max);
  const sites = chosen
    .sort((a, b) => a - b)
    .map((cell) => ({
      ...NOWHERE,
      id: demandId(demand, cell),
      lon: demand.lonLat[cell * 2] as number,
      lat: demand.lonLat[cell * 2 + 1] as number,
      node: nodeOf(cell),
      capacity,
      cost,
      district: nameOf(demand.districts, demand.district[cell]),
      subdistrict: nameOf(demand.subdistricts, demand.subdistrict[cell]),
      landUse: nameOf(demand.landUses, demand.landUse[cell]),
    }));
  return { sites, cells: cells.length, spacingM: widestM };
}

function spreadOut(
  demand: Demand,
  cells: readonly number[],
  spacingM: number,
  max: number,
): { readonly chosen: number[]; readonly widestM: number } {
  const first = apartBy(demand, cells, spacingM);
  if (first.length <= max) return { chosen: first, widestM: spacingM };
  let [narrowM, widestM] = [spacingM, Math.max(2 * spacingM, 100)];
  let chosen = apartBy(demand, cells, widestM);
  while (chosen.length > max && chosen.length > 1) {
    [narrowM, widestM] = [widestM, 2 * widestM];
    chosen = apartBy(demand, cells, widestM);
  }
  for (let step = 0; step < SPACING_STEPS && widestM - narrowM > SPACING_KNOWN * widestM; step += 1) {
    const middleM = (narrowM + widestM) / 2;
    const tried = apartBy(demand, cells, middleM);
    if (tried.length > max) narrowM = middleM;
    else [widestM, chosen] = [middleM, tried];
  }
  return { chosen: chosen.slice(0, max), widestM };
}

/** The first cells that keep so far from each other. */
function apartBy(demand: Demand, cells: readonly number[], spacingM: number): number[] {
  if (spacingM === 0) return [...cells];
  const near = new Spacing(demand, spacingM);
  return cells.filter((cell) => {
    if (near.isTaken(cell)) return false;
    near.take(cell);
    return true;
  });
}

/** More than there are rows of squares of a centimetre around the earth. */
const ROWS = 2 ** 33;

/** What has been taken, in squares of the spacing, so that only neighbouring ones are looked at. */
class Spacing {
  readonly #demand: Demand;
  readonly #spacingM: number;
  readonly #scale: { readonly lon: number; readonly lat: number };
  readonly #taken = new Map<number, number[]>();

  constructor(demand: Demand, spacingM: number) {
    this.#demand = demand;
    this.#spacingM = spacingM;
    const lats = demand.lonLat.filter((degrees, index) => index % 2 === 1 && Number.isFinite(degrees));
    this.#scale = metresPerDegree(lats.length === 0 ? 0 : lats.reduce((sum, lat) => sum + lat, 0) / lats.length);
  }

  isTaken(cell: number): boolean {
    const [x, y] = this.#place(cell);
    const [column, row] = [Math.floor(x / this.#spacingM), Math.floor(y / this.#spacingM)];
    for (let c = column - 1; c <= column + 1; c += 1) {
      for (let r = row - 1; r <= row + 1; r += 1) {
        const there = this.#taken.get(c * ROWS + r) ?? [];
        if (there.some((other) => this.#distanceM(x, y, other) < this.#spacingM)) return true;
      }
    }
    return false;
  }

  take(cell: number): void {
    const [x, y] = this.#place(cell);
    const key = Math.floor(x / this.#spacingM) * ROWS + Math.floor(y / this.#spacingM);
    const there = this.#taken.get(key);
    if (there === undefined) this.#taken.set(key, [cell]);
    else there.push(cell);
  }

  #distanceM(x: number, y: number, other: number): number {
    const [ox, oy] = this.#place(other);
    return Math.hypot(x - ox, y - oy);
  }

  #place(cell: number): readonly [number, number] {
    return [
      (this.#demand.lonLat[cell * 2] as number) * this.#scale.lon,
      (this.#demand.lonLat[cell * 2 + 1] as number) * this.#scale.lat,
    ];
  }
}

function nameOf(names: readonly string[], index: number | undefined): string | null {
  return names[index ?? -1] ?? null;
}
