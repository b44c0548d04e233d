/** A coordinate on the lattice of whole millionths of a degree (0.1 m), where equality is exact. */
export type Lattice = readonly [x: number, y: number];

export const LATTICE = 1e6;

export const toLattice = (lon: number, lat: number): Lattice => [Math.round(lon * LATTICE), Math.round(lat * LATTICE)];

export interface Segment<T> {
  readonly a: Lattice;
  readonly b: Lattice;
  readonly tag: T;
}

/** Same key for both directions. */
export function segmentKey(a: Lattice, b: Lattice): string {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
    ? `${a[0]},${a[1]};${b[0]},${b[1]}`
    : `${b[0]},${b[1]};${a[0]},${a[1]}`;
}

export function segmentsOf<T>(line: readonly Lattice[], tag: T): Segment<T>[] {
  const out: Segment<T>[] = [];
  for (let i = 1; i < line.length; i += 1) {
    const a = line[i - 1] as Lattice;
    const b = line[i] as Lattice;
    if (a[0] !== b[0] || a[1] !== b[1]) out.push({ a, b, tag });
  }
  return out;
}
