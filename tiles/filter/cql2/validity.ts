/** Whether lines and areas are valid by OGC Simple Features: the database's predicates count on it. */
import { Cql2Error, LIMITS, type Cql2ErrorCode, type Cql2Place } from './error.ts';
import type { Position } from './types.ts';

type Polygon = readonly (readonly Position[])[];
/** West, south, east, north. */
type Bounds = readonly [number, number, number, number];

interface Segment {
  readonly a: Position;
  readonly b: Position;
  readonly box: Bounds;
}

/** A ring with what the checks need again and again. */
interface Ring {
  readonly corners: readonly Position[];
  /** Sides that have a length. */
  readonly segments: readonly Segment[];
  readonly box: Bounds;
  /** Corners, and the middle of each side: a side between two corners on a line may lie off it. */
  readonly probes: readonly Position[];
}

/** Steps that comparing two sides takes, where looking at their boxes takes one. */
const RELATION = 10;

/** What the checks of one area may take: some of them look at each side beside each other one. */
class Work {
  readonly #place: Cql2Place;
  #left: number = LIMITS.steps;

  constructor(place: Cql2Place) {
    this.#place = place;
  }

  /** Throws `Cql2Error` where it is too much. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new Cql2Error('too-tangled', this.#place);
  }
}

export function checkLine(positions: readonly Position[], place: Cql2Place): void {
  const [first] = positions;
  if (first === undefined || positions.every((each) => isSame(each, first))) throw new Cql2Error('line-short', place);
}

export function checkPolygon(polygon: Polygon, place: Cql2Place): void {
  const fail = (code: Cql2ErrorCode): never => {
    throw new Cql2Error(code, place);
  };
  const rings = polygon.map(prepare);
  const [shell, ...holes] = rings;
  if (shell === undefined) return fail('ring-short');
  const work = new Work(place);
  rings.forEach((ring) => checkRing(ring, place, work));
  rings.forEach((ring, i) => {
    for (const other of rings.slice(i + 1)) {
      if (
        boxesMeet(ring.box, other.box) &&
        (meetAlongLines(ring, other, work) || touchingPoints(ring, other, work) > 1)
      )
        fail('rings-cross');
    }
  });
  for (const hole of holes) {
    if (hole.probes.some((point) => sideOf(point, shell, work) < 0)) fail('hole-outside');
    if (
      holes.some(
        (other) =>
          other !== hole &&
          boxesMeet(hole.box, other.box) &&
          hole.probes.some((point) => sideOf(point, other, work) > 0),
      )
    )
      fail('rings-cross');
  }
}

/** Polygons of one multi-polygon may touch in points only. */
export function checkPolygonsApart(polygons: readonly Polygon[], place: Cql2Place): void {
  const work = new Work(place);
  const prepared = polygons.map((polygon) => polygon.map(prepare));
  prepared.forEach((polygon, i) => {
    for (const other of prepared.slice(i + 1)) {
      work.spend(1);
      const cross = polygon.some((ring) =>
        other.some((each) => boxesMeet(ring.box, each.box) && meetAlongLines(ring, each, work)),
      );
      if (cross || liesIn(polygon, other, work) || liesIn(other, polygon, work))
        throw new Cql2Error('polygons-overlap', place);
    }
  });
}

function liesIn([shell]: readonly Ring[], [around, ...holes]: readonly Ring[], work: Work): boolean {
  return (
    shell !== undefined &&
    around !== undefined &&
    boxesMeet(shell.box, around.box) &&
    shell.probes.some(
      (point) => sideOf(point, around, work) > 0 && holes.every((hole) => sideOf(point, hole, work) < 0),
    )
  );
}

function prepare(corners: readonly Position[]): Ring {
  const segments = corners.slice(1).flatMap((b, i): Segment[] => {
    const a = corners[i];
    if (a === undefined || isSame(a, b)) return [];
    return [{ a, b, box: [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])] }];
  });
  const probes = segments.flatMap(({ a, b }): Position[] => [a, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]]);
  const box = segments.reduce<Bounds>(
    ([w, s, e, n], { box: each }) => [
      Math.min(w, each[0]),
      Math.min(s, each[1]),
      Math.max(e, each[2]),
      Math.max(n, each[3]),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
  return { corners, segments, box, probes };
}

function checkRing({ corners, segments }: Ring, place: Cql2Place, work: Work): void {
  const [first] = corners;
  const last = corners.at(-1);
  if (first === undefined || last === undefined || corners.length < 4) throw new Cql2Error('ring-short', place);
  if (!isSame(first, last)) throw new Cql2Error('ring-open', place);
  if (segments.length < 3) throw new Cql2Error('ring-short', place);
  // A sweep from west to east: only sides that reach as far as the next begins can meet it.
  const sorted = segments
    .map((segment, index) => ({ segment, index }))
    .sort((one, other) => one.segment.box[0] - other.segment.box[0]);
  sorted.forEach(({ segment, index }, n) => {
    for (let m = n + 1; m < sorted.length; m++) {
      work.spend(1);
      const next = sorted[m];
      if (next === undefined || next.segment.box[0] > segment.box[2]) return;
      if (!boxesMeet(segment.box, next.segment.box)) continue;
      work.spend(RELATION);
      const [i, j] = index < next.index ? [index, next.index] : [next.index, index];
      const [before, after] = index < next.index ? [segment, next.segment] : [next.segment, segment];
      if (sidesCross(before, after, j === i + 1, i === 0 && j === segments.length - 1))
        throw new Cql2Error('ring-crosses', place);
    }
  });
}

/** Whether two sides of a ring meet elsewhere than where one follows the other. */
function sidesCross(before: Segment, after: Segment, isNext: boolean, isAround: boolean): boolean {
  if (isNext) return folds(before.a, before.b, after.b);
  if (isAround) return folds(before.b, before.a, after.a);
  return relationOf(before, after) !== 'apart';
}

/** Whether the way from a over the corner to b goes back on itself. */
function folds(a: Position, corner: Position, b: Position): boolean {
  const [ax, ay, bx, by] = [a[0] - corner[0], a[1] - corner[1], b[0] - corner[0], b[1] - corner[1]];
  return ax * by - ay * bx === 0 && ax * bx + ay * by > 0;
}

const isSame = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];

function boxesMeet(one: Bounds, other: Bounds): boolean {
  return one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3];
}

function turn(a: Position, b: Position, c: Position): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function isBetween(point: Position, { a, b, box }: Segment): boolean {
  return (
    box[0] <= point[0] && point[0] <= box[2] && box[1] <= point[1] && point[1] <= box[3] && turn(a, b, point) === 0
  );
}

function relationOf(one: Segment, other: Segment): 'apart' | 'touch' | 'cross' {
  const [t1, t2, t3, t4] = [
    turn(one.a, one.b, other.a),
    turn(one.a, one.b, other.b),
    turn(other.a, other.b, one.a),
    turn(other.a, other.b, one.b),
  ];
  if (t1 * t2 < 0 && t3 * t4 < 0) return 'cross';
  if (t1 * t2 > 0 || t3 * t4 > 0) return 'apart';
  const shared = [
    ...[other.a, other.b].filter((point) => isBetween(point, one)),
    ...[one.a, one.b].filter((point) => isBetween(point, other)),
  ];
  const [first] = shared;
  if (first === undefined) return 'apart';
  // On one line, with more than a point in common.
  return shared.some((point) => !isSame(point, first)) ? 'cross' : 'touch';
}

/** Whether two rings cross between corners, or share a piece of line. */
function meetAlongLines(one: Ring, other: Ring, work: Work): boolean {
  work.spend(other.segments.length);
  const near = other.segments.filter(({ box }) => boxesMeet(box, one.box));
  return one.segments.some((segment) => {
    if (!boxesMeet(segment.box, other.box)) return false;
    work.spend(near.length);
    return near.some((each) => {
      if (!boxesMeet(segment.box, each.box)) return false;
      work.spend(RELATION);
      return relationOf(segment, each) === 'cross';
    });
  });
}

function touchingPoints(one: Ring, other: Ring, work: Work): number {
  const on = ({ corners }: Ring, { segments, box }: Ring): Position[] =>
    corners.filter((point) => {
      if (!boxesMeet([point[0], point[1], point[0], point[1]], box)) return false;
      work.spend(segments.length);
      return segments.some((segment) => isBetween(point, segment));
    });
  return new Set([...on(one, other), ...on(other, one)].map(([lon, lat]) => `${lon} ${lat}`)).size;
}

/** 1 inside a ring, 0 on it, -1 outside. */
function sideOf(point: Position, { segments, box }: Ring, work: Work): number {
  if (!boxesMeet([point[0], point[1], point[0], point[1]], box)) return -1;
  work.spend(segments.length);
  let inside = false;
  for (const segment of segments) {
    const { a, b } = segment;
    if (isBetween(point, segment)) return 0;
    if (a[1] > point[1] !== b[1] > point[1] && point[0] < a[0] + ((point[1] - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
      inside = !inside;
  }
  return inside ? 1 : -1;
}
