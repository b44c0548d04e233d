/** Stops, and which of them a station has. */
import type { Feed } from './feed.ts';

export interface Stops {
  /** Index by id, of those that have a place. */
  readonly index: ReadonlyMap<string, number>;
  /** Degrees, pairs. */
  readonly lonLat: Float64Array;
  /** Stops that a rule about an id is about: itself, and what belongs to it where it is a station. */
  readonly of: (id: string) => readonly number[];
}

interface Listed {
  readonly id: string;
  readonly parent: string;
  readonly lon: number;
  readonly lat: number;
}

/** A stop without a place stands where its station does. Rejects with `AnalysisError`. */
export async function readStops(feed: Feed): Promise<Stops> {
  feed.need('stops.txt');
  const listed = new Map<string, Listed>();
  const columns = { needed: ['stop_id'], optional: ['stop_lat', 'stop_lon', 'parent_station'] };
  for await (const row of feed.rows('stops.txt', columns)) {
    const id = row.id('stop_id');
    if (listed.has(id)) throw row.twice(id);
    listed.set(id, {
      id,
      parent: row.text('parent_station'),
      lon: row.number('stop_lon', -180, 180),
      lat: row.number('stop_lat', -90, 90),
    });
  }
  const index = new Map<string, number>();
  const children = new Map<string, number[]>();
  const lonLat: number[] = [];
  for (const { id, parent, ...own } of listed.values()) {
    const place = Number.isNaN(own.lon + own.lat) ? listed.get(parent) : own;
    if (place === undefined || Number.isNaN(place.lon + place.lat)) continue;
    const at = index.size;
    index.set(id, at);
    lonLat.push(place.lon, place.lat);
    const among = children.get(parent) ?? [];
    among.push(at);
    if (parent !== '') children.set(parent, among);
  }
  return {
    index,
    lonLat: Float64Array.from(lonLat),
    of: (id) => {
      const own = index.get(id);
      return [...(own === undefined ? [] : [own]), ...(children.get(id) ?? [])];
    },
  };
}
