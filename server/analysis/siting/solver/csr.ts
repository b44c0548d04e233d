/** Sets of whole numbers in two arrays: those of set s are `index[start[s]]` to `index[start[s + 1]]`, ascending. */
export interface Csr {
  readonly count: number;
  /** Members are below it. */
  readonly width: number;
  readonly start: Uint32Array;
  readonly index: Uint32Array;
}

/** By member: the sets that hold it. */
export function transposed(sets: Csr): Csr {
  const start = new Uint32Array(sets.width + 1);
  for (let k = 0; k < sets.index.length; k++)
    start[(sets.index[k] as number) + 1] = (start[(sets.index[k] as number) + 1] as number) + 1;
  for (let m = 0; m < sets.width; m++) start[m + 1] = (start[m + 1] as number) + (start[m] as number);
  const next = start.slice(0, sets.width);
  const index = new Uint32Array(sets.index.length);
  for (let s = 0; s < sets.count; s++) {
    const end = sets.start[s + 1] as number;
    for (let k = sets.start[s] as number; k < end; k++) {
      const member = sets.index[k] as number;
      const at = next[member] as number;
      index[at] = s;
      next[member] = at + 1;
    }
  }
  return { count: sets.width, width: sets.count, start, index };
}

/**
 * The sets named, in that order, of the members that `renamed` has a new number for (-1 drops one; the order must
 * stay).
 */
export function selected(sets: Csr, kept: Uint32Array, renamed: Int32Array | null, width: number): Csr {
  const start = new Uint32Array(kept.length + 1);
  const index = new Uint32Array(sets.index.length);
  let at = 0;
  for (let s = 0; s < kept.length; s++) {
    const set = kept[s] as number;
    const end = sets.start[set + 1] as number;
    for (let k = sets.start[set] as number; k < end; k++) {
      const member = sets.index[k] as number;
      const name = renamed === null ? member : (renamed[member] as number);
      if (name >= 0) index[at++] = name;
    }
    start[s + 1] = at;
  }
  return { count: kept.length, width, start, index: index.slice(0, at) };
}

export function sizeOf(sets: Csr, set: number): number {
  return (sets.start[set + 1] as number) - (sets.start[set] as number);
}

function sameSet(sets: Csr, a: number, b: number): boolean {
  const size = sizeOf(sets, a);
  if (size !== sizeOf(sets, b)) return false;
  const fromA = sets.start[a] as number;
  const fromB = sets.start[b] as number;
  for (let k = 0; k < size; k++) if (sets.index[fromA + k] !== sets.index[fromB + k]) return false;
  return true;
}

function hashOf(sets: Csr, set: number): number {
  let hash = 0x811c9dc5;
  const end = sets.start[set + 1] as number;
  for (let k = sets.start[set] as number; k < end; k++) {
    hash = Math.imul(hash ^ (sets.index[k] as number), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** Classes of equal sets, numbered by their first set; -1 for empty sets. Hashes find them, the members decide. */
export function equalSets(sets: Csr): { readonly classOf: Int32Array; readonly first: Uint32Array } {
  const classOf = new Int32Array(sets.count).fill(-1);
  const first = new Uint32Array(sets.count);
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, sets.count * 2)));
  const table = new Int32Array(slots).fill(-1);
  let classes = 0;
  for (let s = 0; s < sets.count; s++) {
    if (sizeOf(sets, s) === 0) continue;
    let slot = hashOf(sets, s) & (slots - 1);
    for (;;) {
      const known = table[slot] as number;
      if (known < 0) {
        table[slot] = classes;
        first[classes] = s;
        classOf[s] = classes++;
        break;
      }
      if (sameSet(sets, first[known] as number, s)) {
        classOf[s] = known;
        break;
      }
      slot = (slot + 1) & (slots - 1);
    }
  }
  return { classOf, first: first.slice(0, classes) };
}

/**
 * Sets that hold every member of set s, s itself left out, ascending. `holders` is the transpose. Begins with the
 * rarest member, so that the list is short from the start, and lets it shrink member by member.
 */
export function supersetsOf(sets: Csr, holders: Csr, s: number, scratch: Uint32Array): number {
  const from = sets.start[s] as number;
  const end = sets.start[s + 1] as number;
  if (from === end) return 0;
  let rarest = from;
  for (let k = from + 1; k < end; k++) {
    if (sizeOf(holders, sets.index[k] as number) < sizeOf(holders, sets.index[rarest] as number)) rarest = k;
  }
  let alive = 0;
  const rare = sets.index[rarest] as number;
  for (let k = holders.start[rare] as number; k < (holders.start[rare + 1] as number); k++) {
    const other = holders.index[k] as number;
    if (other !== s && sizeOf(sets, other) >= end - from) scratch[alive++] = other;
  }
  // Far members differ most: going through them by a stride empties the list sooner than one after the other.
  const size = end - from;
  const stride = strideOf(size);
  for (let step = 0, k = 0; step < size && alive > 0; step++, k = (k + stride) % size)
    alive = keepHolders(holders, sets.index[from + k] as number, scratch, alive);
  return alive;
}

/** A step that meets every one of `size` places. */
function strideOf(size: number): number {
  let stride = Math.max(1, Math.floor(size * 0.382));
  while (commonDivisor(stride, size) !== 1) stride++;
  return stride;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Keeps of the first `count` sets of an ascending list those that hold a member; how many are left. */
function keepHolders(holders: Csr, member: number, list: Uint32Array, count: number): number {
  let kept = 0;
  let low = holders.start[member] as number;
  const end = holders.start[member + 1] as number;
  for (let a = 0; a < count; a++) {
    const set = list[a] as number;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((holders.index[middle] as number) < set) low = middle + 1;
      else high = middle;
    }
    if (low < end && holders.index[low] === set) list[kept++] = set;
  }
  return kept;
}
