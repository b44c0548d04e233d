import { DEFAULT_MAX_ACCESS_M, type Mode } from '../../../tiles/api/vocabulary.ts';
import { neighbours } from '../demand/neighbours.ts';
import { STUDY } from '../study/messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Touching } from '../measures/types.ts';
import { components, type Components } from '../network/components.ts';
import { snapPoints } from '../network/snap.ts';
import type { Demand, Graph, Snaps } from '../types.ts';

const snaps = new WeakMap<Graph, WeakMap<Demand, Map<string, Snaps>>>();
const touching = new WeakMap<Demand, Touching>();
const pieces = new WeakMap<Graph, Map<Mode, Components>>();

/**
 * Cells snapped to a network, kept as long as both are. Throws `AnalysisError` where not one of them is near a street.
 */
export function snapDemand(graph: Graph, demand: Demand, mode: Mode, maxDistanceM = DEFAULT_MAX_ACCESS_M): Snaps {
  const ofGraph = getOrMake(snaps, graph, () => new WeakMap<Demand, Map<string, Snaps>>());
  const ofDemand = getOrMake(ofGraph, demand, () => new Map<string, Snaps>());
  const found = getOrMake(ofDemand, `${mode} ${String(maxDistanceM)}`, () =>
    snapPoints(graph, mode, demand.lonLat, { maxDistanceM }),
  );
  refuseElsewhere(graph, demand, found, maxDistanceM);
  return found;
}

/** An answer of nothing but zeros would say nothing of what is wrong. Throws `AnalysisError`. */
export function refuseElsewhere(
  graph: Graph,
  demand: Demand,
  { count, edge }: Snaps,
  maxDistanceM = DEFAULT_MAX_ACCESS_M,
): void {
  if (count === 0 || edge.some((each) => each >= 0)) return;
  throw new AnalysisError(
    'network-elsewhere',
    STUDY['network-elsewhere'],
    { network: graph.meta.title, people: demand.meta.title, metres: maxDistanceM },
    { at: '/network' },
  );
}

/** Which cells share an edge. */
export function touchingOf(demand: Demand): Touching {
  return getOrMake(touching, demand, () => neighbours(demand));
}

/** The pieces of a network that no street joins. */
export function componentsOf(graph: Graph, mode: Mode): Components {
  return getOrMake(
    getOrMake(pieces, graph, () => new Map<Mode, Components>()),
    mode,
    () => components(graph, mode),
  );
}

interface MapLike<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function getOrMake<K, V>(map: MapLike<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
