/**
 * A street network as the faces between its streets (a doubly connected edge list; Muller & Preparata 1978). Edge e is
 * two half-edges, 2e and 2e + 1, one along either side; each has the face on its left. Cutting a face or an edge is a
 * matter of a few links, and every face knows at once of the nodes that its neighbours have put on its sides.
 */
export interface Mesh {
  /** Metres, by node. */
  readonly x: number[];
  readonly y: number[];
  /** By half-edge: node it begins at, and the half-edges before and after it around its face. */
  readonly origin: number[];
  readonly next: number[];
  readonly prev: number[];
  /** By edge: the number of its street. */
  readonly street: number[];
}

/** Edges as pairs of nodes, each with its street. They must not cross. */
export function createMesh(
  x: readonly number[],
  y: readonly number[],
  edges: readonly (readonly [a: number, b: number, street: number])[],
): Mesh {
  const mesh: Mesh = {
    x: [...x],
    y: [...y],
    origin: edges.flatMap(([a, b]) => [a, b]),
    next: [],
    prev: [],
    street: edges.map(([, , street]) => street),
  };
  const leaving: number[][] = x.map(() => []);
  mesh.origin.forEach((node, half) => leaving[node]?.push(half));
  const angle = (half: number): number => {
    const from = mesh.origin[half] as number,
      to = mesh.origin[half ^ 1] as number;
    return Math.atan2((y[to] as number) - (y[from] as number), (x[to] as number) - (x[from] as number));
  };
  for (const around of leaving) {
    const sorted = around
      .map((half) => ({ half, angle: angle(half) }))
      .sort((p, q) => p.angle - q.angle || p.half - q.half);
    sorted.forEach(({ half }, i) => {
      // The face stays on the left where the walk goes on along the next street clockwise from the one it came by.
      const on = sorted[(i + sorted.length - 1) % sorted.length]?.half as number;
      link(mesh, half ^ 1, on);
    });
  }
  return mesh;
}

function link({ next, prev }: Mesh, before: number, after: number): void {
  next[before] = after;
  prev[after] = before;
}

/** Half-edges around a face, beginning with one of them. */
export function faceOf({ next }: Mesh, half: number): number[] {
  const face = [half];
  for (let at = next[half] as number; at !== half; at = next[at] as number) face.push(at);
  return face;
}

/** Puts a node on the edge of a half-edge. Returns the half-edge that begins there, on the same side. */
export function splitEdge(mesh: Mesh, half: number, x: number, y: number): number {
  const { origin, next, prev, street } = mesh;
  const twin = half ^ 1,
    far = origin[twin] as number,
    after = next[half] as number,
    before = prev[twin] as number;
  const node = mesh.x.push(x) - 1;
  mesh.y.push(y);
  const on = street.push(street[half >> 1] as number) * 2 - 2;
  // The new edge runs the way the old one is drawn, so that one-way streets keep their direction.
  const [ahead, back] = half % 2 === 0 ? [on, on + 1] : [on + 1, on];
  origin[ahead] = node;
  origin[back] = far;
  origin[twin] = node;
  link(mesh, ahead, after === twin ? back : after);
  if (before !== half) link(mesh, before, back);
  link(mesh, half, ahead);
  link(mesh, back, twin);
  return ahead;
}

/** Cuts a face by a street from where one of its half-edges begins to where another does, over points between. */
export function splitFace(
  mesh: Mesh,
  from: number,
  to: number,
  street: number,
  over: readonly (readonly [x: number, y: number])[] = [],
): void {
  const { origin, prev } = mesh;
  const nodes = [
    origin[from] as number,
    ...over.map(([x, y]) => {
      mesh.y.push(y);
      return mesh.x.push(x) - 1;
    }),
    origin[to] as number,
  ];
  const beforeFrom = prev[from] as number,
    beforeTo = prev[to] as number;
  let ahead = beforeFrom,
    back = from;
  for (let i = 1; i < nodes.length; i += 1) {
    const half = mesh.street.push(street) * 2 - 2;
    origin[half] = nodes[i - 1] as number;
    origin[half + 1] = nodes[i] as number;
    link(mesh, ahead, half);
    link(mesh, half + 1, back);
    ahead = half;
    back = half + 1;
  }
  link(mesh, ahead, to);
  link(mesh, beforeTo, back);
}
