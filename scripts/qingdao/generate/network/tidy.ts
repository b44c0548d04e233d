import { incidence, lengthM, type Draft, type DraftEdge } from './draft.ts';
import type { SegmentIndex } from './segments.ts';
import { indexSegments, intersection } from './segments.ts';

/** The draft with the edges that `keep` approves. Nodes stay, used or not. */
export function keepEdges(draft: Draft, keep: (edge: DraftEdge, number: number) => boolean): Draft {
  return { ...draft, edges: draft.edges.filter(keep) };
}

/**
 * Nodes that an edge shorter than `shortestM` joins become one, where the wider street or else the most streets are.
 */
export function contractShort(draft: Draft, shortestM: number): Draft {
  const parent = Int32Array.from(draft.x, (_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root] = parent[parent[root] as number] as number;
    return root;
  };
  // A node on a wide street stays, so that narrow ones bend to it; the shift keeps rank before degree.
  const weight = incidence(draft).map(
    (list) => list.length - 100 * Math.min(...list.map((i) => draft.edges[i]?.rank ?? 4)),
  );
  const short = draft.edges.filter((edge) => lengthM(draft, edge) < shortestM);
  for (const edge of short.sort((p, q) => lengthM(draft, p) - lengthM(draft, q))) {
    const a = find(edge.a),
      b = find(edge.b);
    // A chain of short edges would drag nodes far away; only neighbours in space may merge.
    if (a === b || lengthM(draft, { ...edge, a, b }) > shortestM) continue;
    if ((weight[a] as number) >= (weight[b] as number)) parent[b] = a;
    else parent[a] = b;
  }
  const moved = draft.edges.map((edge) => {
    const a = find(edge.a),
      b = find(edge.b);
    return a === edge.a && b === edge.b ? edge : { ...edge, a, b };
  });
  return withoutDoubles({ ...draft, edges: moved });
}

/** One edge, the widest, of those between the same two nodes; none from a node to itself. */
export function withoutDoubles(draft: Draft): Draft {
  const widest = new Map<number, DraftEdge>();
  for (const edge of draft.edges) {
    if (edge.a === edge.b) continue;
    const key = Math.min(edge.a, edge.b) * draft.x.length + Math.max(edge.a, edge.b);
    const known = widest.get(key);
    if (!known || edge.rank < known.rank) widest.set(key, edge);
  }
  return { ...draft, edges: [...widest.values()] };
}

/** Joins the two edges at a mere bend where leaving the node out moves the street by less than `toleranceM`. */
export function straighten(draft: Draft, toleranceM: number, longestM: number): Draft {
  const at = incidence(draft);
  const edges: (DraftEdge | null)[] = [...draft.edges];
  const { x, y } = draft;
  // How far the nodes left out so far lie from an edge adds up, so that long runs cannot creep away.
  const strayM = new Float64Array(edges.length);
  at.forEach((list, node) => {
    const [p = -1, q = -1] = list;
    const e = edges[p],
      f = edges[q];
    if (list.length !== 2 || !e || !f || e.line !== f.line) return;
    const from = e.a === node ? e.b : e.a,
      to = f.a === node ? f.b : f.a;
    const dx = (x[to] as number) - (x[from] as number),
      dy = (y[to] as number) - (y[from] as number);
    const span = Math.hypot(dx, dy);
    if (from === to || span > longestM) return;
    const off =
      Math.abs(dx * ((y[node] as number) - (y[from] as number)) - dy * ((x[node] as number) - (x[from] as number))) /
      span;
    const stray = off + Math.max(strayM[p] as number, strayM[q] as number);
    if (stray > toleranceM) return;
    edges[p] = { ...e, a: from, b: to };
    edges[q] = null;
    strayM[p] = stray;
    const ends = at[to] as number[];
    ends[ends.indexOf(q)] = p;
    list.length = 0;
  });
  // Two ways around a small block may have become one.
  return withoutDoubles({ ...draft, edges: edges.filter((edge) => edge !== null) });
}

/** Leaves out every edge that meets the outline: the shores, and the border of the city. */
export function withinOutline(draft: Draft, outline: SegmentIndex): Draft {
  const { x, y } = draft;
  return keepEdges(draft, ({ a, b }) => !outline.meets(x[a] as number, y[a] as number, x[b] as number, y[b] as number));
}

/** Where two edges cross without a node, which merging nodes can bring about, the narrower one goes. */
export function uncross(draft: Draft): Draft {
  const { x, y } = draft;
  const ends = ({ a, b }: DraftEdge): [number, number, number, number] => [
    x[a] as number,
    y[a] as number,
    x[b] as number,
    y[b] as number,
  ];
  const index = indexSegments(Float64Array.from(draft.edges.flatMap(ends)), 400);
  const gone = new Uint8Array(draft.edges.length);
  draft.edges.forEach((edge, i) => {
    index.near(...ends(edge), (j) => {
      const other = draft.edges[j] as DraftEdge;
      if (j <= i || gone[i] || gone[j]) return;
      if (edge.a === other.a || edge.a === other.b || edge.b === other.a || edge.b === other.b) return;
      if (intersection(...ends(edge), ...ends(other))) gone[edge.rank > other.rank ? i : j] = 1;
    });
  });
  return keepEdges(draft, (_, i) => gone[i] === 0);
}

/** Takes away dead ends until every street leads somewhere at both its ends. */
export function pruneDeadEnds(draft: Draft): Draft {
  const at = incidence(draft);
  const degree = at.map((list) => list.length);
  const gone = new Uint8Array(draft.edges.length);
  const stack = degree.flatMap((n, node) => (n === 1 ? [node] : []));
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const last = at[node]?.find((i) => gone[i] === 0);
    if (last === undefined) continue;
    gone[last] = 1;
    const edge = draft.edges[last] as DraftEdge;
    const far = edge.a === node ? edge.b : edge.a;
    degree[far] = (degree[far] as number) - 1;
    if (degree[far] === 1) stack.push(far);
  }
  return keepEdges(draft, (_, i) => gone[i] === 0);
}

/** The connected part with the most edges, its nodes numbered from zero. */
export function largestComponent(draft: Draft): Draft {
  const at = incidence(draft);
  const component = new Int32Array(draft.x.length).fill(-1);
  let largest = -1,
    most = 0,
    count = 0;
  for (let start = 0; start < at.length; start += 1) {
    if (component[start] !== -1 || at[start]?.length === 0) continue;
    let size = 0;
    const stack = [start];
    component[start] = count;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (const i of at[node] as number[]) {
        size += 1;
        const edge = draft.edges[i] as DraftEdge;
        const far = edge.a === node ? edge.b : edge.a;
        if (component[far] !== -1) continue;
        component[far] = count;
        stack.push(far);
      }
    }
    if (size > most) [largest, most] = [count, size];
    count += 1;
  }
  const number = new Int32Array(draft.x.length).fill(-1);
  const out: Draft = { x: [], y: [], edges: [] };
  component.forEach((c, node) => {
    if (c !== largest) return;
    out.y.push(draft.y[node] as number);
    number[node] = out.x.push(draft.x[node] as number) - 1;
  });
  for (const edge of draft.edges) {
    if (component[edge.a] !== largest) continue;
    out.edges.push({ ...edge, a: number[edge.a] as number, b: number[edge.b] as number });
  }
  return out;
}
