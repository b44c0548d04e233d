import { moved } from './outline.ts';
import type { LonLat, Road, World } from './types.ts';

/** The road's line; the longest part of one in several parts. */
export function roadLine({ geometry, id }: Road): LonLat[] {
  const parts =
    geometry.type === 'LineString'
      ? [geometry.coordinates]
      : geometry.type === 'MultiLineString'
        ? geometry.coordinates
        : [];
  const longest = parts.reduce<readonly (readonly number[])[]>(
    (best, part) => (part.length > best.length ? part : best),
    [],
  );
  if (longest.length < 2) throw new Error(`Road ${id} has no line.`);
  return longest.map(([lon = 0, lat = 0]) => ({ lon, lat }));
}

/**
 * A place beside the road as near to its middle as lies in its own district: `offsetM` east of the axis where that is
 * land of the district, otherwise on the axis. Roads along a boundary or a shore need the search.
 */
export function besideRoad(world: Pick<World, 'districtAt'>, road: Road, offsetM = 6): LonLat {
  const line = roadLine(road);
  const middles = line.slice(1).map((to, i) => {
    const from = line[i] ?? to;
    return { lon: (from.lon + to.lon) / 2, lat: (from.lat + to.lat) / 2 };
  });
  const half = Math.floor(middles.length / 2);
  const outward = middles
    .map((at, i) => ({ at, far: Math.abs(i - half) }))
    .sort((a, b) => a.far - b.far)
    .map(({ at }) => at);
  for (const at of [...outward, ...line]) {
    for (const place of [moved(at, offsetM, 0), at]) {
      const rounded = { lon: round6(place.lon), lat: round6(place.lat) };
      if (world.districtAt(rounded) === road.district) return rounded;
    }
  }
  throw new Error(`No part of road ${road.id} lies in its district ${road.district}.`);
}

function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
