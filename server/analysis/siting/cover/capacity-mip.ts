import type { CapacityModel } from './capacity-model.ts';
import { solveMip, type MipModel, type MipOptions, type MipResult } from '../solver/highs.ts';
import { MipRows } from '../solver/mip-model.ts';
import { sizeOf } from '../solver/csr.ts';

export interface CapacityPoint {
  readonly isOpen: Uint8Array;
  readonly servedBy: Int32Array;
}

/**
 * max Σ people·z; z (row by column, whole) ≤ x of the column; Σ z of a row ≤ 1; Σ people·z of a column ≤ room·x; Σ
 * cost·x ≤ limit. Variables: x of all columns, existing ones fixed at 1, then z by row and column.
 */
export async function solveCapacityByHighs(
  model: CapacityModel,
  limit: number,
  start: CapacityPoint,
  options: Omit<MipOptions, 'start'>,
): Promise<MipResult> {
  return solveMip(mipOf(model, limit), { ...options, start: pointOf(model, start) });
}

export function capacityPoint({ columns, rows }: CapacityModel, x: Float64Array): CapacityPoint {
  const isOpen = Uint8Array.from(x.subarray(0, columns.count), (value) => (value > 0.5 ? 1 : 0));
  const servedBy = new Int32Array(rows.count).fill(-1);
  for (let r = 0; r < rows.count; r++) {
    for (let k = rows.start[r] as number; k < (rows.start[r + 1] as number); k++)
      if ((x[columns.count + k] as number) > 0.5) servedBy[r] = rows.index[k] as number;
  }
  return { isOpen, servedBy };
}

function pointOf({ columns, rows }: CapacityModel, { isOpen, servedBy }: CapacityPoint): Float64Array {
  const x = new Float64Array(columns.count + rows.index.length);
  x.set(isOpen);
  for (let r = 0; r < rows.count; r++) {
    for (let k = rows.start[r] as number; k < (rows.start[r + 1] as number); k++)
      if (rows.index[k] === servedBy[r]) x[columns.count + k] = 1;
  }
  return x;
}

function mipOf(model: CapacityModel, limit: number): MipModel {
  const { columns, rows, weight, existingCount, cost, room } = model;
  const variables = columns.count + rows.index.length;
  const table = new MipRows();
  const placesOf = placesByColumn(model);
  for (let r = 0; r < rows.count; r++)
    table.add(
      -Infinity,
      1,
      Array.from({ length: sizeOf(rows, r) }, (_, at) => [columns.count + (rows.start[r] as number) + at, 1]),
    );
  for (let c = 0; c < columns.count; c++) {
    const places = placesOf[c] as readonly number[];
    if (c >= existingCount) {
      for (const k of places)
        table.add(-Infinity, 0, [
          [columns.count + k, 1],
          [c, -1],
        ]);
    }
    if (room[c] === Infinity || sizeOf(columns, c) === 0) continue;
    const weightAt = (at: number): number =>
      weight[columns.index[(columns.start[c] as number) + at] as number] as number;
    table.add(-Infinity, 0, [
      ...places.map((k, at) => [columns.count + k, weightAt(at)] as const),
      [c, -(room[c] as number)],
    ]);
  }
  const sites = Array.from({ length: columns.count - existingCount }, (_, site) => existingCount + site);
  table.add(
    -Infinity,
    limit,
    sites.map((c) => [c, cost[c] as number]),
  );
  const people = new Float64Array(variables);
  for (let r = 0; r < rows.count; r++)
    people.fill(
      weight[r] as number,
      columns.count + (rows.start[r] as number),
      columns.count + (rows.start[r + 1] as number),
    );
  return {
    sense: 'max',
    cost: people,
    lower: new Float64Array(variables).fill(1, 0, existingCount),
    upper: new Float64Array(variables).fill(1),
    integer: new Uint8Array(variables).fill(1),
    rows: table.done(),
  };
}

/** Entries of `rows` by column, rows ascending as in `columns`. */
function placesByColumn({ columns, rows }: CapacityModel): readonly (readonly number[])[] {
  const places: number[][] = Array.from({ length: columns.count }, () => []);
  for (let k = 0; k < rows.index.length; k++) (places[rows.index[k] as number] as number[]).push(k);
  return places;
}
