/** Figures of the subdistricts: their classes, colours, numbers and the sentence that they come to. */
import type { OverviewFigure } from '../../../tiles/api/overview.ts';
import type { StyleTheme } from '../../../tiles/style/palette.ts';
import type { I18n } from '../i18n/i18n.ts';

export interface FigureClass {
  readonly color: string;
  /** `from` ≤ value < `to`; the last class has no `to`. */
  readonly from: number;
  readonly to: number | null;
}

/** Served is blue and unserved orange to brown in every view; what is neither good nor bad is violet. */
const COLORS: Readonly<Record<'reach' | 'amount', Readonly<Record<StyleTheme, readonly string[]>>>> = {
  reach: {
    light: ['#b9713c', '#dfb48a', '#ece5d9', '#a9c6d8', '#5d91b6'],
    dark: ['#a8693a', '#7d5c41', '#4a4b4c', '#3f6780', '#5b9ac2'],
  },
  amount: {
    light: ['#f0eaf2', '#dacee2', '#bba7cb', '#977bb0', '#725390'],
    dark: ['#33303b', '#4a4258', '#665678', '#866f9d', '#ab90c4'],
  },
};
export const NO_VALUE: Readonly<Record<StyleTheme, string>> = { light: '#dededa', dark: '#2b3136' };

const SHARES = [0, 0.2, 0.4, 0.6, 0.8] as const;
const CLASSES = SHARES.length;
const HALF = 0.5;

/** Five classes at most: fifths of the way to everybody for shares, else as many areas in each, at round numbers. */
export function classesOf({ kind, values }: Pick<OverviewFigure, 'kind' | 'values'>, theme: StyleTheme): FigureClass[] {
  const bounds = kind === 'reach' ? SHARES : quantiles(Object.values(values).filter((value) => value !== null));
  const colors = COLORS[kind === 'reach' ? 'reach' : 'amount'][theme];
  // Fewer classes take every other colour, so that they still tell apart.
  const step = bounds.length > 1 ? (CLASSES - 1) / (bounds.length - 1) : 0;
  return bounds.map((from, index) => ({
    color: colors[Math.round(index * step)] as string,
    from,
    to: bounds[index + 1] ?? null,
  }));
}

export function colorsOf(figure: Pick<OverviewFigure, 'kind' | 'values'>, theme: StyleTheme): Record<string, string> {
  const classes = classesOf(figure, theme);
  return Object.fromEntries(
    Object.entries(figure.values).flatMap(([id, value]) =>
      value === null ? [] : [[id, classes.findLast(({ from }) => value >= from)?.color ?? NO_VALUE[theme]]],
    ),
  );
}

function quantiles(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const bounds = Array.from({ length: CLASSES - 1 }, (_, index) =>
    round(sorted[Math.floor(((index + 1) * sorted.length) / CLASSES)] ?? 0),
  );
  return [...new Set([0, ...bounds])].sort((a, b) => a - b);
}

/** To two digits, as a legend has room for. */
function round(value: number): number {
  return Number(value.toPrecision(2));
}

/** A value with its unit. */
export function formatFigure(kind: OverviewFigure['kind'], value: number | null, i18n: I18n): string {
  if (value === null) return i18n.t('overview.nobody');
  if (kind === 'reach') return i18n.number(value, { style: 'percent', maximumFractionDigits: 0 });
  const number = i18n.number(value, { maximumSignificantDigits: 3 });
  return kind === 'density' ? i18n.t('overview.perKm2', { number }) : number;
}

/** The bounds of a class, without its unit. */
export function formatClass(kind: OverviewFigure['kind'], { from, to }: FigureClass, i18n: I18n): string {
  const number = (value: number): string =>
    kind === 'reach' ? String(Math.round(value * 100)) : i18n.number(value, { maximumSignificantDigits: 2 });
  const unit = kind === 'reach' ? '%' : '';
  if (to === null) return kind === 'reach' ? `${number(from)}–100%` : `≥ ${number(from)}`;
  return `${number(from)}–${number(to)}${unit}`;
}

/** What a figure is of. */
export interface Whole {
  readonly city: string;
  /** Subdistricts there are, with people or without. */
  readonly areas: number;
}

/** The one sentence that a figure comes to. */
export function sentenceOf(figure: OverviewFigure, { city, areas }: Whole, i18n: I18n): string {
  const values = Object.values(figure.values).filter((value) => value !== null);
  const all = i18n.number(areas);
  const title = i18n.text(figure.title);
  if (figure.kind === 'reach' && figure.place !== undefined) {
    const n = values.filter((value) => value < HALF).length;
    return i18n.t('overview.reach', { city, all, n, place: i18n.text(figure.place), minutes: figure.minutes ?? 0 });
  }
  const average = figure.city ?? 0;
  const n = values.filter((value) => value > average).length;
  return i18n.t('overview.above', { city, all, n, title, average: formatFigure(figure.kind, average, i18n) });
}
