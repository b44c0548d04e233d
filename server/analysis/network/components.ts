/** Islands: parts of a network that no street joins. */
import type { Mode } from '../../../tiles/api/vocabulary.ts';
import type { Graph } from '../types.ts';

/** Parts by size, the largest first; of equals the one with the lowest node. */
export interface Components {
  /** Part of each node; -1 where the mode meets no edge. */
  readonly component: Int32Array;
  /** Nodes of each part. */
  readonly sizes: Uint32Array;
}

/** Parts that a mode's edges join, whichever way they run. */
export function components(graph: Graph, mode: Mode): Components {
  const leader = new Int32Array(graph.nodeCount).fill(-1);
  const find = (node: number): number => {
    let at = node;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] as number] as number;
      at = leader[at] as number;
    }
    return at;
  };
  eachUsable(graph, mode, (from, to) => {
    if (leader[from] === -1) leader[from] = from;
    if (leader[to] === -1) leader[to] = to;
    const a = find(from);
    const b = find(to);
    leader[Math.max(a, b)] = Math.min(a, b);
  });
  return bySize(Int32Array.from(leader, (own, node) => (own === -1 ? -1 : find(node))));
}

/**
 * Parts in which one can go from every node to every other and back, as one-way streets allow (Tarjan 1972, without
 * recursion). What can be left but not entered, or entered but not left, is a part of its own.
 */
export function strongComponents(graph: Graph, mode: Mode): Components {
  const { firstArc, head } = arcs(graph, mode);
  const count = graph.nodeCount;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const part = new Int32Array(count).fill(-1);
  const next = firstArc.slice(0, count);
  const open: number[] = [];
  const path: number[] = [];
  const met = usedNodes(graph, mode);
  let clock = 0;
  const enter = (node: number): void => {
    order[node] = low[node] = clock;
    clock += 1;
    open.push(node);
    path.push(node);
  };
  const leave = (node: number): void => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[node] as number);
    if (low[node] !== order[node]) return;
    let member;
    do {
      member = open.pop() as number;
      part[member] = node;
    } while (member !== node);
  };
  for (let start = 0; start < count; start += 1) {
    if (met[start] === 0 || order[start] !== -1) continue;
    enter(start);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const arc = next[node] as number;
      if (arc === firstArc[node + 1]) {
        leave(node);
        continue;
      }
      next[node] = arc + 1;
      const to = head[arc] as number;
      if (order[to] === -1) enter(to);
      else if (part[to] === -1) low[node] = Math.min(low[node] as number, order[to] as number);
    }
  }
  return bySize(part);
}

/** Calls with the ends of every edge that the mode may use at least one way. */
function eachUsable(graph: Graph, mode: Mode, call: (from: number, to: number) => void): void {
  const forward = graph.forward[mode];
  const backward = graph.backward[mode];
  for (let e = 0; e < graph.edgeCount; e += 1) {
    if (forward[e] !== Infinity || backward[e] !== Infinity) call(graph.from[e] as number, graph.to[e] as number);
  }
}

function usedNodes(graph: Graph, mode: Mode): Uint8Array {
  const met = new Uint8Array(graph.nodeCount);
  eachUsable(graph, mode, (from, to) => {
    met[from] = met[to] = 1;
  });
  return met;
}

function arcs(graph: Graph, mode: Mode): { readonly firstArc: Uint32Array; readonly head: Uint32Array } {
  const firstArc = new Uint32Array(graph.nodeCount + 1);
  eachArc(graph, mode, (tail) => {
    firstArc[tail + 1] = (firstArc[tail + 1] as number) + 1;
  });
  for (let node = 0; node < graph.nodeCount; node += 1)
    firstArc[node + 1] = (firstArc[node + 1] as number) + (firstArc[node] as number);
  const head = new Uint32Array(firstArc[graph.nodeCount] as number);
  const next = firstArc.slice();
  eachArc(graph, mode, (tail, to) => {
    head[next[tail] as number] = to;
    next[tail] = (next[tail] as number) + 1;
  });
  return { firstArc, head };
}

function eachArc(graph: Graph, mode: Mode, call: (tail: number, head: number) => void): void {
  const forward = graph.forward[mode];
  const backward = graph.backward[mode];
  for (let e = 0; e < graph.edgeCount; e += 1) {
    if (forward[e] !== Infinity) call(graph.from[e] as number, graph.to[e] as number);
    if (backward[e] !== Infinity) call(graph.to[e] as number, graph.from[e] as number);
  }
}

/** Numbers parts, given by any number of theirs, from the largest on. */
function bySize(part: Int32Array): Components {
  const sizeOf = new Map<number, number>();
  for (const own of part) if (own !== -1) sizeOf.set(own, (sizeOf.get(own) ?? 0) + 1);
  // In the order of first nodes, which the sort keeps among equals.
  const ordered = [...sizeOf].sort(([, a], [, b]) => b - a);
  const rank = new Map(ordered.map(([own], index) => [own, index]));
  return {
    component: part.map((own) => (own === -1 ? -1 : (rank.get(own) ?? -1))),
    sizes: Uint32Array.from(ordered, ([, size]) => size),
  };
}
