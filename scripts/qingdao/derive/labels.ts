import type { Face } from './faces.ts';
import { segmentKey, type Lattice } from './segments.ts';

/** Length of the border each face shares with each of its neighbours, in lattice steps. */
export function sharedBorders(faces: readonly Face[]): Map<number, number>[] {
  const owners = new Map<string, number>();
  const shared = faces.map(() => new Map<number, number>());
  faces.forEach((face, index) => {
    for (const ring of face.rings) {
      for (let i = 1; i < ring.length; i += 1) {
        const a = ring[i - 1] as Lattice;
        const b = ring[i] as Lattice;
        const key = segmentKey(a, b);
        const other = owners.get(key);
        if (other === undefined) owners.set(key, index);
        else {
          const length = Math.hypot(a[0] - b[0], a[1] - b[1]);
          shared[index]?.set(other, (shared[index].get(other) ?? 0) + length);
          shared[other]?.set(index, (shared[other].get(index) ?? 0) + length);
        }
      }
    }
  });
  return shared;
}

/**
 * Gives each stray face the label of the neighbour it shares the longest border with, among those `mayJoin` allows. The
 * smallest strays come first, so that crumbs join their district one after the other.
 */
export function absorb(
  faces: readonly Face[],
  labels: string[],
  strays: readonly number[],
  mayJoin: (stray: number, other: number) => boolean,
): void {
  const shared = sharedBorders(faces);
  for (const stray of [...strays].sort((a, b) => (faces[a]?.area ?? 0) - (faces[b]?.area ?? 0))) {
    let best: number | null = null;
    let longest = 0;
    for (const [other, length] of shared[stray] ?? []) {
      if (length > longest && mayJoin(stray, other)) [best, longest] = [other, length];
    }
    if (best !== null) labels[stray] = labels[best] as string;
  }
}

/** Faces of one label that hang together, largest group first. */
export function groups(
  faces: readonly Face[],
  labels: readonly string[],
  label: string,
  shared: readonly Map<number, number>[],
): number[][] {
  const open = new Set(labels.flatMap((each, index) => (each === label ? [index] : [])));
  const out: number[][] = [];
  while (open.size > 0) {
    const [first] = open as Set<number> & Iterable<number>;
    const group = [first as number];
    open.delete(first as number);
    for (const at of group) {
      for (const next of shared[at]?.keys() ?? []) if (open.delete(next)) group.push(next);
    }
    out.push(group);
  }
  const size = (group: readonly number[]): number => group.reduce((sum, index) => sum + (faces[index]?.area ?? 0), 0);
  return out.sort((a, b) => size(b) - size(a));
}
