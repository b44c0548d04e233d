/** Ferries of a network: edges that lie in it unused until somebody asks for them. */
import type { Mode } from '../../../tiles/api/vocabulary.ts';
import type { Ferries, Graph } from '../types.ts';
import { hasMode, maskOf, modesOf } from './bans.ts';

/** One ferry: its edge, seconds of a crossing, and whom it takes each way. */
export interface Ferry {
  readonly edge: number;
  readonly seconds: number;
  readonly forward: readonly Mode[];
  readonly backward: readonly Mode[];
}

export const NO_FERRIES: Ferries = {
  edge: new Uint32Array(0),
  seconds: new Float64Array(0),
  forward: new Uint8Array(0),
  backward: new Uint8Array(0),
};

export function ferriesOf(list: readonly Ferry[]): Ferries {
  if (list.length === 0) return NO_FERRIES;
  const ordered = [...list].sort((a, b) => a.edge - b.edge);
  return {
    edge: Uint32Array.from(ordered, ({ edge }) => edge),
    seconds: Float64Array.from(ordered, ({ seconds }) => seconds),
    forward: Uint8Array.from(ordered, ({ forward }) => maskOf(forward)),
    backward: Uint8Array.from(ordered, ({ backward }) => maskOf(backward)),
  };
}

/** The ferries of a graph as its network's row holds them. */
export function ferriesJson({ ferries: { edge, seconds, forward, backward } }: Pick<Graph, 'ferries'>): string {
  const list = Array.from(
    edge,
    (each, i): Ferry => ({
      edge: each,
      seconds: seconds[i] as number,
      forward: modesOf(forward[i] as number),
      backward: modesOf(backward[i] as number),
    }),
  );
  return JSON.stringify(list);
}

/** The network with its ferries in use, beside its streets. */
export function sailing(graph: Graph): Graph {
  const { edge, seconds, forward, backward } = graph.ferries;
  if (edge.length === 0) return graph;
  const laid = (times: Graph['forward'], masks: Uint8Array): Graph['forward'] => {
    const of = (mode: Mode): Float64Array => {
      const own = times[mode].slice();
      edge.forEach((each, i) => {
        if (hasMode(masks[i] as number, mode)) own[each] = seconds[i] as number;
      });
      return own;
    };
    return { walk: of('walk'), cycle: of('cycle'), drive: of('drive') };
  };
  return { ...graph, forward: laid(graph.forward, forward), backward: laid(graph.backward, backward) };
}

/** How many ferries take a mode at least one way. */
export function ferryCount({ ferries: { forward, backward } }: Pick<Graph, 'ferries'>, mode: Mode): number {
  return forward.reduce((count, mask, i) => (hasMode(mask | (backward[i] as number), mode) ? count + 1 : count), 0);
}

/** Throws `RangeError` for ferries that are on no edges of the graph. */
export function checkFerries({ ferries, edgeCount }: Pick<Graph, 'ferries' | 'edgeCount'>): void {
  const { edge, seconds, forward, backward } = ferries;
  if ([seconds, forward, backward].some(({ length }) => length !== edge.length))
    throw new RangeError('The ferries of the graph do not fit each other.');
  edge.forEach((each, i) => {
    if (each >= edgeCount) throw new RangeError(`Ferry ${i} is on an edge that there is not.`);
    if (!((seconds[i] as number) >= 0 && (seconds[i] as number) < Infinity))
      throw new RangeError(`The time of ferry ${i} is not a number of at least 0.`);
  });
}
