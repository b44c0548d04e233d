/** What is known of the ground, to see in which datum a file is. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bbox, GeoJSONGeometry } from '../../tiles/api/wire.ts';
import type { City } from '../layers/city.ts';
import { readText } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';

export type Line = readonly (readonly number[])[];

export interface KnownGround {
  /** Rings of the sea, holes alike; null where no sea is known. */
  readonly sea: readonly Line[] | null;
  /** Roads that somebody has measured. Generated ones are no evidence. */
  readonly roads: readonly Line[];
}

const SEA = loadSql('ingest/sql/known-sea');
const ROADS = loadSql('ingest/sql/known-roads');

/** More than the datums differ by. */
const MARGIN_DEG = 0.02;

/** @param bounds of what is compared with the ground */
export async function knownGround(db: Queryable, city: City, bounds: Bbox): Promise<KnownGround> {
  const box = [bounds[0] - MARGIN_DEG, bounds[1] - MARGIN_DEG, bounds[2] + MARGIN_DEG, bounds[3] + MARGIN_DEG] as const;
  const geometries = async (sql: typeof SEA, layer: string | undefined): Promise<GeoJSONGeometry[]> => {
    const rows = layer === undefined ? [] : await db.query(sql, [...box, layer]);
    return rows.map((row) => JSON.parse(readText(row, 'geometry')) as GeoJSONGeometry);
  };
  const { roles } = city;
  const [loaded, roads] = [await geometries(SEA, roles.sea), await geometries(ROADS, roles.roads)];
  const sea = (loaded.length > 0 ? loaded : await baseSea(city)).flatMap(ringsOf);
  return { sea: sea.some((ring) => meets(ring, box)) ? sea : null, roads: roads.flatMap(linesOf) };
}

function meets(ring: Line, [west, south, east, north]: Bbox): boolean {
  const lons = ring.map(([lon = NaN]) => lon);
  const lats = ring.map(([, lat = NaN]) => lat);
  const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
  return least(lons) <= east && most(lons) >= west && least(lats) <= north && most(lats) >= south;
}

/** The sea of the city's base files: real, and there before anything is loaded. Nothing where it has none. */
async function baseSea({ folder, roles }: City): Promise<GeoJSONGeometry[]> {
  if (roles.sea === undefined) return [];
  const text = await readFile(join(folder, 'base', `${roles.sea}.geojson`), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return [];
  const collection = JSON.parse(text) as {
    readonly features: readonly { readonly geometry: GeoJSONGeometry }[];
  };
  return collection.features.map(({ geometry }) => geometry);
}

export function ringsOf(geometry: GeoJSONGeometry): readonly Line[] {
  if (geometry.type === 'Polygon') return geometry.coordinates;
  return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
}

export function linesOf(geometry: GeoJSONGeometry): readonly Line[] {
  if (geometry.type === 'LineString') return [geometry.coordinates];
  return geometry.type === 'MultiLineString' ? geometry.coordinates : [];
}
