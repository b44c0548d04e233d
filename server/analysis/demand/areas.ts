/** Demand of polygons: their people count at a point inside. */
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { crossesAntimeridian, areaM2, polygonsOf } from '../../../tiles/tile/spheroid.ts';
import { AnalysisError } from '../errors.ts';
import { areaCentres, locateInAreas } from '../measures/areas.ts';
import type { Demand, DemandMeta } from '../types.ts';
import { sealDemand } from './codec.ts';
import { groupsOfRows } from './groups.ts';
import { DEMAND } from './messages.ts';
import { isAmount, named } from './points.ts';

export interface PeopledArea {
  readonly id: string;
  readonly geometry: GeoJSONGeometry;
  /** NaN where nobody knows. */
  readonly people: number;
  readonly groups?: Readonly<Record<string, number>>;
  readonly district?: string;
  readonly subdistrict?: string;
  readonly landUse?: string;
}

/** `at`: their place in the study. Throws `AnalysisError` for no areas, no people, and values that cannot be. */
export function demandOfAreas(
  areas: readonly PeopledArea[],
  meta: Omit<DemandMeta, 'key'> = {
    id: 'study',
    title: DEMAND['of-study'],
    provenance: 'imported',
    source: DEMAND['of-study'],
  },
  at = '/demand/areas',
): Demand {
  if (areas.length === 0) throw new AnalysisError('demand-empty', DEMAND['demand-empty'], {}, { at });
  const without = areas.filter(({ people }) => !isAmount(people));
  if (without.length > 0)
    throw new AnalysisError(
      'area-people-missing',
      DEMAND['area-people-missing'],
      { count: without.length, id: without[0]?.id ?? '' },
      { at },
    );
  if (!areas.some(({ people }) => people > 0))
    throw new AnalysisError('demand-nobody', DEMAND['demand-nobody'], {}, { at });
  const geometries = areas.map(({ geometry }) => geometry);
  for (const { id, geometry } of areas) checkPositions(id, geometry, at);
  const lonLat = pointsInside(geometries);
  const unplaced = lonLat.findIndex((degrees) => !Number.isFinite(degrees)) >> 1;
  if (unplaced >= 0)
    throw new AnalysisError('area-empty', DEMAND['area-empty'], { id: areas[unplaced]?.id ?? '' }, { at });
  const [district, subdistrict, landUse] = (['district', 'subdistrict', 'landUse'] as const).map((property) =>
    named(areas, property, at),
  ) as [ReturnType<typeof named>, ReturnType<typeof named>, ReturnType<typeof named>];
  const sealed = sealDemand({
    count: areas.length,
    lonLat,
    people: Float64Array.from(areas, ({ people }) => people),
    ...groupsOfRows(areas),
    areaM2: Float64Array.from(geometries, areaM2),
    district: district.index,
    subdistrict: subdistrict.index,
    landUse: landUse.index,
    districts: district.names,
    subdistricts: subdistrict.names,
    landUses: landUse.names,
    shape: { kind: 'points' },
    meta,
  });
  return { ...sealed, ids: areas.map(({ id }) => id), shape: { kind: 'areas', geometries } };
}

function checkPositions(id: string, geometry: GeoJSONGeometry, at: string): void {
  for (const [lon = NaN, lat = NaN] of polygonsOf(geometry).flat(2)) {
    if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) continue;
    throw new AnalysisError('area-place', DEMAND['area-place'], { id, lon: String(lon), lat: String(lat) }, { at });
  }
  if (polygonsOf(geometry).flat().some(crossesAntimeridian))
    throw new AnalysisError('area-antimeridian', DEMAND['area-antimeridian'], { id }, { at });
}

/**
 * A point inside each area; degrees, pairs. The centroid where it lies inside, else the middle of the widest stretch at
 * half the height of the largest polygon. NaN for an area without ground.
 */
function pointsInside(geometries: readonly GeoJSONGeometry[]): Float64Array {
  const places = areaCentres({ ids: [], geometries });
  for (const [i, geometry] of geometries.entries()) {
    const own = places.subarray(2 * i, 2 * i + 2);
    if (locateInAreas({ ids: [], geometries: [geometry] }, own)[0] === 0) continue;
    own.set(middleOfWidest(geometry));
  }
  return places;
}

function middleOfWidest(geometry: GeoJSONGeometry): readonly [lon: number, lat: number] {
  const largest = polygonsOf(geometry)
    .map((coordinates) => ({ coordinates, area: areaM2({ type: 'Polygon', coordinates }) }))
    .reduce((most, each) => (each.area > most.area ? each : most), { coordinates: NO_RINGS, area: 0 }).coordinates;
  const lats = largest.flat().map((position) => position[1] as number);
  const lat =
    lats.reduce((a, b) => Math.min(a, b), Infinity) / 2 + lats.reduce((a, b) => Math.max(a, b), -Infinity) / 2;
  const crossings = largest
    .flatMap((ring) =>
      ring.slice(1).flatMap(([bx, by], at) => {
        const [[ax, ay], [cx, cy]] = [ring[at] as [number, number], [bx, by] as [number, number]];
        return ay > lat === cy > lat ? [] : [ax + ((lat - ay) / (cy - ay)) * (cx - ax)];
      }),
    )
    .sort((a, b) => a - b);
  let [lon, widest] = [NaN, 0];
  for (let k = 1; k < crossings.length; k += 2) {
    const [west, east] = [crossings[k - 1] as number, crossings[k] as number];
    if (east - west > widest) [lon, widest] = [(west + east) / 2, east - west];
  }
  return [lon, Number.isNaN(lon) ? NaN : lat];
}

const NO_RINGS: readonly (readonly (readonly number[])[])[] = [];
