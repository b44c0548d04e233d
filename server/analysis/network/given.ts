/** The network that a study brings along. */
import type { GivenNetwork } from '../../../tiles/api/study.ts';
import type { Id } from '../../../tiles/api/place.ts';
import { NETWORK } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Graph } from '../types.ts';
import { byMode, edgeLengths } from './build.ts';
import { NO_BANS } from './bans.ts';
import { graphKey } from './graph.ts';
import { NO_FERRIES } from './ferries.ts';
import { NO_WATER } from './water.ts';

export interface GivenGraph {
  readonly graph: Graph;
  readonly nodeOf: ReadonlyMap<Id, number>;
}

type GivenEdge = GivenNetwork['edges'][number];

/**
 * The graph of a network by nodes and costs; the costs stand for every mode. Lengths are those of straight lines, NaN
 * between nodes without a place. A node without edges gets one to itself, of no cost, so that every node is a place on
 * some edge; those come after the edges given. Throws `AnalysisError`, which points into the study's `/network`.
 */
export function givenGraph(network: GivenNetwork): GivenGraph {
  if (network.nodes.length === 0) throw new AnalysisError('network-empty', NETWORK.empty, {}, { at: '/network/nodes' });
  const nodeOf = numbered(network);
  const lonLat = places(network);
  const ends = network.edges.map((edge, e) => ({
    from: nodeAt(nodeOf, edge.from, `/network/edges/${e}/from`),
    to: nodeAt(nodeOf, edge.to, `/network/edges/${e}/to`),
  }));
  const touched = new Uint8Array(nodeOf.size);
  for (const { from, to } of ends) touched[from] = touched[to] = 1;
  const alone = [...touched.keys()].filter((node) => touched[node] === 0);
  const lines = {
    nodeCount: nodeOf.size,
    edgeCount: ends.length + alone.length,
    lonLat,
    from: Uint32Array.from([...ends.map((end) => end.from), ...alone]),
    to: Uint32Array.from([...ends.map((end) => end.to), ...alone]),
    shapeStart: new Uint32Array(ends.length + alone.length + 1),
    shape: new Float64Array(0),
  };
  const costs = new Float64Array(lines.edgeCount);
  const back = new Float64Array(lines.edgeCount);
  network.edges.forEach((edge, e) => {
    costs[e] = checkedCost(edge, e);
    back[e] = edge.oneWay === true ? Infinity : edge.cost;
  });
  const body = {
    ...lines,
    lengthM: edgeLengths(lines),
    forward: byMode(() => costs),
    backward: byMode(() => back),
    bans: NO_BANS,
    water: NO_WATER,
    ferries: NO_FERRIES,
  };
  const costUnit = network.costUnit ?? '';
  return { nodeOf, graph: { ...body, meta: { ...META, costUnit, key: graphKey(body, costUnit) } } };
}

const META = { id: '', title: NETWORK['given-title'], provenance: 'imported', source: NETWORK['given-source'] };

function numbered({ nodes }: GivenNetwork): ReadonlyMap<Id, number> {
  const nodeOf = new Map<Id, number>();
  nodes.forEach(({ id }, n) => {
    const first = nodeOf.get(id);
    if (first !== undefined)
      throw new AnalysisError(
        'network-node-twice',
        NETWORK['node-twice'],
        { id, first },
        { at: `/network/nodes/${n}/id` },
      );
    nodeOf.set(id, n);
  });
  return nodeOf;
}

function places({ nodes }: GivenNetwork): Float64Array {
  const lonLat = new Float64Array(nodes.length * 2).fill(NaN);
  nodes.forEach(({ id, lon, lat }, n) => {
    if (lon === undefined && lat === undefined) return;
    if (lon === undefined || lat === undefined || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)) {
      throw new AnalysisError(
        'network-node-place',
        NETWORK['node-place'],
        { id, lon: lon ?? '?', lat: lat ?? '?' },
        { at: `/network/nodes/${n}` },
      );
    }
    lonLat[n * 2] = lon;
    lonLat[n * 2 + 1] = lat;
  });
  return lonLat;
}

function nodeAt(nodeOf: ReadonlyMap<Id, number>, id: Id, at: string): number {
  const node = nodeOf.get(id);
  if (node === undefined) throw new AnalysisError('network-node-unknown', NETWORK['node-unknown'], { id }, { at });
  return node;
}

function checkedCost({ from, to, cost }: GivenEdge, e: number): number {
  if (!(cost >= 0) || cost === Infinity)
    throw new AnalysisError('network-cost', NETWORK.cost, { from, to, cost }, { at: `/network/edges/${e}/cost` });
  return cost;
}
