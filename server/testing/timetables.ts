/** Timetables for tests, written by hand. */
import type { Headways, Transfers, Transit } from '../analysis/transit/types.ts';

export interface TestTrip {
  readonly service?: number;
  /** Stop, arrival, departure, and the rules of the call. */
  readonly calls: readonly (readonly [stop: number, arrivalS: number, departureS: number, rules?: number])[];
}

export interface TestTransit {
  /** Degrees by stop. */
  readonly stops: readonly (readonly [lon: number, lat: number])[];
  readonly trips: readonly TestTrip[];
  /** Days of each service since 1970. */
  readonly services: readonly (readonly number[])[];
  readonly headways?: readonly (readonly [
    trip: number,
    startS: number,
    endS: number,
    headwayS: number,
    exact: number,
  ])[];
  readonly transfers?: readonly (readonly [from: number, to: number, kind: number, seconds: number])[];
  readonly timezone?: string;
}

export function testTransit(parts: TestTransit): Transit {
  const { stops, trips, services, headways = [], transfers = [], timezone = 'UTC' } = parts;
  const calls = trips.flatMap((trip) => trip.calls);
  let at = 0;
  const days = services.flat();
  const firstDay = Math.min(...days);
  const dayCount = Math.max(...days) - firstDay + 1;
  const active = new Uint8Array(services.length * dayCount);
  services.forEach((own, service) => {
    for (const day of own) active[service * dayCount + day - firstDay] = 1;
  });
  return {
    stopCount: stops.length,
    lonLat: Float64Array.from(stops.flat()),
    callStart: Uint32Array.from([0, ...trips.map((trip) => (at += trip.calls.length))]),
    callStop: Uint32Array.from(calls, ([stop]) => stop),
    arrivalS: Uint32Array.from(calls, ([, arrivalS]) => arrivalS),
    departureS: Uint32Array.from(calls, ([, , departureS]) => departureS),
    callRules: Uint8Array.from(calls, ([, , , rules = 0]) => rules),
    service: Uint32Array.from(trips, ({ service = 0 }) => service),
    headways: headwaysOf(headways),
    transfers: transfersOf(transfers),
    services: { firstDay, dayCount, active, feed: new Uint8Array(services.length) },
    meta: {
      ...{ id: 'test', key: 'test', licence: '', provenance: 'synthetic', timezone },
      title: { zh: '测试', en: 'Test' },
      source: { zh: '测试', en: 'Test' },
      feeds: [{ title: 'Test', from: '2019-05-13', to: '2019-05-13' }],
    },
  };
}

function headwaysOf(rows: NonNullable<TestTransit['headways']>): Headways {
  return {
    trip: Uint32Array.from(rows, ([trip]) => trip),
    startS: Uint32Array.from(rows, ([, startS]) => startS),
    endS: Uint32Array.from(rows, ([, , endS]) => endS),
    headwayS: Uint32Array.from(rows, ([, , , headwayS]) => headwayS),
    exact: Uint8Array.from(rows, ([, , , , exact]) => exact),
  };
}

function transfersOf(rows: NonNullable<TestTransit['transfers']>): Transfers {
  return {
    from: Uint32Array.from(rows, ([from]) => from),
    to: Uint32Array.from(rows, ([, to]) => to),
    kind: Uint8Array.from(rows, ([, , kind]) => kind),
    seconds: Uint32Array.from(rows, ([, , , seconds]) => seconds),
  };
}
