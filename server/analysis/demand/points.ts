import type { DemandPoint } from '../../../tiles/api/study.ts';
import { DEMAND } from './messages.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { AnalysisError } from '../errors.ts';
import type { Demand } from '../types.ts';
import { groupsOfRows } from './groups.ts';
import { MOST_NAMES, numberNames, type Named, sealDemand } from './codec.ts';

type GroupProperty = 'district' | 'subdistrict' | 'landUse';

/**
 * The demand that a study brings along. Points without coordinates (of a node, or of a matrix of costs) have NaN there.
 * Throws `AnalysisError` for no points, no people, and values that cannot be.
 */
export function demandOfPoints(points: readonly DemandPoint[]): Demand {
  if (points.length === 0)
    throw new AnalysisError('demand-empty', DEMAND['demand-empty'], {}, { at: '/demand/points' });
  points.forEach(checkPoint);
  if (!points.some(({ people }) => people > 0))
    throw new AnalysisError('demand-nobody', DEMAND['demand-nobody'], {}, { at: '/demand/points' });
  const districts = named(points, 'district', '/demand/points'),
    subdistricts = named(points, 'subdistrict', '/demand/points'),
    landUses = named(points, 'landUse', '/demand/points');
  return sealDemand({
    ids: points.map(({ id }) => (id === undefined ? '' : String(id))),
    count: points.length,
    lonLat: Float64Array.from(points.flatMap(({ lon = NaN, lat = NaN }) => [lon, lat])),
    people: Float64Array.from(points, ({ people }) => people),
    ...groupsOfRows(points),
    areaM2: Float64Array.from(points, ({ areaM2 = 0 }) => areaM2),
    district: districts.index,
    subdistrict: subdistricts.index,
    landUse: landUses.index,
    districts: districts.names,
    subdistricts: subdistricts.names,
    landUses: landUses.names,
    shape: { kind: 'points' },
    meta: { id: 'study', title: DEMAND['of-study'], provenance: 'imported', source: DEMAND['of-study'] },
  });
}

function checkPoint({ people, areaM2, lon, lat }: DemandPoint, index: number): void {
  const refuse = (text: Text, code: string, property: string, value: unknown): never => {
    throw new AnalysisError(
      code,
      text,
      { point: index + 1, value: String(value) },
      { at: `/demand/points/${index}/${property}` },
    );
  };
  if (!isAmount(people)) refuse(DEMAND['people-wrong'], 'people-wrong', 'people', people);
  if (areaM2 !== undefined && !isAmount(areaM2)) refuse(DEMAND['area-wrong'], 'area-wrong', 'areaM2', areaM2);
  if ((lon === undefined) !== (lat === undefined))
    refuse(DEMAND['half-place'], 'half-place', lon === undefined ? 'lon' : 'lat', lon ?? lat);
  if (lon !== undefined && !(Math.abs(lon) <= 180)) refuse(DEMAND['place-wrong'], 'place-wrong', 'lon', lon);
  if (lat !== undefined && !(Math.abs(lat) <= 90)) refuse(DEMAND['place-wrong'], 'place-wrong', 'lat', lat);
}

export function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}

/** Names of a property of the demand, numbered. Throws `AnalysisError` where there are too many. */
export function named(
  points: readonly Partial<Record<GroupProperty, string>>[],
  property: GroupProperty,
  at: string,
): Named {
  const found = numberNames(points.map((point) => point[property]));
  if (found === null)
    throw new AnalysisError('too-many-names', DEMAND['too-many-names'], { property, most: MOST_NAMES }, { at });
  return found;
}
