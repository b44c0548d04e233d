/**
 * Timetables of the demonstration: trains both ways along the three metro lines. Only the lines are real; the stations
 * stand to a few hundred metres, and speeds, headways and hours are made up.
 */
import { transitKey } from '../../../server/analysis/transit/codec.ts';
import { dayOf } from '../../../server/analysis/transit/service-day.ts';
import { TRANSFER, type Headways, type Transit } from '../../../server/analysis/transit/types.ts';
import { segmentM } from '../../../tiles/tile/spheroid.ts';
import { knownSpot } from './known/spot.ts';
import { METRO_LINES, type MetroLine } from './metro.ts';
import type { World } from './types.ts';

const RUNNING_MPS = 60 / 3.6;
const DWELL_S = 30;
const CHANGE_S = 180;
/** From, to (hours) and headway (seconds). */
const PERIODS = [
  [6, 7, 480],
  [7, 9, 240],
  [9, 17, 480],
  [17, 19, 240],
  [19, 22.5, 480],
] as const;
const DAYS = ['2024-01-01', '2035-12-31'] as const;

interface Call {
  readonly stop: number;
  readonly arrivalS: number;
  readonly departureS: number;
}

/** Every day alike; each line has stops of its own, and those of one name are a change of three minutes apart. */
export function metroTimetables(world: World): Transit {
  const stations = METRO_LINES.flatMap((line) => line.stations);
  // Where the map shows them: on streets, so that people can walk to them.
  const places = stations.map(([, , lon, lat]) => knownSpot(world, { lon, lat }));
  const trips = METRO_LINES.flatMap(tripsOf);
  const calls = trips.flat();
  const changes = stations.flatMap(([name], from) =>
    stations.flatMap(([other], to) => (from !== to && name === other ? [[from, to] as const] : [])),
  );
  let count = 0;
  const [from, to] = DAYS;
  const firstDay = dayOf(from) ?? 0;
  const dayCount = (dayOf(to) ?? 0) - firstDay + 1;
  const timetables = {
    stopCount: stations.length,
    lonLat: Float64Array.from(places.flatMap(({ lon, lat }) => [lon, lat])),
    callStart: Uint32Array.from([0, ...trips.map((trip) => (count += trip.length))]),
    callStop: Uint32Array.from(calls, ({ stop }) => stop),
    arrivalS: Uint32Array.from(calls, ({ arrivalS }) => arrivalS),
    departureS: Uint32Array.from(calls, ({ departureS }) => departureS),
    callRules: new Uint8Array(calls.length),
    service: new Uint32Array(trips.length),
    headways: headwaysOf(trips.length),
    transfers: {
      from: Uint32Array.from(changes, ([stop]) => stop),
      to: Uint32Array.from(changes, ([, stop]) => stop),
      kind: new Uint8Array(changes.length).fill(TRANSFER.minimum),
      seconds: new Uint32Array(changes.length).fill(CHANGE_S),
    },
    services: { firstDay, dayCount, active: new Uint8Array(dayCount).fill(1), feed: new Uint8Array(1) },
  };
  const timezone = 'Asia/Shanghai';
  return {
    ...timetables,
    meta: {
      ...{ id: 'metro', provenance: 'synthetic', licence: '', timezone },
      key: transitKey(timetables, timezone),
      title: { zh: '演示地铁（2、6、13 号线）', en: 'Metro of the demonstration (lines 2, 6 and 13)' },
      source: {
        zh: '由脚本按三条线路的站点生成，时刻、间隔和速度均非真实',
        en: 'Made by a script from the stations of three lines: times, headways and speeds are not real',
      },
      feeds: [{ title: '演示地铁 · demonstration metro', from, to }],
    },
  };
}

/** A line there and back. */
function tripsOf({ stations }: MetroLine, line: number): readonly (readonly Call[])[] {
  const before = METRO_LINES.slice(0, line).reduce((sum, each) => sum + each.stations.length, 0);
  const there = stations.map((station, at) => ({ station, stop: before + at }));
  return [there, there.toReversed()].map((along) => {
    let timeS = 0;
    return along.map(({ station: [, , lon, lat], stop }, at) => {
      const last = along[at - 1]?.station;
      const arrivalS =
        last === undefined ? timeS : timeS + Math.round(segmentM(last[2], last[3], lon, lat) / RUNNING_MPS);
      timeS = arrivalS + DWELL_S;
      return { stop, arrivalS, departureS: timeS };
    });
  });
}

function headwaysOf(tripCount: number): Headways {
  const runs = Array.from({ length: tripCount }, (_, trip) =>
    PERIODS.map((period) => [trip, ...period] as const),
  ).flat();
  return {
    trip: Uint32Array.from(runs, ([trip]) => trip),
    startS: Uint32Array.from(runs, ([, from]) => from * 3600),
    endS: Uint32Array.from(runs, ([, , to]) => to * 3600),
    headwayS: Uint32Array.from(runs, ([, , , headwayS]) => headwayS),
    exact: new Uint8Array(runs.length),
  };
}
