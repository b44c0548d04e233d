/**
 * Earliest arrival at the nearest of some facilities, for every departure from every stop at once: rounds as in RAPTOR
 * (Delling, Pajor & Werneck 2012, Round-Based Public Transit Routing), run backward over whole profiles as in the
 * Connection Scan Algorithm (Dibbelt, Pajor, Strasser & Wagner 2013).
 *
 * Round r knows, for each departure that may be boarded, the earliest arrival with at most r rides. A round goes along
 * the trips that changed, from their last call to their first: who boards at a call alights at the best of those after
 * it. The least over the departures of a stop from one on is what somebody finds who comes there in time for it. With
 * the ways on foot between stops that tells what alighting somewhere is worth in the next round. All is exact: no
 * journey is left out.
 */
import type { Task } from '../types.ts';
import type { Timetable } from './timetable.ts';
import type { Walks } from './walks.ts';

/** Where journeys may end. */
export interface Egress {
  /** Seconds on foot from each stop to its nearest facility; Infinity where there is none near enough. */
  readonly seconds: Float64Array;
  /** Which one it is; -1 for none. */
  readonly facility: Int32Array;
}

export interface RideLimits {
  readonly maxRides: number;
  /** Seconds of a journey: nothing is looked for that would take longer from its first departure on. */
  readonly mostS: number;
}

export class ArrivalSearch {
  readonly timetable: Timetable;
  /**
   * By place of `timetable.boardS`: the earliest arrival of who is at the stop by then, in seconds of the day, Infinity
   * where there is none, and at which facility. Of the last `run`.
   */
  readonly arrivalS: Float64Array;
  readonly facility: Int32Array;
  readonly #changes: Walks;
  /** What boarding at a place, and alighting at a call, are worth. */
  readonly #boarded: Float64Array;
  readonly #boardedFor: Int32Array;
  readonly #alighted: Float64Array;
  readonly #alightedFor: Int32Array;
  readonly #trips: Marks;
  readonly #stops: Marks;
  #mostS = Infinity;

  constructor(timetable: Timetable, changes: Walks) {
    const places = timetable.boardS.length;
    const calls = timetable.callStop.length;
    this.timetable = timetable;
    this.#changes = changes;
    this.arrivalS = new Float64Array(places);
    this.facility = new Int32Array(places);
    this.#boarded = new Float64Array(places);
    this.#boardedFor = new Int32Array(places);
    this.#alighted = new Float64Array(calls);
    this.#alightedFor = new Int32Array(calls);
    this.#trips = new Marks(timetable.callStart.length - 1);
    this.#stops = new Marks(timetable.stopCount);
  }

  run({ seconds, facility }: Egress, { maxRides, mostS }: RideLimits, task: Task): void {
    this.#mostS = mostS;
    for (const values of [this.arrivalS, this.#boarded, this.#alighted]) values.fill(Infinity);
    for (const values of [this.facility, this.#boardedFor, this.#alightedFor]) values.fill(-1);
    this.#trips.clear();
    this.#stops.clear();
    const { alightStart, alightS } = this.timetable;
    for (let stop = 0; stop < this.timetable.stopCount; stop += 1) {
      if (seconds[stop] === Infinity) continue;
      for (let place = alightStart[stop] as number; place < (alightStart[stop + 1] as number); place += 1)
        this.#alight(place, (alightS[place] as number) + (seconds[stop] as number), facility[stop] as number);
    }
    for (let ride = 1; ride <= maxRides && this.#trips.count > 0; ride += 1) {
      this.#goAlongTrips(task);
      this.#takeLeast();
      if (ride < maxRides) this.#change(task);
      this.#stops.clear();
    }
  }

  #alight(place: number, arrivalS: number, facility: number): void {
    const call = this.timetable.alightCall[place] as number;
    const held = this.#alighted[call] as number;
    if (arrivalS > held || (arrivalS === held && facility >= (this.#alightedFor[call] as number))) return;
    this.#alighted[call] = arrivalS;
    this.#alightedFor[call] = facility;
    this.#trips.add(this.timetable.alightTrip[place] as number);
  }

  #goAlongTrips(task: Task): void {
    const { callStart, callStop, boardPlace, boardS } = this.timetable;
    const mostS = this.#mostS;
    const [boarded, boardedFor, alighted, alightedFor] = [
      this.#boarded,
      this.#boardedFor,
      this.#alighted,
      this.#alightedFor,
    ];
    const { list, count } = this.#trips;
    for (let nth = 0; nth < count; nth += 1) {
      if (nth % CHECK_EVERY === 0) task.checkpoint();
      const trip = list[nth] as number;
      let best = Infinity;
      let bestFor = -1;
      const first = callStart[trip] as number;
      for (let call = (callStart[trip + 1] as number) - 1; call >= first; call -= 1) {
        const place = boardPlace[call] as number;
        if (place >= 0 && best - (boardS[place] as number) <= mostS) {
          const held = boarded[place] as number;
          if (best < held || (best === held && bestFor < (boardedFor[place] as number))) {
            boarded[place] = best;
            boardedFor[place] = bestFor;
            this.#stops.add(callStop[call] as number);
          }
        }
        const value = alighted[call] as number;
        if (value < best || (value === best && (alightedFor[call] as number) < bestFor)) {
          best = value;
          bestFor = alightedFor[call] as number;
        }
      }
    }
    this.#trips.clear();
  }

  /** The best of this departure and of all later ones. */
  #takeLeast(): void {
    const { boardStart } = this.timetable;
    const { list, count } = this.#stops;
    for (let nth = 0; nth < count; nth += 1) {
      const stop = list[nth] as number;
      let best = Infinity;
      let bestFor = -1;
      for (let place = (boardStart[stop + 1] as number) - 1; place >= (boardStart[stop] as number); place -= 1) {
        const value = this.#boarded[place] as number;
        const valueFor = this.#boardedFor[place] as number;
        if (value < best || (value === best && valueFor < bestFor)) {
          best = value;
          bestFor = valueFor;
        }
        this.arrivalS[place] = best;
        this.facility[place] = bestFor;
      }
    }
  }

  /** From all calls somewhere near on to the stops that changed. */
  #change(task: Task): void {
    const { boardStart, boardS, alightStart, alightS } = this.timetable;
    const { start, stop: from, seconds } = this.#changes;
    const mostS = this.#mostS;
    const { list, count } = this.#stops;
    for (let nth = 0; nth < count; nth += 1) {
      if (nth % CHECK_EVERY === 0) task.checkpoint();
      const stop = list[nth] as number;
      const [firstPlace, endPlace] = [boardStart[stop] as number, boardStart[stop + 1] as number];
      for (let walk = start[stop] as number; walk < (start[stop + 1] as number); walk += 1) {
        const there = from[walk] as number;
        const walkS = seconds[walk] as number;
        // Both go back in time together.
        let place = endPlace;
        for (let at = (alightStart[there + 1] as number) - 1; at >= (alightStart[there] as number); at -= 1) {
          const readyS = (alightS[at] as number) + walkS;
          while (place > firstPlace && (boardS[place - 1] as number) >= readyS) place -= 1;
          if (place === endPlace) continue;
          const arrivalS = this.arrivalS[place] as number;
          if (arrivalS - (alightS[at] as number) <= mostS) this.#alight(at, arrivalS, this.facility[place] as number);
        }
      }
    }
  }
}

const CHECK_EVERY = 256;

/** A set of numbers below a bound that is quickly emptied. */
class Marks {
  readonly list: Uint32Array;
  count = 0;
  readonly #isIn: Uint8Array;

  constructor(size: number) {
    this.list = new Uint32Array(size);
    this.#isIn = new Uint8Array(size);
  }

  add(item: number): void {
    if (this.#isIn[item] === 1) return;
    this.#isIn[item] = 1;
    this.list[this.count] = item;
    this.count += 1;
  }

  clear(): void {
    for (let nth = 0; nth < this.count; nth += 1) this.#isIn[this.list[nth] as number] = 0;
    this.count = 0;
  }
}
