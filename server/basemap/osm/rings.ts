/** Ways of a multipolygon → polygons with holes. */

/** A way: ids of its nodes. */
type Refs = readonly number[];

export interface Assembled {
  readonly rings: readonly Refs[];
  /** Ways that do not close, alone or together. */
  readonly open: number;
}

/** Ways that end where others begin, whichever way they run, put together to rings. */
export function assembleRings(ways: readonly Refs[]): Assembled {
  const left = new Set(ways.filter(({ length }) => length > 1));
  const byEnd = new Map<number, Set<Refs>>();
  for (const way of left) {
    for (const end of [way[0] as number, way.at(-1) as number]) {
      const known = byEnd.get(end) ?? new Set();
      known.add(way);
      byEnd.set(end, known);
    }
  }
  const rings: number[][] = [];
  let open = 0;
  for (const first of left) {
    left.delete(first);
    const ring = [...first];
    while (ring[0] !== ring.at(-1)) {
      const end = ring.at(-1) as number;
      const next = [...(byEnd.get(end) ?? [])].find((way) => left.has(way));
      if (next === undefined) break;
      left.delete(next);
      for (const ref of (next[0] === end ? next : [...next].reverse()).slice(1)) ring.push(ref);
    }
    if (ring[0] === ring.at(-1) && ring.length > 3) rings.push(ring);
    else open += 1;
  }
  return { rings, open };
}

/** Lines that follow one another and are alike, put together; where more than two meet, they end. */
export function joinLines(lines: readonly Refs[]): Refs[] {
  const ends = new Map<number, Refs[]>();
  for (const line of lines) {
    for (const end of [line[0] as number, line.at(-1) as number]) {
      const known = ends.get(end);
      if (known === undefined) ends.set(end, [line]);
      else known.push(line);
    }
  }
  const left = new Set(lines);
  const joined: Refs[] = [];
  for (const first of lines) {
    if (!left.delete(first)) continue;
    const ahead = followed([...first], ends, left);
    joined.push(followed(ahead.reverse(), ends, left).reverse());
  }
  return joined;
}

function followed(line: number[], ends: ReadonlyMap<number, readonly Refs[]>, left: Set<Refs>): number[] {
  for (;;) {
    const end = line.at(-1) as number;
    const meeting = ends.get(end) ?? [];
    const next = meeting.length === 2 ? meeting.find((each) => left.has(each)) : undefined;
    if (next === undefined) return line;
    left.delete(next);
    for (const ref of (next[0] === end ? next : [...next].reverse()).slice(1)) line.push(ref);
  }
}
