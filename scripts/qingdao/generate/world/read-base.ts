import { readFile } from 'node:fs/promises';
import type { FeatureCollection, MultiLineString, MultiPolygon, Polygon } from 'geojson';
import type { GeoJSONGeometry } from '../../../../tiles/api/wire.ts';
import type { Area, CoastLine } from '../types.ts';

/** Communities by the code of their subdistrict: last three digits, name, English name, longitude, latitude. */
export type CommunityTable = Readonly<
  Record<string, readonly (readonly [code: string, name: string, nameEn: string, lon: number, lat: number])[]>
>;

interface AreaProperties {
  readonly name: string;
  readonly name_en: string;
  readonly center: readonly [lon: number, lat: number];
  readonly area_km2: number;
}

export interface CoastProperties {
  readonly name: string;
  readonly name_en: string;
  readonly district: string;
  readonly length_km: number;
}

/** Folder of the base data, which is committed. */
export const BASE_DIR = new URL('../../../../data/cities/qingdao/base/', import.meta.url);

async function readJson<T>(file: string): Promise<T> {
  try {
    return JSON.parse(await readFile(new URL(file, BASE_DIR), 'utf8')) as T;
  } catch (cause) {
    throw new Error(
      `data/cities/qingdao/base/${file} cannot be read. Restore it from the repository, or derive it anew with npm run data:derive.`,
      { cause },
    );
  }
}

/**
 * Reads `districts` or `streets` (the subdistricts); the files are written by `npm run data:derive` and checked by its
 * tests.
 */
export async function readAreas(layer: 'districts' | 'streets'): Promise<Area[]> {
  const { features } = await readJson<FeatureCollection<Polygon | MultiPolygon, AreaProperties>>(`${layer}.geojson`);
  return features.map(({ id, geometry, properties }) => toArea(String(id), geometry, properties));
}

/** An area of the world from a feature of the base data. */
export function toArea(
  code: string,
  geometry: Polygon | MultiPolygon,
  { name, name_en, center, area_km2 }: AreaProperties,
): Area {
  return {
    code,
    name: { zh: name, en: name_en },
    district: code.slice(0, 6),
    geometry,
    bbox: bboxOf(geometry),
    center: { lon: center[0], lat: center[1] },
    areaKm2: area_km2,
  };
}

function bboxOf(geometry: Polygon | MultiPolygon): Area['bbox'] {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  const points = rings.flat() as [number, number][];
  const lons = points.map(([lon]) => lon),
    lats = points.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

export async function readCommunities(): Promise<Area[]> {
  const table = await readJson<CommunityTable>('communities.json');
  return Object.entries(table).flatMap(([subdistrict, rows]) =>
    rows.map(
      ([code, zh, en, lon, lat]): Area => ({
        code: subdistrict + code,
        name: { zh, en },
        district: subdistrict.slice(0, 6),
        geometry: { type: 'Point', coordinates: [lon, lat] },
        bbox: [lon, lat, lon, lat],
        center: { lon, lat },
        areaKm2: 0,
      }),
    ),
  );
}

export async function readSea(): Promise<GeoJSONGeometry> {
  const { features } = await readJson<FeatureCollection<Polygon | MultiPolygon>>('sea.geojson');
  const [sea] = features;
  if (!sea) throw new Error('data/cities/qingdao/base/sea.geojson holds no feature.');
  return sea.geometry;
}

export async function readCoast(): Promise<CoastLine[]> {
  const { features } = await readJson<FeatureCollection<MultiLineString, CoastProperties>>('coast.geojson');
  return features.map(({ geometry, properties }) => ({
    district: properties.district,
    name: { zh: properties.name, en: properties.name_en },
    geometry,
    lengthKm: properties.length_km,
  }));
}
