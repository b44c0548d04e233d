import Flatbush from 'flatbush';
import { metresPerDegree, segmentM } from '../../../tiles/tile/spheroid.ts';

/** The window in degrees is drawn this much wider than it must be; distances decide. */
const WINDOW = 1.01;

/**
 * Metres in a straight line on the spheroid from each point to the nearest of some places, Infinity where none is
 * within the limit. Points and places: longitude and latitude in degrees, in pairs.
 */
export function nearestInLine(places: Float64Array, points: Float64Array, limitM: number): Float64Array {
  const found = new Float64Array(points.length / 2).fill(Infinity);
  if (places.length === 0) return found;
  const index = new Flatbush(places.length / 2);
  for (let place = 0; place < places.length; place += 2)
    index.add(places[place] as number, places[place + 1] as number);
  index.finish();
  for (let point = 0; point < found.length; point += 1) {
    const [lon, lat] = [points[2 * point] as number, points[2 * point + 1] as number];
    const perDegree = metresPerDegree(lat);
    const [dLon, dLat] = [(limitM / perDegree.lon) * WINDOW, (limitM / perDegree.lat) * WINDOW];
    for (const place of index.search(lon - dLon, lat - dLat, lon + dLon, lat + dLat)) {
      const metres = segmentM(lon, lat, places[2 * place] as number, places[2 * place + 1] as number);
      if (metres <= limitM && metres < (found[point] as number)) found[point] = metres;
    }
  }
  return found;
}
