import { useEffect } from 'preact/hooks';
import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { ComplianceResult } from '../../../../../tiles/api/standard.ts';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { indicatorOf } from '../data/indicator.ts';
import { placeName } from '../format.ts';
import { matrixOf, type MatrixRow, type RuleRows } from '../standards/matrix.ts';
import { demandedText, valueText } from '../standards/texts.ts';
import { ResultNotes, ScenarioNote } from './ComplianceTable.tsx';
import { ResultAssumptions } from './ServiceNotes.tsx';
import { MissingRules } from './MissingRules.tsx';
import { PlanLegend } from './PlanLegend.tsx';
import { RuleHead } from './RuleHead.tsx';
import { StandardExports } from './StandardExports.tsx';

/** Check-ups whose first indicator the map has shown. */
const shown = new WeakSet<ComplianceResult>();

/** A check-up: every indicator for the city, on the map where it is picked, then area by area beside each other. */
export function CheckupReport({ compliance, result }: { compliance: ComplianceResult; result: StudyResult }) {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { indicators, areas } = matrixOf(compliance);
  // A check-up comes with a map. Going back to the usual one stays as chosen until the next check-up.
  useEffect(() => {
    if (shown.has(compliance)) return;
    shown.add(compliance);
    const [first] = indicators;
    session.indicator.value = first === undefined ? null : indicatorOf(first.rule, first.whole);
  }, [compliance]);
  return (
    <div data-testid="checkup-report">
      <p role="status" data-testid="checkup-count">
        {t('plan.checkup.computed', { n: indicators.length, missing: compliance.missing.length })}
      </p>
      <ScenarioNote result={result} />
      <StandardExports compliance={compliance} result={result} />
      {indicators.map((each) => (
        <Indicator key={each.rule.id} compliance={compliance} {...each} />
      ))}
      <h3>{t(`plan.checkup.areasOf.${compliance.by}`)}</h3>
      <AreaTable indicators={indicators} areas={areas} />
      <MissingRules compliance={compliance} />
      <ResultNotes result={result} />
      <ResultAssumptions result={result} />
    </div>
  );
}

function Indicator({ compliance: { standard }, rule, whole }: { compliance: ComplianceResult } & RuleRows) {
  const app = useApp();
  const {
    i18n: { t, text },
  } = app;
  const session = usePlan();
  const indicator = indicatorOf(rule, whole);
  const isShown = session.indicator.value?.rule === rule.id;
  const title = text(rule.title);
  return (
    <section class="plan-rule" data-testid={`indicator-${rule.id}`}>
      <RuleHead standard={standard} rule={rule} />
      <p>
        <strong class="plan-checkup-value">{valueText(app, rule, whole)}</strong>{' '}
        <span class="quiet">{demandedText(app, rule)}</span>
      </p>
      {indicator !== null && (
        <button
          type="button"
          class="link"
          aria-pressed={isShown}
          data-testid={`show-${rule.id}`}
          onClick={() => {
            session.indicator.value = isShown ? null : indicator;
          }}
        >
          {isShown ? t('plan.checkup.offMap') : t('plan.checkup.onMap', { title })}
        </button>
      )}
      {isShown && <PlanLegend />}
    </section>
  );
}

function AreaTable({ indicators, areas }: { indicators: readonly RuleRows[]; areas: readonly MatrixRow[] }) {
  const app = useApp();
  const {
    i18n: { t, text },
  } = app;
  const session = usePlan();
  return (
    <section class="plan-scroll" tabIndex={0} aria-label={t('plan.checkup')}>
      <table class="data-table" data-testid="checkup-areas">
        <thead>
          <tr>
            <th scope="col">{t('plan.standards.place')}</th>
            {indicators.map(({ rule }) => (
              <th key={rule.id} scope="col" class="num">
                {text(rule.title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('plan.wholeCity')}</th>
            {indicators.map(({ rule, whole }) => (
              <td key={rule.id} class="num">
                {valueText(app, rule, whole)}
              </td>
            ))}
          </tr>
          {areas.map(({ area, rows }) => {
            const place = placeName(app, area);
            const ranges = rows.find((row) => row !== undefined)?.cells ?? [];
            return (
              <tr key={area ?? ''}>
                <th scope="row">
                  <button
                    type="button"
                    class="link"
                    aria-label={t('plan.standards.show', { place })}
                    onClick={() => {
                      session.selected.value = { kind: 'cells', title: place, ranges };
                    }}
                  >
                    {place}
                  </button>
                </th>
                {indicators.map(({ rule }, index) => {
                  const row = rows[index];
                  return (
                    <td key={rule.id} class="num">
                      {row === undefined ? '—' : valueText(app, rule, row)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
