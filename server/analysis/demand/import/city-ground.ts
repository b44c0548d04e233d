/** Districts, subdistricts and the sea of the city, as the database has them. */
import { createAreaIndex, type AreaIndex } from '../../../../tiles/tile/area-index.ts';
import { boxOf } from '../../../../tiles/tile/bbox.ts';
import { polygonsOf } from '../../../../tiles/tile/spheroid.ts';
import type { Bbox, GeoJSONGeometry } from '../../../../tiles/api/wire.ts';
import type { City } from '../../../layers/city.ts';
import { readText } from '../../../platform/db/rows.ts';
import { loadSql } from '../../../platform/db/sql.ts';
import type { Queryable } from '../../../platform/db/types.ts';
import { knownGround } from '../../../ingest/index.ts';
import type { Ground } from '../make.ts';

const AREAS = loadSql('ingest/sql/known-areas');

export interface CityGround extends Ground {
  readonly isSea: (lon: number, lat: number) => boolean;
  /** Whether any sea is known; else nobody need ask. */
  readonly hasSea: boolean;
  /** Box around all districts; that of the city's settings where none are loaded. */
  readonly bounds: Bbox;
  readonly hasDistricts: boolean;
}

export async function readCityGround(db: Queryable, city: City): Promise<CityGround> {
  const districts = await readAreas(db, city.roles.district),
    subdistricts = await readAreas(db, city.roles.subdistrict);
  const bounds = districts.bounds ?? city.bounds;
  const { sea } = await knownGround(db, city, bounds);
  const seaIndex =
    sea === null
      ? null
      : createAreaIndex([{ type: 'Polygon', coordinates: sea.map((ring) => ring.map((at) => [...at])) }]);
  return {
    bounds,
    hasDistricts: districts.bounds !== null,
    districtAt: districts.at,
    subdistrictAt: subdistricts.at,
    hasSea: seaIndex !== null,
    isSea: (lon, lat) => seaIndex !== null && seaIndex.locate(lon, lat) === 0,
  };
}

async function readAreas(
  db: Queryable,
  layer: string | undefined,
): Promise<{ readonly at: (lon: number, lat: number) => string | null; readonly bounds: Bbox | null }> {
  const rows = layer === undefined ? [] : await db.query(AREAS, [layer]);
  const codes = rows.map((row) => readText(row, 'code'));
  const geometries = rows.map((row) => JSON.parse(readText(row, 'geometry')) as GeoJSONGeometry);
  if (codes.length === 0) return { at: () => null, bounds: null };
  const index: AreaIndex = createAreaIndex(geometries);
  return {
    at: (lon, lat) => codes[index.locate(lon, lat)] ?? null,
    bounds: boxOf(geometries.flatMap((geometry) => polygonsOf(geometry).flat(2))),
  };
}
