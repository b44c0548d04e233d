import type { AreaChoice } from '../../../tiles/api/place.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { CountDomain, SpatialArea } from '../../../tiles/api/spatial-results.ts';
import type { Neighbours, SpatialValues } from '../../../tiles/api/spatial-values.ts';
import { MEASURES } from './messages.ts';
import { neighbours } from '../demand/cells.ts';
import { demandId, demandIds, givenId } from '../demand/ids.ts';
import { createProjection, gaussKruger, type Projection } from '../demand/projection.ts';
import { AnalysisError } from '../errors.ts';
import type { Demand, Task } from '../types.ts';
import { areaCentres, locateInAreas } from './areas.ts';
import { bordering, type Contiguity } from './borders.ts';
import { cellCentres, cellNames, gridOver, locateInGrid, projected } from './grid.ts';
import { contiguous, distanceBand, givenWeights, nearestNeighbours } from './spatial-weights.ts';
import { unitWeights, type SpatialWeights } from './spatial-weights.ts';
import type { MeasureExtra, PointSet, ValuedFeatures } from './types.ts';

/** Values, and what is known of where they are. */
export interface Located {
  readonly values: Float64Array;
  /** By value; null for values alone. */
  readonly ids: readonly string[] | null;
  /** Degrees, pairs; null where values have no places. */
  readonly lonLat: Float64Array | null;
  /** Neighbours by borders; null where values have none. */
  readonly touching: ((kind: Contiguity, task?: Task) => SpatialWeights) | null;
  readonly counted: {
    readonly areas: readonly SpatialArea[];
    readonly domain: CountDomain;
    readonly outside: number;
  } | null;
}

/** Where points are counted: which cell each is in, and the cells. */
export interface Counted {
  readonly domain: CountDomain;
  readonly keys: readonly string[];
  /** By point; -1 for none. */
  readonly cell: Int32Array;
  readonly touching: NonNullable<Located['touching']>;
  /** Degrees, pairs. */
  readonly centres: () => Float64Array;
}

const CHOICES = ['points', 'count', 'values', 'areas', 'layer', 'demand'] as const;

/** Throws `AnalysisError`. */
export function locateValues(spatial: SpatialValues, demand: Demand | null, extra: MeasureExtra, at?: string): Located {
  if (CHOICES.filter((key) => key in spatial).length !== 1)
    throw new AnalysisError('values-choice', MEASURES['values-choice'], {}, { at: `${at ?? ''}/values` });
  if ('values' in spatial)
    return { values: Float64Array.from(spatial.values), ids: null, lonLat: null, touching: null, counted: null };
  if ('points' in spatial) {
    const { points } = spatial;
    const places = extra.places ?? Float64Array.from(points.flatMap(({ lon = NaN, lat = NaN }) => [lon, lat]));
    return {
      values: Float64Array.from(points, ({ value }) => value),
      ids: points.map(({ id }, index) => givenId(id, 'point', index)),
      lonLat: places,
      touching: null,
      counted: null,
    };
  }
  if ('demand' in spatial) return valuesOfDemand(spatial.demand, demand, at);
  if ('layer' in spatial) return valuesOfFeatures(needed(extra.valued, 'valued'));
  if ('areas' in spatial) {
    const { areas } = spatial;
    const geometries = areas.map(({ geometry }) => geometry);
    return valuesOfFeatures({
      ids: areas.map(({ id }, index) => givenId(id, 'area', index)),
      values: Float64Array.from(areas, ({ value }) => value),
      lonLat: areaCentres({ ids: [], geometries }),
      geometries,
    });
  }
  const counted = countIn(needed(extra.points, 'points'), spatial.count, demand, extra, `${at ?? ''}/values/count`);
  const counts = new Float64Array(counted.keys.length);
  for (const cell of counted.cell) if (cell >= 0) counts[cell] = (counts[cell] as number) + 1;
  const lonLat = counted.centres();
  const areas = counted.keys.map((id, i) => ({
    id,
    value: counts[i] as number,
    lon: lonLat[2 * i] as number,
    lat: lonLat[2 * i + 1] as number,
  }));
  return {
    values: counts,
    ids: counted.keys,
    lonLat,
    touching: counted.touching,
    counted: { areas, domain: counted.domain, outside: counted.cell.filter((cell) => cell < 0).length },
  };
}

function valuesOfFeatures({ ids, values, lonLat, geometries }: ValuedFeatures): Located {
  const touching = geometries === null ? null : ofAreas(geometries);
  return { values, ids, lonLat, touching, counted: null };
}

/** People of each demand, or people per km². */
function valuesOfDemand(of: 'people' | 'density', demand: Demand | null, at?: string): Located {
  const place = { at: `${at ?? ''}/values/demand` };
  if (demand === null) throw new AnalysisError('no-values-demand', MEASURES['no-values-demand'], {}, place);
  const bare = demand.areaM2.findIndex((areaM2) => !(areaM2 > 0));
  if (of === 'density' && bare >= 0)
    throw new AnalysisError('no-density', MEASURES['no-density'], { id: demandId(demand, bare) }, place);
  const { shape } = demand;
  return {
    values:
      of === 'people' ? demand.people : demand.people.map((people, i) => (people / (demand.areaM2[i] as number)) * 1e6),
    ids: demandIds(demand),
    lonLat: demand.lonLat,
    touching:
      shape.kind === 'points'
        ? null
        : shape.kind === 'areas'
          ? ofAreas(shape.geometries)
          : (kind) => {
              const { start, index } = neighbours(demand, { corners: kind === 'queen' });
              return { count: demand.count, start, index, weight: new Float64Array(index.length).fill(1) };
            },
    counted: null,
  };
}

function ofAreas(geometries: readonly GeoJSONGeometry[]): NonNullable<Located['touching']> {
  return (kind, task) => unitWeights(bordering(geometries, kind, () => task?.checkpoint()));
}

/** Throws `AnalysisError` where there are none, or one has no place. */
export function assertPlaced(
  { ids, lonLat }: PointSet,
  { orNone = false }: { readonly orNone?: boolean } = {},
  at?: string,
): void {
  const of = `${at ?? ''}/of`;
  if (ids.length === 0 && !orNone) throw new AnalysisError('no-points', MEASURES['no-points'], {}, { at: of });
  const missing = lonLat.findIndex((degrees) => !Number.isFinite(degrees));
  if (missing >= 0)
    throw new AnalysisError(
      'point-unplaced',
      MEASURES['point-unplaced'],
      { id: ids[missing >> 1] as string },
      { at: of },
    );
}

/** Points in cells of `cellM`, or in areas. Throws `AnalysisError`. */
export function countIn(
  points: PointSet,
  choice: { readonly cellM?: number; readonly areas?: AreaChoice },
  demand: Demand | null,
  extra: MeasureExtra,
  at?: string,
): Counted {
  if ((choice.cellM === undefined) === (choice.areas === undefined))
    throw new AnalysisError('cells-choice', MEASURES['cells-choice'], {}, { at: at ?? '' });
  const byDemand = demand !== null && demand.shape.kind !== 'points';
  assertPlaced(points, { orNone: byDemand || choice.cellM === undefined }, at);
  if (choice.cellM === undefined) {
    const areas = needed(extra.areas, 'areas');
    if (areas.ids.length === 0)
      throw new AnalysisError('no-areas', MEASURES['no-areas'], {}, { at: `${at ?? ''}/areas` });
    return {
      domain: 'areas',
      keys: areas.ids,
      cell: locateInAreas(areas, points.lonLat),
      touching: ofAreas(areas.geometries),
      centres: () => areaCentres(areas),
    };
  }
  const projection = projectionFor(demand, byDemand ? demand.lonLat : points.lonLat);
  const places = projected(points.lonLat, projection);
  const grid = gridOver(
    byDemand ? centresOf(demand, projection) : places,
    projection,
    choice.cellM,
    { whole: !byDemand },
    at,
  );
  return {
    domain: byDemand ? 'demand' : 'points',
    keys: cellNames(grid),
    cell: locateInGrid(grid, places),
    touching: (kind) => contiguous(grid.column, grid.row, kind),
    centres: () => cellCentres(grid),
  };
}

/** Centres of the demand's cells in its projection; of squares without a detour by degrees. */
function centresOf({ shape, lonLat }: Demand, projection: Projection): Float64Array {
  if (shape.kind !== 'square') return projected(lonLat, projection);
  return Float64Array.from(
    { length: lonLat.length },
    (_, i) => (((i % 2 === 0 ? shape.column : shape.row)[i >> 1] as number) + 0.5) * shape.sizeM,
  );
}

/** The projection of the demand's own cells; else the Gauss–Krüger zone in the middle of the places. */
export function projectionFor(demand: Demand | null, lonLat: Float64Array): Projection {
  if (demand?.shape.kind === 'square') return createProjection(demand.shape.proj);
  let [west, east] = [Infinity, -Infinity];
  for (let i = 0; i < lonLat.length; i += 2)
    [west, east] = [Math.min(west, lonLat[i] as number), Math.max(east, lonLat[i] as number)];
  return createProjection(gaussKruger(lonLat.length === 0 ? 0 : (west + east) / 2));
}

/** Throws `AnalysisError`. */
export function weightsOf(
  chosen: Neighbours,
  { values, lonLat, touching }: Located,
  task?: Task,
  at?: string,
): SpatialWeights {
  if ('given' in chosen) return givenWeights(chosen.given, values.length, at);
  if ('contiguity' in chosen) {
    if (touching === null)
      throw new AnalysisError(
        'contiguity-needs-grid',
        MEASURES['contiguity-needs-grid'],
        {},
        { at: `${at ?? ''}/neighbours/contiguity` },
      );
    return touching(chosen.contiguity, task);
  }
  if (lonLat === null)
    throw new AnalysisError(
      'neighbours-need-places',
      MEASURES['neighbours-need-places'],
      {},
      { at: `${at ?? ''}/neighbours` },
    );
  const missing = lonLat.findIndex((degrees) => !Number.isFinite(degrees));
  if (missing >= 0)
    throw new AnalysisError(
      'place-missing',
      MEASURES['place-missing'],
      { point: (missing >> 1) + 1 },
      { at: `${at ?? ''}/values/points/${missing >> 1}` },
    );
  return 'withinM' in chosen
    ? distanceBand(lonLat, chosen.withinM, task)
    : nearestNeighbours(lonLat, chosen.nearest, task);
}

/** Throws `TypeError` where the caller lacks what the request needs. */
export function needed<T>(value: T | undefined, name: keyof MeasureExtra): T {
  if (value === undefined) throw new TypeError(`The measure was not given "${name}".`);
  return value;
}
