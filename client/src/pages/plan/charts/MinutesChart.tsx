import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { formatPeople, formatShare, modeText } from '../format.ts';
import { ChartFrame } from './ChartFrame.tsx';
import { axisMinutes, barsOfBand, minuteBars, type MinuteBar } from './minutes.ts';
import { bandText, MinutesPlot } from './MinutesPlot.tsx';
import type { ChartData } from './session-charts.ts';

/**
 * People by minutes to the nearest facility. A click selects a bar; dragging, or Shift with the arrow keys, a range.
 */
export function MinutesChart({ data }: { data: ChartData }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const withinMinutes = session.minutes.value;
  const { all, part, other } = data.minutes;
  const bars = minuteBars(axisMinutes(all, withinMinutes), all, part, other);
  const selected = session.selected.value;
  const range = selected?.kind === 'band' ? barsOfBand(bars, selected.fromS, selected.toS) : null;
  const total = data.coverage.people.total;
  return (
    <ChartFrame
      title={t('plan.chart.minutes')}
      info={t('plan.chart.minutes.info', { mode: modeText(app, session) })}
      testId="chart-minutes"
      action={
        range !== null && (
          <button
            type="button"
            class="button button-quiet"
            onClick={() => {
              session.selected.value = null;
            }}
          >
            {t('plan.chart.clear')}
          </button>
        )
      }
    >
      <MinutesPlot bars={bars} range={range} withinMinutes={withinMinutes} total={total} />
      <p class="quiet chart-reading" role="status">
        {range === null ? t('plan.chart.minutes.hint') : bandText(app, bars, range, total)}
      </p>
      <Values bars={bars} total={total} />
    </ChartFrame>
  );
}

/** The same figures as a table. */
function Values({ bars, total }: { bars: readonly MinuteBar[]; total: number }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const hasOther = bars.some(({ other }) => other !== null);
  let sum = 0;
  return (
    <details class="plan-more">
      <summary>{t('plan.chart.asTable')}</summary>
      <table class="data-table">
        <thead>
          <tr>
            <th scope="col">{t('plan.chart.minutesAxis')}</th>
            <th scope="col" class="num">
              {t('plan.charts.people')}
            </th>
            <th scope="col" class="num">
              {t('plan.chart.cumulative')}
            </th>
            {hasOther && (
              <th scope="col" class="num">
                {t('plan.chart.other')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar, k) => {
            sum += bar.people;
            return (
              <tr key={k}>
                <th scope="row">
                  {Number.isFinite(bar.toS)
                    ? t('plan.chart.range', { from: k, to: k + 1 })
                    : t('plan.chart.beyondMinutes', { n: k })}
                </th>
                <td class="num">{formatPeople(app, bar.people)}</td>
                <td class="num">{formatShare(app, sum, total)}</td>
                {hasOther && <td class="num">{formatPeople(app, bar.other ?? 0)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
