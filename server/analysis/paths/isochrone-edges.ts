/** Streets within reach of an origin, cut by fraction. */
import { tailOf } from '../network/bans.ts';
import type { Graph } from '../types.ts';
import type { Search } from './dijkstra.ts';
import { alongEdge, isAtEnd, isFree, nodesBefore, type StreetSearch } from './search-graph.ts';
import type { SnapPoint } from './snap-point.ts';

/** An origin and the search that has been made from it. */
export interface Reached {
  readonly graph: Graph;
  readonly streets: StreetSearch;
  readonly search: Search;
  readonly origin: SnapPoint;
  /** Further places where the origin meets a network that a scenario has changed. */
  readonly others?: readonly SnapPoint[];
  readonly accessSpeedMps: number;
}

/** A part of an edge, from its `from` on by length. */
export interface EdgePart {
  readonly edge: number;
  readonly start: number;
  readonly end: number;
}

export type LonLat = readonly [lon: number, lat: number];

/**
 * Cost of a place on an edge: by either end, or straight from an origin on the same edge. Infinity where there is no
 * way.
 */
export function costOnEdge(reached: Reached, edge: number, fraction: number): number {
  const { streets, accessSpeedMps } = reached;
  const byFrom = isFree(streets, edge, 0, fraction)
    ? costAtEnd(reached, edge, 0, isAtEnd(fraction, 0)) +
      (fraction === 0 ? 0 : (streets.along[2 * edge] as number) * fraction)
    : Infinity;
  const byTo = isFree(streets, edge, fraction, 1)
    ? costAtEnd(reached, edge, 1, isAtEnd(fraction, 1)) +
      (fraction === 1 ? 0 : (streets.along[2 * edge + 1] as number) * (1 - fraction))
    : Infinity;
  const straight = originsOn(reached, edge).reduce(
    (least, origin) =>
      Math.min(least, origin.distanceM / accessSpeedMps + alongEdge(streets, edge, origin.fraction, fraction)),
    Infinity,
  );
  return Math.min(byFrom, byTo, straight);
}

const NO_ORIGINS: readonly SnapPoint[] = [];

function originsOn({ origin, others = NO_ORIGINS }: Reached, edge: number): readonly SnapPoint[] {
  const more = others.length === 0 ? NO_ORIGINS : others.filter((other) => other.edge === edge);
  return edge === origin.edge ? [origin, ...more] : more;
}

/** What it costs to be at an end of an edge, from where one may go along it; just to be there, where `isThere`. */
function costAtEnd({ graph, streets, search }: Reached, edge: number, end: 0 | 1, isThere: boolean): number {
  if (streets.turns === null) return search.costOf((end === 0 ? graph.from : graph.to)[edge] as number);
  return nodesBefore(graph, streets, edge, end, isThere).reduce(
    (least, node) => Math.min(least, search.costOf(node)),
    Infinity,
  );
}

/** Parts of edges within `within`, by edge and by place. An edge come to from both ends may be reached in two parts. */
export function reachedParts(reached: Reached, edges: readonly number[], within: number): EdgePart[] {
  const parts: EdgePart[] = [];
  for (const edge of edges) parts.push(...partsOfEdge(reached, edge, within));
  return parts;
}

/** Streets that the search has come to, ascending; no ferries, beside which nobody walks. */
export function reachedEdges({ graph, streets, search, origin, others = NO_ORIGINS }: Reached): number[] {
  if (origin.edge < 0) return [];
  const edges = new Set<number>([origin, ...others].map(({ edge }) => edge));
  // Closed streets have no arcs, but are come to from their ends.
  for (const arc of streets.closed) if (search.costOf(tailOf(graph, arc)) < Infinity) edges.add(arc >> 1);
  for (let nth = 0; nth < search.settledCount; nth += 1) {
    const node = search.settled[nth] as number;
    const end = streets.endArc[node] as number;
    for (let arc = streets.firstArc[node] as number; arc < end; arc += 1) edges.add((streets.edge[arc] as number) >> 1);
  }
  for (const ferry of graph.ferries.edge) edges.delete(ferry);
  return [...edges].sort((a, b) => a - b);
}

function partsOfEdge(reached: Reached, edge: number, within: number): EdgePart[] {
  const { streets, accessSpeedMps } = reached;
  const [forth, back] = [streets.along[2 * edge] as number, streets.along[2 * edge + 1] as number];
  const parts: [start: number, end: number][] = [
    [0, Math.min(freeTo(streets, edge, 0), share(within - costAtEnd(reached, edge, 0, false), forth))],
    [Math.max(freeFrom(streets, edge, 1), 1 - share(within - costAtEnd(reached, edge, 1, false), back)), 1],
  ];
  for (const { fraction, distanceM } of originsOn(reached, edge)) {
    const left = within - distanceM / accessSpeedMps;
    parts.push([
      Math.max(freeFrom(streets, edge, fraction), fraction - share(left, back)),
      Math.min(freeTo(streets, edge, fraction), fraction + share(left, forth)),
    ]);
  }
  const merged: EdgePart[] = [];
  for (const [start, end] of parts.filter(([from, to]) => to > from).sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last === undefined || start > last.end) merged.push({ edge, start, end });
    else merged[merged.length - 1] = { edge, start: last.start, end: Math.max(last.end, end) };
  }
  return merged;
}

/** How far one comes along an edge from a place on it before a shut area; and the other way. */
function freeTo({ blocked }: StreetSearch, edge: number, place: number): number {
  const starts = (blocked.get(edge) ?? []).filter((_, at) => at % 2 === 0);
  return starts.find((start) => start >= place) ?? 1;
}

function freeFrom({ blocked }: StreetSearch, edge: number, place: number): number {
  const ends = (blocked.get(edge) ?? []).filter((_, at) => at % 2 === 1);
  return ends.findLast((end) => end <= place) ?? 0;
}

/** Share of an edge that can be gone along in what is left. */
function share(left: number, cost: number): number {
  if (left < 0 || cost === Infinity) return 0;
  return cost <= left ? 1 : left / cost;
}

/** Points of an edge's shape from end to end, and the share of its length before each. */
export function edgeShape(
  { lonLat, from, to, shape, shapeStart }: Graph,
  edge: number,
  scale: { readonly lon: number; readonly lat: number },
): { readonly points: LonLat[]; readonly place: number[] } {
  const points: LonLat[] = [pair(lonLat, from[edge] as number)];
  for (let at = shapeStart[edge] as number; at < (shapeStart[edge + 1] as number); at += 1)
    points.push(pair(shape, at));
  points.push(pair(lonLat, to[edge] as number));
  const gone = [0];
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1] as LonLat, points[i] as LonLat];
    gone.push((gone[i - 1] as number) + Math.hypot((b[0] - a[0]) * scale.lon, (b[1] - a[1]) * scale.lat));
  }
  const length = gone.at(-1) as number;
  // A shape without any length is gone along in even steps.
  return {
    points,
    place: gone.map((sofar, i) =>
      i === points.length - 1 ? 1 : length > 0 ? sofar / length : i / (points.length - 1),
    ),
  };
}

function pair(pairs: Float64Array, i: number): LonLat {
  return [pairs[2 * i] as number, pairs[2 * i + 1] as number];
}

/** The line of a part; empty for an edge without a place on the ground. */
export function partLine(
  graph: Graph,
  { edge, start, end }: EdgePart,
  scale: { readonly lon: number; readonly lat: number },
): LonLat[] {
  const { points, place } = edgeShape(graph, edge, scale);
  if (points.some(([lon, lat]) => !Number.isFinite(lon) || !Number.isFinite(lat))) return [];
  const inside = points.filter((_, i) => (place[i] as number) > start && (place[i] as number) < end);
  return [pointAt(points, place, start), ...inside, pointAt(points, place, end)];
}

function pointAt(points: readonly LonLat[], place: readonly number[], at: number): LonLat {
  const next = Math.max(
    1,
    place.findIndex((value) => value >= at),
  );
  const [a, b] = [points[next - 1] as LonLat, points[next] as LonLat];
  const [before, after] = [place[next - 1] as number, place[next] as number];
  const along = after > before ? (at - before) / (after - before) : 0;
  if (along === 1) return b;
  return [a[0] + (b[0] - a[0]) * along, a[1] + (b[1] - a[1]) * along];
}
