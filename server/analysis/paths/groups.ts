/** Items by group in two arrays: those of group g are `item[start[g]]` to `item[start[g + 1]]`, ascending. */
export interface Groups {
  readonly start: Uint32Array;
  readonly item: Uint32Array;
}

/** Groups item i under `keys[i]`; a key below 0 leaves it out. */
export function groupItems(keys: Int32Array, groupCount: number): Groups {
  const start = new Uint32Array(groupCount + 1);
  for (const key of keys) if (key >= 0) start[key + 1] = (start[key + 1] as number) + 1;
  for (let g = 0; g < groupCount; g += 1) start[g + 1] = (start[g + 1] as number) + (start[g] as number);
  const item = new Uint32Array(start[groupCount] as number);
  const next = start.slice(0, groupCount);
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as number;
    if (key < 0) continue;
    const at = next[key] as number;
    item[at] = i;
    next[key] = at + 1;
  }
  return { start, item };
}
