/** Which demand one facility reaches, and at what cost. */
import { Search } from './dijkstra.ts';
import { alongEdge, isAtEnd, nodesAfter, pointEnds, type PointEnds } from './search-graph.ts';
import { DemandPlaces, type ReachInput } from './demand-places.ts';
import { NO_POINTS, oneSnap, type SnapPoint } from './snap-point.ts';

/** Demand within the limit, ascending, and its costs. */
export interface Reach {
  readonly demand: Uint32Array;
  readonly cost: Float64Array;
}

const NOTHING: Reach = { demand: new Uint32Array(0), cost: new Float64Array(0) };

/** Searches from one facility after another. One search at a time: its arrays are used again by the next. */
export class ReachFinder {
  readonly search: Search;
  readonly demandCount: number;
  readonly places: DemandPlaces;
  readonly #input: ReachInput;
  readonly #best: Float64Array;
  readonly #round: Uint32Array;
  #thisRound = 0;
  readonly #found: Uint32Array;
  #foundCount = 0;

  constructor(input: ReachInput) {
    const { search, demand } = input;
    this.#input = input;
    this.search = new Search(search);
    this.demandCount = demand.count;
    this.places = new DemandPlaces(input);
    this.#best = new Float64Array(demand.count);
    this.#round = new Uint32Array(demand.count);
    this.#found = new Uint32Array(demand.count);
  }

  /** A limit of Infinity finds all that can be reached. `others`: further places where the facility may be left. */
  find(facility: SnapPoint, limit: number, others: readonly SnapPoint[] = NO_POINTS): Reach {
    if (facility.edge < 0) return NOTHING;
    const places = [facility, ...others];
    this.#searchFrom(places, limit);
    this.#newRound();
    for (const place of places) this.#collectDirect(place, limit);
    this.#collectFromNodes(limit);
    const demand = this.#sorted();
    const cost = new Float64Array(demand.length);
    for (let at = 0; at < demand.length; at += 1) cost[at] = this.#best[demand[at] as number] as number;
    return { demand, cost };
  }

  #searchFrom(places: readonly SnapPoint[], limit: number): void {
    const { graph, search, accessSpeedMps } = this.#input;
    this.search.begin(limit);
    for (const place of places)
      leave(this.search, { graph, search }, pointEnds(search, oneSnap(place), accessSpeedMps, 'out'), 0);
    this.search.run();
  }

  #newRound(): void {
    this.#foundCount = 0;
    this.#thisRound += 1;
    if (this.#thisRound < 2 ** 32) return;
    this.#round.fill(0);
    this.#thisRound = 1;
  }

  /** On the facility's own edge there is a way that meets no node. */
  #collectDirect({ edge, fraction, distanceM }: SnapPoint, limit: number): void {
    const { search, accessSpeedMps } = this.#input;
    const { ends, of } = this.places;
    this.places.eachOnEdge(edge, (place) => {
      this.#offer(
        of[place] as number,
        distanceM / accessSpeedMps +
          alongEdge(search, edge, fraction, ends.fraction[place] as number) +
          (ends.access[place] as number),
        limit,
      );
    });
  }

  #collectFromNodes(limit: number): void {
    const { settled, settledCount } = this.search;
    const { of, firstLink, endLink, linkPlace, linkCost } = this.places;
    const { access } = this.places.ends;
    for (let nth = 0; nth < settledCount; nth += 1) {
      const node = settled[nth] as number;
      const sofar = this.search.costOf(node);
      const end = endLink[node] as number;
      for (let at = firstLink[node] as number; at < end; at += 1) {
        const place = linkPlace[at] as number;
        const cost = sofar + (linkCost[at] as number) + (access[place] as number);
        this.#offer(of[place] as number, cost, limit);
      }
    }
  }

  #offer(i: number, cost: number, limit: number): void {
    if (!(cost <= limit) || cost === Infinity) return;
    if (this.#round[i] !== this.#thisRound) {
      this.#round[i] = this.#thisRound;
      this.#best[i] = cost;
      this.#found[this.#foundCount] = i;
      this.#foundCount += 1;
    } else if (cost < (this.#best[i] as number)) this.#best[i] = cost;
  }

  #sorted(): Uint32Array {
    const count = this.#foundCount;
    if (count < this.#round.length / 32) return this.#found.slice(0, count).sort();
    const demand = new Uint32Array(count);
    let at = 0;
    for (let i = 0; i < this.#round.length; i += 1) {
      if (this.#round[i] !== this.#thisRound) continue;
      demand[at] = i;
      at += 1;
    }
    return demand;
  }
}

/** Puts the ways out of place `i` to its edge's ends into a search that has begun, as those of a source. */
export function leave(
  search: Search,
  streets: Pick<ReachInput, 'graph' | 'search'>,
  points: PointEnds,
  i: number,
  source = i,
): void {
  eachStart(streets, points, i, (node, cost) => {
    search.from(node, cost, source);
  });
}

/** The nodes that a point's ways out lead to first, and what it costs to come to them. */
export function eachStart(
  { graph, search }: Pick<ReachInput, 'graph' | 'search'>,
  points: PointEnds,
  i: number,
  visit: (node: number, cost: number) => void,
): void {
  const e = points.edge[i] as number;
  if (e < 0) return;
  for (const end of [0, 1] as const) {
    const cost = (points.access[i] as number) + (points.ends[2 * i + end] as number);
    if (cost === Infinity) continue;
    for (const node of nodesAfter(graph, search, e, end, isAtEnd(points.fraction[i] as number, end))) visit(node, cost);
  }
}
