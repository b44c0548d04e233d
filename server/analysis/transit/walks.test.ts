import { describe, expect, it } from 'vitest';
import { gridGraph, UNWATCHED } from '../../testing/street-grids.ts';
import { testTransit } from '../../testing/timetables.ts';
import { Derived } from '../engine/derived.ts';
import { searchGraph } from '../paths/search-graph.ts';
import { TRANSFER } from './types.ts';
import { transitWalks, type Walks } from './walks.ts';

const SIDE = 10;
const GRID = gridGraph({ columns: SIDE, rows: SIDE, blockM: 100 });
type Corner = readonly [column: number, row: number];
const STOPS: readonly Corner[] = [
  [0, 0],
  [2, 0],
  [3, 3],
  [9, 9],
];
const HOMES: readonly Corner[] = [
  [1, 1],
  [6, 6],
];
const places = (corners: readonly Corner[]): Float64Array =>
  Float64Array.from(
    corners.flatMap(([column, row]) => [...GRID.lonLat.subarray(2 * (row * (SIDE + 1) + column)).subarray(0, 2)]),
  );
const blocks = (a: Corner, b: Corner): number => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);

/** By owner: the other ends and the whole seconds to them. */
const listed = ({ start, stop, seconds }: Walks): readonly (readonly (readonly [stop: number, seconds: number])[])[] =>
  Array.from({ length: start.length - 1 }, (_, owner) =>
    Array.from(stop.subarray(start[owner], start[owner + 1]), (each, at): [number, number] => [
      each,
      Math.round(seconds[(start[owner] as number) + at] as number),
    ]).sort(([a], [b]) => a - b),
  );

function walksOf(transfers: readonly (readonly [from: number, to: number, kind: number, seconds: number])[] = []) {
  const lonLat = places(STOPS);
  const stops = STOPS.map((_stop, at): [number, number] => [lonLat[2 * at] as number, lonLat[2 * at + 1] as number]);
  const transit = testTransit({ stops, trips: [], services: [[0]], transfers });
  const derived = new Derived();
  const walks = transitWalks(
    transit,
    {
      graph: GRID,
      search: searchGraph(GRID, 'walk', { direction: 'backward' }),
      stops: derived.stopSnaps(GRID, transit),
      demand: derived.snap(GRID, 'walk', places(HOMES)),
      ...{ accessSpeedMps: 1, maxWalkS: 650, maxTransferS: 450 },
    },
    UNWATCHED,
  );
  return { access: listed(walks.access), changes: listed(walks.changes) };
}

describe('ways on foot around stops', () => {
  it('are those along the streets within their limits, and a stop is one change away from itself', () => {
    const near = (from: readonly Corner[], owner: Corner, limit: number): readonly (readonly [number, number])[] =>
      from.flatMap((corner, at): [number, number][] => {
        const seconds = 100 * blocks(corner, owner);
        return seconds <= limit ? [[at, seconds]] : [];
      });
    const { access, changes } = walksOf();
    expect(access).toEqual(HOMES.map((home) => near(STOPS, home, 650)));
    expect(changes).toEqual(STOPS.map((stop) => near(STOPS, stop, 450)));
  });

  it('follow transfers.txt where it says something', () => {
    const { changes } = walksOf([
      [0, 1, TRANSFER.impossible, 0],
      [1, 0, TRANSFER.minimum, 720],
      [2, 2, TRANSFER.impossible, 0],
      [0, 0, TRANSFER.minimum, 90],
      [3, 0, TRANSFER.timed, 0],
      // Too far on foot, but recommended: straight over 6 by 6 blocks.
      [2, 3, TRANSFER.recommended, 0],
    ]);
    expect(changes[0]).toEqual([
      [0, 90],
      [1, 720],
      [3, 0],
    ]);
    expect(changes[1]).toEqual([
      [1, 0],
      [2, 400],
    ]);
    expect(changes[2]).toEqual([[1, 400]]);
    expect(changes[3]?.[0]?.[0]).toBe(2);
    expect(changes[3]?.[0]?.[1]).toBeCloseTo(Math.hypot(600, 600), -1);
  });
});
