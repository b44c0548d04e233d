/** Geometry of the charts, shared by the page (SVG) and the brief (canvas). */
import { scaleLinear } from 'd3-scale';
import { LORENZ_STEPS, type Lorenz } from './lorenz.ts';
import { topOf, type MinuteBar } from './minutes.ts';

/** Edges of the plot; y grows downwards. */
export interface PlotBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export type Point = readonly [x: number, y: number];

/** About how many ticks the axes get. */
export interface Ticks {
  readonly x: number;
  readonly y: number;
}

/** `x` maps the index of a bar, `y` people. */
export function minutesGeometry(bars: readonly MinuteBar[], { left, right, top, bottom }: PlotBox, ticks: Ticks) {
  const highest = topOf(bars);
  const x = scaleLinear([0, bars.length], [left, right]);
  const y = scaleLinear([0, highest.top], [bottom, top]).clamp(true);
  const hasOther = bars.some(({ other }) => other !== null);
  return {
    x,
    y,
    barWidth: x(1) - x(0),
    peopleTicks: y.ticks(ticks.y),
    // The last bar holds everyone beyond the axis, so its end is not a minute.
    minuteTicks: x.ticks(ticks.x).filter((value) => Number.isInteger(value) && value < bars.length - 1),
    /** The last bar goes on beyond the axis. */
    isCut: highest.cut,
    /** Tops of the bars of the scenario compared with; null where there is none. */
    outline: hasOther
      ? bars.flatMap(({ other }, k): Point[] => [
          [x(k), y(other ?? 0)],
          [x(k + 1), y(other ?? 0)],
        ])
      : null,
  };
}

/** `x` maps steps of the curve, `y` shares of the time. */
export function lorenzGeometry({ left, right, top, bottom }: PlotBox) {
  const x = scaleLinear([0, LORENZ_STEPS], [left, right]);
  const y = scaleLinear([0, 1], [bottom, top]);
  const even: readonly Point[] = [
    [x(0), y(0)],
    [x(LORENZ_STEPS), y(1)],
  ];
  return {
    x,
    y,
    shares: [0, 0.25, 0.5, 0.75, 1],
    /** Line of equality. */
    even,
    curve: (lorenz: Lorenz): Point[] => Array.from(lorenz.curve, (share, step) => [x(step), y(share)]),
  };
}

/** As an SVG path. */
export function pathOf(points: readonly Point[]): string {
  return points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${x.toFixed(1)},${y.toFixed(1)}`).join('');
}
