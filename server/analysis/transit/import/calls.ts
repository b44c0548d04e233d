/** Rows of `stop_times.txt`: there may be millions, so they are kept in arrays that grow, and put in order by trip. */
import { grown } from '../../arrays.ts';
import { groupItems } from '../../paths/search-graph.ts';
import { NO_ALIGHTING, NO_BOARDING } from '../types.ts';
import type { Counts } from './counts.ts';
import type { Feed } from './feed.ts';
import type { Stops } from './stops.ts';

/** In `arrivalS` and `departureS`: nobody has said. */
export const UNTIMED = -1;
const FIRST_ROOM = 1 << 16;
const NONE = 1;
const MOST_SEQUENCE = 2 ** 32 - 1;

export interface Calls {
  /** Those of trip t are places `start[t]` to `start[t + 1]` of `order`, which gives rows of the other arrays. */
  readonly start: Uint32Array;
  readonly order: Uint32Array;
  readonly sequence: Uint32Array;
  readonly stop: Uint32Array;
  readonly arrivalS: Int32Array;
  readonly departureS: Int32Array;
  /** `NO_BOARDING`, `NO_ALIGHTING`. */
  readonly rules: Uint8Array;
  /** `shape_dist_traveled`, in any unit; NaN where it is not said. */
  readonly along: Float64Array;
}

/** Rejects with `AnalysisError`. Rows of unknown trips and stops are counted and left out. */
export async function readCalls(
  feed: Feed,
  trips: ReadonlyMap<string, number>,
  stops: Stops,
  counts: Counts,
): Promise<Calls> {
  feed.need('stop_times.txt');
  const room = new Room();
  const columns = {
    needed: ['trip_id', 'stop_sequence', 'arrival_time', 'departure_time'],
    optional: ['stop_id', 'pickup_type', 'drop_off_type', 'shape_dist_traveled'],
  };
  const kind = { min: 0, max: 3, fallback: 0 };
  for await (const row of feed.rows('stop_times.txt', columns)) {
    const trip = trips.get(row.id('trip_id'));
    const stop = stops.index.get(row.text('stop_id'));
    const [arrival, departure] = [row.time('arrival_time'), row.time('departure_time')];
    const [pickup, dropOff] = [row.whole('pickup_type', kind), row.whole('drop_off_type', kind)];
    if (trip === undefined) counts.add('calls-unknown-trip');
    else if (stop === undefined) counts.add('calls-unknown-stop');
    else {
      if (pickup > NONE || dropOff > NONE) counts.add('calls-arranged');
      room.add({
        trip,
        sequence: row.whole('stop_sequence', { min: 0, max: MOST_SEQUENCE }),
        stop,
        arrivalS: arrival ?? departure ?? UNTIMED,
        departureS: departure ?? arrival ?? UNTIMED,
        rules: (pickup === NONE ? NO_BOARDING : 0) | (dropOff === NONE ? NO_ALIGHTING : 0),
        along: row.number('shape_dist_traveled', 0, Number.MAX_VALUE),
      });
    }
  }
  return room.byTrip(trips.size);
}

interface Call {
  readonly trip: number;
  readonly sequence: number;
  readonly stop: number;
  readonly arrivalS: number;
  readonly departureS: number;
  readonly rules: number;
  readonly along: number;
}

class Room {
  #count = 0;
  #trip = new Int32Array(FIRST_ROOM);
  #sequence = new Uint32Array(FIRST_ROOM);
  #stop = new Uint32Array(FIRST_ROOM);
  #arrivalS = new Int32Array(FIRST_ROOM);
  #departureS = new Int32Array(FIRST_ROOM);
  #rules = new Uint8Array(FIRST_ROOM);
  #along = new Float64Array(FIRST_ROOM);

  add(call: Call): void {
    if (this.#count === this.#trip.length) this.#grow();
    const at = this.#count;
    this.#trip[at] = call.trip;
    this.#sequence[at] = call.sequence;
    this.#stop[at] = call.stop;
    this.#arrivalS[at] = call.arrivalS;
    this.#departureS[at] = call.departureS;
    this.#rules[at] = call.rules;
    this.#along[at] = call.along;
    this.#count += 1;
  }

  byTrip(tripCount: number): Calls {
    const { start, item: order } = groupItems(this.#trip.subarray(0, this.#count), tripCount);
    const sequence = this.#sequence;
    for (let trip = 0; trip < tripCount; trip += 1)
      order
        .subarray(start[trip], start[trip + 1])
        .sort((a, b) => (sequence[a] as number) - (sequence[b] as number) || a - b);
    return {
      ...{ start, order, sequence, stop: this.#stop, arrivalS: this.#arrivalS, departureS: this.#departureS },
      ...{ rules: this.#rules, along: this.#along },
    };
  }

  #grow(): void {
    const size = 2 * this.#trip.length;
    this.#trip = grown(new Int32Array(size), this.#trip);
    this.#sequence = grown(new Uint32Array(size), this.#sequence);
    this.#stop = grown(new Uint32Array(size), this.#stop);
    this.#arrivalS = grown(new Int32Array(size), this.#arrivalS);
    this.#departureS = grown(new Int32Array(size), this.#departureS);
    this.#rules = grown(new Uint8Array(size), this.#rules);
    this.#along = grown(new Float64Array(size), this.#along);
  }
}
