import type { AreaChoice } from '../../../tiles/api/place.ts';
import type { CountDomain, SpatialArea } from '../../../tiles/api/spatial-results.ts';
import type { Neighbours, SpatialValues } from '../../../tiles/api/spatial-values.ts';
import { MEASURES } from './messages.ts';
import { createProjection, gaussKruger, type Projection } from '../demand/projection.ts';
import { AnalysisError } from '../errors.ts';
import type { Demand, Task } from '../types.ts';
import { areaCentres, locateInAreas } from './areas.ts';
import { cellCentres, cellNames, gridOver, locateInGrid, projected, type CellGrid } from './grid.ts';
import { contiguous, distanceBand, givenWeights, nearestNeighbours, type SpatialWeights } from './spatial-weights.ts';
import type { MeasureExtra, PointSet } from './types.ts';

/** Values, and what is known of where they are. */
export interface Located {
  readonly values: Float64Array;
  /** Degrees, pairs; null where values have no places. */
  readonly lonLat: Float64Array | null;
  readonly grid: CellGrid | null;
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
  readonly grid: CellGrid | null;
  /** Degrees, pairs. */
  readonly centres: () => Float64Array;
}

/** Throws `AnalysisError`. */
export function locateValues(spatial: SpatialValues, demand: Demand | null, extra: MeasureExtra, at?: string): Located {
  const { points, count, values } = spatial;
  if ([points, count, values].filter((each) => each !== undefined).length !== 1) {
    throw new AnalysisError('values-choice', MEASURES['values-choice'], {}, { at: `${at ?? ''}/values` });
  }
  if (values !== undefined) return { values: Float64Array.from(values), lonLat: null, grid: null, counted: null };
  if (points !== undefined) {
    const places = extra.places ?? Float64Array.from(points.flatMap(({ lon = NaN, lat = NaN }) => [lon, lat]));
    return { values: Float64Array.from(points, ({ value }) => value), lonLat: places, grid: null, counted: null };
  }
  const counted = countIn(
    needed(extra.points, 'points'),
    count as NonNullable<typeof count>,
    demand,
    extra,
    `${at ?? ''}/values/count`,
  );
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
    lonLat,
    grid: counted.grid,
    counted: { areas, domain: counted.domain, outside: counted.cell.filter((cell) => cell < 0).length },
  };
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
      grid: null,
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
    grid,
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
  neighbours: Neighbours,
  { values, lonLat, grid }: Located,
  task?: Task,
  at?: string,
): SpatialWeights {
  if ('given' in neighbours) return givenWeights(neighbours.given, values.length, at);
  if ('contiguity' in neighbours) {
    if (grid === null)
      throw new AnalysisError(
        'contiguity-needs-grid',
        MEASURES['contiguity-needs-grid'],
        {},
        { at: `${at ?? ''}/neighbours/contiguity` },
      );
    return contiguous(grid.column, grid.row, neighbours.contiguity);
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
  return 'withinM' in neighbours
    ? distanceBand(lonLat, neighbours.withinM, task)
    : nearestNeighbours(lonLat, neighbours.nearest, task);
}

/** Throws `TypeError` where the caller lacks what the request needs. */
export function needed<T>(value: T | undefined, name: keyof MeasureExtra): T {
  if (value === undefined) throw new TypeError(`The measure was not given "${name}".`);
  return value;
}
