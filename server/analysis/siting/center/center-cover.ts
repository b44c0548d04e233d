/**
 * "Can everybody be served at this cost?" as a search for the fewest people left out: demand that is farther from the
 * existing facilities costs its weight, and nothing once a site within the cost is open. Demand and sites that cannot
 * change the answer are left out (Beasley 1987).
 */
import type { MedianCore } from '../median/median-core.ts';

/** Beyond this many words of bits, sets are no longer compared pairwise. */
const MOST_WORDS = 8_000_000;
const ROUNDS = 4;

/** Demand not yet within the cost: `rows[i]` lists its sites, ascending; `weight[i]` its people. */
interface Cover {
  readonly rows: readonly Uint32Array[];
  readonly weight: number[];
  /** Weight of demand with no site within the cost. */
  readonly lost: number;
}

/**
 * The core whose cost is the weight left out at `within`. `weight` by row of `core`, or null where nobody may be left
 * out: then demand that is served whenever other is can go, and null is returned where some demand has no site at all.
 */
export function coverCore(core: MedianCore, within: number, weight: Float64Array | null): MedianCore | null {
  const cover = merged(core, within, weight);
  if (weight === null && cover.lost > 0) return null;
  let rows: readonly Uint32Array[] = cover.rows;
  let sites: Uint32Array = Uint32Array.from({ length: core.siteCount }, (_, s) => s);
  for (let round = 0; round < ROUNDS; round++) {
    const before = rows.length + sites.length;
    if (weight === null) rows = withoutEasierRows(rows, core.siteCount);
    sites = withoutLesserSites(rows, sites, core.price);
    rows = limitedTo(rows, sites, core.siteCount);
    if (rows.length + sites.length === before) break;
  }
  return coreOf(core, rows, sites, weight === null ? null : cover.weight, cover.lost);
}

/** Demand with the same sites is one. */
function merged(core: MedianCore, within: number, weight: Float64Array | null): Cover {
  const known = new Map<number, number[]>();
  const rows: Uint32Array[] = [];
  const weights: number[] = [];
  let lost = 0;
  for (let i = 0; i < core.demandCount; i++) {
    if ((core.base[i] as number) <= within) continue;
    const from = core.start[i] as number;
    let to = from;
    while (to < (core.start[i + 1] as number) && (core.entryCost[to] as number) <= within) to++;
    const own = weight?.[i] ?? 1;
    if (to === from) {
      lost += own;
      continue;
    }
    const sites = core.entrySite.slice(from, to).sort();
    const key = hashOf(sites);
    const same = known.get(key)?.find((row) => areEqual(rows[row] as Uint32Array, sites));
    if (same !== undefined) {
      weights[same] = (weights[same] as number) + own;
      continue;
    }
    known.set(key, [...(known.get(key) ?? []), rows.length]);
    rows.push(sites);
    weights.push(own);
  }
  return { rows, weight: weights, lost };
}

/** FNV-1a of Fowler, Noll & Vo. */
function hashOf(values: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (const value of values) hash = Math.imul(hash ^ value, 0x01000193);
  return hash >>> 0;
}

function areEqual(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** Drops demand whose sites include all of another's: a site that serves the other serves it. */
function withoutEasierRows(rows: readonly Uint32Array[], siteCount: number): Uint32Array[] {
  const words = Math.ceil(siteCount / 32);
  if (rows.length * words > MOST_WORDS) return [...rows];
  const bits = bitsOf(rows, words);
  const rowsOf = transposed(rows, siteCount);
  const gone = new Uint8Array(rows.length);
  const order = Array.from(rows.keys()).sort(
    (a, b) => (rows[a] as Uint32Array).length - (rows[b] as Uint32Array).length,
  );
  for (const row of order) {
    if (gone[row] === 1) continue;
    for (const other of shortest(rows[row] as Uint32Array, rowsOf)) {
      if (other !== row && gone[other] === 0 && includes(bits, words, other, row)) gone[other] = 1;
    }
  }
  return rows.filter((_, row) => gone[row] === 0);
}

/** Drops sites that serve no more than another that costs no more. */
function withoutLesserSites(rows: readonly Uint32Array[], sites: Uint32Array, price: Float64Array): Uint32Array {
  const siteCount = price.length;
  const rowsOf = transposed(rows, siteCount);
  const words = Math.ceil(rows.length / 32);
  const gone = new Uint8Array(siteCount);
  for (const site of sites) if ((rowsOf[site] as Uint32Array).length === 0) gone[site] = 1;
  if (siteCount * words <= MOST_WORDS) {
    const bits = bitsOf(rowsOf, words);
    for (const site of sites) {
      if (gone[site] === 1) continue;
      const better = shortest(rowsOf[site] as Uint32Array, rows).some(
        (other) =>
          other !== site &&
          gone[other] === 0 &&
          (price[other] as number) <= (price[site] as number) &&
          includes(bits, words, other, site),
      );
      if (better) gone[site] = 1;
    }
  }
  return sites.filter((site) => gone[site] === 0);
}

function limitedTo(rows: readonly Uint32Array[], sites: Uint32Array, siteCount: number): Uint32Array[] {
  const kept = new Uint8Array(siteCount);
  for (const site of sites) kept[site] = 1;
  return rows.map((row) => row.filter((site) => kept[site] === 1));
}

function bitsOf(sets: readonly Uint32Array[], words: number): Uint32Array {
  const bits = new Uint32Array(sets.length * words);
  sets.forEach((set, index) => {
    for (const member of set) {
      const word = index * words + (member >>> 5);
      bits[word] = (bits[word] as number) | (1 << (member & 31));
    }
  });
  return bits;
}

function includes(bits: Uint32Array, words: number, large: number, small: number): boolean {
  for (let word = 0; word < words; word++)
    if (((bits[small * words + word] as number) & ~(bits[large * words + word] as number)) !== 0) return false;
  return true;
}

function transposed(sets: readonly Uint32Array[], memberCount: number): Uint32Array[] {
  const counts = new Uint32Array(memberCount);
  for (const set of sets) for (const member of set) counts[member] = (counts[member] as number) + 1;
  const lists = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  sets.forEach((set, index) => {
    for (const member of set) {
      (lists[member] as Uint32Array)[counts[member] as number] = index;
      counts[member] = (counts[member] as number) + 1;
    }
  });
  return lists;
}

/** The shortest of the members' lists: whatever includes all members is in it. */
function shortest(members: Uint32Array, lists: readonly Uint32Array[]): Uint32Array {
  let best = lists[members[0] as number] as Uint32Array;
  for (const member of members)
    if ((lists[member] as Uint32Array).length < best.length) best = lists[member] as Uint32Array;
  return best;
}

function coreOf(
  core: MedianCore,
  rows: readonly Uint32Array[],
  sites: Uint32Array,
  weight: readonly number[] | null,
  lost: number,
): MedianCore {
  const siteOf = new Uint32Array(core.siteCount);
  sites.forEach((site, s) => (siteOf[site] = s));
  const start = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (start[i + 1] = (start[i] as number) + row.length));
  const entrySite = new Uint32Array(start[rows.length] as number);
  rows.forEach((row, i) =>
    entrySite.set(
      row.map((site) => siteOf[site] as number),
      start[i],
    ),
  );
  return {
    siteCount: sites.length,
    site: sites.map((s) => core.site[s] as number),
    price: Float64Array.from(sites, (s) => core.price[s] as number),
    budget: core.budget,
    counted: core.counted,
    demandCount: rows.length,
    row: Uint32Array.from(rows.keys()),
    base: Float64Array.from(rows, (_, i) => weight?.[i] ?? 1),
    start,
    entrySite,
    entryCost: new Float64Array(entrySite.length),
    constant: lost,
    whole: false,
  };
}
