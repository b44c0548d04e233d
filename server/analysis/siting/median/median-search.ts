/**
 * Proof of the best p-median choice: branch and bound on sites. Every node has its Lagrangian bound, closes or opens
 * for good the sites whose other choice the bound rules out, and branches on the site that the relaxed solutions agree
 * least on.
 */
import { CLOSED, coreCost, FREE, OPEN, restricted, type MedianCore } from './median-core.ts';
import { lagrangian, type Dual } from './median-lagrangian.ts';

const ROOT_ITERATIONS = 1500;
const NODE_ITERATIONS = 250;
const REPEAT_ITERATIONS = 100;

/** The best choice known, shared by all parts of the search. */
export interface Incumbent {
  /** What bounds aim at: the best cost known, or the next that is of interest. */
  readonly target: number;
  /** Nothing of interest lies below a node whose bound passes this. */
  readonly cutoff: number;
  /** Whether a choice of this cost, met in a relaxed solution, is worth a closer look. */
  isWorth(cost: number, atRoot: boolean): boolean;
  /** Takes the facilities of a choice and improves them. */
  offer(facilities: readonly number[]): void;
}

export interface SearchOptions {
  readonly incumbent: Incumbent;
  readonly checkpoint: () => void;
  /** What is proven of the whole, and how many pieces are still open. */
  readonly onBound: (bound: number, open: number) => void;
  /** The search ends once the bound reaches this. */
  readonly enoughAt: () => number;
  /** Pieces to look at; as many as it takes if absent. */
  readonly mostPieces?: number;
}

export interface SearchResult {
  readonly bound: number;
  /** False where pieces are left that could hold something of interest. */
  readonly finished: boolean;
}

interface Node {
  /** By site of the root core. */
  readonly state: Uint8Array;
  readonly bound: number;
  /** By row of the root core. */
  readonly lambda: Float64Array;
  readonly depth: number;
}

/** The bound from which on nothing cheaper than a cost is left. */
export function cutoffOf(cost: number, whole: boolean): number {
  return whole ? cost - 1 + 1e-6 : cost - 1e-10 * Math.abs(cost);
}

/** A bound of whole objectives rises to the next whole number. */
export function roundedUp(bound: number, whole: boolean): number {
  return whole ? Math.ceil(bound - 1e-6) : bound;
}

/** Throws what `checkpoint` throws, after `onBound` has told what is proven. */
export function searchMedian(
  root: MedianCore,
  lambda: Float64Array,
  bound: number,
  options: SearchOptions,
): SearchResult {
  const stack: Node[] = [{ state: new Uint8Array(root.siteCount), bound, lambda, depth: 0 }];
  const tell = (): number => {
    const least = stack.reduce((low, node) => Math.min(low, node.bound), options.incumbent.target);
    options.onBound(least, stack.length);
    return least;
  };
  for (let pieces = 0; stack.length > 0 && pieces < (options.mostPieces ?? Infinity); pieces++) {
    options.checkpoint();
    const node = stack.at(-1) as Node;
    if (node.bound > options.incumbent.cutoff) {
      stack.pop();
      continue;
    }
    const children = expand(root, node, options);
    stack.pop();
    stack.push(...children);
    if (tell() >= options.enoughAt()) break;
  }
  return { bound: tell(), finished: stack.length === 0 };
}

/** Bounds a node, fixes what can be fixed, and splits the rest; the more promising child comes last. */
function expand(root: MedianCore, node: Node, options: SearchOptions): Node[] {
  const state = node.state.slice();
  const lambda = node.lambda.slice();
  let bound = node.bound;
  for (let round = 0; ; round++) {
    const core = restricted(root, state);
    const freeOf = freeSites(root, state, core);
    if (core.siteCount === 0 || core.demandCount === 0 || (core.counted && core.budget >= core.siteCount)) {
      offerLeaf(root, state, core, options.incumbent);
      return [];
    }
    const dual = boundPiece(core, state, root, lambda, {
      options,
      iterations: node.depth === 0 && round === 0 ? ROOT_ITERATIONS : round === 0 ? NODE_ITERATIONS : REPEAT_ITERATIONS,
    });
    core.row.forEach((row, i) => (lambda[rootRow(root, row)] = dual.lambda[i] as number));
    bound = Math.max(bound, dual.bound);
    const { cutoff } = options.incumbent;
    if (bound > cutoff) return [];
    const fixed = fixSites(dual, cutoff, freeOf, state);

    if (fixed >= Math.max(1, 0.05 * core.siteCount) && round < 20) continue;
    return branch(dual, freeOf, { ...node, state, lambda, bound });
  }
}

/**
 * Rows of a core are named by demand, ascending, so the root's row is found by halving; roots are asked for their own
 * names.
 */
function rootRow(root: MedianCore, demand: number): number {
  let low = 0;
  let high = root.demandCount - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((root.row[middle] as number) < demand) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index in the root core of each site of a piece. Sites that the budget left cannot pay are closed on the way. */
function freeSites(root: MedianCore, state: Uint8Array, core: MedianCore): Uint32Array {
  const freeOf = new Uint32Array(core.siteCount);
  let s = 0;
  for (let site = 0; site < root.siteCount; site++) {
    if (state[site] !== FREE) continue;
    if (s < core.siteCount && core.site[s] === root.site[site]) freeOf[s++] = site;
    else state[site] = CLOSED;
  }
  return freeOf;
}

/** Nothing left to choose: what is open serves, and what the budget has room for besides. */
function offerLeaf(root: MedianCore, state: Uint8Array, core: MedianCore, incumbent: Incumbent): void {
  const room = core.demandCount > 0 && core.siteCount > 0 ? new Set(core.site) : null;
  const open = state.map((each, site) => (each === OPEN || room?.has(root.site[site] as number) === true ? 1 : 0));
  incumbent.offer(marked(root, open, 1));
}

function marked(core: MedianCore, marks: Uint8Array, mark: number): number[] {
  return Array.from(core.site).filter((_, s) => marks[s] === mark);
}

function boundPiece(
  core: MedianCore,
  state: Uint8Array,
  root: MedianCore,
  lambda: Float64Array,
  { options, iterations }: { options: SearchOptions; iterations: number },
): Dual {
  const opened = marked(root, state, OPEN);
  const start = Float64Array.from(core.row, (row, i) =>
    Math.min(core.base[i] as number, lambda[rootRow(root, row)] as number),
  );
  const { incumbent } = options;
  const atRoot = iterations === ROOT_ITERATIONS;
  return lagrangian(core, start, {
    target: incumbent.target,
    cutoff: Math.min(incumbent.cutoff, atRoot ? options.enoughAt() : Infinity),
    iterations,
    step: 1,
    patience: atRoot ? 30 : 12,
    checkpoint: options.checkpoint,
    onSites: (open) => {
      if (incumbent.isWorth(coreCost(core, open), atRoot)) incumbent.offer([...opened, ...marked(core, open, 1)]);
      return incumbent.target;
    },
  });
}

function fixSites(dual: Dual, cutoff: number, freeOf: Uint32Array, state: Uint8Array): number {
  let fixed = 0;
  for (let s = 0; s < freeOf.length; s++) {
    const closes = dual.bound + (dual.ifOpen[s] as number) > cutoff;
    const opens = dual.bound + (dual.ifClosed[s] as number) > cutoff;
    if (!closes && !opens) continue;
    state[freeOf[s] as number] = closes ? CLOSED : OPEN;
    fixed++;
  }
  return fixed;
}

function branch(dual: Dual, freeOf: Uint32Array, node: Node): Node[] {
  let chosen = -1;
  let score = -1;
  for (let s = 0; s < freeOf.length; s++) {
    if (node.state[freeOf[s] as number] !== FREE) continue;
    const share = dual.share[s] as number;
    const own = Math.min(share, 1 - share) + 1e-3 * share;
    if (own > score) {
      score = own;
      chosen = s;
    }
  }
  if (chosen < 0) return [{ ...node, depth: node.depth + 1 }];
  const child = (choice: number, rise: number): Node => {
    const state = node.state.slice();
    state[freeOf[chosen] as number] = choice;
    return { state, lambda: node.lambda, bound: Math.max(node.bound, dual.bound + rise), depth: node.depth + 1 };
  };
  const opened = child(OPEN, dual.ifOpen[chosen] as number);
  const closed = child(CLOSED, dual.ifClosed[chosen] as number);
  return (dual.share[chosen] as number) > 0.5 ? [closed, opened] : [opened, closed];
}
