import type { Lattice, Segment } from './segments.ts';

type Ring = Lattice[];
type Graph = Map<string, { readonly at: Lattice; readonly out: Map<string, Lattice> }>;

const key = (p: Lattice): string => `${p[0]},${p[1]}`;

function graphOf(segments: readonly Segment<unknown>[]): Graph {
  const graph: Graph = new Map();
  const link = (from: Lattice, to: Lattice): void => {
    const node = graph.get(key(from)) ?? { at: from, out: new Map<string, Lattice>() };
    node.out.set(key(to), to);
    graph.set(key(from), node);
  };
  for (const { a, b } of segments) {
    link(a, b);
    link(b, a);
  }
  return graph;
}

function unlink(graph: Graph, a: string, b: string): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const node = graph.get(from);
    node?.out.delete(to);
    if (node?.out.size === 0) graph.delete(from);
  }
}

/** Lines that end nowhere bound nothing. */
function dropDangles(graph: Graph): void {
  const open = [...graph.keys()];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const node = graph.get(at);
    if (node?.out.size !== 1) continue;
    const [next] = node.out.keys();
    unlink(graph, at, next as string);
    open.push(next as string);
  }
}

/** Walks every side of every line once, keeping the face to the left. */
function walkRings(graph: Graph): Ring[] {
  const turns = new Map<string, readonly string[]>();
  for (const [from, { at, out }] of graph) {
    const angle = (p: Lattice): number => Math.atan2(p[1] - at[1], p[0] - at[0]);
    turns.set(
      from,
      [...out].sort((p, q) => angle(p[1]) - angle(q[1])).map(([to]) => to),
    );
  }
  const used = new Set<string>();
  const rings: Ring[] = [];
  for (const [start, { out }] of graph) {
    for (const first of out.keys()) {
      if (used.has(`${start}>${first}`)) continue;
      const ring: Ring = [];
      let from = start,
        to = first;
      while (!used.has(`${from}>${to}`)) {
        used.add(`${from}>${to}`);
        ring.push((graph.get(from) as { at: Lattice }).at);
        const order = turns.get(to) as readonly string[];
        // Sharpest left turn: the neighbour before the way back, counter-clockwise.
        const next = order[(order.indexOf(from) - 1 + order.length) % order.length] as string;
        [from, to] = [to, next];
      }
      ring.push(ring[0] as Lattice);
      rings.push(ring);
    }
  }
  return rings;
}

/** Lines with the same face on both sides tie islands to the mainland or to each other. */
function dropBridges(graph: Graph, rings: readonly Ring[]): boolean {
  let dropped = false;
  for (const ring of rings) {
    const sides = new Set<string>();
    for (let i = 1; i < ring.length; i += 1) {
      const a = key(ring[i - 1] as Lattice),
        b = key(ring[i] as Lattice);
      if (sides.has(`${b}>${a}`)) {
        unlink(graph, a, b);
        dropped = true;
      }
      sides.add(`${a}>${b}`);
    }
  }
  return dropped;
}

/** Positive where the ring runs counter-clockwise. */
export function signedArea(ring: readonly Lattice[]): number {
  const [ox, oy] = ring[0] as Lattice;
  let twice = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const p = ring[i - 1] as Lattice;
    const q = ring[i] as Lattice;
    twice += (p[0] - ox) * (q[1] - oy) - (q[0] - ox) * (p[1] - oy);
  }
  return twice / 2;
}

/** Breaks rings where they touch themselves: what is pinched off becomes a ring of its own. */
export function splitPinched<P extends readonly number[]>(ring: readonly P[]): P[][] {
  const out: P[][] = [];
  const open: P[] = [];
  const seen = new Map<string, number>();
  for (const point of ring) {
    const from = seen.get(point.join());
    if (from !== undefined) {
      const loop = open.splice(from);
      for (const each of loop) seen.delete(each.join());
      out.push([...loop, point]);
    }
    seen.set(point.join(), open.length);
    open.push(point);
  }
  return out;
}

/**
 * Faces of the plane cut up by segments that meet at their ends only: rings of each face, the outer one first and
 * counter-clockwise, its holes clockwise. The unbounded face is left out.
 */
export function polygonize(segments: readonly Segment<unknown>[]): Ring[][] {
  const graph = graphOf(segments);
  let rings: Ring[];
  do {
    dropDangles(graph);
    rings = walkRings(graph);
  } while (dropBridges(graph, rings));

  const sized = rings.flatMap(splitPinched).map((ring) => ({ ring, area: signedArea(ring) }));
  const shells = sized
    .filter(({ area }) => area > 0)
    .sort((a, b) => a.area - b.area)
    .map(({ ring, area }) => ({ area, rings: [ring], vertices: new Set(ring.map(key)) }));
  for (const { ring, area } of sized.filter((each) => each.area < 0)) {
    const around = shells.find((shell) => {
      // A hole may touch its shell: a vertex of its own tells which side it is on.
      const own = shell.area > -area ? ring.find((point) => !shell.vertices.has(key(point))) : undefined;
      return own !== undefined && ringContains(shell.rings[0] as Ring, own);
    });
    around?.rings.push(ring);
  }
  return shells.map((shell) => shell.rings);
}

export function ringContains(ring: readonly Lattice[], [x, y]: Lattice): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i += 1) {
    const p = ring[i - 1] as Lattice;
    const q = ring[i] as Lattice;
    if (p[1] > y !== q[1] > y && p[0] + ((y - p[1]) / (q[1] - p[1])) * (q[0] - p[0]) < x) inside = !inside;
  }
  return inside;
}
