import { segmentKey, type Lattice, type Segment } from './segments.ts';

/** Buckets of about 2 km: most segments lie in one or two. */
const BUCKET = 20_000;
const MAX_ROUNDS = 12;

const same = (p: Lattice, q: Lattice): boolean => p[0] === q[0] && p[1] === q[1];
const cross = (o: Lattice, p: Lattice, q: Lattice): number =>
  (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);

const within = (p: Lattice, a: Lattice, b: Lattice): boolean =>
  Math.min(a[0], b[0]) <= p[0] &&
  p[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= p[1] &&
  p[1] <= Math.max(a[1], b[1]);

/** Lattice points at which two segments have to be split so that they meet at ends only. */
function meetings(a: Lattice, b: Lattice, c: Lattice, d: Lattice): Lattice[] {
  const abC = cross(a, b, c),
    abD = cross(a, b, d),
    cdA = cross(c, d, a),
    cdB = cross(c, d, b);
  const touching: Lattice[] = [];
  if (abC === 0 && within(c, a, b)) touching.push(c);
  if (abD === 0 && within(d, a, b)) touching.push(d);
  if (cdA === 0 && within(a, c, d)) touching.push(a);
  if (cdB === 0 && within(b, c, d)) touching.push(b);
  if (touching.length > 0) return touching;
  if (abC > 0 === abD > 0 || cdA > 0 === cdB > 0) return [];
  const t = cdA / (cdA - cdB);
  return [[Math.round(a[0] + t * (b[0] - a[0])), Math.round(a[1] + t * (b[1] - a[1]))]];
}

function* bucketsOf(a: Lattice, b: Lattice): Generator<string> {
  const x0 = Math.floor(Math.min(a[0], b[0]) / BUCKET),
    x1 = Math.floor(Math.max(a[0], b[0]) / BUCKET);
  const y0 = Math.floor(Math.min(a[1], b[1]) / BUCKET),
    y1 = Math.floor(Math.max(a[1], b[1]) / BUCKET);
  for (let x = x0; x <= x1; x += 1) for (let y = y0; y <= y1; y += 1) yield `${x},${y}`;
}

function findSplits<T>(segments: readonly Segment<T>[]): Map<number, Lattice[]> {
  const buckets = new Map<string, number[]>();
  segments.forEach(({ a, b }, index) => {
    for (const key of bucketsOf(a, b)) {
      const list = buckets.get(key);
      if (list) list.push(index);
      else buckets.set(key, [index]);
    }
  });
  const splits = new Map<number, Lattice[]>();
  const add = (index: number, segment: Segment<T>, point: Lattice): void => {
    if (same(point, segment.a) || same(point, segment.b)) return;
    const list = splits.get(index);
    if (list) list.push(point);
    else splits.set(index, [point]);
  };
  for (const list of buckets.values()) {
    for (let i = 0; i < list.length; i += 1) {
      for (let j = i + 1; j < list.length; j += 1) {
        const s = segments[list[i] as number] as Segment<T>;
        const t = segments[list[j] as number] as Segment<T>;
        for (const point of meetings(s.a, s.b, t.a, t.b)) {
          add(list[i] as number, s, point);
          add(list[j] as number, t, point);
        }
      }
    }
  }
  return splits;
}

/**
 * Splits segments wherever they cross, touch or overlap, so that any two share at most an end; of equal pieces the
 * first one given stays. Rounding a crossing to the lattice can move a piece over a near neighbour, hence the rounds.
 */
export function nodeLines<T>(input: readonly Segment<T>[]): Segment<T>[] {
  let segments = [...new Map([...input].reverse().map((s) => [segmentKey(s.a, s.b), s])).values()].reverse();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const splits = findSplits(segments);
    if (splits.size === 0) return segments;
    const pieces = new Map<string, Segment<T>>();
    segments.forEach((segment, index) => {
      const { a, b, tag } = segment;
      const along = (p: Lattice): number => (p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1]);
      const stops = [a, ...(splits.get(index) ?? []).sort((p, q) => along(p) - along(q)), b];
      for (let i = 1; i < stops.length; i += 1) {
        const p = stops[i - 1] as Lattice;
        const q = stops[i] as Lattice;
        const key = segmentKey(p, q);
        if (!same(p, q) && !pieces.has(key)) pieces.set(key, { a: p, b: q, tag });
      }
    });
    segments = [...pieces.values()];
  }
  throw new Error(`Lines still cross after ${MAX_ROUNDS} rounds of splitting; the input is finer than the lattice.`);
}
