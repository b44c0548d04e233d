/** The network as somebody travels it who does not use every street of the mode, or not at its speed. */
import { DEFAULT_MODE, STREET_CLASSES, type Mode } from '../../../tiles/api/vocabulary.ts';
import type { Travel } from '../../../tiles/api/study.ts';
import type { TravelRules } from '../../../tiles/api/travel-rules.ts';
import type { Graph } from '../types.ts';
import { slopeOf } from './slope.ts';
import { classIndexOf, inclineOf, surfaceOf, wheelchairOf, widthOf } from './street-tags.ts';

type Ruled = Pick<Travel, 'rules'>;

/** The rules of a travel, those of its profile among them (`study/profile.ts`); null where it has none. */
export function rulesOf({ rules }: Ruled): TravelRules | null {
  return rules ?? null;
}

/** Equal for equal rules. */
export function rulesKey(travel: Ruled): string {
  return JSON.stringify(rulesOf(travel), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/**
 * Times of the mode after the rules: Infinity along streets that are not used, length over speed where the rules have a
 * speed for the class. Ferries are not streets.
 */
export function ruled(graph: Graph, mode: Mode, rules: TravelRules): Graph {
  const { edgeCount, lengthM, streetTags } = graph;
  const isUsed = usedBy(rules, graph);
  const speeds = speedByClass(rules);
  const forward = graph.forward[mode].slice();
  const backward = graph.backward[mode].slice();
  for (let e = 0; e < edgeCount; e += 1) {
    if (!isUsed(e)) {
      forward[e] = backward[e] = Infinity;
      continue;
    }
    const mps = speeds[classIndexOf(streetTags?.[e] ?? 0)];
    if (mps === undefined) continue;
    if (forward[e] !== Infinity) forward[e] = (lengthM[e] as number) / mps;
    if (backward[e] !== Infinity) backward[e] = (lengthM[e] as number) / mps;
  }
  return {
    ...graph,
    forward: { ...graph.forward, [mode]: forward },
    backward: { ...graph.backward, [mode]: backward },
  };
}

function usedBy(rules: TravelRules, graph: Graph): (edge: number) => boolean {
  const { avoid = [], wheelchair, avoidBadSurface = false, minWidthM = 0, maxSlope = Infinity } = rules;
  const avoided = new Set<number>(avoid.map((each) => STREET_CLASSES.indexOf(each)));
  return (edge) => {
    const tags = graph.streetTags?.[edge] ?? 0;
    const access = wheelchairOf(tags);
    if (wheelchair === 'allowed' && access !== 'yes' && access !== 'limited') return false;
    if (wheelchair === 'not-denied' && access === 'no') return false;
    if (avoided.has(classIndexOf(tags)) && (wheelchair === undefined || access !== 'yes')) return false;
    if (avoidBadSurface && surfaceOf(tags) === 'bad') return false;
    if ((widthOf(tags) ?? Infinity) < minWidthM) return false;
    return maxSlope === Infinity || (inclineOf(tags) ?? slopeOf(graph, edge) ?? 0) <= maxSlope;
  };
}

function speedByClass({ speeds = [] }: TravelRules): readonly (number | undefined)[] {
  const byClass: (number | undefined)[] = [];
  for (const { classes, mps } of speeds) for (const each of classes) byClass[STREET_CLASSES.indexOf(each)] = mps;
  return byClass;
}

/**
 * Shares of the length of the mode's streets, 0 to 1: those left out by the rules, and those whose tags say something.
 */
export interface RuledShares {
  readonly leftOut: number;
  readonly wheelchair: number;
  readonly surface: number;
  readonly width: number;
  readonly incline: number;
}

export function ruledShares(graph: Graph, travel: Pick<Travel, 'mode'>, rules: TravelRules): RuledShares {
  const { edgeCount, lengthM, forward, backward, streetTags = new Uint32Array(0) } = graph;
  const mode = travel.mode ?? DEFAULT_MODE;
  const isUsed = usedBy(rules, graph);
  let totalM = 0;
  const metres = { leftOut: 0, wheelchair: 0, surface: 0, width: 0, incline: 0 };
  for (let e = 0; e < edgeCount; e += 1) {
    if (forward[mode][e] === Infinity && backward[mode][e] === Infinity) continue;
    const [tags, length] = [streetTags[e] ?? 0, lengthM[e] as number];
    totalM += length;
    if (!isUsed(e)) metres.leftOut += length;
    if (wheelchairOf(tags) !== null) metres.wheelchair += length;
    if (surfaceOf(tags) !== null) metres.surface += length;
    if (widthOf(tags) !== null) metres.width += length;
    if (inclineOf(tags) !== null) metres.incline += length;
  }
  const share = (part: number): number => (totalM === 0 ? 0 : part / totalM);
  return {
    leftOut: share(metres.leftOut),
    wheelchair: share(metres.wheelchair),
    surface: share(metres.surface),
    width: share(metres.width),
    incline: share(metres.incline),
  };
}
