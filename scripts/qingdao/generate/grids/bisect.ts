import { areaM2, type Mesh, type VertexRing } from './mesh.ts';

/** A cut from one side of a ring straight across to another; the line is dot(direction, p) = offset. */
interface Chord {
  /** Index of the vertex that begins the side, and where on the side the chord ends. */
  readonly from: { readonly side: number; readonly fraction: number };
  readonly to: { readonly side: number; readonly fraction: number };
  readonly offset: number;
  readonly lengthM: number;
}

export interface Halves {
  readonly first: number[];
  readonly second: number[];
}

const OFFSETS = 21;
/** A chord that ends this close to a vertex ends in it, which keeps sides from becoming tiny. */
const SNAP_M = 6;
/** Weight of a short cut against the right share: a cut as long as the cell is wide is worth 3 % of its area. */
const LENGTH_WEIGHT = 0.03;

/**
 * Cuts a simple ring in two by one straight chord across its longer axis, so that the first half has about `share`
 * of the area. A single chord leaves two simple rings, however bent the ring is.
 */
export function bisect(mesh: Mesh, unexpanded: VertexRing, share: number): Halves {
  const ring = mesh.expand(unexpanded);
  const angle = longerAxis(mesh, ring);
  // Where no cut across serves, as in a hook-shaped ring, ever more oblique ones are tried.
  for (const turn of [0, 0.5, 0.25, -0.25, 0.125, -0.125, 0.375, -0.375]) {
    const direction = angle + turn * Math.PI;
    const best = bestChord(mesh, ring, direction, share);
    if (!best) continue;
    const halves = cut(mesh, ring, best);
    if (halves) return halves;
  }
  throw new Error(`A ring of ${ring.length} vertices and ${Math.round(areaM2(mesh, ring))} m² cannot be divided.`);
}

/** Direction of the longer side of the smallest box around the ring, in radians, to five degrees. */
function longerAxis(mesh: Mesh, ring: VertexRing): number {
  let best = 0,
    smallest = Infinity;
  for (let degrees = 0; degrees < 90; degrees += 5) {
    const angle = (degrees * Math.PI) / 180;
    const width = extent(mesh, ring, angle),
      height = extent(mesh, ring, angle + Math.PI / 2);
    const size = (width.high - width.low) * (height.high - height.low);
    if (size >= smallest) continue;
    smallest = size;
    best = width.high - width.low >= height.high - height.low ? angle : angle + Math.PI / 2;
  }
  return best;
}

function extent(mesh: Mesh, ring: VertexRing, angle: number): { low: number; high: number } {
  const cos = Math.cos(angle),
    sin = Math.sin(angle);
  const along = ring.map((v) => mesh.x(v) * cos + mesh.y(v) * sin);
  return { low: Math.min(...along), high: Math.max(...along) };
}

function bestChord(mesh: Mesh, ring: VertexRing, angle: number, share: number): Chord | null {
  const { low, high } = extent(mesh, ring, angle);
  const total = areaM2(mesh, ring);
  let best: Chord | null = null,
    least = Infinity;
  const search = (from: number, to: number): void => {
    for (let i = 1; i <= OFFSETS; i += 1) {
      for (const chord of chordsAt(mesh, ring, angle, from + ((to - from) * i) / (OFFSETS + 1))) {
        const part = areaBeside(mesh, ring, chord) / total;
        const cost =
          Math.min(Math.abs(part - share), Math.abs(1 - part - share)) +
          (LENGTH_WEIGHT * chord.lengthM) / Math.sqrt(total);
        if (cost < least) [best, least] = [chord, cost];
      }
    }
  };
  search(low, high);
  const coarse = best as Chord | null;
  const step = (high - low) / (OFFSETS + 1);
  if (coarse) search(coarse.offset - step, coarse.offset + step);
  return best;
}

/** Pieces of the line that lie inside the ring. */
function chordsAt(mesh: Mesh, ring: VertexRing, angle: number, offset: number): Chord[] {
  const cos = Math.cos(angle),
    sin = Math.sin(angle);
  const crossings: { side: number; fraction: number; across: number }[] = [];
  ring.forEach((a, side) => {
    const b = ring[(side + 1) % ring.length] as number;
    const before = mesh.x(a) * cos + mesh.y(a) * sin - offset,
      after = mesh.x(b) * cos + mesh.y(b) * sin - offset;
    if (before > 0 === after > 0) return;
    const length = Math.hypot(mesh.x(b) - mesh.x(a), mesh.y(b) - mesh.y(a));
    const exact = before / (before - after);
    const fraction = exact * length < SNAP_M ? 0 : (1 - exact) * length < SNAP_M ? 1 : exact;
    const x = mesh.x(a) + (mesh.x(b) - mesh.x(a)) * exact,
      y = mesh.y(a) + (mesh.y(b) - mesh.y(a)) * exact;
    crossings.push({ side, fraction, across: y * cos - x * sin });
  });
  crossings.sort((p, q) => p.across - q.across);
  const chords: Chord[] = [];
  for (let i = 1; i < crossings.length; i += 2) {
    const [p, q] = [crossings[i - 1], crossings[i]];
    if (!p || !q) continue;
    const [from, to] = p.side < q.side ? [p, q] : [q, p];
    chords.push({ from, to, offset, lengthM: q.across - p.across });
  }
  return chords;
}

/** Area of the part of the ring from the chord's first end on to its second. */
function areaBeside(mesh: Mesh, ring: VertexRing, { from, to }: Chord): number {
  const point = (side: number, fraction: number): readonly [number, number] => {
    const a = ring[side] as number,
      b = ring[(side + 1) % ring.length] as number;
    return [mesh.x(a) + (mesh.x(b) - mesh.x(a)) * fraction, mesh.y(a) + (mesh.y(b) - mesh.y(a)) * fraction];
  };
  const points = [
    point(from.side, from.fraction),
    ...ring.slice(from.side + 1, to.side + 1).map((v) => [mesh.x(v), mesh.y(v)] as const),
    point(to.side, to.fraction),
  ];
  return (
    points.reduce((sum, [ax, ay], i) => {
      const [bx, by] = points[(i + 1) % points.length] as readonly [number, number];
      return sum + ax * by - bx * ay;
    }, 0) / 2
  );
}

/** Both parts of the ring; null where snapping or rounding left one of them without area. */
function cut(mesh: Mesh, ring: VertexRing, { from, to }: Chord): Halves | null {
  const end = ({ side, fraction }: Chord['from']): number => {
    const a = ring[side] as number,
      b = ring[(side + 1) % ring.length] as number;
    return fraction === 0 ? a : fraction === 1 ? b : mesh.splitSide(a, b, fraction);
  };
  const p = end(from),
    q = end(to);
  const first = withoutRepeats([p, ...ring.slice(from.side + 1, to.side + 1), q]);
  const second = withoutRepeats([q, ...ring.slice(to.side + 1), ...ring.slice(0, from.side + 1), p]);
  const sound = [first, second].every((half) => half.length >= 3 && areaM2(mesh, half) > 1);
  return sound ? { first, second } : null;
}

function withoutRepeats(ring: readonly number[]): number[] {
  return ring.filter((v, i) => v !== ring[(i + ring.length - 1) % ring.length]);
}
