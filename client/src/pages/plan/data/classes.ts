/** Classes of the map's colours: at most seven, told apart by every kind of colour vision and by lightness. */
import type { Theme } from '../../../state/types.ts';
import type { Cells } from './cells.ts';
import { LIMIT_S } from './coverage.ts';
import { COVERED, UNCOVERED } from './indicator.ts';
import { packed, paintClasses, type Painting } from './painting.ts';

/** A class takes what is above the class before, up to and including `upTo` (seconds). */
export interface CostClass {
  readonly upTo: number;
  readonly color: string;
  /** Within the time asked for, beyond it, or no way within the hour. */
  readonly kind: 'within' | 'beyond' | 'none';
}

/**
 * Blue within the time, orange beyond it, dark brown or cream where there is no way: after Okabe & Ito 2008 and
 * Brewer's PuOr. On the light theme near is deep, on the dark one near is light.
 */
const COLORS: Readonly<Record<Theme, Readonly<Record<CostClass['kind'], readonly string[]>>>> = {
  light: { within: ['#08306b', '#2171b5', '#6baed6', '#bdd7e7'], beyond: ['#fdae61', '#d7601a'], none: ['#7f2704'] },
  dark: { within: ['#e3f2fc', '#9bcbec', '#4a97cf', '#1f5f96'], beyond: ['#b5651d', '#f59f45'], none: ['#ffe0b8'] },
};

const QUARTERS = [0.25, 0.5, 0.75, 1];
const MINUTE_S = 60;
/** Beyond is split at twice the time. */
const FAR = 2;

/** About quarters of the time asked for, up to twice it, farther, and no way at all within `limitS`. */
export function costClasses(withinS: number, limitS: number, theme: Theme): CostClass[] {
  const { within, beyond, none } = COLORS[theme];
  // Whole minutes read best; below four minutes quarters would fall together.
  const unit = withinS >= QUARTERS.length * MINUTE_S ? MINUTE_S : 1;
  const near = QUARTERS.map(
    (share, k): CostClass => ({
      upTo: Math.round((withinS * share) / unit) * unit,
      color: within[k] ?? '',
      kind: 'within',
    }),
  );
  const far = [Math.min(withinS * FAR, limitS), limitS].map(
    (upTo, k): CostClass => ({ upTo, color: beyond[k] ?? '', kind: 'beyond' }),
  );
  const distinct = far.filter(({ upTo }, k) => upTo > (k === 0 ? withinS : (far[k - 1]?.upTo ?? 0)));
  return [...near, ...distinct, { upTo: Infinity, color: none[0] ?? '', kind: 'none' }];
}

/**
 * A difference in travel time, from `from` to `to` seconds: below zero is faster, above is slower. The middle class
 * counts as no change.
 */
export interface DifferenceClass {
  readonly from: number;
  readonly to: number;
  readonly color: string;
  readonly kind: 'faster' | 'same' | 'slower';
}

const DIFFERENCE_LIMITS_S = [-600, -180, -30, 30, 180, 600];
/** Brewer's PuOr turned to blue and orange: lightness says how much, hue says which way. */
const DIVERGING: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#08519c', '#3f8fc9', '#9ecae1', '#e6e7e4', '#fdbf7a', '#e07b25', '#8c3a05'],
  dark: ['#d6ecfb', '#74b6e4', '#2f73a8', '#2c353b', '#96591b', '#e8953f', '#ffdcae'],
};

export function differenceClasses(theme: Theme): DifferenceClass[] {
  const limits = [-Infinity, ...DIFFERENCE_LIMITS_S, Infinity];
  const middle = (limits.length - 2) / 2;
  return DIVERGING[theme].map((color, k) => ({
    from: limits[k] ?? -Infinity,
    to: limits[k + 1] ?? Infinity,
    color,
    kind: k < middle ? 'faster' : k > middle ? 'slower' : 'same',
  }));
}

/** Colours of those within reach of an indicator and of those beyond it, as the map of travel times has them. */
export function indicatorColors(theme: Theme): { readonly covered: string; readonly uncovered: string } {
  const { within, beyond } = COLORS[theme];
  return { covered: within[1] ?? '', uncovered: beyond[1] ?? '' };
}

/** Of gap areas: as those who are served worst. */
export function gapColor(theme: Theme): string {
  return COLORS[theme].none[0] ?? '';
}

/** Paints the classes of an indicator; what it is not about has no colour. */
export function paintIndicator(classes: Uint8Array, theme: Theme, out: Uint8Array, alpha = 255): void {
  const { covered, uncovered } = indicatorColors(theme);
  const palette = Uint32Array.of(0, 0, 0);
  palette[COVERED] = packed(covered, alpha);
  palette[UNCOVERED] = packed(uncovered, alpha);
  const pixels = new Uint32Array(out.buffer, out.byteOffset, classes.length);
  for (let cell = 0; cell < classes.length; cell += 1) pixels[cell] = palette[classes[cell] as number] as number;
}

/** Writes the colour of each cell into `out`, four bytes each. */
export function paintCosts(cost: Float32Array, classes: readonly CostClass[], out: Uint8Array, alpha = 255): void {
  const palette = classes.map(({ color }) => packed(color, alpha));
  const limits = Float64Array.from(classes, ({ upTo }) => upTo);
  const pixels = new Uint32Array(out.buffer, out.byteOffset, cost.length);
  const last = limits.length - 1;
  for (let cell = 0; cell < cost.length; cell += 1) {
    const seconds = cost[cell] as number;
    let k = 0;
    while (k < last && seconds > (limits[k] as number)) k += 1;
    pixels[cell] = palette[k] as number;
  }
}

/**
 * Paints the difference of `after` to `before` in seconds. A cell without a way in both has no change; in one, it takes
 * the class at that end.
 */
export function paintDifference(
  before: Float32Array,
  after: Float32Array,
  classes: readonly DifferenceClass[],
  out: Uint8Array,
  alpha = 255,
): void {
  const palette = classes.map(({ color, kind }) => packed(color, kind === 'same' ? Math.round(alpha * 0.35) : alpha));
  const pixels = new Uint32Array(out.buffer, out.byteOffset, before.length);
  for (let cell = 0; cell < before.length; cell += 1)
    pixels[cell] = palette[differenceClassOf(classes, before[cell] as number, after[cell] as number)] as number;
}

export function differenceClassOf(classes: readonly DifferenceClass[], before: number, after: number): number {
  const seconds = before === after ? 0 : after - before;
  let k = 0;
  while (k < classes.length - 1 && seconds >= (classes[k]?.to ?? Infinity)) k += 1;
  return k;
}

/** Removes the colour of all cells except the selected ones. */
export function fadeOthers(out: Uint8Array, chosen: Uint8Array, alpha: number): void {
  for (let cell = 0; cell < chosen.length; cell += 1) if (chosen[cell] === 0) out[4 * cell + 3] = alpha;
}

/** People in each class. */
export function peopleInClasses(cost: Float32Array, people: Float64Array, classes: readonly CostClass[]): Float64Array {
  const sums = new Float64Array(classes.length);
  const last = classes.length - 1;
  for (let cell = 0; cell < cost.length; cell += 1) {
    let k = 0;
    while (k < last && (cost[cell] as number) > (classes[k]?.upTo ?? Infinity)) k += 1;
    sums[k] = (sums[k] as number) + (people[cell] as number);
  }
  return sums;
}

interface Picture {
  readonly cost: Float32Array;
  /** Set for a map of differences, which paints `cost` less `before`. */
  readonly before: Float32Array | null;
  readonly withinS: number;
  readonly theme: Theme;
  readonly chosen: Uint8Array | null;
  /** Classes of an indicator, which are painted in place of travel times; null where none is shown. */
  readonly indicator: Uint8Array | null;
  /** Classes of their own, before all else; null where none are shown. */
  readonly painting: Painting | null;
}

/** Cells let roads and names of the base map through. */
const ALPHA = 205;
const FADED = 46;

/** Returns four bytes a cell. It reuses the memory of the picture before, which deck.gl has copied. */
export function createPainter(count: number): (picture: Picture) => Uint8Array {
  const memory = new ArrayBuffer(4 * count);
  return ({ cost, before, withinS, theme, chosen, indicator, painting }) => {
    performance.mark('plan.restyle.start');
    // A view of its own tells deck.gl that the bytes are others.
    const out = new Uint8Array(memory);
    if (painting !== null) paintClasses(painting, theme, out, ALPHA);
    else if (indicator !== null) paintIndicator(indicator, theme, out, ALPHA);
    else if (before === null) paintCosts(cost, costClasses(withinS, LIMIT_S, theme), out, ALPHA);
    else paintDifference(before, cost, differenceClasses(theme), out, ALPHA);
    if (chosen !== null) fadeOthers(out, chosen, FADED);
    performance.measure('plan.restyle', 'plan.restyle.start');
    return out;
  };
}

/** People beyond the time asked for, by cell: the weights of the heatmap. */
export function unservedPeople(cost: Float32Array, { people }: Cells, withinS: number): Float32Array {
  const weights = new Float32Array(cost.length);
  for (let cell = 0; cell < cost.length; cell += 1)
    if ((cost[cell] as number) > withinS) weights[cell] = people[cell] as number;
  return weights;
}
