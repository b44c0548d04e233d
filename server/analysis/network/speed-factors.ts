/** How much faster or slower cars are at some hours: factors of their speed by class of street. */
import { STREET_CLASSES, type StreetClass } from '../../../tiles/api/vocabulary.ts';
import type { Graph, SpeedFactors } from '../types.ts';
import { classIndexOf } from './street-tags.ts';

/** One hour of a class. `all`: of every class that has none of its own. */
export interface SpeedFactor {
  readonly streetClass: StreetClass | 'all';
  /** 0 for Monday to 6 for Sunday; null for every day that has none of its own. */
  readonly weekday: number | null;
  readonly hour: number;
  /** Of the speed: 0.5 takes twice the time. */
  readonly factor: number;
}

const ALL = 255;
const EVERY_DAY = 7;

export function speedFactorsOf(list: readonly SpeedFactor[]): SpeedFactors {
  return {
    class: Uint8Array.from(list, (each) =>
      each.streetClass === 'all' ? ALL : STREET_CLASSES.indexOf(each.streetClass),
    ),
    weekday: Uint8Array.from(list, ({ weekday }) => weekday ?? EVERY_DAY),
    hour: Uint8Array.from(list, ({ hour }) => hour),
    factor: Float64Array.from(list, ({ factor }) => factor),
  };
}

export function speedFactorList({ class: classes, weekday, hour, factor }: SpeedFactors): SpeedFactor[] {
  return Array.from(factor, (each, i) => ({
    streetClass: STREET_CLASSES[classes[i] as number] ?? 'all',
    weekday: weekday[i] === EVERY_DAY ? null : (weekday[i] as number),
    hour: hour[i] as number,
    factor: each,
  }));
}

/** Whether every factor is of some day of the week. */
export function needsWeekday({ weekday }: SpeedFactors): boolean {
  return weekday.every((each) => each !== EVERY_DAY);
}

/**
 * Factors of an hour by place of the class in `STREET_CLASSES`; the last is that of streets of no known class. What is
 * of a class goes before what is of all, then what is of a day before what is of every day, then what comes later. 1
 * where nothing is said. `weekday`: null where no day is meant.
 */
export function factorsAt(factors: SpeedFactors, hour: number, weekday: number | null): Float64Array {
  const found = new Float64Array(STREET_CLASSES.length + 1).fill(1);
  const ranks = new Int8Array(found.length).fill(-1);
  factors.factor.forEach((factor, i) => {
    const [streetClass, day] = [factors.class[i] as number, factors.weekday[i] as number];
    if (factors.hour[i] !== hour || (day !== EVERY_DAY && day !== weekday)) return;
    const rank = (streetClass === ALL ? 0 : 2) + (day === EVERY_DAY ? 0 : 1);
    for (let c = 0; c < found.length; c += 1) {
      if ((streetClass !== ALL && streetClass !== c) || rank < (ranks[c] as number)) continue;
      found[c] = factor;
      ranks[c] = rank;
    }
  });
  return found;
}

/** Times of cars over the factors of their streets' classes. Ferries are not streets. */
export function atHour(graph: Graph, factors: Float64Array): Graph {
  const slowed = (times: Float64Array): Float64Array =>
    times.map((seconds, e) => seconds / factorOf(graph, factors, e));
  return {
    ...graph,
    forward: { ...graph.forward, drive: slowed(graph.forward.drive) },
    backward: { ...graph.backward, drive: slowed(graph.backward.drive) },
  };
}

/** Least, greatest and mean factor, by length, of the streets that cars use. */
export function factorRange(
  graph: Graph,
  factors: Float64Array,
): { readonly least: number; readonly most: number; readonly mean: number } {
  let [least, most, sum, metres] = [Infinity, 0, 0, 0];
  for (let e = 0; e < graph.edgeCount; e += 1) {
    if (graph.forward.drive[e] === Infinity && graph.backward.drive[e] === Infinity) continue;
    const [factor, length] = [factorOf(graph, factors, e), graph.lengthM[e] as number];
    [least, most] = [Math.min(least, factor), Math.max(most, factor)];
    sum += factor * length;
    metres += length;
  }
  return metres === 0 ? { least: 1, most: 1, mean: 1 } : { least, most, mean: sum / metres };
}

function factorOf({ streetTags }: Graph, factors: Float64Array, edge: number): number {
  const streetClass = classIndexOf(streetTags?.[edge] ?? 0);
  return factors[streetClass === -1 ? STREET_CLASSES.length : streetClass] as number;
}
