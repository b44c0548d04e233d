import { polygonize, ringContains, signedArea } from './polygonize.ts';
import type { Lattice, Segment } from './segments.ts';

/** One face of the plane cut up by lines: an outer ring and its holes, and a point well inside. */
export interface Face {
  readonly rings: readonly (readonly Lattice[])[];
  readonly inside: Lattice;
  /** Square degrees × 10¹². */
  readonly area: number;
}

export function facesOf(segments: readonly Segment<unknown>[]): Face[] {
  return polygonize(segments).map((rings) => ({
    rings,
    inside: pointInside(rings),
    area: rings.reduce((sum, ring) => sum + signedArea(ring), 0),
  }));
}

/** Where a line of latitude crosses the rings, west to east. */
function crossings(rings: readonly (readonly Lattice[])[], y: number): number[] {
  const xs: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      const p = ring[i - 1] as Lattice;
      const q = ring[i] as Lattice;
      if (p[1] > y !== q[1] > y) xs.push(p[0] + ((y - p[1]) / (q[1] - p[1])) * (q[0] - p[0]));
    }
  }
  return xs.sort((a, b) => a - b);
}

/** The middle of the widest of several cuts through the face. */
function pointInside(rings: readonly (readonly Lattice[])[]): Lattice {
  const ys = (rings[0] ?? []).map((p) => p[1]);
  const low = Math.min(...ys),
    high = Math.max(...ys);
  let best: Lattice = [0, 0];
  let widest = -1;
  for (let step = 1; step < 16; step += 1) {
    const y = low + ((high - low) * step) / 16 + 0.31;
    const xs = crossings(rings, y);
    for (let i = 1; i < xs.length; i += 2) {
      const width = (xs[i] as number) - (xs[i - 1] as number);
      if (width > widest) {
        widest = width;
        best = [((xs[i] as number) + (xs[i - 1] as number)) / 2, y];
      }
    }
  }
  return best;
}

export function faceContains(face: Face, point: Lattice): boolean {
  return face.rings.filter((ring) => ringContains(ring, point)).length % 2 === 1;
}
