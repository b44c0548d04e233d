/** Timetables of public transport, as they are stored: typed arrays, so that threads can share them. */
import type { Text } from '../../../tiles/layer/layer.ts';

/** What a call does not allow, as bits. */
export const NO_BOARDING = 1;
export const NO_ALIGHTING = 2;

/**
 * Public transport of one or several feeds of GTFS. A call is a trip's stay at a stop. Times are seconds since the
 * origin of the service day, noon less twelve hours (`service-day.ts`); those of trips past midnight exceed 86,400.
 */
export interface Transit {
  readonly stopCount: number;
  /** Degrees, pairs by stop. */
  readonly lonLat: Float64Array;
  /** Calls of trip t are `callStart[t]` to `callStart[t + 1]`, in the order of the trip; times never fall along it. */
  readonly callStart: Uint32Array;
  readonly callStop: Uint32Array;
  readonly arrivalS: Uint32Array;
  readonly departureS: Uint32Array;
  /** `NO_BOARDING`, `NO_ALIGHTING`. */
  readonly callRules: Uint8Array;
  /** By trip. */
  readonly service: Uint32Array;
  readonly headways: Headways;
  readonly transfers: Transfers;
  readonly services: Services;
  readonly meta: TransitMeta;
}

/**
 * Trips that run again and again, each from `startS` on, before `endS`: they run by these alone, and their own calls
 * say how long they take. `exact`: 1 where the departures are a timetable, 0 where only the headway is promised.
 */
export interface Headways {
  readonly trip: Uint32Array;
  readonly startS: Uint32Array;
  readonly endS: Uint32Array;
  readonly headwayS: Uint32Array;
  readonly exact: Uint8Array;
}

/** `transfer_type` of GTFS. */
export const TRANSFER = { recommended: 0, timed: 1, minimum: 2, impossible: 3 } as const;

/** Rules of `transfers.txt` between stops; `seconds` counts for `TRANSFER.minimum`. */
export interface Transfers {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly kind: Uint8Array;
  readonly seconds: Uint32Array;
}

/** Service s runs on day `firstDay + d` where `active[s * dayCount + d]` is 1; days since 1 January 1970. */
export interface Services {
  readonly firstDay: number;
  readonly dayCount: number;
  readonly active: Uint8Array;
  /** Index into `meta.feeds`, by service. */
  readonly feed: Uint8Array;
}

export interface FeedFacts {
  readonly title: string;
  /** First and last day with a service, such as `2019-04-11`. */
  readonly from: string;
  readonly to: string;
}

export interface TransitMeta {
  readonly id: string;
  /** Changes whenever the timetables do. */
  readonly key: string;
  readonly title: Text;
  readonly provenance: string;
  readonly source: Text;
  /** Empty where nobody has said. */
  readonly licence: string;
  /** Of IANA, such as `America/Sao_Paulo`: that of all feeds. */
  readonly timezone: string;
  readonly feeds: readonly FeedFacts[];
}
