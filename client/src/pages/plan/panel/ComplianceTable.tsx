import type { StudyResult } from '../../../../../tiles/api/result.ts';
import { LAND_USES } from '../../../../../tiles/api/vocabulary.ts';
import type { ComplianceResult, ComplianceRow, StandardRule } from '../../../../../tiles/api/standard.ts';
import { useApp } from '../../../app/context.ts';
import type { App } from '../../../app/types.ts';
import { usePlan } from '../context.ts';
import { formatArea, formatPeople, placeName, sourceText } from '../format.ts';
import { InfoTip } from '../../../ui/InfoTip.tsx';

/** Verdicts by rule, then by place; each figure leads to its cells. */
export function ComplianceTable({
  compliance: { standard, rows },
  result,
}: {
  compliance: ComplianceResult;
  result: StudyResult;
}) {
  const {
    i18n: { t, text },
  } = useApp();
  const ruled = standard.rules
    .map((rule) => ({ rule, rows: rows.filter((row) => row.rule === rule.id) }))
    .filter((each) => each.rows.length > 0);
  return (
    <div data-testid="compliance">
      {result.partial && <p class="plan-warning">{t('plan.partial')}</p>}
      {result.warnings.map(({ code, message }) => (
        <p key={code} class="plan-warning">
          {text(message)}
        </p>
      ))}
      {ruled.map((each) => (
        <Rule key={each.rule.id} {...each} />
      ))}
      <details class="plan-more">
        <summary>{t('plan.assumptions')}</summary>
        <ul class="plan-notes">
          {result.assumptions.map(({ code, message }) => (
            <li key={code}>{text(message)}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function Rule({ rule, rows }: { rule: StandardRule; rows: readonly ComplianceRow[] }) {
  const app = useApp();
  const {
    i18n: { t, text },
  } = app;
  const session = usePlan();
  const title = text(rule.title);
  const info = [demandedText(app, rule), rule.note === undefined ? '' : text(rule.note), sourceText(app, session)].join(
    ' ',
  );
  return (
    <section class="plan-rule">
      <h3>
        {title} <InfoTip about={title}>{info}</InfoTip>
        {rule.certainty === 'unverified' && (
          <span class="badge plan-unverified">{t('plan.standards.unverifiedBadge')}</span>
        )}
      </h3>
      <p class="quiet">
        {rule.clause === null ? t('plan.standards.noClause') : t('plan.standards.clause', { clause: rule.clause })} ·{' '}
        {demandedText(app, rule)}
      </p>
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
            <Row key={`${row.scope} ${row.area ?? ''}`} rule={rule} row={row} title={title} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ rule, row, title }: { rule: StandardRule; row: ComplianceRow; title: string }) {
  const app = useApp();
  const {
    i18n: { t, number },
  } = app;
  const session = usePlan();
  const place = row.scope === 'whole' ? t('plan.wholeCity') : placeName(app, row.area);
  const show = (): void => {
    session.selected.value = { kind: 'cells', title: `${place} · ${title}`, ranges: row.cells };
  };
  const options =
    rule.demanded.kind === 'within'
      ? { style: 'percent' as const, maximumFractionDigits: 1 }
      : { maximumFractionDigits: 2 };
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
          {formatPeople(app, row.people)} · {formatArea(app, row.areaM2)} ·{' '}
          {t('plan.unit.facilities', { n: row.facilities })}
        </span>
      </th>
      <td class="num">{row.value === null ? '—' : number(row.value, options)}</td>
      <td>
        <span class={`plan-verdict plan-verdict-${row.verdict}`}>{t(`plan.verdict.${row.verdict}`)}</span>
      </td>
    </tr>
  );
}

function demandedText(app: App, { demanded, layer, landUse }: StandardRule): string {
  const {
    i18n: { t, text, number },
  } = app;
  const attribute = (name: string): string =>
    text(app.layersById.value.get(layer)?.attributes[name]?.title ?? { zh: name, en: name });
  const uses =
    landUse === undefined
      ? ''
      : ` ${t('plan.demanded.landUse', { uses: landUse.map((use) => text(LAND_USES[use])).join(t('list.separator')) })}`;
  switch (demanded.kind) {
    case 'density':
      return t('plan.demanded.density', { limits: limitsText(app, demanded) }) + uses;
    case 'within':
      return (
        t('plan.demanded.within', { metres: demanded.metres, share: number(demanded.share, { style: 'percent' }) }) +
        uses
      );
    case 'per-thousand':
      return (
        (demanded.capacity === undefined
          ? t('plan.demanded.facilities', { min: demanded.min })
          : t('plan.demanded.capacity', { min: demanded.min, capacity: attribute(demanded.capacity) })) + uses
      );
    case 'ratio':
      return (
        t('plan.demanded.ratio', {
          of: attribute(demanded.of),
          to: attribute(demanded.to),
          limits: limitsText(app, demanded),
        }) + uses
      );
  }
}

function limitsText({ i18n: { t } }: App, { min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return t('plan.demanded.between', { min, max });
  return min !== undefined ? t('plan.demanded.least', { min }) : t('plan.demanded.most', { max: max ?? '' });
}
