import type { ComponentChildren } from 'preact';
import { useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { usePlan } from '../context.ts';
import { formatPeople, formatShare, sourceText } from '../format.ts';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { UNITS } from '../state/types.ts';
import { hexagonRadiusM, shareColors, sumsOf } from '../data/hexagons.ts';
import type { Indicator } from '../data/indicator.ts';
import type { Painting } from '../data/painting.ts';
import { hasSubdistricts, isFarOut, servedBy, showsShares, unitOf, unitsOf, zoomOf } from '../far-out.ts';
import {
  costRows,
  differenceRows,
  indicatorRows,
  marksShown,
  paintedRows,
  streetsShown,
  peopleOfRows,
  shareRows,
  type LegendRow,
} from '../legend.ts';
import { haloOf, markColor, MARK_SIGNS, type MarkerKind } from '../map/markers.ts';
import { STREET_SIGNS, streetColor } from '../map/streets.ts';
import type { StreetKind } from '../state/streets.ts';
import type { Theme } from '../../../state/types.ts';

/** What the colours mean, in words and people too: at most seven classes. */
export function PlanLegend() {
  const app = useApp();
  const session = usePlan();
  const { display, comparison } = session.state.value;
  const indicator = session.shownIndicator.value;
  const isFar = useComputed(() => showsShares(app, session, 'active')).value;
  const painting = session.painting.value;
  if (painting !== null) return <Painted painting={painting} />;
  if (isFar) return <Shares />;
  if (indicator !== null) return <Reached indicator={indicator} />;
  if (comparison === 'difference') return <Differences />;
  return display === 'heat' ? <Heat /> : <Costs />;
}

/** The same in one row, for tabs that are about something else. */
export function FoldedLegend() {
  const {
    i18n: { t },
  } = useApp();
  return (
    <details class="plan-more">
      <summary>{t('plan.legend')}</summary>
      <PlanLegend />
    </details>
  );
}

function Shares() {
  const app = useApp();
  const { t, text } = app.i18n;
  const session = usePlan();
  const [coverage, cells] = [session.active.coverage.value, session.cells.value];
  const radiusM = useComputed(() => hexagonRadiusM(zoomOf(app))).value;
  const unit = unitOf(app, session);
  const units = useMemo(() => (cells === null ? null : unitsOf(unit, cells, radiusM)), [unit, cells, radiusM]);
  if (coverage === null || cells === null || units === null) return null;
  const indicator = session.shownIndicator.value;
  const served = servedBy(coverage, session.withinS.value, indicator, cells.count);
  const rows = shareRows(app, app.theme.value, sumsOf(units, cells, served));
  return (
    <>
      {hasSubdistricts(app, session) && (
        <RadioGroup
          legend={t('plan.far')}
          name="plan-unit"
          value={unit}
          options={UNITS.map((each) => ({ value: each, label: t(`plan.far.${each}`) }))}
          onChange={(next) => session.update({ unit: next })}
        />
      )}
      <Classes
        title={indicator === null ? t('plan.legend.shares') : text(indicator.title)}
        more={indicator === null ? '' : ` · ${t('plan.legend.shares')}`}
        info={t('plan.info.shares')}
        rows={rows}
        total={peopleOfRows(rows)}
      >
        {indicator === null && <Marks />}
        <p class="quiet">{t('plan.legend.nearer')}</p>
      </Classes>
    </>
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
      <Marks />
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

function Painted({ painting }: { painting: Painting }) {
  const app = useApp();
  const cells = usePlan().cells.value;
  if (cells === null) return null;
  const rows = paintedRows(app.theme.value, painting, cells);
  return (
    <Classes title={painting.title} info={painting.note} rows={rows} total={peopleOfRows(rows)}>
      <Marks />
    </Classes>
  );
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
    >
      <Marks />
    </Classes>
  );
}

/** Pictures of the marks of facilities that the map shows now. */
function Marks() {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const kinds = marksShown(session, useComputed(() => isFarOut(app)).value);
  const streets = streetsShown(session);
  if (kinds.length + streets.length === 0) return null;
  return (
    <ul class="plan-marks" aria-label={t('plan.mark')} data-testid="plan-marks">
      {kinds.map((kind) => (
        <li key={kind} data-kind={kind}>
          <MarkPicture kind={kind} theme={app.theme.value} />
          {t(`plan.mark.${kind}`)}
        </li>
      ))}
      {streets.map((kind) => (
        <li key={`street ${kind}`} data-kind={`street-${kind}`}>
          <StreetPicture kind={kind} theme={app.theme.value} />
          {t(`plan.mark.street.${kind}`)}
        </li>
      ))}
    </ul>
  );
}

/** As the map draws it. */
function MarkPicture({ kind, theme }: { kind: MarkerKind; theme: Theme }) {
  const [color, halo] = [markColor(theme, kind), haloOf(theme)];
  return (
    <svg class="plan-mark" viewBox="0 0 20 20" aria-hidden="true">
      {kind === 'existing' ? (
        <circle cx="10" cy="10" r="5" fill={halo} stroke={color} stroke-width="2" />
      ) : (
        <>
          <circle cx="10" cy="10" r="9" fill={color} />
          <text x="10" y="10" dy="0.36em" text-anchor="middle" fill={halo} font-size="14" font-weight="700">
            {MARK_SIGNS[kind]}
          </text>
        </>
      )}
    </svg>
  );
}

function StreetPicture({ kind, theme }: { kind: StreetKind; theme: Theme }) {
  const [color, halo] = [streetColor(theme, kind), haloOf(theme)];
  return (
    <svg class="plan-mark plan-mark-street" viewBox="0 0 32 20" aria-hidden="true">
      {kind === 'shut' ? (
        <rect x="2" y="2" width="28" height="16" fill={color} fill-opacity="0.35" stroke={color} stroke-width="2" />
      ) : (
        <path d="M1 10h30" stroke={color} stroke-width="4" />
      )}
      <rect x="9" y="3" width="14" height="14" fill={halo} />
      <text x="16" y="10" dy="0.36em" text-anchor="middle" fill={color} font-size="16" font-weight="700">
        {STREET_SIGNS[kind]}
      </text>
    </svg>
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
      <Marks />
    </figure>
  );
}
