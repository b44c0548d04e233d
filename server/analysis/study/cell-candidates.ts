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
}

/**
 * Cells as candidates: those with most people first, each at least `spacingM` from all before it; of equals the first.
 */
export function sitesOfCells(
  demand: Demand,
  { minPeople = 0, spacingM = 0, max = Infinity }: CellChoice,
  nodeOf: (cell: number) => Id | null,
): FacilitySite[] {
  const cells = [...demand.people.keys()].filter((cell) => (demand.people[cell] as number) >= minPeople);
  cells.sort((a, b) => (demand.people[b] as number) - (demand.people[a] as number) || a - b);
  const chosen: number[] = [];
  const near = new Spacing(demand, spacingM);
  for (const cell of cells) {
    if (chosen.length >= max) break;
    if (near.isTaken(cell)) continue;
    near.take(cell);
    chosen.push(cell);
  }
  return chosen
    .sort((a, b) => a - b)
    .map((cell) => ({
      ...NOWHERE,
      id: demandId(demand, cell),
      lon: demand.lonLat[cell * 2] as number,
      lat: demand.lonLat[cell * 2 + 1] as number,
      node: nodeOf(cell),
      district: nameOf(demand.districts, demand.district[cell]),
      subdistrict: nameOf(demand.subdistricts, demand.subdistrict[cell]),
      landUse: nameOf(demand.landUses, demand.landUse[cell]),
    }));
}

/** What has been taken, in squares of the spacing, so that only neighbouring ones are looked at. */
class Spacing {
  readonly #demand: Demand;
  readonly #spacingM: number;
  readonly #scale: { readonly lon: number; readonly lat: number };
  readonly #taken = new Map<string, number[]>();

  constructor(demand: Demand, spacingM: number) {
    this.#demand = demand;
    this.#spacingM = spacingM;
    const lats = demand.lonLat.filter((degrees, index) => index % 2 === 1 && Number.isFinite(degrees));
    this.#scale = metresPerDegree(lats.length === 0 ? 0 : lats.reduce((sum, lat) => sum + lat, 0) / lats.length);
  }

  isTaken(cell: number): boolean {
    if (this.#spacingM === 0) return false;
    const [x, y] = this.#place(cell);
    const [column, row] = [Math.floor(x / this.#spacingM), Math.floor(y / this.#spacingM)];
    for (let c = column - 1; c <= column + 1; c += 1) {
      for (let r = row - 1; r <= row + 1; r += 1) {
        const there = this.#taken.get(`${String(c)} ${String(r)}`) ?? [];
        if (there.some((other) => this.#distanceM(x, y, other) < this.#spacingM)) return true;
      }
    }
    return false;
  }

  take(cell: number): void {
    if (this.#spacingM === 0) return;
    const [x, y] = this.#place(cell);
    const key = `${String(Math.floor(x / this.#spacingM))} ${String(Math.floor(y / this.#spacingM))}`;
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
