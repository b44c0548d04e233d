/** How long people need who leave their place at one minute after the other. */
import type { ArrivalSearch } from './arrivals.ts';
import type { Walks } from './walks.ts';

/** One departure a minute. */
const STEP_S = 60;

export interface Departures {
  /** The first one, in seconds of the day. */
  readonly departS: number;
  /** How many, a minute apart. */
  readonly count: number;
  /** Above 0, at most 100: of n times the one of rank ⌈percentile · n / 100⌉. */
  readonly percentile: number;
  /** Journeys with a ride that take longer are not taken. */
  readonly maxJourneyS: number;
}

/** A time on foot all the way, or with rides; Infinity and -1 where there is no way. */
export interface PlaceTime {
  readonly seconds: number;
  readonly facility: number;
}

const NO_WAY: PlaceTime = { seconds: Infinity, facility: -1 };

/** When the last of them has arrived at the latest, in seconds of the day. */
export function endOf({ departS, count, maxJourneyS }: Departures): number {
  return departS + (count - 1) * STEP_S + maxJourneyS;
}

/** Times from demand, by what an `ArrivalSearch` has found. */
export class DepartureSearch {
  readonly #departures: Departures;
  readonly #access: Walks;
  readonly #search: ArrivalSearch;
  readonly #times: Float64Array;
  readonly #facilities: Int32Array;
  readonly #sorted: Float64Array;
  /** By stop: the least time from a departure there to an arrival; Infinity where there is none. */
  readonly #leastS: Float64Array;

  constructor(access: Walks, search: ArrivalSearch, departures: Departures) {
    this.#access = access;
    this.#search = search;
    this.#departures = departures;
    this.#times = new Float64Array(departures.count);
    this.#facilities = new Int32Array(departures.count);
    this.#sorted = new Float64Array(departures.count);
    this.#leastS = new Float64Array(search.timetable.stopCount);
  }

  /** Call it after each run of the search. */
  begin(): void {
    const { timetable, arrivalS } = this.#search;
    const { stopCount, boardStart, boardS } = timetable;
    for (let stop = 0; stop < stopCount; stop += 1) {
      let least = Infinity;
      for (let place = boardStart[stop] as number; place < (boardStart[stop + 1] as number); place += 1)
        least = Math.min(least, (arrivalS[place] as number) - (boardS[place] as number));
      this.#leastS[stop] = least;
    }
  }

  /**
   * The percentile of the times from a place of demand, each the least of going by `walk` all the way and of riding,
   * and the facility of the first departure that takes so long. Times above `limitS` may be told as Infinity.
   */
  find(demand: number, walk: PlaceTime, limitS: number): PlaceTime {
    const { start, stop: stops, seconds: walkS } = this.#access;
    const { count, maxJourneyS } = this.#departures;
    const mostS = Math.min(maxJourneyS, limitS);
    let isRiding = false;
    for (let at = start[demand] as number; at < (start[demand + 1] as number); at += 1) {
      const least = (walkS[at] as number) + (this.#leastS[stops[at] as number] as number);
      if (least > mostS || least > walk.seconds) continue;
      if (!isRiding) {
        this.#times.fill(walk.seconds);
        this.#facilities.fill(walk.facility);
        isRiding = true;
      }
      this.#ride(stops[at] as number, walkS[at] as number, mostS);
    }
    if (!isRiding) return walk;
    const rank = Math.max(1, Math.ceil((this.#departures.percentile * count) / 100));
    let within = 0;
    for (const seconds of this.#times) if (seconds <= limitS && seconds < Infinity) within += 1;
    // Most pairs of a matrix are too far apart, and need no order.
    if (within < rank) return NO_WAY;
    this.#sorted.set(this.#times);
    this.#sorted.sort();
    const found = this.#sorted[rank - 1] as number;
    return { seconds: found, facility: this.#facilities[this.#times.indexOf(found)] as number };
  }

  /** Who walks to a stop takes the first departure that they are there for, or a later one that arrives before. */
  #ride(stop: number, walkS: number, mostS: number): void {
    const { departS, count } = this.#departures;
    const { timetable, arrivalS, facility } = this.#search;
    const boardS = timetable.boardS;
    const end = timetable.boardStart[stop + 1] as number;
    let place = timetable.boardStart[stop] as number;
    for (let nth = 0; nth < count; nth += 1) {
      const leaveS = departS + nth * STEP_S;
      while (place < end && (boardS[place] as number) < leaveS + walkS) place += 1;
      if (place === end) return;
      const takesS = (arrivalS[place] as number) - leaveS;
      const held = this.#times[nth] as number;
      if (takesS > mostS || takesS > held) continue;
      if (takesS === held && (facility[place] as number) >= (this.#facilities[nth] as number)) continue;
      this.#times[nth] = takesS;
      this.#facilities[nth] = facility[place] as number;
    }
  }
}
