import type { ComponentChildren } from 'preact';
import { useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { usePlan } from '../context.ts';
import { formatPeople, formatShare, sourceText } from '../format.ts';
import { hexagonRadiusM, hexagonsOf, shareColors, sumsOf } from '../data/hexagons.ts';
import type { Indicator } from '../data/indicator.ts';
import { servedBy, showsHexagons, zoomOf } from '../far-out.ts';
import { costRows, differenceRows, indicatorRows, peopleOfRows, shareRows, type LegendRow } from '../legend.ts';

/** What the colours mean, in words and people too: at most seven classes. */
export function PlanLegend() {
  const app = useApp();
  const session = usePlan();
  const { display, comparison } = session.state.value;
  const indicator = session.shownIndicator.value;
  const isFar = useComputed(() => showsHexagons(app, session, 'active')).value;
  if (isFar) return <Shares />;
  if (indicator !== null) return <Reached indicator={indicator} />;
  if (comparison === 'difference') return <Differences />;
  return display === 'heat' ? <Heat /> : <Costs />;
}

function Shares() {
  const app = useApp();
  const { t, text } = app.i18n;
  const session = usePlan();
  const [coverage, cells] = [session.active.coverage.value, session.cells.value];
  const radiusM = useComputed(() => hexagonRadiusM(zoomOf(app))).value;
  const hexagons = useMemo(() => (cells === null ? null : hexagonsOf(cells, radiusM)), [cells, radiusM]);
  if (coverage === null || cells === null || hexagons === null) return null;
  const indicator = session.shownIndicator.value;
  const served = servedBy(coverage, session.withinS.value, indicator, cells.count);
  const rows = shareRows(app, app.theme.value, sumsOf(hexagons, cells, served));
  return (
    <Classes
      title={indicator === null ? t('plan.legend.shares') : text(indicator.title)}
      more={indicator === null ? '' : ` · ${t('plan.legend.shares')}`}
      info={t('plan.info.shares')}
      rows={rows}
      total={peopleOfRows(rows)}
    >
      <p class="plan-marks quiet">{t('plan.legend.nearer')}</p>
    </Classes>
  );
}

function Costs() {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const [coverage, cells] = [session.active.coverage.value, session.cells.value];
  if (coverage === null || cells === null) return null;
  const title = t('plan.legend.cost');
  return (
    <Classes
      title={title}
      more={session.state.value.display === 'columns' ? ` · ${t('plan.legend.height')}` : ''}
      info={t('plan.info.legend')}
      rows={costRows(app, app.theme.value, session.withinS.value, coverage, cells)}
      total={coverage.people.total}
    >
      <p class="plan-marks quiet">{t('plan.legend.marks')}</p>
    </Classes>
  );
}

function Reached({ indicator }: { indicator: Indicator }) {
  const app = useApp();
  const { text } = app.i18n;
  const cells = usePlan().cells.value;
  if (cells === null) return null;
  const rows = indicatorRows(app, app.theme.value, indicator, cells);
  return <Classes title={text(indicator.title)} info="" rows={rows} total={peopleOfRows(rows)} />;
}

function Differences() {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const [coverage, reference, cells] = [session.active.coverage.value, session.reference.value, session.cells.value];
  if (coverage === null || reference === null || cells === null) return null;
  return (
    <Classes
      title={t('plan.legend.difference', {
        a: session.activeName.value,
        b: session.nameOf(session.state.value.other),
      })}
      info={t('plan.info.difference')}
      rows={differenceRows(app, app.theme.value, { before: reference, after: coverage }, cells)}
      total={coverage.people.total}
    />
  );
}

interface ClassesProps {
  title: string;
  /** Addition to the title, which the name of the info button leaves out. */
  more?: string;
  info: string;
  rows: readonly LegendRow[];
  /** People of all classes. */
  total: number;
  children?: ComponentChildren;
}

function Classes({ title, more = '', info, rows, total, children }: ClassesProps) {
  const app = useApp();
  const session = usePlan();
  const { t } = app.i18n;
  return (
    <figure class="legend plan-legend" data-testid="plan-legend">
      <figcaption>
        {title}
        {more} <InfoTip about={title}>{`${info} ${sourceText(app, session)}`}</InfoTip>
      </figcaption>
      <table class="data-table">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{t('plan.legend.class')}</th>
            <th scope="col">{t('plan.legend.people')}</th>
            <th scope="col">{t('plan.legend.share')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kind, color, label, people }, k) => (
            <tr key={k} data-kind={kind}>
              <th scope="row">
                <span class="plan-class">
                  <span class="dot dot-square" style={{ background: color }} />
                  {label}
                </span>
              </th>
              <td class="num">{formatPeople(app, people)}</td>
              <td class="num">{formatShare(app, people, total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </figure>
  );
}

function Heat() {
  const {
    theme,
    i18n: { t },
  } = useApp();
  const session = usePlan();
  return (
    <figure class="legend" data-testid="plan-legend">
      <figcaption>{t('plan.legend.heat', { minutes: session.minutes.value })}</figcaption>
      <p class="ramp">
        <span>{t('plan.legend.few')}</span>
        <span
          class="ramp-bar"
          style={{ background: `linear-gradient(to right, ${shareColors(theme.value).join(', ')})` }}
        />
        <span>{t('plan.legend.many')}</span>
      </p>
    </figure>
  );
}
