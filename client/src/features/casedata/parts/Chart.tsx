import { useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { barsOf, shortened, type Bar } from '../charts/bars.ts';
import { useAnalysis } from '../context.ts';
import { setFilter, toggleFilter } from '../data/filters.ts';
import { valueLabel } from '../describe.ts';
import { dimensionTitle } from '../../../format/measure.ts';

const MOST = 8;
/** A long list grows by this many bars. */
const STEP = 40;

/** Records by value of one attribute. Each bar is a button that filters by its value. */
export function Chart({ id, asTable }: { id: string; asTable: boolean }) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const { session, layer, data, evaluation } = useAnalysis();
  const [most, setMost] = useState(MOST);
  const [dimension, counts] = [data.dimensions.get(id), evaluation.byDimension.get(id)];
  if (dimension === undefined || counts === undefined || dimension.values.length === 0) return null;

  const { filters } = session.state.value;
  const chosen = filters[id] ?? [];
  const all = barsOf(dimension, counts, layer.attributes[id], chosen);
  // Hiding one or two would save no room.
  const bars = all.length <= most + 2 ? all : shortened(all, most);
  const title = dimensionTitle(app, layer, id);
  const toggle = (value: string): void => session.update({ filters: toggleFilter(filters, id, value) });

  return (
    <section class="chart" data-filtered={chosen.length > 0} data-testid={`chart-${id}`} aria-label={title}>
      <div class="chart-head">
        <h3>{title}</h3>
        {chosen.length > 0 && (
          <button
            type="button"
            class="button button-quiet"
            onClick={() => session.update({ filters: setFilter(filters, id, []) })}
          >
            {t('analysis.clearOne')}
          </button>
        )}
      </div>
      {asTable ? (
        <BarTable title={title} bars={bars} label={(value) => valueLabel(app, layer, id, value)} />
      ) : (
        <ul class="bars">
          {bars.map((bar) => (
            <BarButton
              key={bar.value}
              bar={bar}
              label={valueLabel(app, layer, id, bar.value)}
              dimmed={chosen.length > 0 && !bar.on}
              onToggle={() => toggle(bar.value)}
            />
          ))}
        </ul>
      )}
      {bars.length < all.length && (
        <button type="button" class="button button-quiet" onClick={() => setMost(most + STEP)}>
          {t('analysis.more', { n: Math.min(STEP, all.length - bars.length) })}
        </button>
      )}
      {most > MOST && bars.length > MOST + 2 && (
        <button type="button" class="button button-quiet" onClick={() => setMost(MOST)}>
          {t('analysis.less')}
        </button>
      )}
    </section>
  );
}

function BarButton({
  bar,
  label,
  dimmed,
  onToggle,
}: {
  bar: Bar;
  label: string;
  dimmed: boolean;
  onToggle: () => void;
}) {
  const {
    i18n: { t, number },
  } = useApp();
  return (
    <li>
      <button type="button" class="bar" aria-pressed={bar.on} data-dimmed={dimmed} onClick={onToggle}>
        <span class="bar-fill" style={{ width: `${bar.share * 100}%` }} />
        <span class="bar-label">{label}</span>
        <span class="bar-count">
          {number(bar.inView)}
          <small> / {number(bar.everywhere)}</small>
        </span>
        <span class="visually-hidden"> {t('analysis.barLabel')}</span>
      </button>
    </li>
  );
}

function BarTable({ title, bars, label }: { title: string; bars: readonly Bar[]; label: (value: string) => string }) {
  const {
    i18n: { t, number },
  } = useApp();
  const total = bars.reduce((sum, bar) => sum + bar.inView, 0);
  return (
    <table class="data-table">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" class="num">
            {t('analysis.inView')}
          </th>
          <th scope="col" class="num">
            {t('analysis.share')}
          </th>
          <th scope="col" class="num">
            {t('analysis.everywhere')}
          </th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.value}>
            <th scope="row">{label(bar.value)}</th>
            <td class="num">{number(bar.inView)}</td>
            <td class="num">
              {total === 0 ? '—' : number(bar.inView / total, { style: 'percent', maximumFractionDigits: 1 })}
            </td>
            <td class="num">{number(bar.everywhere)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
