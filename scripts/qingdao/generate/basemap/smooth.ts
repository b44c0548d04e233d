/** Shores and borders without facets: each line between two junctions is smoothed once, for all areas beside it. */
import { metresPerDegree } from '../../../../tiles/tile/spheroid.ts';

type Position = readonly number[];
export type Line = readonly Position[];
/** Outer ring, then holes. */
export type Rings = readonly Line[];

/** Corners are cut so many times: each halves the angle that is left. */
const CUTS = 5;
/** What lies this close to the line is not needed to draw it. */
const CLOSE_M = 0.6;
/** Segments of a border that are longer are wound, by so much at most. */
const LONG_M = 260;
const MOST_WOUND_M = 45;

/** A line between two junctions, with the areas on its sides; one where it is the outer border of all. */
export interface Border {
  readonly line: Line;
  readonly beside: readonly string[];
}

export interface SmoothAreas {
  /** Rings of an area whose vertices are those of the areas given, smooth. */
  readonly rings: (rings: Rings) => Rings;
  readonly borders: readonly Border[];
}

/**
 * Areas that share their borders vertex by vertex, as those of `base/` do, keep sharing them: a line is the same from
 * both sides, and junctions stay where they are.
 *
 * @param areas rings by the name of the area; an area of several polygons comes several times
 * @param shores areas whose borders are smoothed only; others are wound a little too
 */
export function smoothAreas(
  areas: Iterable<readonly [name: string, rings: Rings]>,
  shores: readonly string[],
): SmoothAreas {
  const neighbours = new Map<string, Set<string>>();
  const found = new Map<string, Found>();
  const given = [...areas];
  for (const [, rings] of given) {
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i += 1) {
        const [a, b] = [keyOf(ring[i - 1]), keyOf(ring[i])];
        neighboursOf(neighbours, a).add(b);
        neighboursOf(neighbours, b).add(a);
      }
    }
  }
  const isJunction = (at: Position): boolean => neighbours.get(keyOf(at))?.size !== 2;
  for (const [name, rings] of given)
    for (const ring of rings)
      for (const run of runsIn(ring, isJunction)) {
        const { key, own } = written(run);
        const known = found.get(key) ?? { run: own, beside: new Set<string>(), line: null };
        known.beside.add(name);
        found.set(key, known);
      }
  const lineOf = (each: Found): Line =>
    (each.line ??= smoothLine(shores.some((shore) => each.beside.has(shore)) ? each.run : wound(each.run)));
  return {
    rings: (rings) =>
      rings.map((ring) => {
        const lines = runsIn(ring, isJunction).map((run) => {
          const { key, isForward } = written(run);
          const each = found.get(key);
          if (each === undefined) throw new Error('A ring has a border that none of the areas has.');
          return isForward ? lineOf(each) : [...lineOf(each)].reverse();
        });
        return lines.flatMap((line, i) => (i === 0 ? line : line.slice(1)));
      }),
    borders: [...found.values()].map((each) => ({ line: lineOf(each), beside: [...each.beside].sort() })),
  };
}

interface Found {
  readonly run: Line;
  readonly beside: Set<string>;
  line: Line | null;
}

/** The way a run is written that stands for both directions. */
function written(run: Line): { readonly key: string; readonly own: Line; readonly isForward: boolean } {
  const [start, end] = [keyOf(run[0]), keyOf(run.at(-1))];
  const isForward = start === end ? keyOf(run[1]) <= keyOf(run.at(-2)) : start <= end;
  const own = isForward ? run : [...run].reverse();
  return { key: own.map(keyOf).join(), own, isForward };
}

/**
 * A border that was drawn as a few long segments, wound a little, as borders along brooks and ridges are. How far
 * follows from where it is, so that it is the same every time.
 */
function wound(line: Line): Line {
  const [, lat0 = 0] = line[0] ?? [];
  const scale = metresPerDegree(lat0);
  const wind = (a: Position, b: Position): Position[] => {
    const [dx, dy] = [((b[0] ?? 0) - (a[0] ?? 0)) * scale.lon, ((b[1] ?? 0) - (a[1] ?? 0)) * scale.lat];
    const length = Math.hypot(dx, dy);
    if (length < LONG_M) return [b];
    const [x = 0, y = 0] = between(a, b, 0.5);
    // Fractional part of a large multiple: scattered evenly, whatever the machine.
    const scatter = Math.abs((x * 7919.13 + y * 104_729.7) % 1) * 2 - 1;
    const off = scatter * Math.min(MOST_WOUND_M, 0.12 * length);
    const middle = [x - (off * dy) / length / scale.lon, y + (off * dx) / length / scale.lat];
    return [...wind(a, middle), ...wind(middle, b)];
  };
  return line.flatMap((at, i) => (i === 0 ? [at] : wind(line[i - 1] as Position, at)));
}

function neighboursOf(all: Map<string, Set<string>>, at: string): Set<string> {
  const known = all.get(at) ?? new Set<string>();
  all.set(at, known);
  return known;
}

function keyOf(at: Position | undefined): string {
  return at === undefined ? '' : `${at[0]} ${at[1]}`;
}

/** The parts of a ring between junctions; the whole ring, begun where both sides begin it, where it has none. */
function runsIn(ring: Line, isJunction: (at: Position) => boolean): Line[] {
  const open = ring.slice(0, -1);
  const first = open.findIndex(isJunction);
  if (first < 0) {
    const least = open.reduce((best, at, i) => (keyOf(at) < keyOf(open[best]) ? i : best), 0);
    const turned = [...open.slice(least), ...open.slice(0, least)];
    return [[...turned, turned[0] as Position]];
  }
  const turned = [...open.slice(first), ...open.slice(0, first + 1)];
  const found: Position[][] = [];
  let run: Position[] = [turned[0] as Position];
  for (const at of turned.slice(1)) {
    run.push(at);
    if (!isJunction(at)) continue;
    found.push(run);
    run = [at];
  }
  return found;
}

/** Chaikin 1974: a quadratic B-spline. The ends of an open line stay; a closed one has none. */
export function smoothLine(line: Line, cuts = CUTS): Line {
  let smoothed: Line = line;
  for (let cut = 0; cut < cuts; cut += 1) smoothed = cutCorners(smoothed);
  return thinned(smoothed);
}

function cutCorners(line: Line): Line {
  if (line.length < 3) return line;
  const isClosed = keyOf(line[0]) === keyOf(line.at(-1));
  const result: Position[] = isClosed ? [] : [line[0] as Position];
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1] as Position, line[i] as Position];
    if (isClosed || i > 1) result.push(between(a, b, 0.25));
    if (isClosed || i < line.length - 1) result.push(between(a, b, 0.75));
  }
  result.push(isClosed ? (result[0] as Position) : (line.at(-1) as Position));
  return result;
}

function between([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position, at: number): Position {
  return [ax + at * (bx - ax), ay + at * (by - ay)];
}

/** Without the places that a straight line between those kept passes close by. */
function thinned(line: Line): Line {
  const [, lat = 0] = line[0] ?? [];
  const scale = metresPerDegree(lat);
  const kept: Position[] = [line[0] as Position];
  let from = 0;
  for (let i = 2; i < line.length; i += 1) {
    const isFar = line
      .slice(from + 1, i)
      .some((at) => offM(at, line[from] as Position, line[i] as Position, scale) > CLOSE_M);
    if (!isFar && i - from < 32) continue;
    kept.push(line[i - 1] as Position);
    from = i - 1;
  }
  kept.push(line.at(-1) as Position);
  return kept;
}

function offM(
  [x = 0, y = 0]: Position,
  [ax = 0, ay = 0]: Position,
  [bx = 0, by = 0]: Position,
  scale: { readonly lon: number; readonly lat: number },
): number {
  const [px, py] = [(x - ax) * scale.lon, (y - ay) * scale.lat];
  const [dx, dy] = [(bx - ax) * scale.lon, (by - ay) * scale.lat];
  const length = Math.hypot(dx, dy);
  return length === 0 ? Math.hypot(px, py) : Math.abs(px * dy - py * dx) / length;
}
