/** Islands: parts of a network that no street joins, or none that is open. */
import type { Mode } from '../../../tiles/api/vocabulary.ts';
import type { Graph } from '../types.ts';
import { bansFor, isOpen, tailOf } from './bans.ts';

/** Parts by size, the largest first; of equals the one with the lowest node. */
export interface Components {
  /** Part of each edge; -1 where the mode may not use it. */
  readonly component: Int32Array;
  /** Nodes of each part. One that a gate takes apart counts in each. */
  readonly sizes: Uint32Array;
  /** Metres of street of each part. */
  readonly lengthM: Float64Array;
}

/** A mode's edges between nodes of their own numbering: behind a gate a node is another one. */
interface Joints {
  readonly nodeCount: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  readonly lengthM: Float64Array;
}

/** Parts that a mode's edges join, whichever way they run. */
export function components(graph: Graph, mode: Mode): Components {
  const joints = jointsOf(graph, mode);
  const leader = new Leaders(joints.nodeCount);
  eachUsable(joints, (from, to) => {
    leader.join(from, to);
  });
  return bySize(
    joints,
    Int32Array.from({ length: joints.nodeCount }, (_, node) => leader.of(node)),
  );
}

/**
 * Parts in which one can go from every node to every other and back, as one-way streets allow (Tarjan 1972, without
 * recursion). What can be left but not entered, or entered but not left, is a part of its own, and an edge between two
 * parts is in the one it comes from.
 */
export function strongComponents(graph: Graph, mode: Mode): Components {
  const joints = jointsOf(graph, mode);
  const { firstArc, head } = arcs(joints);
  const count = joints.nodeCount;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const part = new Int32Array(count).fill(-1);
  const next = firstArc.slice(0, count);
  const open: number[] = [];
  const path: number[] = [];
  const met = usedNodes(joints);
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
  return bySize(joints, part);
}

/** Calls with the ends of every edge that the mode may use at least one way. */
function eachUsable(
  { from, to, forward, backward }: Joints,
  call: (from: number, to: number, edge: number) => void,
): void {
  for (let e = 0; e < from.length; e += 1) {
    if (forward[e] !== Infinity || backward[e] !== Infinity) call(from[e] as number, to[e] as number, e);
  }
}

/** A ferry joins pieces, but is no street of theirs. */
function streetLengths({ lengthM, ferries }: Graph): Float64Array {
  if (ferries.edge.length === 0) return lengthM;
  const own = lengthM.slice();
  for (const e of ferries.edge) own[e] = 0;
  return own;
}

/** The graph's own nodes, and one more for every side but the first of a node at which nobody may turn into it. */
function jointsOf(graph: Graph, mode: Mode): Joints {
  const { nodeCount } = graph;
  const lengthM = streetLengths(graph);
  const own = { lengthM, forward: graph.forward[mode], backward: graph.backward[mode] };
  const pairs = bansFor(graph, mode).filter(({ length }) => length === 2);
  if (pairs.length === 0) return { ...own, nodeCount, from: graph.from, to: graph.to };
  const forbidden = new Set(pairs.map(([into, next]) => `${into as number} ${next as number}`));
  const endsAt = new Map<number, number[]>(pairs.map(([, next]) => [tailOf(graph, next as number), []]));
  // An end of an edge by the arc that leaves it.
  for (let arc = 0; arc < 2 * graph.edgeCount; arc += 1) {
    if (isOpen(graph, mode, arc) || isOpen(graph, mode, arc ^ 1)) endsAt.get(tailOf(graph, arc))?.push(arc);
  }
  const [from, to] = [graph.from.slice(), graph.to.slice()];
  let made = nodeCount;
  const leads = (a: number, b: number): boolean =>
    isOpen(graph, mode, a ^ 1) && isOpen(graph, mode, b) && !forbidden.has(`${a ^ 1} ${b}`);
  for (const [node, ends] of endsAt) {
    const sides = new Leaders(ends.length);
    ends.forEach((a, i) => {
      for (let j = 0; j < i; j += 1) {
        const b = ends[j] as number;
        if (leads(a, b) || leads(b, a)) sides.join(i, j);
      }
    });
    const numbers = new Map<number, number>();
    ends.forEach((arc, i) => {
      const side = sides.of(i) === -1 ? i : sides.of(i);
      if (!numbers.has(side)) {
        numbers.set(side, numbers.size === 0 ? node : made);
        if (numbers.size > 1) made += 1;
      }
      (arc % 2 === 0 ? from : to)[arc >> 1] = numbers.get(side) as number;
    });
  }
  return { ...own, nodeCount: made, from, to };
}

/** Sets that are joined, each by the lowest of its members. */
class Leaders {
  readonly #leader: Int32Array;

  constructor(count: number) {
    this.#leader = new Int32Array(count).fill(-1);
  }

  join(a: number, b: number): void {
    if (this.#leader[a] === -1) this.#leader[a] = a;
    if (this.#leader[b] === -1) this.#leader[b] = b;
    const [one, other] = [this.of(a), this.of(b)];
    this.#leader[Math.max(one, other)] = Math.min(one, other);
  }

  /** -1 for what was joined to nothing. */
  of(member: number): number {
    const leader = this.#leader;
    if (leader[member] === -1) return -1;
    let at = member;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] as number] as number;
      at = leader[at] as number;
    }
    return at;
  }
}

function usedNodes(joints: Joints): Uint8Array {
  const met = new Uint8Array(joints.nodeCount);
  eachUsable(joints, (from, to) => {
    met[from] = met[to] = 1;
  });
  return met;
}

function arcs(joints: Joints): { readonly firstArc: Uint32Array; readonly head: Uint32Array } {
  const firstArc = new Uint32Array(joints.nodeCount + 1);
  eachArc(joints, (tail) => {
    firstArc[tail + 1] = (firstArc[tail + 1] as number) + 1;
  });
  for (let node = 0; node < joints.nodeCount; node += 1)
    firstArc[node + 1] = (firstArc[node + 1] as number) + (firstArc[node] as number);
  const head = new Uint32Array(firstArc[joints.nodeCount] as number);
  const next = firstArc.slice();
  eachArc(joints, (tail, to) => {
    head[next[tail] as number] = to;
    next[tail] = (next[tail] as number) + 1;
  });
  return { firstArc, head };
}

function eachArc({ from, to, forward, backward }: Joints, call: (tail: number, head: number) => void): void {
  for (let e = 0; e < from.length; e += 1) {
    if (forward[e] !== Infinity) call(from[e] as number, to[e] as number);
    if (backward[e] !== Infinity) call(to[e] as number, from[e] as number);
  }
}

/** Numbers parts, given by any number of theirs, from the largest on. */
function bySize(joints: Joints, part: Int32Array): Components {
  const sizeOf = new Map<number, number>();
  for (const own of part) if (own !== -1) sizeOf.set(own, (sizeOf.get(own) ?? 0) + 1);
  // In the order of first nodes, which the sort keeps among equals.
  const ordered = [...sizeOf].sort(([, a], [, b]) => b - a);
  const rank = new Map(ordered.map(([own], index) => [own, index]));
  const component = new Int32Array(joints.from.length).fill(-1);
  const lengthM = new Float64Array(ordered.length);
  eachUsable(joints, (from, _to, e) => {
    const own = rank.get(part[from] as number) ?? -1;
    component[e] = own;
    // Networks of studies have edges without a length.
    lengthM[own] = (lengthM[own] as number) + (joints.lengthM[e] || 0);
  });
  return { component, sizes: Uint32Array.from(ordered, ([, size]) => size), lengthM };
}
