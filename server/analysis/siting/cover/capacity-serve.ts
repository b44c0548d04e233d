import type { CapacityModel } from './capacity-model.ts';
import { sizeOf } from '../solver/csr.ts';

/** Who serves whom among open facilities. */
export interface Service {
  readonly people: number;
  /** Column by row, -1 for nobody. */
  readonly servedBy: Int32Array;
}

/**
 * Effort for making room, in passes over all entries of the model: quick for comparing choices, thorough for answers.
 */
export const QUICK = 4;
export const THOROUGH = 200;

/**
 * Serves as many people as it can by open facilities with their rooms: those with the fewest choices first, each where
 * most room is left; then by moving one to another facility to make room, and by putting the larger in the place of the
 * smaller.
 */
export class CapacityServer {
  private readonly model: CapacityModel;
  /** Rows by falling people. */
  private readonly largestFirst: Uint32Array;
  /** Entries that may still be read for making room: where there are many people and little room it hardly helps. */
  private looks = 0;

  constructor(model: CapacityModel) {
    this.model = model;
    const { weight } = model;
    this.largestFirst = Uint32Array.from(weight.keys()).sort(
      (a, b) => (weight[b] as number) - (weight[a] as number) || a - b,
    );
  }

  serve(isOpen: Uint8Array, effort: number): Service {
    const { weight } = this.model;
    this.looks = effort * this.model.columns.index.length;
    const servedBy = new Int32Array(weight.length).fill(-1);
    const left = this.model.room.slice();
    for (const row of this.byChoices(isOpen)) this.give(row, this.roomiest(row, isOpen, left), servedBy, left);
    this.improve(isOpen, servedBy, left);
    let people = 0;
    for (let r = 0; r < weight.length; r++) if (servedBy[r] !== -1) people += weight[r] as number;
    return { people, servedBy };
  }

  /** Rows that an open facility reaches, by rising number of these, then by falling people. */
  private byChoices(isOpen: Uint8Array): Uint32Array {
    const { rows } = this.model;
    const choices = new Uint32Array(rows.count);
    const places = new Uint32Array(this.model.columns.count + 2);
    for (let r = 0; r < rows.count; r++) {
      for (let k = rows.start[r] as number; k < (rows.start[r + 1] as number); k++)
        choices[r] = (choices[r] as number) + (isOpen[rows.index[k] as number] as number);
      places[(choices[r] as number) + 1] = (places[(choices[r] as number) + 1] as number) + 1;
    }
    const unreached = places[1] as number;
    for (let c = 1; c < places.length; c++) places[c] = (places[c] as number) + (places[c - 1] as number);
    const order = new Uint32Array(rows.count);
    for (const row of this.largestFirst) {
      const group = choices[row] as number;
      order[places[group] as number] = row;
      places[group] = (places[group] as number) + 1;
    }
    return order.subarray(unreached);
  }

  /** The open facility with most room left that has room for a row; -1 where none has. */
  private roomiest(row: number, isOpen: Uint8Array, left: Float64Array): number {
    const { rows, weight } = this.model;
    let best = -1;
    for (let k = rows.start[row] as number; k < (rows.start[row + 1] as number); k++) {
      const column = rows.index[k] as number;
      if (isOpen[column] === 0 || !fits(weight[row] as number, left[column] as number)) continue;
      if (best === -1 || (left[column] as number) > (left[best] as number)) best = column;
    }
    return best;
  }

  private give(row: number, column: number, servedBy: Int32Array, left: Float64Array): void {
    if (column === -1) return;
    const people = this.model.weight[row] as number;
    const from = servedBy[row] as number;
    if (from !== -1) left[from] = (left[from] as number) + people;
    left[column] = (left[column] as number) - people;
    servedBy[row] = column;
  }

  private improve(isOpen: Uint8Array, servedBy: Int32Array, left: Float64Array): void {
    // Every exchange serves more people; the rounds are a limit for the time it takes.
    for (let round = 0; round < 3; round++) {
      let better = false;
      for (const row of this.largestFirst) {
        if (servedBy[row] !== -1) continue;
        if (this.looks <= 0) return;
        if (this.makeRoom(row, isOpen, servedBy, left)) better = true;
      }
      if (!better) return;
    }
  }

  private makeRoom(row: number, isOpen: Uint8Array, servedBy: Int32Array, left: Float64Array): boolean {
    const { rows, weight } = this.model;
    const people = weight[row] as number;
    for (let k = rows.start[row] as number; k < (rows.start[row + 1] as number); k++) {
      const column = rows.index[k] as number;
      if (isOpen[column] === 0) continue;
      if (
        fits(people, left[column] as number) ||
        this.moveOne(column, people, isOpen, servedBy, left) ||
        this.evict(column, people, servedBy, left)
      ) {
        this.give(row, column, servedBy, left);
        return true;
      }
    }
    return false;
  }

  /** Moves one of those whom a facility serves elsewhere, so that `people` fit. */
  private moveOne(
    column: number,
    people: number,
    isOpen: Uint8Array,
    servedBy: Int32Array,
    left: Float64Array,
  ): boolean {
    const { columns, weight } = this.model;
    this.looks -= sizeOf(columns, column);
    for (let k = columns.start[column] as number; k < (columns.start[column + 1] as number); k++) {
      const other = columns.index[k] as number;
      if (servedBy[other] !== column || !fits(people, (left[column] as number) + (weight[other] as number))) continue;
      const to = this.roomiest(other, isOpen, left);
      // Its own facility can be the roomiest, where moving it away is no help.
      if (to === -1 || to === column) continue;
      this.give(other, to, servedBy, left);
      return true;
    }
    return false;
  }

  /** Gives up the smallest row that makes room for one of more people. */
  private evict(column: number, people: number, servedBy: Int32Array, left: Float64Array): boolean {
    const { columns, weight } = this.model;
    let smallest = -1;
    this.looks -= sizeOf(columns, column);
    for (let k = columns.start[column] as number; k < (columns.start[column + 1] as number); k++) {
      const other = columns.index[k] as number;
      const count = weight[other] as number;
      if (servedBy[other] !== column || count >= people || !fits(people, (left[column] as number) + count)) continue;
      if (smallest === -1 || count < (weight[smallest] as number)) smallest = other;
    }
    if (smallest === -1) return false;
    left[column] = (left[column] as number) + (weight[smallest] as number);
    servedBy[smallest] = -1;
    return true;
  }
}

/** Whether people fit into a room, but for rounding. */
export function fits(people: number, room: number): boolean {
  return people <= room + 1e-9 * Math.max(1, people);
}
