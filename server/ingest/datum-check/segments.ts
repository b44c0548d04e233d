import Flatbush from 'flatbush';
import { metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import type { Line } from '../known-ground.ts';

/** Farther than this tells nothing: the datums lie some 500 to 1,300 m apart. */
const REACH_M = 250;

/** Metres from a place (degrees) to the nearest of some lines; infinite beyond 250 m. */
export type Nearness = (lon: number, lat: number) => number;

/** Null where there are no lines. */
export function nearnessTo(lines: readonly Line[]): Nearness | null {
  const count = lines.reduce((sum, line) => sum + Math.max(0, line.length - 1), 0);
  if (count === 0) return null;
  const ends = new Float64Array(count * 4);
  const tree = new Flatbush(count);
  let at = 0;
  for (const line of lines) {
    for (let i = 1; i < line.length; i += 1) {
      const [ax = NaN, ay = NaN] = line[i - 1] as readonly number[];
      const [bx = NaN, by = NaN] = line[i] as readonly number[];
      ends.set([ax, ay, bx, by], at);
      tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
      at += 4;
    }
  }
  tree.finish();
  return (lon, lat) => {
    const scale = metresPerDegree(lat);
    const [dx, dy] = [REACH_M / scale.lon, REACH_M / scale.lat];
    let least = Infinity;
    for (const index of tree.search(lon - dx, lat - dy, lon + dx, lat + dy)) {
      const ax = ((ends[index * 4] as number) - lon) * scale.lon;
      const ay = ((ends[index * 4 + 1] as number) - lat) * scale.lat;
      const bx = ((ends[index * 4 + 2] as number) - lon) * scale.lon - ax;
      const by = ((ends[index * 4 + 3] as number) - lat) * scale.lat - ay;
      const length = bx * bx + by * by;
      const t = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * bx + ay * by) / length));
      least = Math.min(least, Math.hypot(ax + t * bx, ay + t * by));
    }
    return least <= REACH_M ? least : Infinity;
  };
}
