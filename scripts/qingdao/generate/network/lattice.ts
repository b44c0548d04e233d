import type { Rng } from '../types.ts';
import type { Draft } from './draft.ts';
import type { Land } from './land.ts';
import type { Warp } from './warp.ts';
import type { Waves } from './waves.ts';

/** Widest cell of the lattice, and how often it may be halved: 6,400 m down to 100 m. */
const COARSE_M = 6400;
const HALVINGS = 6;
const COARSE_UNITS = 2 ** HALVINGS;
/** Share of the blocks' sides that are left out, by rank, which makes larger blocks and T-junctions. */
const OMITTED = [0, 0, 0, 0.01, 0.02] as const;
/** Cells that may straddle the border of the city are halved at least to this width. */
const BORDER_CELL_M = 2000;
/** A line keeps a node at least every so many units, so that it can follow the warp. */
const BEND_UNITS = 2;

interface Axis {
  /** Position in metres of every line of the finest lattice. */
  readonly positions: Float64Array;
  readonly units: number;
}

/** Lines at uneven distances: every interval is halved at a random place near its middle. */
function createAxis(fromM: number, toM: number, rng: Rng): Axis {
  const coarse = Math.ceil((toM - fromM) / COARSE_M);
  const units = coarse * COARSE_UNITS;
  const positions = new Float64Array(units + 1);
  for (let i = 0; i <= units; i += COARSE_UNITS) {
    positions[i] = fromM + (i / COARSE_UNITS + 0.3 * (rng.next() - 0.5)) * COARSE_M;
  }
  for (let step = COARSE_UNITS; step > 1; step /= 2) {
    for (let i = step / 2; i < units; i += step) {
      const low = positions[i - step / 2] as number,
        high = positions[i + step / 2] as number;
      positions[i] = low + (high - low) * (0.5 + 0.26 * (rng.next() - 0.5));
    }
  }
  return { positions, units };
}

/** Rank of a line by how many halvings made it: a trunk road every 12.8 km, residential from 400 m down. */
function rankOf(index: number): number {
  if (index % COARSE_UNITS === 0) return index % (2 * COARSE_UNITS) === 0 ? 0 : 1;
  let halvings = 0;
  for (let step = COARSE_UNITS; index % step !== 0; step /= 2) halvings += 1;
  return Math.min(halvings, 4);
}

export interface LatticeInput {
  readonly land: Land;
  readonly warp: Warp;
  readonly blockM: (x: number, y: number) => number;
  /** Where it is above zero, narrow blocks run north to south, elsewhere east to west. */
  readonly grain: Waves;
  readonly rng: Rng;
}

/**
 * An adaptive quadtree over the city whose cells are as wide as the density asks, its lines warped onto the plane.
 * Lines are shared by the whole city, so streets run on through many blocks.
 */
export function layLattice({ land, warp, blockM, grain, rng }: LatticeInput): Draft {
  const { frame } = land;
  const pad = COARSE_M;
  const xs = createAxis(frame.west - pad, frame.west + frame.columns * frame.cellM + pad, rng);
  const ys = createAxis(frame.south - pad, frame.south + frame.rows * frame.cellM + pad, rng);
  const stride = ys.units + 1;
  // For every lattice point, whether a street runs from it to the next one east and to the next one north.
  const east = new Uint8Array((xs.units + 1) * stride),
    north = new Uint8Array((xs.units + 1) * stride);
  const at = (i: number, j: number): number => i * stride + j;

  const outline = (i: number, j: number, width: number, height: number): void => {
    for (let k = i; k < i + width; k += 1) east[at(k, j)] = east[at(k, j + height)] = 1;
    for (let k = j; k < j + height; k += 1) north[at(i, k)] = north[at(i + width, k)] = 1;
  };
  const cornerInside = (i: number, j: number, size: number): boolean =>
    [
      [i, j],
      [i + size, j],
      [i, j + size],
      [i + size, j + size],
    ].some(
      ([column = 0, row = 0]) =>
        land.districtIndex(...warp(xs.positions[column] as number, ys.positions[row] as number)) >= 0,
    );
  const divide = (i: number, j: number, size: number): void => {
    const west = xs.positions[i] as number,
      south = ys.positions[j] as number;
    const spanX = (xs.positions[i + size] as number) - west,
      spanY = (ys.positions[j + size] as number) - south;
    const [x, y] = warp(west + spanX / 2, south + spanY / 2);
    const half = size / 2;
    const span = (spanX + spanY) / 2;
    const outside = land.districtIndex(x, y) < 0;
    if (outside && span < BORDER_CELL_M && !cornerInside(i, j, size)) return;
    const wanted = blockM(x, y);
    if (size > 1 && (span > wanted * 1.45 || (outside && span >= BORDER_CELL_M))) {
      for (const [di, dj] of [
        [0, 0],
        [half, 0],
        [0, half],
        [half, half],
      ] as const)
        divide(i + di, j + dj, half);
    } else if (size > 1 && span > wanted * 1.2) {
      const narrow = grain(x, y) > 0;
      outline(i, j, narrow ? half : size, narrow ? size : half);
      outline(narrow ? i + half : i, narrow ? j : j + half, narrow ? half : size, narrow ? size : half);
    } else {
      outline(i, j, size, size);
    }
  };
  for (let i = 0; i < xs.units; i += COARSE_UNITS) {
    for (let j = 0; j < ys.units; j += COARSE_UNITS) divide(i, j, COARSE_UNITS);
  }
  return collect({ xs, ys, east, north, warp, rng });
}

/** Turns the marked pieces into nodes, one at every junction and bend, and straight edges between them. */
function collect(input: { xs: Axis; ys: Axis; east: Uint8Array; north: Uint8Array; warp: Warp; rng: Rng }): Draft {
  const { xs, ys, east, north, warp, rng } = input;
  const stride = ys.units + 1;
  const draft: Draft = { x: [], y: [], edges: [] };
  const nodeAt = new Int32Array(east.length).fill(-1);
  const node = (i: number, j: number): number => {
    const known = nodeAt[i * stride + j] as number;
    if (known >= 0) return known;
    const [x, y] = warp(xs.positions[i] as number, ys.positions[j] as number);
    nodeAt[i * stride + j] = draft.x.length;
    draft.y.push(y);
    return draft.x.push(x) - 1;
  };
  const runs = (i: number, j: number, vertical: boolean): boolean => {
    const p = i * stride + j;
    return vertical
      ? north[p] === 1 || (j > 0 && north[p - 1] === 1)
      : east[p] === 1 || (i > 0 && east[p - stride] === 1);
  };
  const walk = (vertical: boolean, line: number, length: number): void => {
    const marks = vertical ? north : east;
    const rank = rankOf(line);
    const name = vertical ? line : xs.units + 1 + line;
    let from = -1,
      omitted = false;
    for (let k = 0; k <= length; k += 1) {
      const i = vertical ? line : k,
        j = vertical ? k : line;
      const before = k > 0 && marks[vertical ? i * stride + j - 1 : (i - 1) * stride + j] === 1;
      const after = k < length && marks[i * stride + j] === 1;
      if (!before && !after) continue;
      const junction = !before || runs(i, j, !vertical);
      if (!junction && after && k % BEND_UNITS !== 0) continue;
      const here = node(i, j);
      if (before && !omitted) draft.edges.push({ a: from, b: here, rank, line: name });
      from = here;
      if (junction) omitted = rng.next() < (OMITTED[rank] ?? 0);
    }
  };
  for (let i = 0; i <= xs.units; i += 1) walk(true, i, ys.units);
  for (let j = 0; j <= ys.units; j += 1) walk(false, j, xs.units);
  return draft;
}
