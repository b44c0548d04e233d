/**
 * The sea of an extract: its coastline, which has land to the left and water to the right (wiki,
 * Tag:natural=coastline), is cut to a box and closed along the border of the box. A line that ends inside the box, as
 * the extract goes no farther, is led on to the border by the shortest way.
 */
import type { Bbox } from '../../tiles/api/wire.ts';
import { metresPerDegree, ringAreaM2 } from '../../tiles/tile/spheroid.ts';

export type Ring = readonly (readonly [lon: number, lat: number])[];
type Place = Ring[number];

/** A line inside the box, from its border to its border; where on it, in turns clockwise from the north-west corner. */
interface Crossing {
  readonly line: Ring;
  readonly start: number;
  readonly end: number;
}

export interface SeaBounds {
  /** What the extract covers: a line that ends in it ends at the side it is nearest to. */
  readonly known: Bbox;
  /** What the sea is cut to, around it. */
  readonly box: Bbox;
}

/** Polygons of water, islands cut out, rings closed. */
export function seaPolygons(lines: readonly Ring[], bounds: SeaBounds): Ring[][] {
  const { box } = bounds;
  const { rings, open } = joined(lines);
  const crossings: Crossing[] = [];
  const islands: Ring[] = [];
  const waters: Ring[] = [];
  for (const ring of rings) {
    const pieces = cut(ring, box);
    if (pieces.length === 1 && pieces[0]?.length === ring.length) (ringAreaM2(ring) > 0 ? islands : waters).push(ring);
    else {
      const [first, last] = [pieces[0], pieces.at(-1)];
      // It begins inside the box: its last piece goes on into its first.
      if (
        first !== undefined &&
        last !== undefined &&
        first !== last &&
        same(first[0], ring[0]) &&
        same(last.at(-1), ring[0])
      )
        pieces.splice(0, pieces.length, [...last, ...first.slice(1)], ...pieces.slice(1, -1));
      for (const piece of pieces) crossings.push(crossingOf(piece, bounds));
    }
  }
  for (const line of open) for (const piece of cut(line, box)) crossings.push(crossingOf(piece, bounds));
  const outer = crossings.length > 0 ? closed(crossings, box) : islands.length > 0 ? [ringOf(box)] : [];
  const seas = [...outer, ...waters];
  return seas.map((ring) => [ring, ...islands.filter((island) => isWithin(island[0] as Place, ring))]);
}

/** Lines that follow one another, the way they run. */
function joined(lines: readonly Ring[]): { readonly rings: readonly Ring[]; readonly open: readonly Ring[] } {
  const key = ([lon, lat]: Place): string => `${lon} ${lat}`;
  const byStart = new Map<string, Ring[]>();
  for (const line of lines) {
    const start = key(line[0] as Place);
    byStart.set(start, [...(byStart.get(start) ?? []), line]);
  }
  const ends = new Set(lines.map((line) => key(line.at(-1) as Place)));
  const used = new Set<Ring>();
  const rings: Ring[] = [];
  const open: Ring[] = [];
  // Those that nothing leads to first, so that no line begins in its middle.
  const ordered = [...lines].sort(
    (a, b) => Number(ends.has(key(a[0] as Place))) - Number(ends.has(key(b[0] as Place))),
  );
  for (const first of ordered) {
    if (used.has(first)) continue;
    used.add(first);
    const line = [...first];
    while (key(line[0] as Place) !== key(line.at(-1) as Place)) {
      const next = byStart.get(key(line.at(-1) as Place))?.find((each) => !used.has(each));
      if (next === undefined) break;
      used.add(next);
      line.push(...next.slice(1));
    }
    if (line.length > 3 && key(line[0] as Place) === key(line.at(-1) as Place)) rings.push(line);
    else open.push(line);
  }
  return { rings, open };
}

/** The parts of a line that lie in the box. */
function cut(line: Ring, box: Bbox): Ring[] {
  const pieces: Place[][] = [];
  let piece: Place[] = [];
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1] as Place, line[i] as Place];
    const part = clipped(a, b, box);
    if (part === null) continue;
    const [from, to] = part;
    if (piece.length === 0 || !same(piece.at(-1), from)) {
      if (piece.length > 1) pieces.push(piece);
      piece = [from];
    }
    if (!same(from, to)) piece.push(to);
  }
  if (piece.length > 1) pieces.push(piece);
  return pieces;
}

/** Liang and Barsky 1984. */
function clipped([ax, ay]: Place, [bx, by]: Place, [west, south, east, north]: Bbox): readonly [Place, Place] | null {
  let [start, end] = [0, 1];
  for (const [toward, room] of [
    [ax - bx, ax - west],
    [bx - ax, east - ax],
    [ay - by, ay - south],
    [by - ay, north - ay],
  ] as const) {
    if (toward === 0) {
      if (room < 0) return null;
      continue;
    }
    const at = room / toward;
    if (toward < 0) start = Math.max(start, at);
    else end = Math.min(end, at);
  }
  if (start > end) return null;
  const place = (at: number): Place =>
    at === 0 ? [ax, ay] : at === 1 ? [bx, by] : [ax + at * (bx - ax), ay + at * (by - ay)];
  return [place(start), place(end)];
}

function crossingOf(piece: Ring, bounds: SeaBounds): Crossing {
  const { box } = bounds;
  const [first, last] = [piece[0] as Place, piece.at(-1) as Place];
  const [start, end] = [onBorder(first, bounds), onBorder(last, bounds)];
  return {
    line: [...(same(start, first) ? [] : [start]), ...piece, ...(same(end, last) ? [] : [end])],
    start: turnOf(start, box),
    end: turnOf(end, box),
  };
}

/** The place itself where it is on the border; else that opposite, on the side it is nearest to. */
function onBorder([lon, lat]: Place, { known, box: [west, south, east, north] }: SeaBounds): Place {
  if (lon === west || lon === east || lat === south || lat === north) return [lon, lat];
  const scale = metresPerDegree(lat);
  const gaps = [
    (lon - known[0]) * scale.lon,
    (known[2] - lon) * scale.lon,
    (lat - known[1]) * scale.lat,
    (known[3] - lat) * scale.lat,
  ];
  const nearest = gaps.indexOf(Math.min(...gaps));
  return (
    (
      [
        [west, lat],
        [east, lat],
        [lon, south],
        [lon, north],
      ] as const
    )[nearest] ?? [lon, lat]
  );
}

/** 0 to 4: clockwise along the north, east, south and west side. */
function turnOf([lon, lat]: Place, [west, south, east, north]: Bbox): number {
  if (lat === north) return (lon - west) / (east - west);
  if (lon === east) return 1 + (north - lat) / (north - south);
  if (lat === south) return 2 + (east - lon) / (east - west);
  return 3 + (lat - south) / (north - south);
}

/** With water to the right, the way on from the end of a line is clockwise to where the next begins. */
function closed(crossings: readonly Crossing[], box: Bbox): Ring[] {
  const [west, south, east, north] = box;
  const corners: readonly Place[] = [
    [west, north],
    [east, north],
    [east, south],
    [west, south],
  ];
  const left = new Set(crossings);
  const rings: Ring[] = [];
  for (const first of left) {
    const ring: Place[] = [];
    let current = first;
    do {
      left.delete(current);
      ring.push(...current.line);
      const from = current.end;
      const ahead = (turn: number): number => (turn - from + 4) % 4;
      const candidates = [...left, first];
      const next = candidates.reduce((best, each) => (ahead(each.start) < ahead(best.start) ? each : best));
      const passed = corners
        .map((corner, turn) => ({ corner, turn }))
        .filter(({ turn }) => ahead(turn) < ahead(next.start))
        .sort((a, b) => ahead(a.turn) - ahead(b.turn));
      ring.push(...passed.map(({ corner }) => corner));
      current = next;
    } while (current !== first);
    ring.push(ring[0] as Place);
    rings.push([...ring].reverse());
  }
  return rings;
}

function ringOf([west, south, east, north]: Bbox): Ring {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function same(a: Place | undefined, b: Place | undefined): boolean {
  return a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];
}

/** By the even-odd rule. */
export function isWithin([lon, lat]: Place, ring: Ring): boolean {
  let isIn = false;
  for (let i = 1; i < ring.length; i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i - 1] as Place, ring[i] as Place];
    if (ay > lat !== by > lat && lon < ax + ((lat - ay) / (by - ay)) * (bx - ax)) isIn = !isIn;
  }
  return isIn;
}
