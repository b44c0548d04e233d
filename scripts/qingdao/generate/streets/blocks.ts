import { intersection } from '../network/segments.ts';
import type { Rng } from '../types.ts';
import { bestChord, faceAreaM2, type Chord, type End } from './chord.ts';
import { faceOf, splitEdge, splitFace, type Mesh } from './mesh.ts';

export interface BlockOptions {
  /** Width that suits blocks at a place, in metres; null where blocks stay as they are. */
  readonly widthM: (x: number, y: number) => number | null;
  /** Whether a straight street may run between two places. */
  readonly dry: (ax: number, ay: number, bx: number, by: number) => boolean;
  /** Number of a new street through a place. */
  readonly newStreet: (x: number, y: number) => number;
  readonly rng: Rng;
}

/** A block is cut in two while it is this much larger than a square of the width that suits it. */
const LARGEST = 1.5;
/** Faces with more sides are country, or the sea of a bay that roads go around. */
const MOST_SIDES = 150;

/** Cuts every block that is too large, again and again, by straight streets from side to side. */
export function cutBlocks(mesh: Mesh, halves: readonly number[], options: BlockOptions): void {
  const stack = [...halves];
  for (let half = stack.pop(); half !== undefined; half = stack.pop()) {
    const face = faceOf(mesh, half);
    if (face.length > MOST_SIDES) continue;
    const areaM2 = faceAreaM2(mesh, face);
    const { x, y } = middle(mesh, face);
    const widthM = areaM2 > 0 ? options.widthM(x, y) : null;
    if (widthM === null || areaM2 < widthM ** 2 * LARGEST * (0.7 + 0.6 * options.rng.next())) continue;
    const chord = bestChord(
      mesh,
      face,
      0.5 + 0.12 * (options.rng.next() - 0.5),
      (from, to) => options.dry(from.x, from.y, to.x, to.y) && isInside(mesh, face, from, to),
    );
    if (chord === null) continue;
    stack.push(
      ...cut(mesh, chord, options.newStreet((chord.from.x + chord.to.x) / 2, (chord.from.y + chord.to.y) / 2)),
    );
  }
}

/** One half-edge of every face. */
export function allFaces(mesh: Mesh): number[] {
  const seen = new Uint8Array(mesh.origin.length);
  const halves: number[] = [];
  mesh.origin.forEach((_, half) => {
    if (seen[half] === 1) return;
    halves.push(half);
    for (const each of faceOf(mesh, half)) seen[each] = 1;
  });
  return halves;
}

/** Returns a half-edge of either part. */
function cut(mesh: Mesh, { from, to }: Chord, street: number): readonly [number, number] {
  const [a, b] = [beginAt(mesh, from), beginAt(mesh, to)];
  splitFace(mesh, a, b, street);
  return [a, b];
}

/** The half-edge that begins at the end of a cut. */
export function beginAt(mesh: Mesh, { half, x, y, atNode }: End): number {
  return atNode ? half : splitEdge(mesh, half, x, y);
}

/** Whether a cut meets no side of the face but those it ends on; moving its ends into corners can bring it to. */
function isInside(mesh: Mesh, face: readonly number[], from: End, to: End): boolean {
  return !face.some((half) => {
    const a = mesh.origin[half] as number,
      b = mesh.origin[half ^ 1] as number;
    if (
      [from, to].some((end) =>
        end.atNode ? isNode(mesh, end, a) || isNode(mesh, end, b) : end.half === half || (end.half ^ 1) === half,
      )
    )
      return false;
    return (
      intersection(
        from.x,
        from.y,
        to.x,
        to.y,
        mesh.x[a] as number,
        mesh.y[a] as number,
        mesh.x[b] as number,
        mesh.y[b] as number,
      ) !== null
    );
  });
}

function isNode(mesh: Mesh, { half }: End, node: number): boolean {
  return mesh.origin[half] === node;
}

export function middle(mesh: Mesh, face: readonly number[]): { readonly x: number; readonly y: number } {
  let x = 0,
    y = 0;
  for (const half of face) {
    x += mesh.x[mesh.origin[half] as number] as number;
    y += mesh.y[mesh.origin[half] as number] as number;
  }
  return { x: x / face.length, y: y / face.length };
}
