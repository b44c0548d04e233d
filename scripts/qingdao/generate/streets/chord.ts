import type { Mesh } from './mesh.ts';

/** A straight cut through a face, from one of its sides to another. */
export interface Chord {
  readonly from: End;
  readonly to: End;
}

/** On the side of a half-edge, or where it begins. */
export interface End {
  readonly half: number;
  readonly x: number;
  readonly y: number;
  /** True where the cut ends in the node that the half-edge begins at. */
  readonly atNode: boolean;
}

/** Corners of a face in metres from its first, which lies at (x0, y0), with running sums of twice the area. */
interface Outline {
  readonly face: readonly number[];
  readonly x0: number;
  readonly y0: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly twice: Float64Array;
}

interface Crossing {
  readonly side: number;
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly node: number | null;
  /** Sine of the angle between the cut and the side. */
  readonly sine: number;
}

/** A cut that ends this close to a corner ends in it. */
const SNAP_M = 22;
/** A cut that leaves less than this share to one side is refused. */
const LEAST_SHARE = 0.12;
/** Streets meet at more than about 35°. */
const LEAST_SINE = 0.57;
const OFFSETS = [0, 0.08, -0.08, 0.17, -0.17, 0.27, -0.27] as const;

/** Square metres; negative for the face around everything. */
export function faceAreaM2(mesh: Mesh, face: readonly number[]): number {
  const { twice } = outlineOf(mesh, face);
  return (twice[face.length] as number) / 2;
}

/**
 * The best straight cut of a face across its longer axis, near `share` of its extent (0.5: its middle); null where
 * every one is too slanted or leaves too little on one side. `allowed` is asked last.
 */
export function bestChord(
  mesh: Mesh,
  face: readonly number[],
  share: number,
  allowed: (from: End, to: End) => boolean,
): Chord | null {
  const outline = outlineOf(mesh, face);
  const direction = longestSide(outline);
  const along = extent(outline, direction),
    across = extent(outline, [-direction[1], direction[0]]);
  const first = along.high - along.low >= across.high - across.low;
  for (const straight of [first, !first]) {
    const axis: Direction = straight ? direction : [-direction[1], direction[0]];
    const { low, high } = straight ? along : across;
    let best: { readonly chord: Chord; readonly cost: number } | null = null;
    for (const offset of OFFSETS) {
      const at = low + (high - low) * (share + offset);
      for (const found of chordsAt(outline, axis, at)) {
        if (best !== null && found.cost >= best.cost) continue;
        if (allowed(found.chord.from, found.chord.to)) best = found;
      }
    }
    if (best !== null) return best.chord;
  }
  return null;
}

type Direction = readonly [x: number, y: number];

function outlineOf(mesh: Mesh, face: readonly number[]): Outline {
  const n = face.length;
  const x = new Float64Array(n),
    y = new Float64Array(n),
    twice = new Float64Array(n + 1);
  const node0 = mesh.origin[face[0] as number] as number;
  const x0 = mesh.x[node0] as number,
    y0 = mesh.y[node0] as number;
  face.forEach((half, i) => {
    const node = mesh.origin[half] as number;
    x[i] = (mesh.x[node] as number) - x0;
    y[i] = (mesh.y[node] as number) - y0;
  });
  for (let i = 0; i < n; i += 1) {
    const j = (i + 1) % n;
    twice[i + 1] = (twice[i] as number) + (x[i] as number) * (y[j] as number) - (x[j] as number) * (y[i] as number);
  }
  return { face, x0, y0, x, y, twice };
}

function longestSide({ x, y, face }: Outline): Direction {
  let best: Direction = [1, 0],
    longest = 0;
  for (let i = 0; i < face.length; i += 1) {
    const j = (i + 1) % face.length;
    const dx = (x[j] as number) - (x[i] as number),
      dy = (y[j] as number) - (y[i] as number);
    const lengthM = Math.sqrt(dx * dx + dy * dy);
    if (lengthM > longest) [best, longest] = [[dx / lengthM, dy / lengthM], lengthM];
  }
  return best;
}

function extent({ x, y }: Outline, [dx, dy]: Direction): { readonly low: number; readonly high: number } {
  let low = Infinity,
    high = -Infinity;
  for (let i = 0; i < x.length; i += 1) {
    const at = (x[i] as number) * dx + (y[i] as number) * dy;
    if (at < low) low = at;
    if (at > high) high = at;
  }
  return { low, high };
}

/** Cuts along the line of points whose place along the axis is `at`. */
function chordsAt(outline: Outline, axis: Direction, at: number): { readonly chord: Chord; readonly cost: number }[] {
  const crossings = crossingsAt(outline, axis, at);
  const found: { readonly chord: Chord; readonly cost: number }[] = [];
  for (let i = 1; i < crossings.length; i += 2) {
    const p = crossings[i - 1] as Crossing,
      q = crossings[i] as Crossing;
    const sine = Math.min(p.sine, q.sine);
    if (q.across - p.across < 2 * SNAP_M || sine < LEAST_SINE) continue;
    const part = partBeside(outline, p, q);
    const total = (outline.twice[outline.face.length] as number) / 2;
    const smaller = Math.min(part, total - part) / total;
    if (smaller < LEAST_SHARE) continue;
    found.push({ chord: { from: endOf(outline, p), to: endOf(outline, q) }, cost: 0.5 - smaller + 0.4 * (1 - sine) });
  }
  return found;
}

function crossingsAt({ x, y, face }: Outline, [dx, dy]: Direction, at: number): Crossing[] {
  const crossings: Crossing[] = [];
  for (let i = 0; i < face.length; i += 1) {
    const j = (i + 1) % face.length;
    const ax = x[i] as number,
      ay = y[i] as number,
      bx = x[j] as number,
      by = y[j] as number;
    const before = ax * dx + ay * dy - at,
      after = bx * dx + by * dy - at;
    if (before > 0 === after > 0) continue;
    const lengthM = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
    const t = before / (before - after);
    const node = t * lengthM < SNAP_M ? i : (1 - t) * lengthM < SNAP_M ? j : null;
    const cx = ax + (bx - ax) * t,
      cy = ay + (by - ay) * t;
    crossings.push({
      side: i,
      node,
      across: cy * dx - cx * dy,
      sine: Math.abs((bx - ax) * dx + (by - ay) * dy) / lengthM,
      x: node === null ? cx : (x[node] as number),
      y: node === null ? cy : (y[node] as number),
    });
  }
  return crossings.sort((p, q) => p.across - q.across);
}

/** Square metres of the face between the first crossing and the second, as one goes around it. */
function partBeside({ face, x, y, twice }: Outline, p: Crossing, q: Crossing): number {
  const n = face.length;
  const cross = (ax: number, ay: number, bx: number, by: number): number => ax * by - bx * ay;
  const first = (p.side + 1) % n,
    last = q.side;
  const total = twice[n] as number;
  const around =
    first <= last
      ? (twice[last] as number) - (twice[first] as number)
      : total - (twice[first] as number) + (twice[last] as number);
  const sum =
    cross(p.x, p.y, x[first] as number, y[first] as number) +
    around +
    cross(x[last] as number, y[last] as number, q.x, q.y) +
    cross(q.x, q.y, p.x, p.y);
  return Math.abs(sum) / 2;
}

function endOf({ face, x0, y0 }: Outline, { side, node, x, y }: Crossing): End {
  return { half: face[node ?? side] as number, x: x0 + x, y: y0 + y, atNode: node !== null };
}
