import { GroupSums } from '../sums.ts';

/** How a value is spread over the people of a group. */
export interface Summary {
  readonly people: number;
  /** Both null where there is nobody. */
  readonly mean: number | null;
  readonly median: number | null;
  /** People whose value is 0. */
  readonly none: number;
}

/**
 * Mean and median of `values`, each held by so many `people`, by group. The median is the value that half of the people
 * have at most and half at least; where two values divide them evenly, the middle between both.
 */
export function summaries(
  values: Float64Array,
  people: Float64Array,
  groups = 1,
  groupOf: (index: number) => number = () => 0,
): Summary[] {
  const [count, held, none] = [new GroupSums(groups), new GroupSums(groups), new GroupSums(groups)];
  for (let i = 0; i < values.length; i += 1) {
    const [value, here, group] = [values[i] as number, people[i] as number, groupOf(i)];
    count.add(group, here);
    held.add(group, here * value);
    if (value === 0) none.add(group, here);
  }
  const medians = mediansOf(values, people, count, groups, groupOf);
  return Array.from({ length: groups }, (_, group) => {
    const all = count.of(group);
    return {
      people: all,
      mean: all > 0 ? held.of(group) / all : null,
      median: medians[group] ?? null,
      none: none.of(group),
    };
  });
}

function mediansOf(
  values: Float64Array,
  people: Float64Array,
  count: GroupSums,
  groups: number,
  groupOf: (index: number) => number,
): (number | null)[] {
  const order = new Uint32Array(values.length);
  let peopled = 0;
  for (let i = 0; i < values.length; i += 1) if ((people[i] as number) > 0) order[peopled++] = i;
  order.subarray(0, peopled).sort((a, b) => (values[a] as number) - (values[b] as number));
  const upTo = new Float64Array(groups);
  const medians = new Array<number | null>(groups).fill(null);
  const lower = new Array<number | null>(groups).fill(null);
  for (let k = 0; k < peopled; k += 1) {
    const i = order[k] as number;
    const group = groupOf(i);
    if (medians[group] !== null) continue;
    const value = values[i] as number;
    const below = lower[group] ?? null;
    if (below !== null) {
      medians[group] = (below + value) / 2;
      continue;
    }
    upTo[group] = (upTo[group] as number) + (people[i] as number);
    const half = count.of(group) / 2;
    if (upTo[group] > half) medians[group] = value;
    else if (upTo[group] === half) lower[group] = value;
  }
  // Where rounding has left nobody above, the last half is the median.
  return medians.map((median, group) => median ?? lower[group] ?? null);
}
