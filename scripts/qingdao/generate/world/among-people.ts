import { cellIndex, locateCells } from '../../../../server/analysis/demand/cells.ts';
import { segmentIndex, snapPoints } from '../../../../server/analysis/network/snap.ts';
import type { Demand, Graph } from '../../../../server/analysis/types.ts';
import { distanceM, metresPerDegree } from '../../../../tiles/tile/spheroid.ts';
import { roundDegrees } from '../network/local-projection.ts';
import type { LonLat, Placement, Rng, Spot } from '../types.ts';
import type { BaseWorld } from './base.ts';
import { firstAbove } from './first-above.ts';
import { createSpacing } from './placement.ts';

const MAX_TRIES = 2_000;
/** Width of a cell. */
const CELL_M = 100;
/** A facility stands this near the middle of its street at most, and looks for one this far around. */
const BESIDE_M = 18;
const LOOK_M = 150;
/** A place known by hand is moved onto a street where it lies farther from all than this, and no farther than that. */
const OFF_STREET_M = 250;
const MOST_MOVED_M = 6_000;

type AmongPeople = Pick<Placement, 'inArea' | 'near' | 'onStreet'>;

/** Cells that people live in, with the people of all before and including each, so that one draw finds a person. */
interface CellList {
  readonly cells: readonly number[];
  readonly upTo: Float64Array;
}

/** Spots where people live, beside a street, as often as people live there. */
export function createAmongPeople(base: BaseWorld, graph: Graph, demand: Demand): AmongPeople {
  const index = segmentIndex(graph);
  const cellAt = (cell: number): LonLat => ({
    lon: demand.lonLat[2 * cell] as number,
    lat: demand.lonLat[2 * cell + 1] as number,
  });
  const cells = cellIndex(demand.shape);
  const isInhabited = ({ lon, lat }: LonLat): boolean =>
    (locateCells(demand, Float64Array.of(lon, lat), cells)[0] as number) >= 0;
  const lists = new Map<string, CellList>();

  /** The nearest place of a street and at most `besideM` beside it; null where none is within `mostM`. */
  const besideStreet = (at: LonLat, mostM: number, besideM: number): LonLat | null => {
    const snap = snapPoints(graph, 'walk', Float64Array.of(at.lon, at.lat), { maxDistanceM: mostM, index });
    const edge = snap.edge[0] as number;
    if (edge < 0) return null;
    const foot = footOf(graph, edge, at);
    const share = Math.min(1, besideM / Math.max(1e-9, distanceM(at, foot)));
    return {
      lon: roundDegrees(foot.lon + share * (at.lon - foot.lon)),
      lat: roundDegrees(foot.lat + share * (at.lat - foot.lat)),
    };
  };

  const spotIn = (cell: number, rng: Rng): Spot | null => {
    const { lon, lat } = cellAt(cell);
    const scale = metresPerDegree(lat);
    const jitter = (): number => (rng.next() - 0.5) * 0.9 * CELL_M;
    const place = besideStreet({ lon: lon + jitter() / scale.lon, lat: lat + jitter() / scale.lat }, LOOK_M, BESIDE_M);
    if (place === null || !isInhabited(place)) return null;
    const subdistrict = base.subdistrictAt(place);
    return subdistrict === null ? null : { ...place, district: subdistrict.slice(0, 6), subdistrict };
  };

  const listOf = (name: string, isIn: (cell: number) => boolean): CellList => {
    const known = lists.get(name);
    if (known) return known;
    const cells = Array.from({ length: demand.count }, (_, cell) => cell).filter(isIn);
    let total = 0;
    const list = { cells, upTo: Float64Array.from(cells, (cell) => (total += demand.people[cell] as number)) };
    lists.set(name, list);
    return list;
  };

  const draw = (list: CellList, rng: Rng, accepts: (spot: Spot) => boolean): Spot | null => {
    for (let tries = 0; tries < MAX_TRIES && list.cells.length > 0; tries += 1) {
      const cell = list.cells[firstAbove(list.upTo, rng.next() * (list.upTo.at(-1) as number))] as number;
      const spot = spotIn(cell, rng);
      if (spot !== null && accepts(spot)) return spot;
    }
    return null;
  };

  return {
    inArea(code, n, rng, options = {}) {
      const list = listOf(code, (cell) => {
        const own = demand.subdistricts[demand.subdistrict[cell] as number] ?? '';
        return own.startsWith(code);
      });
      if (options.even === true || list.cells.length === 0) return base.place.inArea(code, n, rng, options);
      const spacing = createSpacing(options.minDistanceM ?? 0);
      return Array.from({ length: n }, () => {
        const spot = draw(list, rng, (each) => each.subdistrict.startsWith(code) && spacing.accepts(each));
        return spot ?? (base.place.inArea(code, 1, rng)[0] as Spot);
      });
    },

    near(at, radiusM, n, rng, options = {}) {
      if (options.open === true) return base.place.near(at, radiusM, n, rng, options);
      const { district } = options;
      const isIn = (place: LonLat): boolean => distanceM(at, place) <= radiusM;
      const list = listOf(
        `${at.lon} ${at.lat} ${radiusM} ${district ?? ''}`,
        (cell) =>
          isIn(cellAt(cell)) &&
          (district === undefined || demand.districts[demand.district[cell] as number] === district),
      );
      const accepts = (spot: Spot): boolean => isIn(spot) && (district === undefined || spot.district === district);
      return Array.from(
        { length: n },
        () => draw(list, rng, accepts) ?? this.onStreet(base.place.near(at, radiusM, 1, rng, options)[0] as Spot),
      );
    },

    onStreet(at) {
      const joined = snapPoints(graph, 'walk', Float64Array.of(at.lon, at.lat), { maxDistanceM: OFF_STREET_M, index });
      if ((joined.edge[0] as number) >= 0) return at;
      for (let mostM = 2 * OFF_STREET_M; mostM <= MOST_MOVED_M; mostM *= 2) {
        const place = besideStreet(at, mostM, BESIDE_M);
        const subdistrict = place === null ? null : base.subdistrictAt(place);
        if (place !== null && subdistrict?.startsWith(at.district) === true) return { ...at, ...place, subdistrict };
      }
      return at;
    },
  };
}

/** The nearest place of an edge. */
function footOf({ lonLat, from, to, shape, shapeStart }: Graph, edge: number, at: LonLat): LonLat {
  const scale = metresPerDegree(at.lat);
  const points = [2 * (from[edge] as number)].map((k) => [lonLat[k] as number, lonLat[k + 1] as number] as const);
  for (let k = shapeStart[edge] as number; k < (shapeStart[edge + 1] as number); k += 1)
    points.push([shape[2 * k] as number, shape[2 * k + 1] as number]);
  points.push([lonLat[2 * (to[edge] as number)] as number, lonLat[2 * (to[edge] as number) + 1] as number]);
  let best = { lon: at.lon, lat: at.lat };
  let bestM = Infinity;
  for (let i = 1; i < points.length; i += 1) {
    const [ax, ay] = points[i - 1] as readonly [number, number];
    const [bx, by] = points[i] as readonly [number, number];
    const [dx, dy] = [(bx - ax) * scale.lon, (by - ay) * scale.lat];
    const along = ((at.lon - ax) * scale.lon * dx + (at.lat - ay) * scale.lat * dy) / (dx * dx + dy * dy || 1);
    const t = Math.max(0, Math.min(1, along));
    const foot = { lon: ax + t * (bx - ax), lat: ay + t * (by - ay) };
    const farM = distanceM(at, foot);
    if (farM < bestM) [best, bestM] = [foot, farM];
  }
  return best;
}
