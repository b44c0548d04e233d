import type { LocalProjection } from './local-projection.ts';

type Ring = readonly (readonly number[])[];

/** A frame of square cells over the plane. */
export interface Frame {
  readonly west: number;
  readonly south: number;
  readonly cellM: number;
  readonly columns: number;
  readonly rows: number;
}

/** Writes `value` into every cell whose centre lies inside the rings (even-odd), scan line by scan line. */
export function fillRings(
  target: Uint8Array,
  frame: Frame,
  projection: LocalProjection,
  rings: readonly Ring[],
  value: number,
): void {
  const crossings: number[][] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      const [lonA = 0, latA = 0] = ring[i - 1] ?? [];
      const [lonB = 0, latB = 0] = ring[i] ?? [];
      const ax = (projection.x(lonA) - frame.west) / frame.cellM - 0.5,
        ay = (projection.y(latA) - frame.south) / frame.cellM - 0.5;
      const bx = (projection.x(lonB) - frame.west) / frame.cellM - 0.5,
        by = (projection.y(latB) - frame.south) / frame.cellM - 0.5;
      const first = Math.max(0, Math.ceil(Math.min(ay, by)));
      const end = Math.min(frame.rows, Math.ceil(Math.max(ay, by)));
      for (let row = first; row < end; row += 1) {
        (crossings[row] ??= []).push(ax + ((row - ay) / (by - ay)) * (bx - ax));
      }
    }
  }
  crossings.forEach((line, row) => {
    line.sort((a, b) => a - b);
    for (let i = 1; i < line.length; i += 2) {
      const from = Math.max(0, Math.ceil(line[i - 1] as number));
      const to = Math.min(frame.columns - 1, Math.floor(line[i] as number));
      if (to >= from) target.fill(value, row * frame.columns + from, row * frame.columns + to + 1);
    }
  });
}

/** Distance in metres of every cell from the nearest marked one: chamfer 3-4, at most 4 % off. */
export function distanceField(marked: Uint8Array, mark: number, frame: Frame): Float32Array {
  const { columns, rows, cellM } = frame;
  const far = 1e9;
  const field = new Float32Array(columns * rows);
  for (let i = 0; i < field.length; i += 1) field[i] = marked[i] === mark ? 0 : far;
  const relax = (i: number, j: number, cost: number): void => {
    const through = (field[j] as number) + cost;
    if (through < (field[i] as number)) field[i] = through;
  };
  const straight = cellM,
    diagonal = (cellM * 4) / 3;
  for (let row = 1; row < rows - 1; row += 1) {
    for (let column = 1; column < columns - 1; column += 1) {
      const i = row * columns + column;
      relax(i, i - 1, straight);
      relax(i, i - columns, straight);
      relax(i, i - columns - 1, diagonal);
      relax(i, i - columns + 1, diagonal);
    }
  }
  for (let row = rows - 2; row > 0; row -= 1) {
    for (let column = columns - 2; column > 0; column -= 1) {
      const i = row * columns + column;
      relax(i, i + 1, straight);
      relax(i, i + columns, straight);
      relax(i, i + columns + 1, diagonal);
      relax(i, i + columns - 1, diagonal);
    }
  }
  return field;
}

/** The field with every cell the mean of its (2 · radius + 1)² neighbourhood. */
export function blur(field: Float32Array, frame: Frame, radius: number): Float32Array {
  const { columns, rows } = frame;
  const pass = (source: Float32Array, step: number, lineStep: number, length: number, lines: number): Float32Array => {
    const out = new Float32Array(source);
    for (let line = 0; line < lines; line += 1) {
      const start = line * lineStep;
      let sum = 0;
      for (let i = 0; i <= 2 * radius; i += 1) sum += source[start + i * step] as number;
      for (let i = radius; i < length - radius; i += 1) {
        out[start + i * step] = sum / (2 * radius + 1);
        if (i + radius + 1 < length) {
          sum += (source[start + (i + radius + 1) * step] as number) - (source[start + (i - radius) * step] as number);
        }
      }
    }
    return out;
  };
  return pass(pass(field, 1, columns, columns, rows), columns, 1, rows, columns);
}

/** The value of a field between the centres of its cells; the outermost cell's beyond them. */
export function sample(field: Float32Array, frame: Frame, x: number, y: number): number {
  const fx = Math.min(Math.max((x - frame.west) / frame.cellM - 0.5, 0), frame.columns - 1.001);
  const fy = Math.min(Math.max((y - frame.south) / frame.cellM - 0.5, 0), frame.rows - 1.001);
  const column = Math.floor(fx),
    row = Math.floor(fy),
    i = row * frame.columns + column;
  const tx = fx - column,
    ty = fy - row;
  const at = (j: number): number => field[j] as number;
  return (
    (at(i) * (1 - tx) + at(i + 1) * tx) * (1 - ty) +
    (at(i + frame.columns) * (1 - tx) + at(i + frame.columns + 1) * tx) * ty
  );
}
