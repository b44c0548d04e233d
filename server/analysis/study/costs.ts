/**
 * Costs between the facilities of a study and its demand: along a network, or from a matrix. Computed once, when first
 * needed.
 */
import { DEFAULT_ACCESS_SPEED_MPS, DEFAULT_MODE, type Mode } from '../../../tiles/api/vocabulary.ts';
import type { Id } from '../../../tiles/api/place.ts';
import { STUDY } from './messages.ts';
import type { CacheBudget } from '../engine/cache-budget.ts';
import { refuseElsewhere, type Derived } from '../engine/derived.ts';
import { AnalysisError } from '../errors.ts';
import { snapNodes } from '../network/snap.ts';
import { costMatrix, nearestFacility, type PathsInput } from '../paths/cost-matrix.ts';
import { othersOf, otherPoints } from '../paths/snap-point.ts';
import { MatrixBuilder, nearestOfCosts, PAIR_BYTES } from '../paths/matrix.ts';
import { searchGraph, type StreetSearch } from '../paths/search-graph.ts';
import type { CostMatrix, Demand, Graph, Nearest, Snaps, Task } from '../types.ts';
import { lonLatOf } from './facility-set.ts';
import type { Resolved, StreetTravel, StudyNetwork } from './resolve.ts';

/** Growing an array takes room for two of it. */
const WHILE_GROWING = 2;
const MIB = 1 << 20;

export type Keep = (demand: number, cost: number) => boolean;

export interface StudyCosts {
  /** Of the existing facilities, however far. */
  nearest(task: Task): Nearest;
  /** Of the existing facilities. */
  existing(limit: number, task: Task): CostMatrix;
  /** Of some of the existing facilities, by their index. A pair that `keep` refuses has no entry. */
  someExisting(which: Uint32Array, limit: number, keep: Keep, task: Task): CostMatrix;
  /** As `someExisting`, of candidates. */
  candidates(which: Uint32Array, limit: number, keep: Keep, task: Task): CostMatrix;
}

export interface TravelCosts extends StudyCosts {
  readonly existingSnaps: Snaps;
  readonly candidateSnaps: Snaps;
  readonly demandSnaps: Snaps;
}

/** How a study travels. */
export interface Traveller {
  readonly graph: Graph;
  readonly mode: Mode;
  readonly search: StreetSearch;
  readonly accessSpeedMps: number;
  readonly derived: Derived;
  snap(sites: readonly { readonly lon: number; readonly lat: number; readonly node: Id | null }[]): Snaps;
}

export function travellerOf(
  { graph: network, nodeOf }: StudyNetwork,
  travel: StreetTravel,
  derived: Derived,
): Traveller {
  const graph = derived.travelled(network, travel);
  const mode = travel.mode ?? DEFAULT_MODE;
  const accessMps = travel.accessSpeedMps ?? DEFAULT_ACCESS_SPEED_MPS;
  const direction = travel.direction === 'from-facility' ? 'forward' : 'backward';
  // The costs of a network that is given are what they are, at any speed.
  const speed = nodeOf !== null || travel.speedMps === undefined ? {} : { speedMps: travel.speedMps };
  return {
    graph,
    mode,
    search: searchGraph(graph, mode, { direction, ...speed }),
    // Nothing beside the edges of a given network is travelled but to its isochrones' areas.
    accessSpeedMps: nodeOf === null ? accessMps : (metresAUnit(graph.meta.costUnit, accessMps) ?? accessMps),
    derived,
    snap: (sites) => {
      // A network that is given is meant as it is.
      const rule = nodeOf === null ? travel : { maxAccessM: Infinity, minPieceM: 0, ...travel };
      const snaps = derived.snap(graph, mode, lonLatOf(sites), rule);
      return nodeOf === null
        ? snaps
        : atNodes(
            graph,
            nodeOf,
            sites.map(({ node }) => node),
            snaps,
          );
    },
  };
}

/** Units of cost that say how far one comes in them. */
export const KNOWN_UNITS = ['s', 'min', 'h', 'm', 'km'] as const;

/** Metres that are gone beside a network in one unit of its costs; null where the unit does not say. */
export function metresAUnit(costUnit: string, speedMps: number): number | null {
  const metres: Readonly<Record<string, number>> = {
    s: speedMps,
    min: 60 * speedMps,
    h: 3600 * speedMps,
    m: 1,
    km: 1000,
  };
  return Object.hasOwn(metres, costUnit) ? (metres[costUnit] ?? null) : null;
}

/**
 * Places that are nodes stand there. A place beside an edge is on it: metres have no price in the unit of the
 * costs.
 */
function atNodes(graph: Graph, nodeOf: ReadonlyMap<Id, number>, nodes: readonly (Id | null)[], snaps: Snaps): Snaps {
  const known = snapNodes(
    graph,
    Uint32Array.from(nodes, (node) => (node === null ? 0 : (nodeOf.get(node) ?? 0))),
  );
  const pick = <T extends Int32Array | Float64Array>(ofNodes: T, ofPoints: T): T =>
    ofNodes.map((value, index) => (nodes[index] === null ? (ofPoints[index] as number) : value)) as T;
  const edge = pick(known.edge, snaps.edge);
  return {
    count: snaps.count,
    edge,
    fraction: pick(known.fraction, snaps.fraction),
    distanceM: Float64Array.from(edge, (each) => (each < 0 ? Infinity : 0)),
  };
}

/** Costs along the study's network. Throws `AnalysisError` where they would not fit into the memory. */
export class NetworkCosts implements TravelCosts {
  readonly existingSnaps: Snaps;
  readonly candidateSnaps: Snaps;
  readonly demandSnaps: Snaps;
  protected readonly traveller: Traveller;
  readonly room: MatrixRoom;
  #nearest: Nearest | null = null;
  #existing: { readonly limit: number; readonly matrix: CostMatrix } | null = null;

  constructor(resolved: Resolved, traveller: Traveller, demand: Demand) {
    const { graph, mode } = traveller;
    this.traveller = traveller;
    this.existingSnaps = traveller.snap(resolved.existing);
    this.candidateSnaps = traveller.snap(resolved.candidates);
    const { demandNodes: nodes } = resolved;
    this.demandSnaps =
      nodes === null
        ? traveller.derived.demandSnaps(graph, demand, mode, resolved.travel)
        : traveller.snap(
            nodes.map((node, index) => ({
              node,
              lon: demand.lonLat[index * 2] as number,
              lat: demand.lonLat[index * 2 + 1] as number,
            })),
          );
    // Where street edits leave no cell a street, they say so.
    if (graph.overlay === undefined) refuseElsewhere(graph, demand, this.demandSnaps, resolved.travel.maxAccessM);
    // Once all is there that they are computed from.
    this.room = new MatrixRoom(traveller.derived.budget);
  }

  nearest(task: Task): Nearest {
    this.#nearest ??= this.findNearest(this.existingSnaps, task);
    return this.#nearest;
  }

  existing(limit: number, task: Task): CostMatrix {
    if (this.#existing === null || this.#existing.limit < limit) {
      this.#existing = {
        limit,
        matrix: this.matrix(this.existingSnaps, limit, task),
      };
    }
    return this.#existing.matrix;
  }

  someExisting(which: Uint32Array, limit: number, keep: Keep, task: Task): CostMatrix {
    return this.#some(this.existingSnaps, which, { limit, keep }, task);
  }

  candidates(which: Uint32Array, limit: number, keep: Keep, task: Task): CostMatrix {
    return this.#some(this.candidateSnaps, which, { limit, keep }, task);
  }

  #some(
    snaps: Snaps,
    which: Uint32Array,
    { limit, keep }: { readonly limit: number; readonly keep: Keep },
    task: Task,
  ): CostMatrix {
    const pairs = this.room.builder(this.demandSnaps.count);
    // By batches, so that pairs that are not kept never all lie in memory at once.
    for (let from = 0; from < which.length; from += BATCH) {
      const batch = which.subarray(from, from + BATCH);
      const matrix = this.matrix(pickSnaps(snaps, batch), limit, quiet(task));
      for (let f = 0; f < batch.length; f += 1) {
        const end = matrix.start[f + 1] as number;
        for (let at = matrix.start[f] as number; at < end; at += 1) {
          const [d, cost] = [matrix.demand[at] as number, matrix.cost[at] as number];
          if (keep(d, cost)) pairs.push(d, cost);
        }
        pairs.endFacility();
      }
      task.progress(Math.min(1, (from + BATCH) / which.length), 'paths');
    }
    return pairs.matrix();
  }

  /** However far. */
  protected findNearest(facilities: Snaps, task: Task): Nearest {
    return nearestFacility(this.#input(facilities, Infinity), task);
  }

  protected matrix(facilities: Snaps, limit: number, task: Task): CostMatrix {
    return costMatrix(this.#input(facilities, limit), task, this.room.mostPairs, this.room.beforeGrowth);
  }

  #input(facilities: Snaps, limit: number): PathsInput {
    const { graph, search, accessSpeedMps } = this.traveller;
    return { graph, search, facilities, demand: this.demandSnaps, accessSpeedMps, limit };
  }
}

const BATCH = 256;

function quiet(task: Task): Task {
  return { progress: () => undefined, checkpoint: () => task.checkpoint(), remainingMs: () => task.remainingMs() };
}

/** Those of some points, in this order. */
export function pickSnaps(snaps: Snaps, which: Uint32Array): Snaps {
  const rows = [...which].flatMap((f, i) => otherPoints(snaps, f).map((place) => ({ of: i, ...place })));
  return {
    ...(rows.length === 0 ? {} : { others: othersOf(rows) }),
    count: which.length,
    edge: Int32Array.from(which, (f) => snaps.edge[f] as number),
    fraction: Float64Array.from(which, (f) => snaps.fraction[f] as number),
    distanceM: Float64Array.from(which, (f) => snaps.distanceM[f] as number),
  };
}

/** Costs of a matrix that a study brings along: a row by demand, existing facilities first, then candidates. */
export class MatrixCosts implements StudyCosts {
  readonly #rows: readonly (readonly (number | null)[])[];
  readonly #existingCount: number;
  readonly #room: MatrixRoom;
  #nearest: Nearest | null = null;

  constructor(rows: readonly (readonly (number | null)[])[], existingCount: number, budget: CacheBudget) {
    this.#rows = rows;
    this.#existingCount = existingCount;
    this.#room = new MatrixRoom(budget);
  }

  nearest(): Nearest {
    this.#nearest ??= nearestOfCosts(this.existing(Infinity));
    return this.#nearest;
  }

  existing(limit: number): CostMatrix {
    return this.#columns(
      Uint32Array.from({ length: this.#existingCount }, (_, f) => f),
      (_demand, cost) => cost <= limit,
    );
  }

  someExisting(which: Uint32Array, limit: number, keep: Keep): CostMatrix {
    return this.#columns(which, (demand, cost) => cost <= limit && keep(demand, cost));
  }

  candidates(which: Uint32Array, limit: number, keep: Keep): CostMatrix {
    return this.#columns(
      which.map((f) => f + this.#existingCount),
      (demand, cost) => cost <= limit && keep(demand, cost),
    );
  }

  #columns(which: Uint32Array, keep: (demand: number, cost: number) => boolean): CostMatrix {
    const pairs = this.#room.builder(this.#rows.length);
    for (const column of which) {
      for (let d = 0; d < this.#rows.length; d += 1) {
        const cost = this.#rows[d]?.[column] ?? null;
        if (cost !== null && keep(d, cost)) pairs.push(d, cost);
      }
      pairs.endFacility();
    }
    return pairs.matrix();
  }
}

/** How large a matrix may be; what the thread keeps gives way as it grows. */
export class MatrixRoom {
  readonly mostPairs: number;
  readonly beforeGrowth: (bytes: number) => void;

  constructor(budget: CacheBudget) {
    this.mostPairs = Math.floor(budget.studyBytes / (PAIR_BYTES * WHILE_GROWING));
    this.beforeGrowth = (bytes) => budget.makeRoom(bytes);
  }

  builder(demandCount: number): MatrixBuilder {
    return new MatrixBuilder(demandCount, this.mostPairs, () => tooBig(this.mostPairs), this.beforeGrowth);
  }
}

function tooBig(mostPairs: number): AnalysisError {
  const limit = Math.ceil((mostPairs * PAIR_BYTES * WHILE_GROWING) / MIB);
  return new AnalysisError('too-big', STUDY['too-big'], { limit });
}
