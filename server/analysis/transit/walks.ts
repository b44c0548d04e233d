/** Ways on foot between stops, and from demand to stops. */
import { joined } from '../arrays.ts';
import { ReachFinder } from '../paths/reach.ts';
import { othersOf, otherPoints, snapPoint } from '../paths/snap-point.ts';
import { groupItems, type StreetSearch } from '../paths/search-graph.ts';
import { segmentM } from '../../../tiles/tile/spheroid.ts';
import type { Graph, Snaps, Task } from '../types.ts';
import { TRANSFER, type Transit } from './types.ts';

/** Ways into stop s, or out of demand s, are `start[s]` to `start[s + 1]`. */
export interface Walks {
  readonly start: Uint32Array;
  /** The other end of the way: the stop that it comes from, or leads to. */
  readonly stop: Uint32Array;
  readonly seconds: Float64Array;
}

export interface TransitWalks {
  /** Changes between stops, by the stop that is walked to; from a stop to itself where one may change there. */
  readonly changes: Walks;
  /** From demand to stops, by demand. */
  readonly access: Walks;
}

export interface WalksInput {
  readonly graph: Graph;
  /** On foot, backward: people walk to the stops. */
  readonly search: StreetSearch;
  readonly stops: Snaps;
  readonly demand: Snaps;
  readonly accessSpeedMps: number;
  readonly maxWalkS: number;
  readonly maxTransferS: number;
}

/** One search from each stop, against the way people walk, finds the demand and the other stops around it. */
export function transitWalks(transit: Transit, input: WalksInput, task: Task): TransitWalks {
  const { graph, search, stops, demand, accessSpeedMps, maxWalkS, maxTransferS } = input;
  const finder = new ReachFinder({ graph, search, demand: joinSnaps(demand, stops), accessSpeedMps });
  const access = new WalkList();
  const changes = new Map<number, number>();
  const limit = Math.max(maxWalkS, maxTransferS);
  for (let stop = 0; stop < stops.count; stop += 1) {
    const reach = finder.find(snapPoint(stops, stop), limit, otherPoints(stops, stop));
    reach.demand.forEach((found, at) => {
      const seconds = reach.cost[at] as number;
      if (found < demand.count) {
        if (seconds <= maxWalkS) access.add(found, stop, seconds);
      } else if (seconds <= maxTransferS) changes.set(pairOf(transit, found - demand.count, stop), seconds);
    });
    changes.set(pairOf(transit, stop, stop), 0);
    task.checkpoint();
    if (stop % 64 === 63) task.progress((stop + 1) / stops.count, 'paths');
  }
  applyRules(transit, changes, accessSpeedMps);
  const ordered = new WalkList();
  for (const [pair, seconds] of changes)
    ordered.add(pair % transit.stopCount, Math.floor(pair / transit.stopCount), seconds);
  return { access: access.by(demand.count), changes: ordered.by(transit.stopCount) };
}

/** A pair of stops as one number. */
function pairOf({ stopCount }: Transit, from: number, to: number): number {
  return from * stopCount + to;
}

/**
 * `transfers.txt` decides over the streets: a transfer that is impossible is none, a timed one takes no time, and one
 * with a minimum takes that. A recommended one is possible, in the time of a straight line where no street joins the
 * two stops.
 */
function applyRules(transit: Transit, changes: Map<number, number>, accessSpeedMps: number): void {
  const { transfers, lonLat } = transit;
  transfers.kind.forEach((kind, rule) => {
    const [from, to] = [transfers.from[rule] as number, transfers.to[rule] as number];
    const pair = pairOf(transit, from, to);
    if (kind === TRANSFER.impossible) changes.delete(pair);
    else if (kind === TRANSFER.timed) changes.set(pair, 0);
    else if (kind === TRANSFER.minimum) changes.set(pair, transfers.seconds[rule] as number);
    else if (!changes.has(pair)) {
      const place = (stop: number): [number, number] => [lonLat[2 * stop] as number, lonLat[2 * stop + 1] as number];
      changes.set(pair, segmentM(...place(from), ...place(to)) / accessSpeedMps);
    }
  });
}

/** Both, the second after the first. */
export function joinSnaps(a: Snaps, b: Snaps): Snaps {
  const others = [a, b].flatMap((snaps, nth) =>
    Array.from(snaps.others?.of ?? [], (of, row) => ({
      of: nth === 0 ? of : of + a.count,
      ...snapPoint(snaps.others ?? snaps, row),
    })),
  );
  return {
    ...(others.length === 0 ? {} : { others: othersOf(others) }),
    count: a.count + b.count,
    edge: joined([a.edge, b.edge]),
    fraction: joined([a.fraction, b.fraction]),
    distanceM: joined([a.distanceM, b.distanceM]),
  };
}

/** Ways in any order, which are then put in that of one of their ends. */
class WalkList {
  readonly #owner: number[] = [];
  readonly #stop: number[] = [];
  readonly #seconds: number[] = [];

  add(owner: number, stop: number, seconds: number): void {
    this.#owner.push(owner);
    this.#stop.push(stop);
    this.#seconds.push(seconds);
  }

  by(ownerCount: number): Walks {
    const { start, item } = groupItems(Int32Array.from(this.#owner), ownerCount);
    return {
      start,
      stop: item.map((at) => this.#stop[at] as number),
      seconds: Float64Array.from(item, (at) => this.#seconds[at] as number),
    };
  }
}
