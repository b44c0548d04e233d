import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { ComplianceResult, ComplianceRow, Standard, StandardRule } from '../../../../../tiles/api/standard.ts';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { formatArea, formatEverybody, placeName } from '../format.ts';
import { rulesFor } from '../standards/order.ts';
import { clauseText, demandedText, sourceOfRule, valueText } from '../standards/texts.ts';
import { MissingRules } from './MissingRules.tsx';
import { RuleHead } from './RuleHead.tsx';
import { StandardExports } from './StandardExports.tsx';
import { ResultAssumptions, ServiceWarnings } from './ServiceNotes.tsx';

/** Verdicts by rule, those of the layer that is planned first, then by place; each figure leads to its cells. */
export function ComplianceTable({ compliance, result }: { compliance: ComplianceResult; result: StudyResult }) {
  const session = usePlan();
  const { standard, rows } = compliance;
  const ruled = standard.rules
    .map((rule) => ({ rule, rows: rows.filter((row) => row.rule === rule.id) }))
    .filter((each) => each.rows.length > 0);
  return (
    <div data-testid="compliance">
      <ScenarioNote result={result} />
      <ResultNotes result={result} />
      <StandardExports compliance={compliance} result={result} />
      {rulesFor(ruled, session.asked.value?.layer ?? null).map((each) => (
        <Rule key={each.rule.id} standard={standard} {...each} />
      ))}
      <MissingRules compliance={compliance} />
      <ResultAssumptions result={result} />
    </div>
  );
}

/** What the service could not do, and what to know before using the figures. */
export function ResultNotes({ result }: { result: StudyResult }) {
  const {
    i18n: { t },
  } = useApp();
  return (
    <>
      {result.partial && <p class="plan-warning">{t('plan.partial')}</p>}
      <ServiceWarnings notes={result.warnings} />
    </>
  );
}

/** What the check makes of the scenario's edits; nothing where there are none. */
export function ScenarioNote({ result }: { result: StudyResult }) {
  const {
    i18n: { text },
  } = useApp();
  return (
    <>
      {result.assumptions
        .filter(({ code }) => code === 'assume-edits' || code === 'edits-elsewhere')
        .map(({ code, message }) => (
          <p key={code} data-testid={code}>
            {text(message)}
          </p>
        ))}
    </>
  );
}

function Rule({ standard, rule, rows }: { standard: Standard; rule: StandardRule; rows: readonly ComplianceRow[] }) {
  const app = useApp();
  const {
    i18n: { t, text },
  } = app;
  return (
    <section class="plan-rule" data-testid={`rule-${rule.id}`}>
      <RuleHead standard={standard} rule={rule} />
      <p class="quiet">
        {clauseText(app, rule)} · {demandedText(app, rule)}
      </p>
      <p class="quiet">{sourceOfRule(app, standard, rule)}</p>
      <table class="data-table">
        <thead>
          <tr>
            <th scope="col">{t('plan.standards.place')}</th>
            <th scope="col" class="num">
              {t('plan.standards.value', { unit: text(rule.unit) })}
            </th>
            <th scope="col">{t('plan.standards.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.scope} ${row.area ?? ''}`} rule={rule} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ rule, row }: { rule: StandardRule; row: ComplianceRow }) {
  const app = useApp();
  const {
    i18n: { t, text },
  } = app;
  const session = usePlan();
  const place = row.scope === 'whole' ? t('plan.wholeCity') : placeName(app, row.area);
  const show = (): void => {
    session.selected.value = { kind: 'cells', title: `${place} · ${text(rule.title)}`, ranges: row.cells };
  };
  return (
    <tr data-verdict={row.verdict}>
      <th scope="row">
        {row.cells.length === 0 ? (
          place
        ) : (
          <button type="button" class="link" onClick={show} aria-label={t('plan.standards.show', { place })}>
            {place}
          </button>
        )}
        <span class="quiet plan-row-note">
          {formatEverybody(app, row.people)} · {formatArea(app, row.areaM2)} ·{' '}
          {t('plan.unit.facilities', { n: row.facilities })}
        </span>
      </th>
      <td class="num">{valueText(app, rule, row)}</td>
      <td>
        <span class={`plan-verdict plan-verdict-${row.verdict}`}>{t(`plan.verdict.${row.verdict}`)}</span>
      </td>
    </tr>
  );
}
