import { DEFAULT_MAX_ACCESS_M } from '../../../tiles/api/vocabulary.ts';
import type { IsochronesResult } from '../../../tiles/api/measure-results.ts';
import { areaM2, metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import type { Bbox, GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { PATHS } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Graph, Snaps, Task } from '../types.ts';
import { levelArea } from './isochrone-area.ts';
import { partLine, reachedEdges, reachedParts, type EdgePart, type LonLat, type Reached } from './isochrone-edges.ts';
import { costField } from './isochrone-field.ts';
import type { Lattice } from './lattice.ts';
import { ReachFinder, type Reach } from './reach.ts';
import { otherPoints, snapPoint, type SnapPoint } from './snap-point.ts';
import type { StreetSearch } from './search-graph.ts';
import { WaterIndex } from './water-index.ts';

export interface IsochroneGround {
  readonly graph: Graph;
  /** `forward`: what can be reached from the origin. `backward`: from where the origin can be reached. */
  readonly search: StreetSearch;
  readonly accessSpeedMps: number;
  /** Area is no farther than this from its street. */
  readonly maxAccessM?: number;
  /** Polygons that no area runs over, such as the sea. */
  readonly water?: GeoJSONGeometry | null;
  /** Counts people by their cost over the network, as coverage does, not by polygon. */
  readonly demand?: { readonly snaps: Snaps; readonly people: Float64Array } | null;
}

export interface IsochroneQuestion {
  readonly origins: Snaps;
  /** In the network's unit of cost, finite. */
  readonly within: readonly number[];
}

type Feature = IsochronesResult['features'][number];

/** Lattice points are this far apart, or farther where there would be more than `MOST_POINTS`. */
const CELL_M = 15;
const MOST_POINTS = 250_000;
/**
 * The outline runs between a point within and one beyond, so that costs are needed up to this multiple of the limit.
 */
const BEYOND = 1.1;

/** Isochrones of one request. */
export function isochrones(
  { origins, within, ...ground }: IsochroneGround & IsochroneQuestion,
  task: Task,
): IsochronesResult {
  return new IsochroneMaker(ground).make({ origins, within }, task);
}

/** Makes isochrones on the same ground again and again: the arrays of its searches are worth keeping. */
export class IsochroneMaker {
  readonly #ground: IsochroneGround;
  readonly #finder: ReachFinder;
  readonly #water: WaterIndex | null;

  constructor(ground: IsochroneGround) {
    const { graph, search, accessSpeedMps, demand, water = null } = ground;
    const none: Snaps = {
      count: 0,
      edge: new Int32Array(0),
      fraction: new Float64Array(0),
      distanceM: new Float64Array(0),
    };
    this.#ground = ground;
    this.#water = water === null ? null : new WaterIndex(water);
    this.#finder = new ReachFinder({ graph, search, accessSpeedMps, demand: demand?.snaps ?? none });
  }

  /**
   * By origin and then in the order of `within`; those of one origin are nested. An origin without a street, and a
   * network without places on the ground, have empty geometries. Throws `AnalysisError` for limits that cannot be, and
   * what the task throws.
   */
  make({ origins, within }: IsochroneQuestion, task: Task): IsochronesResult {
    const wrong = within.findIndex((limit) => !(limit >= 0 && limit < Infinity));
    if (wrong >= 0)
      throw new AnalysisError(
        'bad-limit',
        PATHS['bad-limit'],
        { value: String(within[wrong]) },
        { at: `/within/${wrong}` },
      );
    const features: Feature[] = [];
    for (let origin = 0; origin < origins.count; origin += 1) {
      task.checkpoint();
      const places = [snapPoint(origins, origin), ...otherPoints(origins, origin)] as const;
      features.push(...this.#ofOrigin(places, within).map((feature) => ({ origin, ...feature })));
      task.progress((origin + 1) / origins.count, 'isochrones');
    }
    return { kind: 'isochrones', features };
  }

  #ofOrigin(
    [origin, ...others]: readonly [SnapPoint, ...SnapPoint[]],
    within: readonly number[],
  ): Omit<Feature, 'origin'>[] {
    const { graph, search: streets, accessSpeedMps, demand, maxAccessM = DEFAULT_MAX_ACCESS_M } = this.#ground;
    const most = Math.max(0, ...within);
    const reach = this.#finder.find(origin, most * BEYOND, others);
    const reached: Reached = { graph, streets, search: this.#finder.search, origin, others, accessSpeedMps };
    const accessM = Math.min(maxAccessM, most * accessSpeedMps);
    const edges = reachedEdges(reached);
    const lattice = latticeAround(linesOf(graph, reachedParts(reached, edges, most)).flat(), accessM);
    const near = lattice === null ? null : this.#waterOn(lattice);
    const field = lattice === null ? null : costField(reached, lattice, { maxAccessM: accessM, water: near });
    const water = near === null ? null : new WaterIndex(near);
    return within.map((limit) => {
      const parts = reachedParts(reached, edges, limit);
      const lines = linesOf(graph, parts);
      const area: GeoJSONGeometry =
        field === null
          ? { type: 'MultiPolygon', coordinates: [] }
          : levelArea(field, limit, {
              water,
              accessSpeedMps,
              reached: water === null ? [] : lines.flatMap(withMiddles),
            });
      return {
        within: limit,
        area,
        edges: { type: 'MultiLineString', coordinates: lines },
        areaM2: areaM2(area),
        lengthM: lengthOf(graph, parts),
        people: demand ? peopleWithin(reach, demand.people, limit) : null,
      };
    });
  }

  /** Null where there is none. It reaches a cell beyond the lattice, so that where it is cut is no shore of it. */
  #waterOn({ west, south, columns, rows, stepLon, stepLat }: Lattice): GeoJSONGeometry | null {
    const box: Bbox = [west - stepLon, south - stepLat, west + columns * stepLon, south + rows * stepLat];
    const coordinates = this.#water?.within(box) ?? [];
    return coordinates.length === 0 ? null : { type: 'MultiPolygon', coordinates };
  }
}

/** Ends may lie on the shore itself; what is between them does not. */
function withMiddles(line: readonly LonLat[]): LonLat[] {
  return line.flatMap((point, i) => {
    const before = line[i - 1];
    return before === undefined ? [point] : [[(before[0] + point[0]) / 2, (before[1] + point[1]) / 2], point];
  });
}

function linesOf(graph: Graph, parts: readonly EdgePart[]): LonLat[][] {
  return parts
    .map((part) =>
      partLine(graph, part, metresPerDegree(graph.lonLat[2 * (graph.from[part.edge] as number) + 1] as number)),
    )
    .filter((line) => line.length > 0);
}

function lengthOf(graph: Graph, parts: readonly EdgePart[]): number {
  return parts.reduce((sum, { edge, start, end }) => sum + (graph.lengthM[edge] as number) * (end - start), 0);
}

function peopleWithin({ demand, cost }: Reach, people: Float64Array, within: number): number {
  let sum = 0;
  for (let at = 0; at < demand.length; at += 1)
    if ((cost[at] as number) <= within) sum += people[demand[at] as number] as number;
  return sum;
}

/** Null where there is nothing to lay one around. Its rim is beyond all reach, so that every outline closes. */
function latticeAround(points: readonly LonLat[], maxAccessM: number): Lattice | null {
  if (points.length === 0) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  const scale = metresPerDegree((south + north) / 2);
  const widthM = (east - west) * scale.lon + 2 * maxAccessM;
  const heightM = (north - south) * scale.lat + 2 * maxAccessM;
  const cellM = Math.max(CELL_M, Math.sqrt((widthM * heightM) / MOST_POINTS));
  const [stepLon, stepLat] = [cellM / scale.lon, cellM / scale.lat];
  return {
    columns: Math.ceil(widthM / cellM) + 5,
    rows: Math.ceil(heightM / cellM) + 5,
    cellM,
    stepLon,
    stepLat,
    west: west - maxAccessM / scale.lon - 2 * stepLon,
    south: south - maxAccessM / scale.lat - 2 * stepLat,
  };
}
