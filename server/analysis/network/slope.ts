/** Time on slopes, from the metres that edges climb and fall. */
import type { Graph } from '../types.ts';
import { classIndexOf } from './street-tags.ts';
import { STREET_CLASSES } from '../../../tiles/api/vocabulary.ts';

/** Steeper is taken as this steep: a street is not, and heights are not that exact. */
const MOST_SLOPE = 0.4;
/** Of shorter edges the slope is that of the noise of the heights. */
const SHORTEST_M = 20;
const STEPS = STREET_CLASSES.indexOf('steps');

/** Metres up and down along an edge from its `from`; null where the heights are not known. */
function climbOf({ climb }: Graph, edge: number): readonly [up: number, down: number] | null {
  const [up, down] = [climb?.[2 * edge] ?? NaN, climb?.[2 * edge + 1] ?? NaN];
  return Number.isNaN(up) || Number.isNaN(down) ? null : [up, down];
}

/** Mean slope of an edge, rise over length; null where it is not known or the edge too short to tell. */
export function slopeOf(graph: Graph, edge: number): number | null {
  const climb = climbOf(graph, edge);
  const length = graph.lengthM[edge] as number;
  return climb === null || length < SHORTEST_M ? null : (climb[0] + climb[1]) / length;
}

/**
 * Time on a slope over that on the level, by the walking speed of Tobler (1993): 6 exp(−3.5 |S + 0.05|) km/h. Fastest
 * at 5 % down.
 */
export function toblerFactor(slope: number): number {
  return Math.exp(3.5 * (Math.abs(slope + 0.05) - 0.05));
}

/**
 * The network with times on foot by slope. An edge climbs and falls in parts of its length that are as its metres up
 * and down. Steps keep their time, which counts their slope already.
 */
export function sloped(graph: Graph): Graph {
  const along = (times: Float64Array, isBack: boolean): Float64Array =>
    times.map((seconds, e) => {
      const climb = classIndexOf(graph.streetTags?.[e] ?? 0) === STEPS ? null : climbOf(graph, e);
      const total = climb === null ? 0 : climb[0] + climb[1];
      if (climb === null || !(total > 0) || seconds === Infinity) return seconds;
      const slope = Math.min(MOST_SLOPE, total / (graph.lengthM[e] as number));
      const upShare = (isBack ? climb[1] : climb[0]) / total;
      return seconds * (upShare * toblerFactor(slope) + (1 - upShare) * toblerFactor(-slope));
    });
  return {
    ...graph,
    forward: { ...graph.forward, walk: along(graph.forward.walk, false) },
    backward: { ...graph.backward, walk: along(graph.backward.walk, true) },
  };
}

/** Share of the length of the streets on foot whose heights are known, and their mean slope. */
export function slopeShares(graph: Graph): { readonly known: number; readonly mean: number } {
  let [metres, knownM, climbM] = [0, 0, 0];
  for (let e = 0; e < graph.edgeCount; e += 1) {
    if (graph.forward.walk[e] === Infinity && graph.backward.walk[e] === Infinity) continue;
    const [climb, length] = [climbOf(graph, e), graph.lengthM[e] as number];
    metres += length;
    if (climb === null) continue;
    knownM += length;
    climbM += climb[0] + climb[1];
  }
  return { known: metres === 0 ? 0 : knownM / metres, mean: knownM === 0 ? 0 : climbM / knownM };
}
