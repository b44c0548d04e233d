import { incidence, lengthM, type Draft } from './draft.ts';

/** One road in the making: nodes in order, and the edges between them. */
export interface Stroke {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly rank: number;
  readonly line: number;
  readonly district: string;
  readonly lengthM: number;
}

/** A piece of a line shorter than this does not become a road of its own only because a district's boundary cuts it. */
const SHORTEST_CROSSING_M = 250;

/** Every line of the draft, followed through the junctions it crosses and divided at the districts' boundaries. */
export function traceStrokes(draft: Draft, districtOf: (edge: number) => string): Stroke[] {
  const at = incidence(draft);
  const used = new Uint8Array(draft.edges.length);
  /** The line's other edge at a node; none where the line ends or branches. */
  const onward = (edge: number, node: number): number => {
    const line = draft.edges[edge]?.line;
    let other = -1;
    for (const i of at[node] as number[]) {
      if (i === edge || draft.edges[i]?.line !== line) continue;
      if (other >= 0) return -1;
      other = i;
    }
    return other;
  };
  const far = (edge: number, node: number): number => {
    const { a, b } = draft.edges[edge] as Draft['edges'][number];
    return a === node ? b : a;
  };
  const follow = (edge: number, from: number): { nodes: number[]; edges: number[] } => {
    const nodes = [from],
      edges: number[] = [];
    const seen = new Set(nodes);
    let here = from;
    for (let i = edge; i >= 0 && used[i] === 0; i = onward(i, here)) {
      const next = far(i, here);
      // A road that comes back to itself ends there: a line in order passes no node twice.
      if (seen.has(next)) break;
      seen.add(next);
      used[i] = 1;
      here = next;
      nodes.push(here);
      edges.push(i);
    }
    return { nodes, edges };
  };

  const strokes: Stroke[] = [];
  const add = (nodes: readonly number[], edges: readonly number[]): void => {
    for (const [from, to, district] of byDistrict(draft, edges, districtOf)) {
      strokes.push(createStroke(draft, nodes.slice(from, to + 1), edges.slice(from, to), district));
    }
  };
  draft.edges.forEach(({ a, b }, i) => {
    if (used[i]) return;
    const start = onward(i, a) < 0 ? a : onward(i, b) < 0 ? b : -1;
    if (start < 0) return;
    const { nodes, edges } = follow(i, start);
    add(nodes, edges);
  });
  // What is left are closed lines and branches.
  draft.edges.forEach(({ a }, i) => {
    if (used[i]) return;
    const { nodes, edges } = follow(i, a);
    add(nodes, edges);
  });
  return strokes;
}

export function createStroke(
  draft: Draft,
  nodes: readonly number[],
  edges: readonly number[],
  district: string,
): Stroke {
  const first = draft.edges[edges[0] ?? -1];
  if (!first) throw new Error('A stroke needs at least one edge.');
  const total = edges.reduce((sum, i) => sum + lengthM(draft, draft.edges[i] as Draft['edges'][number]), 0);
  return { nodes, edges, rank: first.rank, line: first.line, district, lengthM: total };
}

/** Runs of edges in one district as from, to (exclusive) and the district; short runs join the one before. */
function byDistrict(
  draft: Draft,
  edges: readonly number[],
  districtOf: (edge: number) => string,
): [number, number, string][] {
  const runs: { from: number; to: number; district: string; lengthM: number }[] = [];
  edges.forEach((edge, i) => {
    const length = lengthM(draft, draft.edges[edge] as Draft['edges'][number]);
    const district = districtOf(edge);
    const last = runs[runs.length - 1];
    if (last?.district === district) {
      last.to = i + 1;
      last.lengthM += length;
    } else {
      runs.push({ from: i, to: i + 1, district, lengthM: length });
    }
  });
  for (let i = runs.length - 1; i >= 0 && runs.length > 1; i -= 1) {
    const run = runs[i] as (typeof runs)[number];
    if (run.lengthM >= SHORTEST_CROSSING_M) continue;
    const neighbour = (i > 0 ? runs[i - 1] : runs[1]) as (typeof runs)[number];
    neighbour.from = Math.min(neighbour.from, run.from);
    neighbour.to = Math.max(neighbour.to, run.to);
    neighbour.lengthM += run.lengthM;
    runs.splice(i, 1);
  }
  // Joining a short run can bring two of one district together; they stay two roads, which does no harm.
  return runs.map((run) => [run.from, run.to, run.district]);
}
