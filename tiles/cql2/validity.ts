/** Whether lines and areas are valid by OGC Simple Features: the database's predicates count on it. */
import { Cql2Error, type Cql2Fault, type Cql2Place } from './error.ts';
import type { Position } from './types.ts';

type Ring = readonly Position[];
type Polygon = readonly Ring[];
type Segment = readonly [Position, Position];

export function checkLine(positions: Ring, place: Cql2Place): void {
  const [first] = positions;
  if (first === undefined || positions.every((each) => isSame(each, first))) throw new Cql2Error('line-short', place);
}

export function checkPolygon(rings: Polygon, place: Cql2Place): void {
  const fail = (fault: Cql2Fault): never => {
    throw new Cql2Error(fault, place);
  };
  if (rings.length === 0) fail('ring-short');
  rings.forEach((ring) => checkRing(ring, place));
  const [shell = [], ...holes] = rings;
  rings.forEach((ring, i) => {
    rings.slice(i + 1).forEach((other) => {
      if (meetAlongLines(ring, other) || touchingPoints(ring, other) > 1) fail('rings-cross');
    });
  });
  for (const [index, hole] of holes.entries()) {
    if (probes(hole).some((point) => sideOf(point, shell) < 0)) fail('hole-outside');
    if (holes.some((other, n) => n !== index && probes(hole).some((point) => sideOf(point, other) > 0))) fail('rings-cross');
  }
}

/** Polygons of one multi-polygon may touch in points only. */
export function checkPolygonsApart(polygons: readonly Polygon[], place: Cql2Place): void {
  polygons.forEach((polygon, i) => {
    polygons.slice(i + 1).forEach((other) => {
      const cross = polygon.some((ring) => other.some((each) => meetAlongLines(ring, each)));
      if (cross || liesIn(polygon, other) || liesIn(other, polygon)) throw new Cql2Error('polygons-overlap', place);
    });
  });
}

function liesIn([shell = []]: Polygon, [around = [], ...holes]: Polygon): boolean {
  return boxesMeet(shell, around)
    && probes(shell).some((point) => sideOf(point, around) > 0 && holes.every((hole) => sideOf(point, hole) < 0));
}

function checkRing(ring: Ring, place: Cql2Place): void {
  const [first] = ring;
  const last = ring.at(-1);
  if (first === undefined || last === undefined || ring.length < 4) throw new Cql2Error('ring-short', place);
  if (!isSame(first, last)) throw new Cql2Error('ring-open', place);
  const segments = segmentsOf(ring);
  if (segments.length < 3) throw new Cql2Error('ring-short', place);
  const fault = findPair(segments, segments, (i, j) => {
    if (j <= i) return false;
    const [a, b] = [segments[i], segments[j]];
    if (a === undefined || b === undefined) return false;
    if (j === i + 1) return folds(a[0], a[1], b[1]);
    if (i === 0 && j === segments.length - 1) return folds(a[1], a[0], b[0]);
    return relationOf(a, b) !== 'apart';
  });
  if (fault) throw new Cql2Error('ring-crosses', place);
}

/** Whether the way from a over the corner to b goes back on itself. */
function folds(a: Position, corner: Position, b: Position): boolean {
  const [ax, ay, bx, by] = [a[0] - corner[0], a[1] - corner[1], b[0] - corner[0], b[1] - corner[1]];
  return ax * by - ay * bx === 0 && ax * bx + ay * by > 0;
}

/** Without those of no length. */
function segmentsOf(ring: Ring): Segment[] {
  return ring.slice(1).flatMap((end, i) => {
    const start = ring[i];
    return start === undefined || isSame(start, end) ? [] : [[start, end] as const];
  });
}

const isSame = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];

/** Whether some pair of segments whose boxes meet fulfils a condition; a sweep from west to east finds the pairs. */
function findPair(first: readonly Segment[], second: readonly Segment[], isFault: (i: number, j: number) => boolean): boolean {
  const order = second.map((_, j) => j).sort((a, b) => westOf(second[a]) - westOf(second[b]));
  return first.some((segment, i) => {
    const east = Math.max(segment[0][0], segment[1][0]);
    for (const j of order) {
      const other = second[j];
      if (other === undefined || westOf(other) > east) break;
      if (sidesMeet(segment, other, 0) && sidesMeet(segment, other, 1) && isFault(i, j)) return true;
    }
    return false;
  });
}

function westOf(segment: Segment | undefined): number {
  return segment === undefined ? Infinity : Math.min(segment[0][0], segment[1][0]);
}

function sidesMeet([a, b]: Segment, [c, d]: Segment, axis: 0 | 1): boolean {
  return Math.min(a[axis], b[axis]) <= Math.max(c[axis], d[axis]) && Math.min(c[axis], d[axis]) <= Math.max(a[axis], b[axis]);
}

function boxesMeet(a: Ring, b: Ring): boolean {
  return [0, 1].every((axis) => {
    const [as, bs] = [a, b].map((positions) => positions.map((position) => position[axis] ?? NaN));
    return as !== undefined && bs !== undefined && Math.min(...as) <= Math.max(...bs) && Math.max(...as) >= Math.min(...bs);
  });
}

function turn(a: Position, b: Position, c: Position): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function isBetween(point: Position, [a, b]: Segment): boolean {
  return turn(a, b, point) === 0
    && Math.min(a[0], b[0]) <= point[0] && point[0] <= Math.max(a[0], b[0])
    && Math.min(a[1], b[1]) <= point[1] && point[1] <= Math.max(a[1], b[1]);
}

function relationOf(a: Segment, b: Segment): 'apart' | 'touch' | 'cross' {
  const [t1, t2, t3, t4] = [turn(a[0], a[1], b[0]), turn(a[0], a[1], b[1]), turn(b[0], b[1], a[0]), turn(b[0], b[1], a[1])];
  if (t1 * t2 < 0 && t3 * t4 < 0) return 'cross';
  const shared = [...b.filter((point) => isBetween(point, a)), ...a.filter((point) => isBetween(point, b))];
  const [first] = shared;
  if (first === undefined) return 'apart';
  // On one line, with more than a point in common.
  return shared.some((point) => !isSame(point, first)) ? 'cross' : 'touch';
}

/** Whether two rings cross between corners, or share a piece of line. */
function meetAlongLines(a: Ring, b: Ring): boolean {
  if (!boxesMeet(a, b)) return false;
  const [first, second] = [segmentsOf(a), segmentsOf(b)];
  return findPair(first, second, (i, j) => {
    const [one, other] = [first[i], second[j]];
    return one !== undefined && other !== undefined && relationOf(one, other) === 'cross';
  });
}

function touchingPoints(a: Ring, b: Ring): number {
  if (!boxesMeet(a, b)) return 0;
  const on = (points: Ring, ring: Ring): Ring => {
    const segments = segmentsOf(ring);
    return points.filter((point) => segments.some((segment) => isBetween(point, segment)));
  };
  return new Set([...on(a, b), ...on(b, a)].map(([lon, lat]) => `${lon} ${lat}`)).size;
}

/** Corners of a ring, and the middle of each side: a side between two corners on a line may lie off it. */
function probes(ring: Ring): Position[] {
  return segmentsOf(ring).flatMap(([a, b]): Position[] => [a, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]]);
}

/** 1 inside a ring, 0 on it, -1 outside. */
function sideOf(point: Position, ring: Ring): number {
  let inside = false;
  for (const [a, b] of segmentsOf(ring)) {
    if (isBetween(point, [a, b])) return 0;
    if ((a[1] > point[1]) !== (b[1] > point[1]) && point[0] < a[0] + ((point[1] - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside;
  }
  return inside ? 1 : -1;
}
