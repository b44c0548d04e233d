import { useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import type { App } from '../../../app/types.ts';
import { usePlan } from '../context.ts';
import { formatMinutes, formatPeople, modeText } from '../format.ts';
import { LORENZ_STEPS, type Lorenz } from './lorenz.ts';
import type { ChartData } from './session-charts.ts';
import { lorenzGeometry, pathOf } from './geometry.ts';
import { ChartFrame, useWidth } from './ChartFrame.tsx';

const FRAME = { left: 46, right: 10, top: 10, bottom: 32 } as const;
const MOST_HEIGHT = 300;

/** How evenly travel time is spread over people, with the line of equality. */
export function LorenzChart({ data }: { data: ChartData }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const { all, part, other } = data.lorenz;
  return (
    <ChartFrame
      title={t('plan.chart.lorenz')}
      info={t('plan.chart.lorenz.info', { mode: modeText(app, session) })}
      testId="chart-lorenz"
    >
      {all === null ? (
        <p class="empty">{t('plan.chart.lorenz.none')}</p>
      ) : (
        <>
          <Plot all={all} part={part} other={other} />
          <ul class="plot-keys">
            <Key app={app} lorenz={all} line="all" name={session.activeName.value} />
            {part !== null && <Key app={app} lorenz={part} line="part" name={t('plan.chart.selected')} />}
            {other !== null && (
              <Key app={app} lorenz={other} line="other" name={session.nameOf(session.state.value.other)} />
            )}
            <li>
              <span class="plot-key plot-key-even" />
              {t('plan.chart.lorenz.even')}
            </li>
          </ul>
        </>
      )}
    </ChartFrame>
  );
}

function Key({ app, lorenz, line, name }: { app: App; lorenz: Lorenz; line: 'all' | 'part' | 'other'; name: string }) {
  const {
    i18n: { t, number },
  } = app;
  return (
    <li data-testid={`gini-${line}`}>
      <span class={`plot-key plot-key-${line}`} />
      {t('plan.chart.lorenz.key', {
        name,
        gini: number(lorenz.gini, { minimumFractionDigits: 3, maximumFractionDigits: 3 }),
        mean: formatMinutes(app, lorenz.meanS),
        people: formatPeople(app, lorenz.people),
      })}
    </li>
  );
}

interface Lines {
  readonly all: Lorenz;
  readonly part: Lorenz | null;
  readonly other: Lorenz | null;
}

function Plot({ all, part, other }: Lines) {
  const app = useApp();
  const {
    i18n: { t, number },
  } = app;
  const [box, width] = useWidth<HTMLDivElement>();
  const [step, setStep] = useState(LORENZ_STEPS / 2);
  const height = Math.min(MOST_HEIGHT, width);
  const plot = { left: FRAME.left, right: width - FRAME.right, top: FRAME.top, bottom: height - FRAME.bottom };
  const { x, y, shares, even, curve } = lorenzGeometry(plot);
  const percent = (value: number): string => number(value, { style: 'percent', maximumFractionDigits: 1 });
  const value = all.curve[step] as number;
  const reading = t('plan.chart.lorenz.value', { people: percent(step / LORENZ_STEPS), time: percent(value) });
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: step + 1,
      ArrowUp: step + 1,
      ArrowLeft: step - 1,
      ArrowDown: step - 1,
      PageUp: step + 10,
      PageDown: step - 10,
      Home: 0,
      End: LORENZ_STEPS,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setStep(clampStep(to));
  };
  const onPointerMove = (event: PointerEvent): void => {
    const { left } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    setStep(clampStep(Math.round(x.invert(event.clientX - left))));
  };
  return (
    <>
      <div
        ref={box}
        class="plot"
        role="slider"
        tabIndex={0}
        aria-label={t('plan.chart.lorenz.label')}
        aria-valuemin={0}
        aria-valuemax={LORENZ_STEPS}
        aria-valuenow={step}
        aria-valuetext={reading}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerMove}
        data-testid="lorenz-plot"
      >
        <svg width={width} height={height} aria-hidden="true">
          {shares.map((share) => (
            <g key={share} class="plot-grid">
              <line x1={plot.left} x2={plot.right} y1={y(share)} y2={y(share)} />
              <text x={FRAME.left - 5} y={y(share)} dy="0.32em" text-anchor="end">
                {percent(share)}
              </text>
              <text x={x(share * LORENZ_STEPS)} y={plot.bottom + 14} text-anchor={share === 1 ? 'end' : 'middle'}>
                {percent(share)}
              </text>
            </g>
          ))}
          <path class="plot-even" d={pathOf(even)} />
          {other !== null && <path class="plot-other" d={pathOf(curve(other))} />}
          <path class="plot-line" d={pathOf(curve(all))} />
          {part !== null && <path class="plot-part" d={pathOf(curve(part))} />}
          <line class="plot-within" x1={x(step)} x2={x(step)} y1={y(0)} y2={y(value)} />
          <circle class="plot-dot" cx={x(step)} cy={y(value)} r="4" />
          <text class="plot-tick" x={(FRAME.left + width) / 2} y={height - 3} text-anchor="middle">
            {t('plan.chart.lorenz.x')}
          </text>
          <text class="plot-tick" x={-plot.bottom / 2} y={9} transform="rotate(-90)" text-anchor="middle">
            {t('plan.chart.lorenz.y')}
          </text>
        </svg>
      </div>
      <p class="quiet chart-reading">{reading}</p>
    </>
  );
}

function clampStep(step: number): number {
  return Math.max(0, Math.min(LORENZ_STEPS, step));
}
