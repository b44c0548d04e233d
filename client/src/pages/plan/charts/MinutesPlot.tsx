import { useRef } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { formatPeople, formatShare } from '../format.ts';
import { useWidth } from './ChartFrame.tsx';
import { minutesGeometry, pathOf } from './geometry.ts';
import type { MinuteBar } from './minutes.ts';

const HEIGHT = 168;
const FRAME = { left: 46, right: 8, top: 16, bottom: 30 } as const;

type Geometry = ReturnType<typeof minutesGeometry>;

interface MinutesPlotProps {
  bars: readonly MinuteBar[];
  range: readonly [first: number, last: number] | null;
  withinMinutes: number;
  total: number;
}

/** The bars, on which a click or the keys select a band of minutes. */
export function MinutesPlot({ bars, range, withinMinutes, total }: MinutesPlotProps) {
  const app = useApp();
  const {
    i18n: { t, number },
  } = app;
  const [box, width] = useWidth<HTMLDivElement>();
  const plot = { left: FRAME.left, right: width - FRAME.right, top: FRAME.top, bottom: HEIGHT - FRAME.bottom };
  const { x, y, barWidth, peopleTicks, minuteTicks, isCut, outline } = minutesGeometry(bars, plot, { x: 6, y: 3 });
  const select = useBand(bars, range);
  const lineX = x(withinMinutes);
  const cursor = range ?? [0, 0];
  return (
    <div
      ref={box}
      class="plot"
      role="slider"
      tabIndex={0}
      aria-label={t('plan.chart.minutes.label')}
      aria-valuemin={1}
      aria-valuemax={bars.length}
      aria-valuenow={cursor[1] + 1}
      aria-valuetext={range === null ? t('plan.chart.minutes.none') : bandText(app, bars, range, total)}
      data-testid="minutes-plot"
      {...select((clientX, left) => Math.floor(x.invert(clientX - left)))}
    >
      <svg width={width} height={HEIGHT} aria-hidden="true">
        {peopleTicks.map((value) => (
          <g key={value} class="plot-grid">
            <line x1={plot.left} x2={plot.right} y1={y(value)} y2={y(value)} />
            <text x={FRAME.left - 5} y={y(value)} dy="0.32em" text-anchor="end">
              {number(value, { notation: 'compact' })}
            </text>
          </g>
        ))}
        {bars.map((bar, k) => (
          <Bar
            key={k}
            bar={bar}
            x={x(k)}
            width={barWidth}
            y={y}
            beyond={k >= withinMinutes}
            faded={bar.part !== null}
          />
        ))}
        {outline !== null && <path class="plot-other" d={pathOf(outline)} />}
        <line class="plot-within" x1={lineX} x2={lineX} y1={FRAME.top - 4} y2={plot.bottom} />
        <text
          class="plot-within-text"
          x={lineX}
          y={FRAME.top - 6}
          text-anchor={lineX > width * 0.7 ? 'end' : lineX < width * 0.25 ? 'start' : 'middle'}
        >
          {t('plan.unit.minutes', { n: withinMinutes })}
        </text>
        {isCut && (
          <Cut
            x={x(bars.length - 1)}
            width={barWidth}
            right={plot.right}
            text={number(bars.at(-1)?.people ?? 0, { notation: 'compact' })}
          />
        )}
        <line class="plot-axis" x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} />
        {minuteTicks.map((value) => (
          <text key={value} class="plot-tick" x={x(value)} y={plot.bottom + 14} text-anchor="middle">
            {number(value)}
          </text>
        ))}
        <text class="plot-tick" x={plot.right} y={plot.bottom + 14} text-anchor="end">
          {t('plan.chart.beyond', { n: bars.length - 1 })}
        </text>
        <text class="plot-tick" x={(FRAME.left + width) / 2} y={HEIGHT - 3} text-anchor="middle">
          {t('plan.chart.minutesAxis')}
        </text>
        <text class="plot-tick" x={0} y={10}>
          {t('plan.unit.peopleShort')}
        </text>
      </svg>
    </div>
  );
}

type YScale = Geometry['y'];

function Bar({
  bar,
  x,
  width,
  y,
  beyond,
  faded,
}: {
  bar: MinuteBar;
  x: number;
  width: number;
  y: YScale;
  beyond: boolean;
  faded: boolean;
}) {
  const rect = (value: number, style: string) =>
    value <= 0 ? null : (
      <rect
        class={`plot-bar ${beyond ? 'plot-beyond' : 'plot-in'} ${style}`}
        x={x + 0.5}
        width={Math.max(1, width - 1)}
        y={Math.min(y(value), y(0) - 1)}
        height={Math.max(1, y(0) - y(value))}
      />
    );
  return (
    <>
      {rect(bar.people, faded ? 'plot-faded' : '')}
      {bar.part !== null && rect(bar.part, '')}
    </>
  );
}

/** Where the last bar goes on beyond the axis, and how far. */
function Cut({ x, width, right, text }: { x: number; width: number; right: number; text: string }) {
  const y = FRAME.top + 12;
  return (
    <g class="plot-cut">
      <path d={`M${x - 2},${y}l${width + 4},-6v4l${-width - 4},6z`} />
      <text x={right} y={FRAME.top - 4} text-anchor="end">
        {text}
      </text>
    </g>
  );
}

/** Turns pointer and keys into a band of seconds, which is selected on the map and in the other charts too. */
function useBand(bars: readonly MinuteBar[], range: readonly [number, number] | null) {
  const session = usePlan();
  const anchor = useRef(0);
  const clamp = (k: number): number => Math.max(0, Math.min(bars.length - 1, k));
  const take = (from: number, to: number): void => {
    const [first, last] = [bars[clamp(Math.min(from, to))], bars[clamp(Math.max(from, to))]];
    if (first !== undefined && last !== undefined)
      session.selected.value = { kind: 'band', fromS: first.fromS, toS: last.toS };
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const head = range === null ? -1 : anchor.current === range[0] ? range[1] : range[0];
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: head + 1,
      ArrowUp: head + 1,
      ArrowLeft: head - 1,
      ArrowDown: head - 1,
      Home: 0,
      End: bars.length - 1,
      PageUp: head + 5,
      PageDown: head - 5,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = clamp(to);
    if (!event.shiftKey || range === null) anchor.current = next;
    take(anchor.current, next);
  };
  return (barAt: (clientX: number, left: number) => number) => ({
    onKeyDown,
    onPointerDown(event: PointerEvent): void {
      if (event.button !== 0) return;
      const plot = event.currentTarget as HTMLElement;
      plot.setPointerCapture(event.pointerId);
      const at = (moved: PointerEvent): number => clamp(barAt(moved.clientX, plot.getBoundingClientRect().left));
      const start = at(event);
      // Clicking the only selected bar again clears the selection.
      const wasChosen = range !== null && range[0] === start && range[1] === start;
      anchor.current = start;
      let moved = false;
      const onMove = (to: PointerEvent): void => {
        moved ||= at(to) !== start;
        take(start, at(to));
      };
      const end = (up: PointerEvent): void => {
        plot.removeEventListener('pointermove', onMove);
        plot.removeEventListener('pointerup', end);
        plot.removeEventListener('pointercancel', end);
        if (up.type === 'pointerup' && wasChosen && !moved) session.selected.value = null;
      };
      plot.addEventListener('pointermove', onMove);
      plot.addEventListener('pointerup', end);
      plot.addEventListener('pointercancel', end);
      take(start, start);
    },
  });
}

/** The selected minutes, and how many people need them. */
export function bandText(
  app: ReturnType<typeof useApp>,
  bars: readonly MinuteBar[],
  [first, last]: readonly [number, number],
  total: number,
): string {
  const people = bars.slice(first, last + 1).reduce((sum, bar) => sum + bar.people, 0);
  const minutes =
    last < bars.length - 1
      ? app.i18n.t('plan.chart.range', { from: first, to: last + 1 })
      : app.i18n.t('plan.chart.beyondMinutes', { n: first });
  return app.i18n.t('plan.chart.minutes.value', {
    minutes,
    people: formatPeople(app, people),
    share: formatShare(app, people, total),
  });
}
