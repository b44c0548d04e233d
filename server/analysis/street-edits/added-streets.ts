/** New streets and the pieces of those that they meet, as edges and nodes. */
import { AnalysisError } from '../errors.ts';
import { byMode } from '../network/build.ts';
import { edgeLine } from '../network/lines.ts';
import type { AddedEdge, AddedNode, EdgeTimes, Graph, StreetOverlay } from '../types.ts';
import type { Joint, joinStreets } from './joints.ts';
import { between, metresAlong, placeAt, type Line } from './lines.ts';
import { STREETS } from './messages.ts';

/** A new street. Times are seconds a metre along the line and back; Infinity where not allowed. */
export interface NewStreet extends EdgeTimes {
  readonly id: string;
  readonly line: Line;
}

/** Nodes that new streets may add: room for them is kept beside a city. */
export const MOST_JOINTS = 4096;

/**
 * Edges of the new streets between their stops, links between them, and pieces of the edges that they meet. An edge
 * that is met stays as it is, beside its pieces: so no way changes by as much as a rounding. Throws `AnalysisError`
 * where there are too many joints.
 */
export function addedStreets(
  graph: Graph,
  timesOf: (edge: number) => EdgeTimes,
  streets: readonly NewStreet[],
  joined: ReturnType<typeof joinStreets>,
): Pick<StreetOverlay, 'nodes' | 'edges' | 'pieces'> {
  const nodes = new Nodes(graph);
  const edges: AddedEdge[] = [];
  streets.forEach((street, s) => {
    const stops = joined.streets[s]?.stops ?? [];
    for (let k = 1; k < stops.length; k += 1) {
      const [a, b] = [stops[k - 1] as (typeof stops)[number], stops[k] as (typeof stops)[number]];
      // A stop on the network may lie beside the line, which then goes on to it.
      const shape = [
        ...(isBeside(a) ? [a.lon, a.lat] : []),
        ...between(street.line, a, b),
        ...(isBeside(b) ? [b.lon, b.lat] : []),
      ];
      edges.push(
        newEdge(street, nodes.of(a.joint, street.id), nodes.of(b.joint, street.id), [a.joint, shape, b.joint]),
      );
    }
  });
  for (const {
    streets: [a, b],
    joints,
  } of joined.links) {
    const [one, other] = [streets[a] as NewStreet, streets[b] as NewStreet];
    // Whoever may travel both, either way.
    const times = byMode((mode) => Math.max(least(one, mode), least(other, mode)));
    const link = { forward: times, backward: times };
    edges.push(newEdge(link, nodes.of(joints[0], one.id), nodes.of(joints[1], other.id), [joints[0], [], joints[1]]));
  }
  const pieces = new Map<number, readonly number[]>();
  for (const [edge, cuts] of nodes.cuts) {
    const list = piecesOf(graph, edge, timesOf(edge), cuts);
    pieces.set(
      edge,
      list.map((_piece, k) => edges.length + k),
    );
    edges.push(...list);
  }
  if (nodes.added.length > MOST_JOINTS) throw tooManyJoints(nodes.added.length, MOST_JOINTS);
  return { nodes: nodes.added, edges, pieces };
}

export function tooManyJoints(count: number, most: number): AnalysisError {
  const values = { count, most };
  return new AnalysisError('street-edit-joints', STREETS['too-many-joints'], values, { at: '/streetEdits' });
}

function least({ forward, backward }: EdgeTimes, mode: 'walk' | 'cycle' | 'drive'): number {
  return Math.min(forward[mode], backward[mode]);
}

function isBeside({ joint, lon, lat }: { readonly joint: Joint; readonly lon: number; readonly lat: number }): boolean {
  return joint.lon !== lon || joint.lat !== lat;
}

function newEdge(
  perMetre: EdgeTimes,
  from: number,
  to: number,
  [a, shape, b]: readonly [Joint, readonly number[], Joint],
): AddedEdge {
  const lengthM = metresAlong([a.lon, a.lat, ...shape, b.lon, b.lat]).at(-1) as number;
  const times = (way: EdgeTimes['forward']): EdgeTimes['forward'] =>
    byMode((mode) => (way[mode] === Infinity ? Infinity : way[mode] * lengthM));
  return {
    from,
    to,
    shape,
    lengthM,
    forward: times(perMetre.forward),
    backward: times(perMetre.backward),
    pieceOf: null,
  };
}

/** Numbers the nodes at which new streets begin, end and meet. */
class Nodes {
  readonly added: AddedNode[] = [];
  /** By edge, its cuts: fraction and node. */
  readonly cuts = new Map<number, Map<number, number>>();
  readonly #graph: Graph;
  readonly #known = new Map<Joint, number>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  of(joint: Joint, street: string): number {
    const known = this.#known.get(joint);
    if (known !== undefined) return known;
    const node = this.#make(joint, street);
    this.#known.set(joint, node);
    return node;
  }

  #make({ lon, lat, on }: Joint, street: string): number {
    if (on === null) return this.#add({ lon, lat, on, key: `${lon},${lat} ${street}` });
    const { edge, fraction } = on;
    if (fraction === 0 || fraction === 1) return (fraction === 0 ? this.#graph.from : this.#graph.to)[edge] as number;
    const cuts = this.cuts.get(edge) ?? new Map<number, number>();
    this.cuts.set(edge, cuts);
    const there = cuts.get(fraction);
    if (there !== undefined) return there;
    const node = this.#add({ lon, lat, on, key: `${edge}/${fraction}` });
    cuts.set(fraction, node);
    return node;
  }

  #add(node: AddedNode): number {
    this.added.push(node);
    return this.#graph.nodeCount + this.added.length - 1;
  }
}

function piecesOf(graph: Graph, edge: number, times: EdgeTimes, cuts: ReadonlyMap<number, number>): AddedEdge[] {
  const line = edgeLine(graph, edge);
  const stops = [
    { fraction: 0, node: graph.from[edge] as number },
    ...[...cuts].map(([fraction, node]) => ({ fraction, node })).sort((a, b) => a.fraction - b.fraction),
    { fraction: 1, node: graph.to[edge] as number },
  ];
  return stops.slice(1).map(({ fraction: end, node: to }, k) => {
    const { fraction: start, node: from } = stops[k] as (typeof stops)[number];
    const part = (way: EdgeTimes['forward']): EdgeTimes['forward'] => byMode((mode) => way[mode] * (end - start));
    return {
      from,
      to,
      shape: between(line, placeAt(line, start), placeAt(line, end)),
      lengthM: (graph.lengthM[edge] as number) * (end - start),
      forward: part(times.forward),
      backward: part(times.backward),
      pieceOf: { edge, start, end },
    };
  });
}
