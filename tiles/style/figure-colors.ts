/** Classes and colours of the figures of subdistricts. */
import type { OverviewFigure } from '../api/overview.ts';
import type { StyleTheme } from './palette.ts';

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
