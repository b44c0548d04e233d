/** What is known of the ground, to see in which datum a file is. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Bbox, GeoJSONGeometry } from '../../../../tiles/api/wire.ts';
import { readText } from '../../../platform/db/rows.ts';
import { loadSql } from '../../../platform/db/sql.ts';
import type { Queryable } from '../../../platform/db/types.ts';

type Line = readonly (readonly number[])[];

export interface Ground {
  /** Rings of the sea, holes alike; null where no sea is known. */
  readonly sea: readonly Line[] | null;
  /** Roads that somebody has measured. Generated ones are no evidence. */
  readonly roads: readonly Line[];
}

const SEA = loadSql('analysis/network/sql/known-sea');
const ROADS = loadSql('analysis/network/sql/known-roads');

/** The sea that comes with the program: real, and there before anything is loaded. */
const BASE_SEA = fileURLToPath(new URL('../../../../data/base/sea.geojson', import.meta.url));

/** More than the datums differ by. */
const MARGIN_DEG = 0.02;

/** @param bounds of the streets */
export async function knownGround(db: Queryable, bounds: Bbox): Promise<Ground> {
  const box = [bounds[0] - MARGIN_DEG, bounds[1] - MARGIN_DEG, bounds[2] + MARGIN_DEG, bounds[3] + MARGIN_DEG] as const;
  const geometries = async (sql: typeof SEA): Promise<GeoJSONGeometry[]> =>
    (await db.query(sql, [...box])).map((row) => JSON.parse(readText(row, 'geometry')) as GeoJSONGeometry);
  const [loaded, roads] = [await geometries(SEA), await geometries(ROADS)];
  const sea = (loaded.length > 0 ? loaded : await baseSea()).flatMap(ringsOf);
  return { sea: sea.some((ring) => meets(ring, box)) ? sea : null, roads: roads.flatMap(linesOf) };
}

function meets(ring: Line, [west, south, east, north]: Bbox): boolean {
  const lons = ring.map(([lon = NaN]) => lon);
  const lats = ring.map(([, lat = NaN]) => lat);
  const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
  return least(lons) <= east && most(lons) >= west && least(lats) <= north && most(lats) >= south;
}

async function baseSea(): Promise<GeoJSONGeometry[]> {
  const collection = JSON.parse(await readFile(BASE_SEA, 'utf8')) as {
    readonly features: readonly { readonly geometry: GeoJSONGeometry }[];
  };
  return collection.features.map(({ geometry }) => geometry);
}

function ringsOf(geometry: GeoJSONGeometry): readonly Line[] {
  if (geometry.type === 'Polygon') return geometry.coordinates;
  return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
}

function linesOf(geometry: GeoJSONGeometry): readonly Line[] {
  if (geometry.type === 'LineString') return [geometry.coordinates];
  return geometry.type === 'MultiLineString' ? geometry.coordinates : [];
}
