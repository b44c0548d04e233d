import { gridDisk } from 'h3-js';
import type { Demand, DemandShape } from '../types.ts';
import { squareKey } from './cells.ts';
import { h3Index, squareIndex } from './locate.ts';

/** Cells that touch: those of cell c are `index[start[c]]` to `index[start[c + 1] - 1]`, ascending. */
export interface Neighbours {
  readonly start: Uint32Array;
  readonly index: Uint32Array;
}

const SIDES = [
  [0, -1],
  [-1, 0],
  [1, 0],
  [0, 1],
] as const;
const CORNERS = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;

/**
 * Which cells touch which: along an edge, or with `corners` also at a corner alone, which only squares do. Points have
 * no neighbours.
 */
export function neighbours(
  { shape, count }: Demand,
  { corners = false }: { readonly corners?: boolean } = {},
): Neighbours {
  const around = neighboursOf(shape, corners);
  const start = new Uint32Array(count + 1);
  const found: number[] = [];
  for (let cell = 0; cell < count; cell += 1) {
    const own = around(cell).filter((other) => other !== undefined);
    own.sort((a, b) => a - b);
    found.push(...own);
    start[cell + 1] = found.length;
  }
  return { start, index: Uint32Array.from(found) };
}

function neighboursOf(shape: DemandShape, corners: boolean): (cell: number) => (number | undefined)[] {
  switch (shape.kind) {
    case 'square': {
      const index = squareIndex(shape);
      const steps = corners ? [...SIDES, ...CORNERS] : SIDES;
      return (cell) =>
        steps.map(([dc, dr]) =>
          index.get(squareKey((shape.column[cell] as number) + dc, (shape.row[cell] as number) + dr)),
        );
    }
    case 'h3': {
      const index = h3Index(shape);
      return (cell) =>
        gridDisk(shape.ids[cell] as string, 1)
          .filter((id) => id !== shape.ids[cell])
          .map((id) => index.get(id));
    }
    case 'points':
      return () => [];
  }
}
