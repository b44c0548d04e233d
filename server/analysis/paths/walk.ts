/** Ways on foot from one place to others: how long they are, and the line of one of them. */
import { metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import { tailOf } from '../network/bans.ts';
import type { Components } from '../network/components.ts';
import type { Graph, Snaps } from '../types.ts';
import { Search } from './dijkstra.ts';
import { costOnEdge, partLine, type LonLat, type Reached } from './isochrone-edges.ts';
import { leave } from './reach.ts';
import { oneSnap, snapPoint, type SnapPoint } from './snap-point.ts';
import { isAtEnd, nodesBefore, pointEnds, reversed, searchGraph, type StreetSearch } from './search-graph.ts';

/** From a place to its street one walks the straight line, and metres are what is counted. */
const STRAIGHT = 1;

/** A network whose costs are metres, ready to be walked from one place after another. */
export class WalkGround {
  readonly graph: Graph;
  readonly streets: StreetSearch;
  readonly #search: Search;
  #before: ReturnType<typeof reversed> | null = null;

  /** @param graph costs on foot are metres */
  constructor(graph: Graph) {
    this.graph = graph;
    this.streets = searchGraph(graph, 'walk', { direction: 'forward' });
    this.#search = new Search(this.streets);
  }

  /** Bytes of its arrays, roughly. */
  get bytes(): number {
    const { firstArc, head, cost, edge, along, nodeCount } = this.streets;
    // The search has seven numbers a node.
    return [firstArc, head, cost, edge, along].reduce((sum, { byteLength }) => sum + byteLength, 0) + nodeCount * 40;
  }

  /**
   * Metres from the origin to each target along the streets, and straight between a street and a place beside it.
   * Infinity beyond `withinM`; NaN where no street joins the two.
   */
  distances(origin: SnapPoint, targets: Snaps, { component }: Components, withinM: number): Float64Array {
    const metres = new Float64Array(targets.count).fill(Number.NaN);
    if (origin.edge < 0) return metres;
    const reached = this.#reach(origin, withinM);
    const piece = component[origin.edge];
    for (let i = 0; i < targets.count; i += 1) {
      const target = snapPoint(targets, i);
      if (target.edge < 0 || component[target.edge] !== piece) continue;
      const cost = costOnEdge(reached, target.edge, target.fraction) + target.distanceM;
      metres[i] = cost <= withinM ? cost : Infinity;
    }
    return metres;
  }

  /**
   * The shortest way from place to place: its metres, and its line from street to street. Null where there is none
   * within `withinM`.
   */
  route(
    origin: SnapPoint,
    target: SnapPoint,
    withinM: number,
  ): { readonly metres: number; readonly line: readonly LonLat[] } | null {
    if (origin.edge < 0 || target.edge < 0) return null;
    const reached = this.#reach(origin, withinM);
    const metres = costOnEdge(reached, target.edge, target.fraction) + target.distanceM;
    if (!(metres <= withinM)) return null;
    const parts = this.#partsOfWay(reached, target);
    const scale = metresPerDegree(this.graph.lonLat[2 * (this.graph.from[origin.edge] as number) + 1] as number);
    const line: LonLat[] = [];
    for (const { edge, from, to } of parts) {
      const part = partLine(this.graph, { edge, start: Math.min(from, to), end: Math.max(from, to) }, scale);
      for (const position of from <= to ? part : part.reverse()) {
        const last = line.at(-1);
        if (last === undefined || last[0] !== position[0] || last[1] !== position[1]) line.push(position);
      }
    }
    return { metres, line };
  }

  #reach(origin: SnapPoint, withinM: number): Reached {
    const { graph, streets } = this;
    this.#search.begin(withinM);
    leave(this.#search, { graph, search: streets }, pointEnds(streets, oneSnap(origin), STRAIGHT, 'out'), 0);
    this.#search.run();
    return { graph, streets, search: this.#search, origin, accessSpeedMps: STRAIGHT };
  }

  /** Parts of edges from the origin to the target, each from a share of its length to another. */
  #partsOfWay(reached: Reached, target: SnapPoint): readonly Stretch[] {
    const { graph, streets } = this;
    const { origin } = reached;
    const cost = costOnEdge(reached, target.edge, target.fraction);
    const ends = ([0, 1] as const).map((end) => this.#endOf(reached, target, end));
    const best = ends.reduce((a, b) => (b.cost < a.cost ? b : a));
    // On the origin's own edge there may be a way that meets no node.
    if (!(best.cost <= cost)) return [{ edge: origin.edge, from: origin.fraction, to: target.fraction }];
    const ways = this.#waysTo(best.node);
    const first = ways[0];
    const start = first === undefined ? endNode(graph, target.edge, best.end) : tailOf(graph, first);
    const out = pointEnds(streets, oneSnap(origin), STRAIGHT, 'out').ends;
    const leaving = ([0, 1] as const)
      .filter((end) => endNode(graph, origin.edge, end) === start)
      .reduce<0 | 1 | null>((a, b) => (a === null || (out[b] as number) < (out[a] as number) ? b : a), null);
    return [
      ...(leaving === null ? [] : [{ edge: origin.edge, from: origin.fraction, to: leaving }]),
      ...ways.map((way) => ({ edge: way >> 1, from: way & 1, to: 1 - (way & 1) })),
      { edge: target.edge, from: best.end, to: target.fraction },
    ].filter(({ from, to }) => from !== to);
  }

  #endOf(
    { search }: Reached,
    { edge, fraction }: SnapPoint,
    end: 0 | 1,
  ): { readonly cost: number; readonly node: number; readonly end: 0 | 1 } {
    const { graph, streets } = this;
    const along = end === 0 ? (streets.along[2 * edge] as number) : (streets.along[2 * edge + 1] as number);
    const rest = isAtEnd(fraction, end) ? 0 : along * Math.abs(fraction - end);
    const nodes = nodesBefore(graph, streets, edge, end, isAtEnd(fraction, end));
    const node = nodes.reduce((a, b) => (search.costOf(b) < search.costOf(a) ? b : a), nodes[0] ?? -1);
    return { cost: node < 0 ? Infinity : search.costOf(node) + rest, node, end };
  }

  /**
   * Arcs that lead to a node, from the first on. A cost is the sum of the one before and the arc's, to the last bit: so
   * the way back needs no notes of the search.
   */
  #waysTo(node: number): readonly number[] {
    this.#before ??= reversed(this.streets);
    const { firstArc, endArc, head, cost, edge } = this.#before;
    const search = this.#search;
    const ways: number[] = [];
    const seen = new Set<number>([node]);
    for (let at = node; ; ) {
      const here = search.costOf(at);
      let previous = -1;
      for (let arc = firstArc[at] as number; arc < (endArc[at] as number); arc += 1) {
        const tail = head[arc] as number;
        if (seen.has(tail) || search.costOf(tail) + (cost[arc] as number) !== here) continue;
        previous = tail;
        ways.push(edge[arc] as number);
        break;
      }
      if (previous < 0) return ways.reverse();
      seen.add(previous);
      at = previous;
    }
  }
}

interface Stretch {
  readonly edge: number;
  readonly from: number;
  readonly to: number;
}

function endNode(graph: Graph, edge: number, end: 0 | 1): number {
  return (end === 0 ? graph.from : graph.to)[edge] as number;
}
