import { PATHS } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { CostMatrix, Graph, Nearest, Snaps, Task } from '../types.ts';
import { MatrixBuilder } from './matrix.ts';
import { leave, ReachFinder } from './reach.ts';
import { allPlaces, otherPoints, snapPoint } from './snap-point.ts';
import { type StreetSearch, groupItems, alongEdge, isAtEnd, nodesBefore, pointEnds } from './search-graph.ts';
import { Search, narrowLabels } from './dijkstra.ts';

export interface PathsInput {
  readonly graph: Graph;
  /** `backward` where people go to the facility, `forward` where it comes to them. */
  readonly search: StreetSearch;
  readonly facilities: Snaps;
  readonly demand: Snaps;
  readonly accessSpeedMps: number;
  /** The search ends here; Infinity finds everything that can be reached. In the network's unit of cost. */
  readonly limit: number;
}

/** Twelve bytes each, and twice that while the arrays grow. */
export const MOST_PAIRS = 50_000_000;

/**
 * Costs of all pairs within the limit, exact with points on edges: access, along the edge, the way, along the edge,
 * access, summed from the facility on. Throws `AnalysisError` where there are more pairs than memory should hold.
 */
export function costMatrix(
  { facilities, limit, ...streets }: PathsInput,
  task: Task,
  mostPairs = MOST_PAIRS,
  beforeGrowth?: (bytes: number) => void,
): CostMatrix {
  checkLimit(limit);
  return reachMatrix(new ReachFinder(streets), { facilities, limit, mostPairs, beforeGrowth }, task);
}

/** As `costMatrix`, with a finder that the caller has. */
export function reachMatrix(
  finder: ReachFinder,
  {
    facilities,
    limit,
    mostPairs,
    beforeGrowth,
  }: {
    readonly facilities: Snaps;
    readonly limit: number;
    readonly mostPairs: number;
    readonly beforeGrowth?: ((bytes: number) => void) | undefined;
  },
  task: Task,
): CostMatrix {
  const pairs = new MatrixBuilder(
    finder.demandCount,
    mostPairs,
    () => new AnalysisError('limit-too-far', PATHS['limit-too-far'], { limit: String(limit), most: String(mostPairs) }),
    beforeGrowth,
  );
  for (let f = 0; f < facilities.count; f += 1) {
    const reach = finder.find(snapPoint(facilities, f), limit, otherPoints(facilities, f));
    pairs.pushAll(reach.demand, reach.cost);
    pairs.endFacility();
    task.checkpoint();
    if (f % 64 === 63) task.progress((f + 1) / facilities.count, 'paths');
  }
  return pairs.matrix();
}

export function checkLimit(limit: number): void {
  if (!(limit >= 0)) throw new AnalysisError('bad-limit', PATHS['bad-limit'], { value: String(limit) });
}

/**
 * The nearest facility of every demand by one search from all facilities at once: the same bits and the same facilities
 * as `costMatrix` and the least of each demand's costs, of equals the facility of the lowest index.
 */
export function nearestFacility(
  { graph, search: streets, facilities, demand, accessSpeedMps, limit }: PathsInput,
  task: Task,
): Nearest {
  checkLimit(limit);
  const { places: leftFrom, of: facilityOf } = allPlaces(facilities);
  const { places, of: demandOf } = allPlaces(demand);
  const out = pointEnds(streets, leftFrom, accessSpeedMps, 'out');
  const { count, edge, fraction, access, ends } = pointEnds(streets, places, accessSpeedMps, 'in');
  const search = new Search(streets);
  search.begin(limit);
  for (let f = 0; f < leftFrom.count; f += 1) leave(search, { graph, search: streets }, out, f, facilityOf[f]);
  task.checkpoint();
  search.run();
  task.checkpoint();
  const narrow = narrowLabels(search);
  const onEdge = groupItems(out.edge, graph.edgeCount);
  const nearest = {
    cost: new Float64Array(demand.count).fill(Infinity),
    facility: new Int32Array(demand.count).fill(-1),
  };
  const offer = (i: number, cost: number, f: number): void => {
    const least = nearest.cost[i] as number;
    if (
      !(cost <= limit) ||
      cost === Infinity ||
      cost > least ||
      (cost === least && f > (nearest.facility[i] as number))
    )
      return;
    nearest.cost[i] = cost;
    nearest.facility[i] = f;
  };
  for (let i = 0; i < count; i += 1) {
    const e = edge[i] as number;
    if (e < 0) continue;
    const d = demandOf[i] as number;
    for (const end of [0, 1] as const) {
      const last = ends[2 * i + end] as number;
      for (const node of nodesBefore(graph, streets, e, end, isAtEnd(fraction[i] as number, end))) {
        const sofar = search.costOf(node);
        if (sofar === Infinity) continue;
        offer(d, sofar + last + (access[i] as number), search.sourceOf(node));
        for (const label of narrow.get(node) ?? []) offer(d, label.cost + last + (access[i] as number), label.source);
      }
    }
    const sharingEnd = onEdge.start[e + 1] as number;
    for (let at = onEdge.start[e] as number; at < sharingEnd; at += 1) {
      const f = onEdge.item[at] as number;
      offer(
        d,
        (out.access[f] as number) +
          alongEdge(streets, e, out.fraction[f] as number, fraction[i] as number) +
          (access[i] as number),
        facilityOf[f] as number,
      );
    }
  }
  return nearest;
}
