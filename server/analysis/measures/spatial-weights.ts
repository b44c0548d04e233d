import Flatbush from 'flatbush';
import { distanceM, metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import { MEASURES } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Task } from '../types.ts';
import { cellKey } from './grid.ts';

/** Sparse weights by row: those of i are entries `start[i]` to `start[i + 1]`, neighbours ascending. */
export interface SpatialWeights {
  readonly count: number;
  readonly start: Uint32Array;
  readonly index: Uint32Array;
  readonly weight: Float64Array;
}

/** Some 200 MB. */
export const MOST_PAIRS = 16_000_000;
/** Distances that differ by less than a micrometre are equal: degrees are not finer. */
const PER_METRE = 1e6;
/** Windows in degrees are drawn this much wider than they must be; distances decide. */
const WINDOW = 1.01;
/**
 * Within this distance the scale at one end of a line differs from that at its middle by less than this share, below
 * 60° of latitude.
 */
const ROUGH_UP_TO_M = 50_000;
const ROUGHLY = 0.01;

/** All others at most `withinM` metres away on the spheroid, weight 1. Those at one place are neighbours. */
export function distanceBand(lonLat: Float64Array, withinM: number, task?: Task): SpatialWeights {
  const near = nearPlaces(lonLat);
  return fromRows(lonLat.length / 2, (i) => near(i, withinM).filter((j) => j !== i), task);
}

/**
 * The `k` nearest others on the spheroid, weight 1; of equally near ones (to a micrometre) the first in order. Rows
 * have fewer where there are not so many others.
 */
export function nearestNeighbours(lonLat: Float64Array, k: number, task?: Task): SpatialWeights {
  const count = lonLat.length / 2;
  const most = Math.min(k, count - 1);
  const near = nearPlaces(lonLat);
  // Wide enough for a first look: as if places lay evenly.
  const first = Math.max(spreadM(lonLat) * Math.sqrt((most + 1) / Math.max(count, 1)), 1);
  return fromRows(
    count,
    (i) => {
      let radiusM = first;
      let found = near(i, radiusM);
      while (found.length <= most) {
        radiusM *= 2;
        found = near(i, radiusM);
      }
      let ranked = byDistance(lonLat, i, found);
      const end = (ranked[most] as Near).distanceM + 10 / PER_METRE;
      // One as near as the last might lie a hair outside.
      if (end > radiusM) ranked = byDistance(lonLat, i, near(i, end));
      return ranked.slice(1, most + 1).map(({ index }) => index);
    },
    task,
  );
}

interface Near {
  readonly index: number;
  readonly distanceM: number;
}

/** Itself first. */
function byDistance(lonLat: Float64Array, i: number, found: readonly number[]): Near[] {
  const rank = ({ index, distanceM: metres }: Near): number => (index === i ? -1 : Math.round(metres * PER_METRE));
  return found
    .map((index): Near => ({ index, distanceM: between(lonLat, i, index) }))
    .sort((a, b) => rank(a) - rank(b) || a.index - b.index);
}

/** Cells of a grid by whole column and row: those that share an edge, or also a corner (`queen`), weight 1. */
export function contiguous(column: ArrayLike<number>, row: ArrayLike<number>, kind: 'rook' | 'queen'): SpatialWeights {
  const count = column.length;
  const at = new Map(Array.from({ length: count }, (_, i) => [cellKey(column[i] as number, row[i] as number), i]));
  const rook = [
    [0, -1],
    [-1, 0],
    [1, 0],
    [0, 1],
  ] as const;
  const steps = kind === 'rook' ? rook : ([...rook, [-1, -1], [1, -1], [-1, 1], [1, 1]] as const);
  return fromRows(count, (i) =>
    steps
      .map(([dc, dr]) => at.get(cellKey((column[i] as number) + dc, (row[i] as number) + dr)))
      .filter((j) => j !== undefined),
  );
}

/**
 * From triples; the weights of one pair add up. Throws `AnalysisError` for an index that no value has, and a weight
 * that is not a number.
 */
export function givenWeights(
  triples: readonly (readonly [from: number, to: number, weight: number])[],
  count: number,
  at?: string,
): SpatialWeights {
  const rows: Map<number, number>[] = Array.from({ length: count }, () => new Map());
  for (const [n, [from, to, weight]] of triples.entries()) {
    const row = rows[from];
    if (row === undefined || rows[to] === undefined || !Number.isFinite(weight)) {
      throw new AnalysisError(
        'triple-wrong',
        MEASURES['triple-wrong'],
        { triple: n + 1, value: JSON.stringify([from, to, weight]), last: count - 1 },
        { at: `${at ?? ''}/neighbours/given/${n}` },
      );
    }
    row.set(to, (row.get(to) ?? 0) + weight);
  }
  return fromEntries(rows.map((row) => [...row].sort(([a], [b]) => a - b)));
}

/** Neighbours by row, ascending, each of weight 1. Throws `AnalysisError` beyond `MOST_PAIRS`. */
export function unitWeights(rows: readonly number[][]): SpatialWeights {
  return fromRows(rows.length, (i) => rows[i] ?? []);
}

/** Rows that add up to 1; those that add up to 0 stay as they are. */
export function rowStandardised({ count, start, index, weight }: SpatialWeights): SpatialWeights {
  const scaled = weight.slice();
  for (let i = 0; i < count; i += 1) {
    const row = scaled.subarray(start[i], start[i + 1]);
    const sum = row.reduce((a, b) => a + b, 0);
    if (sum !== 0) for (let k = 0; k < row.length; k += 1) row[k] = (row[k] as number) / sum;
  }
  return { count, start, index, weight: scaled };
}

/** Number of values that have no neighbour but themselves. */
export function islands({ count, start, index, weight }: SpatialWeights): number {
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    let k = start[i] as number;
    while (k < (start[i + 1] as number) && (index[k] === i || weight[k] === 0)) k += 1;
    if (k === start[i + 1]) found += 1;
  }
  return found;
}

function fromEntries(rows: readonly (readonly (readonly [index: number, weight: number])[])[]): SpatialWeights {
  const start = new Uint32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) start[i + 1] = (start[i] as number) + row.length;
  const flat = rows.flat();
  return {
    count: rows.length,
    start,
    index: Uint32Array.from(flat, ([j]) => j),
    weight: Float64Array.from(flat, ([, weight]) => weight),
  };
}

/** Of weight 1. Throws `AnalysisError` beyond `MOST_PAIRS`. */
function fromRows(count: number, rowOf: (i: number) => number[], task?: Task): SpatialWeights {
  const start = new Uint32Array(count + 1);
  let index = new Uint32Array(Math.max(count * 8, 16));
  let pairs = 0;
  for (let i = 0; i < count; i += 1) {
    if (i % 256 === 0) {
      task?.checkpoint();
      task?.progress(i / count, 'neighbours');
    }
    const row = rowOf(i).sort((a, b) => a - b);
    if (pairs + row.length > MOST_PAIRS)
      throw new AnalysisError('too-many-neighbours', MEASURES['too-many-neighbours'], { most: MOST_PAIRS });
    if (pairs + row.length > index.length) {
      const larger = new Uint32Array(Math.max(index.length * 2, pairs + row.length));
      larger.set(index);
      index = larger;
    }
    index.set(row, pairs);
    pairs += row.length;
    start[i + 1] = pairs;
  }
  return { count, start, index: index.slice(0, pairs), weight: new Float64Array(pairs).fill(1) };
}

/** Looks for the places within metres of one, itself among them, in no order. */
function nearPlaces(lonLat: Float64Array): (i: number, radiusM: number) => number[] {
  const count = lonLat.length / 2;
  if (count === 0) return () => [];
  const tree = new Flatbush(count);
  for (let i = 0; i < count; i += 1) tree.add(lonLat[2 * i] as number, lonLat[2 * i + 1] as number);
  tree.finish();
  return (i, radiusM) => {
    const [lon, lat] = [lonLat[2 * i] as number, lonLat[2 * i + 1] as number];
    const scale = metresPerDegree(lat);
    const dLat = (radiusM / scale.lat) * WINDOW;
    // A degree of longitude is shortest at the end of the window that is farther from the equator.
    const dLon = (radiusM / metresPerDegree(Math.min(Math.abs(lat) + dLat, 89)).lon) * WINDOW;
    // By the scale of this one's latitude alone, near enough to tell most.
    const roughly = radiusM <= ROUGH_UP_TO_M ? ROUGHLY : Infinity;
    const [surely, perhaps] = [(radiusM * (1 - roughly)) ** 2, (radiusM * (1 + roughly)) ** 2];
    return tree.search(lon - dLon, lat - dLat, lon + dLon, lat + dLat, (j) => {
      const [dx, dy] = [
        ((lonLat[2 * j] as number) - lon) * scale.lon,
        ((lonLat[2 * j + 1] as number) - lat) * scale.lat,
      ];
      const rough = dx * dx + dy * dy;
      if (roughly < 1 && rough < surely) return true;
      return rough <= perhaps && between(lonLat, i, j) <= radiusM;
    });
  };
}

function between(lonLat: Float64Array, i: number, j: number): number {
  return distanceM(
    { lon: lonLat[2 * i] as number, lat: lonLat[2 * i + 1] as number },
    { lon: lonLat[2 * j] as number, lat: lonLat[2 * j + 1] as number },
  );
}

/** Side of a square that holds all places, in metres. */
function spreadM(lonLat: Float64Array): number {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lonLat.length; i += 2) {
    [west, east] = [Math.min(west, lonLat[i] as number), Math.max(east, lonLat[i] as number)];
    [south, north] = [Math.min(south, lonLat[i + 1] as number), Math.max(north, lonLat[i + 1] as number)];
  }
  return lonLat.length === 0 ? 0 : distanceM({ lon: west, lat: south }, { lon: east, lat: north });
}
