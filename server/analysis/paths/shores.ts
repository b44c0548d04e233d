/**
 * Cuts water from polygons, in double precision and only where shores cross outlines (Weiler and Atherton 1977). What
 * lies too near for doubles to tell is left to a library that is exact and slow: shores that meet each other, and
 * outlines that meet them in a corner.
 */
import Flatbush from 'flatbush';
import { ringAreaM2 } from '../../../tiles/tile/spheroid.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';

/** Closed: its last position is its first. */
export type Ring = number[][];

/** Degrees, a micrometre or so: places nearer than this are not told apart. */
const NEAR = 1e-11;

type Place = readonly [lon: number, lat: number];

/** Where an outline crosses a shore. */
interface Crossing {
  readonly place: Place;
  readonly outline: number;
  readonly shore: number;
  /** Number of the edge on its ring, and the share of that edge before the crossing. */
  readonly onOutline: number;
  readonly onShore: number;
  /** Whether the outline goes into the water here, or comes out of it. */
  readonly entersWater: boolean;
}

export class Shores {
  /** Without their last point, which is the first one; water to the left. */
  readonly #rings: readonly (readonly Place[])[];
  readonly #tree: Flatbush;
  /** By edge in the tree: its ring, and its number there. */
  readonly #ringOf: Uint32Array;
  readonly #nth: Uint32Array;

  private constructor(rings: readonly (readonly Place[])[]) {
    this.#rings = rings;
    const count = rings.reduce((sum, { length }) => sum + length, 0);
    this.#ringOf = new Uint32Array(count);
    this.#nth = new Uint32Array(count);
    this.#tree = new Flatbush(count);
    let edge = 0;
    for (const [r, ring] of rings.entries()) {
      for (const [i, [ax, ay]] of ring.entries()) {
        const [bx, by] = after(ring, i);
        this.#ringOf[edge] = r;
        this.#nth[edge] = i;
        this.#tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
        edge += 1;
      }
    }
    this.#tree.finish();
  }

  /**
   * Polygons may share edges. Null where they meet otherwise within the frame, which all outlines lie in: outside,
   * where polygons were cut along a box, they may meet as they like.
   */
  static of(polygons: readonly (readonly Ring[])[], frame: Bbox): Shores | null {
    const rings = joinedRings(polygons, frame);
    if (rings === null) return null;
    const shores = new Shores(rings);
    return shores.#meetThemselves(frame) ? null : shores;
  }

  /** The rings of what is dry of a polygon: outer ones counter-clockwise. Null where doubles cannot tell. */
  dryRings(polygon: readonly Ring[]): Ring[] | null {
    const outlines = polygon.map((ring) => ring.slice(0, -1) as unknown as Place[]);
    const crossings = this.#crossings(outlines);
    if (crossings === null) return null;
    const rings = traced(crossings, outlines, this.#rings);
    if (rings === null) return null;
    const crossed = { outlines: new Set<number>(), shores: new Set<number>() };
    for (const { outline, shore } of crossings) {
      crossed.outlines.add(outline);
      crossed.shores.add(shore);
    }
    outlines.forEach((ring, r) => {
      if (!crossed.outlines.has(r) && !this.#isWater(ring[0] as Place)) rings.push(closed(ring));
    });
    this.#rings.forEach((ring, r) => {
      if (!crossed.shores.has(r) && isInside(ring[0] as Place, outlines)) rings.push(closed([...ring].reverse()));
    });
    return rings;
  }

  #edge(edge: number): readonly [a: Place, b: Place] {
    const ring = this.#rings[this.#ringOf[edge] as number] as readonly Place[];
    const nth = this.#nth[edge] as number;
    return [ring[nth] as Place, after(ring, nth)];
  }

  #near([ax, ay]: Place, [bx, by]: Place): number[] {
    return this.#tree.search(
      Math.min(ax, bx) - NEAR,
      Math.min(ay, by) - NEAR,
      Math.max(ax, bx) + NEAR,
      Math.max(ay, by) + NEAR,
    );
  }

  #meetThemselves(frame: Bbox): boolean {
    let edge = -1;
    for (const ring of this.#rings) {
      for (let i = 0; i < ring.length; i += 1) {
        edge += 1;
        const [a, b] = [ring[i] as Place, after(ring, i)];
        if (isOutside(a, b, frame)) continue;
        if (turnsBack(a, b, after(ring, i + 1))) return true;
        for (const other of this.#near(a, b)) {
          if (other === edge) continue;
          const [p, q] = this.#edge(other);
          const mayMeet = p === b || q === a || isOutside(p, q, frame);
          if (!mayMeet && meeting(a, b, p, q) !== null) return true;
        }
      }
    }
    return false;
  }

  #crossings(outlines: readonly (readonly Place[])[]): Crossing[] | null {
    const found: Crossing[] = [];
    for (const [outline, ring] of outlines.entries()) {
      for (let i = 0; i < ring.length; i += 1) {
        const [a, b] = [ring[i] as Place, after(ring, i)];
        for (const edge of this.#near(a, b)) {
          const [c, d] = this.#edge(edge);
          const met = meeting(a, b, c, d);
          if (met === null) continue;
          if (met === 'too near') return null;
          found.push({
            outline,
            shore: this.#ringOf[edge] as number,
            onOutline: i + met.along,
            onShore: (this.#nth[edge] as number) + met.alongOther,
            place: [a[0] + met.along * (b[0] - a[0]), a[1] + met.along * (b[1] - a[1])],
            entersWater: met.isToTheLeft,
          });
        }
      }
    }
    return found;
  }

  #isWater([lon, lat]: Place): boolean {
    return isOdd(
      this.#tree.search(lon, lat, Infinity, lat).filter((edge) => {
        const [a, b] = this.#edge(edge);
        return isRightOf(lon, lat, a, b);
      }).length,
    );
  }
}

/** The rings of all polygons; an edge that two share is in none. Null where more than two ways meet at a corner. */
function joinedRings(polygons: readonly (readonly Ring[])[], frame: Bbox): Place[][] | null {
  const numbers = new Map<string, number>();
  const places: Place[] = [];
  const numberOf = (place: Place, isNew: boolean): number => {
    const key = place.join();
    const known = isNew ? undefined : numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, places.length);
    places.push(place);
    return places.length - 1;
  };
  const edges = new Set<string>();
  const pairs: [from: number, to: number][] = [];
  for (const polygon of polygons) {
    for (const [r, ring] of polygon.entries()) {
      const corners = cornersOf(ring, numberOf, (place) => isOutside(place, place, frame));
      if (ringAreaM2(ring) > 0 !== (r === 0)) corners.reverse();
      for (let i = 1; i < corners.length; i += 1) {
        const [from, to] = [corners[i - 1] as number, corners[i] as number];
        if (from === to) continue;
        const key = `${from} ${to}`;
        if (edges.has(key)) return null;
        edges.add(key);
        pairs.push([from, to]);
      }
    }
  }
  const next = new Map<number, number>();
  for (const [from, to] of pairs) {
    if (edges.has(`${to} ${from}`)) continue;
    if (next.has(from)) return null;
    next.set(from, to);
  }
  const rings: Place[][] = [];
  for (let [start] = next.keys(); start !== undefined; [start] = next.keys()) {
    const ring: Place[] = [];
    for (let at: number | undefined = start; at !== undefined; ) {
      const to: number | undefined = next.get(at);
      if (to === undefined) break;
      ring.push(places[at] as Place);
      next.delete(at);
      at = to;
    }
    rings.push(ring);
  }
  return rings.every(({ length }) => length > 2) ? rings : null;
}

/** Numbers of a ring's corners, the first again at the end. One outside that it comes to again is another one. */
function cornersOf(
  ring: Ring,
  numberOf: (place: Place, isNew: boolean) => number,
  isFree: (place: Place) => boolean,
): number[] {
  const met = new Set<number>();
  const corners: number[] = [];
  for (const place of ring.slice(0, -1) as unknown as Place[]) {
    let number = numberOf(place, false);
    if (number === corners.at(-1)) continue;
    if (met.has(number) && isFree(place)) number = numberOf(place, true);
    met.add(number);
    corners.push(number);
  }
  if (corners[0] !== undefined) corners.push(corners[0]);
  return corners;
}

/** Whether all of an edge lies on one side of a box, outside. */
function isOutside([ax, ay]: Place, [bx, by]: Place, [west, south, east, north]: Bbox): boolean {
  return Math.max(ax, bx) < west || Math.min(ax, bx) > east || Math.max(ay, by) < south || Math.min(ay, by) > north;
}

/** Along the outlines outside the water, and back along the shores inside the outlines, from crossing to crossing. */
function traced(
  crossings: readonly Crossing[],
  outlines: readonly (readonly Place[])[],
  shores: readonly (readonly Place[])[],
): Ring[] | null {
  const nextOnOutline = around(crossings, 'outline', 'onOutline');
  const nextOnShore = around(crossings, 'shore', 'onShore');
  if (nextOnOutline === null || nextOnShore === null) return null;
  const before = new Map([...nextOnShore].map(([from, to]) => [to, from]));
  const left = new Set(crossings.filter(({ entersWater }) => !entersWater));
  const rings: Ring[] = [];
  for (const start of left) {
    const ring: Ring = [];
    let leaves = start;
    do {
      left.delete(leaves);
      const enters = nextOnOutline.get(leaves) as Crossing;
      ring.push([...leaves.place]);
      for (const place of between(outlines[leaves.outline] as Place[], leaves.onOutline, enters.onOutline))
        ring.push([...place]);
      ring.push([...enters.place]);
      const back = before.get(enters) as Crossing;
      const shore = between(shores[enters.shore] as Place[], back.onShore, enters.onShore);
      for (const place of shore.reverse()) ring.push([...place]);
      leaves = back;
    } while (left.has(leaves));
    if (leaves !== start) return null;
    ring.push([...start.place]);
    rings.push(ring);
  }
  return rings;
}

/** The crossing after each around its ring; null where they do not go in and out by turns, or lie too near. */
function around(
  crossings: readonly Crossing[],
  of: 'outline' | 'shore',
  on: 'onOutline' | 'onShore',
): Map<Crossing, Crossing> | null {
  const next = new Map<Crossing, Crossing>();
  const byRing = new Map<number, Crossing[]>();
  for (const crossing of crossings) {
    const there = byRing.get(crossing[of]);
    if (there === undefined) byRing.set(crossing[of], [crossing]);
    else there.push(crossing);
  }
  for (const list of byRing.values()) {
    list.sort((a, b) => a[on] - b[on]);
    for (const [i, crossing] of list.entries()) {
      const other = list[(i + 1) % list.length] as Crossing;
      const isNear =
        Math.abs(other.place[0] - crossing.place[0]) < NEAR && Math.abs(other.place[1] - crossing.place[1]) < NEAR;
      if (isNear || other.entersWater === crossing.entersWater) return null;
      next.set(crossing, other);
    }
  }
  return next;
}

/** Corners of a ring from one place to another, going on around its end. */
function between(ring: readonly Place[], from: number, to: number): Place[] {
  const count = ring.length;
  const places: Place[] = [];
  const last = Math.floor(to) + (to > from ? 0 : count);
  for (let i = Math.floor(from) + 1; i <= last; i += 1) places.push(ring[i % count] as Place);
  return places;
}

interface Meeting {
  readonly along: number;
  readonly alongOther: number;
  /** Whether the first edge goes to the left of the second one. */
  readonly isToTheLeft: boolean;
}

/** Where two edges cross; null where they do not. */
function meeting(a: Place, b: Place, c: Place, d: Place): Meeting | 'too near' | null {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const [ofC, ofD] = [ux * (c[1] - a[1]) - uy * (c[0] - a[0]), ux * (d[1] - a[1]) - uy * (d[0] - a[0])];
  const [ofA, ofB] = [vx * (a[1] - c[1]) - vy * (a[0] - c[0]), vx * (b[1] - c[1]) - vy * (b[0] - c[0])];
  const [nearU, nearV] = [NEAR * Math.hypot(ux, uy), NEAR * Math.hypot(vx, vy)];
  if (isOneSide(ofC, ofD, nearU) || isOneSide(ofA, ofB, nearV)) return null;
  const touches =
    (Math.abs(ofC) <= nearU && isWithin(c, a, b)) ||
    (Math.abs(ofD) <= nearU && isWithin(d, a, b)) ||
    (Math.abs(ofA) <= nearV && isWithin(a, c, d)) ||
    (Math.abs(ofB) <= nearV && isWithin(b, c, d));
  if (touches) return 'too near';
  if (ofC > 0 === ofD > 0 || ofA > 0 === ofB > 0) return null;
  return { along: ofA / (ofA - ofB), alongOther: ofC / (ofC - ofD), isToTheLeft: ofB > 0 };
}

function isOneSide(one: number, other: number, near: number): boolean {
  return (one > near && other > near) || (one < -near && other < -near);
}

function isWithin([x, y]: Place, [ax, ay]: Place, [bx, by]: Place): boolean {
  return (
    x >= Math.min(ax, bx) - NEAR &&
    x <= Math.max(ax, bx) + NEAR &&
    y >= Math.min(ay, by) - NEAR &&
    y <= Math.max(ay, by) + NEAR
  );
}

/** Whether an edge runs back along the one before it. */
function turnsBack(a: Place, b: Place, c: Place): boolean {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]];
  const aside = Math.abs(ux * vy - uy * vx);
  return ux * vx + uy * vy < 0 && aside <= NEAR * Math.max(Math.hypot(ux, uy), Math.hypot(vx, vy));
}

/** By the even-odd rule; closed rings and open ones alike. */
export function isInside([lon, lat]: Place, rings: readonly (readonly Place[])[]): boolean {
  let crossed = 0;
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 1) if (isRightOf(lon, lat, ring[i] as Place, after(ring, i))) crossed += 1;
  }
  return isOdd(crossed);
}

/** Whether an edge crosses what lies to the east of a place. */
function isRightOf(lon: number, lat: number, [ax, ay]: Place, [bx, by]: Place): boolean {
  return ay > lat !== by > lat && lon < ax + ((lat - ay) / (by - ay)) * (bx - ax);
}

function isOdd(count: number): boolean {
  return count % 2 === 1;
}

function after(ring: readonly Place[], i: number): Place {
  return ring[(i + 1) % ring.length] as Place;
}

function closed(ring: readonly Place[]): Ring {
  return [...ring, ring[0] as Place].map((place) => [...place]);
}
