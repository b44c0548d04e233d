/**
 * Costs between the facilities of a study and its demand: along a network, or from a matrix. Computed once, when first
 * needed.
 */
import {
  DEFAULT_ACCESS_SPEED_MPS,
  DEFAULT_MAX_ACCESS_M,
  DEFAULT_MODE,
  type Mode,
} from '../../../tiles/api/vocabulary.ts';
import type { Id } from '../../../tiles/api/place.ts';
import type { Travel } from '../../../tiles/api/study.ts';
import { STUDY } from './messages.ts';
import { refuseElsewhere, type Derived } from '../engine/derived.ts';
import { AnalysisError } from '../errors.ts';
import { snapNodes } from '../network/snap.ts';
import { costMatrix, nearestOfCosts } from '../paths/cost-matrix.ts';
import { nearestFacility } from '../paths/nearest.ts';
import { searchGraph, type StreetSearch } from '../paths/search-graph.ts';
import type { CostMatrix, Demand, Graph, Nearest, Snaps, Task } from '../types.ts';
import { lonLatOf } from './facility-set.ts';
import type { Resolved, StudyNetwork } from './resolve.ts';

const BYTES_A_PAIR = 12;
/** While arrays grow there are two of them. */
const WHILE_GROWING = 2;
const MIB = 1 << 20;

export interface StudyCosts {
  /** Of the existing facilities, however far. */
  nearest(task: Task): Nearest;
  /** Of the existing facilities. */
  existing(limit: number, task: Task): CostMatrix;
  /** Of some candidates, by their index; a pair that `keep` refuses has no entry. */
  candidates(
    which: Uint32Array,
    limit: number,
    keep: (demand: number, cost: number) => boolean,
    task: Task,
  ): CostMatrix;
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

export function travellerOf({ graph, nodeOf }: StudyNetwork, travel: Travel, derived: Derived): Traveller {
  const mode = travel.mode ?? DEFAULT_MODE;
  const direction = travel.direction === 'from-facility' ? 'forward' : 'backward';
  // The costs of a network that is given are what they are, at any speed.
  const speed = nodeOf !== null || travel.speedMps === undefined ? {} : { speedMps: travel.speedMps };
  return {
    graph,
    mode,
    search: searchGraph(graph, mode, { direction, ...speed }),
    accessSpeedMps: travel.accessSpeedMps ?? DEFAULT_ACCESS_SPEED_MPS,
    derived,
    snap: (sites) => {
      const most = travel.maxAccessM ?? (nodeOf === null ? DEFAULT_MAX_ACCESS_M : Infinity);
      const snaps = derived.snap(graph, mode, lonLatOf(sites), most);
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
  readonly #traveller: Traveller;
  readonly #mostPairs: number;
  #nearest: Nearest | null = null;
  #existing: { readonly limit: number; readonly matrix: CostMatrix } | null = null;

  constructor(resolved: Resolved, traveller: Traveller, demand: Demand, memoryMb: number) {
    const { graph, mode } = traveller;
    this.#traveller = traveller;
    this.#mostPairs = Math.floor((memoryMb * MIB) / (BYTES_A_PAIR * WHILE_GROWING));
    this.existingSnaps = traveller.snap(resolved.existing);
    this.candidateSnaps = traveller.snap(resolved.candidates);
    const { demandNodes: nodes } = resolved;
    this.demandSnaps =
      nodes === null
        ? traveller.derived.demandSnaps(graph, demand, mode, resolved.study.travel?.maxAccessM)
        : traveller.snap(
            nodes.map((node, index) => ({
              node,
              lon: demand.lonLat[index * 2] as number,
              lat: demand.lonLat[index * 2 + 1] as number,
            })),
          );
    refuseElsewhere(graph, demand, this.demandSnaps, resolved.study.travel?.maxAccessM);
  }

  nearest(task: Task): Nearest {
    this.#nearest ??= nearestFacility({ ...this.#input(this.existingSnaps), limit: Infinity }, task);
    return this.#nearest;
  }

  existing(limit: number, task: Task): CostMatrix {
    if (this.#existing === null || this.#existing.limit < limit) {
      this.#existing = {
        limit,
        matrix: costMatrix({ ...this.#input(this.existingSnaps), limit }, task, this.#mostPairs),
      };
    }
    return this.#existing.matrix;
  }

  candidates(
    which: Uint32Array,
    limit: number,
    keep: (demand: number, cost: number) => boolean,
    task: Task,
  ): CostMatrix {
    const pairs = new PairLists(this.demandSnaps.count, this.#mostPairs);
    // By batches, so that pairs that are not kept never all lie in memory at once.
    for (let from = 0; from < which.length; from += BATCH) {
      const batch = which.subarray(from, from + BATCH);
      const matrix = costMatrix(
        { ...this.#input(pickSnaps(this.candidateSnaps, batch)), limit },
        quiet(task),
        this.#mostPairs,
      );
      for (let f = 0; f < batch.length; f += 1) pairs.add(matrix, f, keep);
      task.progress(Math.min(1, (from + BATCH) / which.length), 'paths');
    }
    return pairs.matrix();
  }

  #input(facilities: Snaps): Parameters<typeof nearestFacility>[0] {
    const { graph, search, accessSpeedMps } = this.#traveller;
    return { graph, search, facilities, demand: this.demandSnaps, accessSpeedMps, limit: Infinity };
  }
}

const BATCH = 256;

function quiet(task: Task): Task {
  return { progress: () => undefined, checkpoint: () => task.checkpoint(), remainingMs: () => task.remainingMs() };
}

function pickSnaps(snaps: Snaps, which: Uint32Array): Snaps {
  return {
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
  readonly #mostPairs: number;
  #nearest: Nearest | null = null;

  constructor(rows: readonly (readonly (number | null)[])[], existingCount: number, memoryMb: number) {
    this.#rows = rows;
    this.#existingCount = existingCount;
    this.#mostPairs = Math.floor((memoryMb * MIB) / (BYTES_A_PAIR * WHILE_GROWING));
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

  candidates(which: Uint32Array, limit: number, keep: (demand: number, cost: number) => boolean): CostMatrix {
    return this.#columns(
      which.map((f) => f + this.#existingCount),
      (demand, cost) => cost <= limit && keep(demand, cost),
    );
  }

  #columns(which: Uint32Array, keep: (demand: number, cost: number) => boolean): CostMatrix {
    const pairs = new PairLists(this.#rows.length, this.#mostPairs);
    for (const column of which) {
      pairs.begin();
      for (let d = 0; d < this.#rows.length; d += 1) {
        const cost = this.#rows[d]?.[column] ?? null;
        if (cost !== null && keep(d, cost)) pairs.push(d, cost);
      }
      pairs.end();
    }
    return pairs.matrix();
  }
}

/** A matrix that grows facility by facility. */
class PairLists {
  readonly #demandCount: number;
  readonly #most: number;
  readonly #start: number[] = [0];
  #demand = new Uint32Array(1024);
  #cost = new Float64Array(1024);
  #count = 0;

  constructor(demandCount: number, most: number) {
    this.#demandCount = demandCount;
    this.#most = most;
  }

  /** The entries of one facility of another matrix that `keep` accepts. */
  add({ start, demand, cost }: CostMatrix, facility: number, keep: (demand: number, cost: number) => boolean): void {
    const end = start[facility + 1] as number;
    for (let at = start[facility] as number; at < end; at += 1) {
      if (keep(demand[at] as number, cost[at] as number)) this.push(demand[at] as number, cost[at] as number);
    }
    this.end();
  }

  begin(): void {
    if (this.#count > this.#most) throw tooBig(this.#count, this.#most);
  }

  push(demand: number, cost: number): void {
    if (this.#count === this.#demand.length) this.#grow();
    this.#demand[this.#count] = demand;
    this.#cost[this.#count] = cost;
    this.#count += 1;
  }

  end(): void {
    this.#start.push(this.#count);
  }

  matrix(): CostMatrix {
    return {
      facilityCount: this.#start.length - 1,
      demandCount: this.#demandCount,
      start: Uint32Array.from(this.#start),
      demand: this.#demand.slice(0, this.#count),
      cost: this.#cost.slice(0, this.#count),
    };
  }

  #grow(): void {
    if (this.#count >= this.#most) throw tooBig(this.#count, this.#most);
    const capacity = Math.min(this.#most, this.#count * 2);
    const [demand, cost] = [new Uint32Array(capacity), new Float64Array(capacity)];
    demand.set(this.#demand);
    cost.set(this.#cost);
    this.#demand = demand;
    this.#cost = cost;
  }
}

function tooBig(pairs: number, most: number): AnalysisError {
  const mb = (count: number): number => Math.ceil((count * BYTES_A_PAIR * WHILE_GROWING) / MIB);
  return new AnalysisError('too-big', STUDY['too-big'], { needed: `> ${String(mb(pairs))}`, limit: mb(most) });
}

/** Existing facilities first, then the candidates. */
export function joinMatrices(a: CostMatrix, b: CostMatrix): CostMatrix {
  const offset = a.demand.length;
  const demand = new Uint32Array(offset + b.demand.length);
  const cost = new Float64Array(demand.length);
  demand.set(a.demand);
  demand.set(b.demand, offset);
  cost.set(a.cost);
  cost.set(b.cost, offset);
  const start = new Uint32Array(a.facilityCount + b.facilityCount + 1);
  start.set(a.start);
  for (let f = 0; f <= b.facilityCount; f += 1) start[a.facilityCount + f] = (b.start[f] as number) + offset;
  return { facilityCount: a.facilityCount + b.facilityCount, demandCount: a.demandCount, start, demand, cost };
}

/** Only the nearest facility of each demand has an entry. */
export function nearestOnly({ cost, facility }: Nearest, facilityCount: number): CostMatrix {
  const start = new Uint32Array(facilityCount + 1);
  for (const f of facility) if (f >= 0) start[f + 1] = (start[f + 1] as number) + 1;
  for (let f = 0; f < facilityCount; f += 1) start[f + 1] = (start[f + 1] as number) + (start[f] as number);
  const at = start.slice();
  const matrix = {
    demand: new Uint32Array(start[facilityCount] as number),
    cost: new Float64Array(start[facilityCount] as number),
  };
  facility.forEach((f, d) => {
    if (f < 0) return;
    const place = at[f] as number;
    matrix.demand[place] = d;
    matrix.cost[place] = cost[d] as number;
    at[f] = place + 1;
  });
  return { facilityCount, demandCount: cost.length, start, ...matrix };
}
