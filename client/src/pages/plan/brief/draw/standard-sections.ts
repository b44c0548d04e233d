/** A standards check on paper: every figure, how sure its rule is, whether it binds, and what could not be computed. */
import type { ComplianceResult, ComplianceRow, Standard, StandardRule } from '../../../../../../tiles/api/standard.ts';
import type { App } from '../../../../app/types.ts';
import { placeName } from '../../format.ts';
import { matrixOf, missingOf } from '../../standards/matrix.ts';
import { bindingText, clauseText, demandedText, sourceOfRule, valueText } from '../../standards/texts.ts';
import { standardName } from '../subject.ts';
import { heading, listItem, paragraph, table, type DrawnBlock } from './blocks.ts';
import type { Pen } from './pen.ts';

export function standardBlocks(pen: Pen, app: App, compliance: ComplianceResult, width: number): DrawnBlock[] {
  const { standard } = compliance;
  return [
    heading(standardName(app, standard), width),
    ...(standard.checkup === true
      ? matrixBlocks(pen, app, compliance, width)
      : standard.rules.flatMap((rule) => ruleBlocks(pen, app, compliance, rule, width))),
    ...missingBlocks(pen, app, compliance, width),
    heading(app.i18n.t('plan.brief.rules'), width),
    ...standard.rules.map((rule) => listItem(pen, ruleLine(app, standard, rule), width)),
  ];
}

/** Title, clause, force, how sure it is and from where. */
function ruleLine(app: App, standard: Standard, rule: StandardRule): string {
  const {
    i18n: { t, text },
  } = app;
  const head = [
    text(rule.title),
    clauseText(app, rule),
    bindingText(app, rule.binds),
    t(`plan.certainty.${rule.certainty}`),
  ].join(' · ');
  return [
    head,
    demandedText(app, rule),
    rule.note === undefined ? '' : text(rule.note),
    sourceOfRule(app, standard, rule),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Areas beside indicators. */
function matrixBlocks(pen: Pen, app: App, compliance: ComplianceResult, width: number): DrawnBlock[] {
  const {
    i18n: { t, text },
  } = app;
  const { indicators, areas } = matrixOf(compliance);
  const value = (rule: StandardRule, row: ComplianceRow | undefined): string =>
    row === undefined ? '—' : valueText(app, rule, row);
  return table(
    pen,
    [
      { title: t('plan.standards.place'), share: 2 },
      ...indicators.map(({ rule }) => ({ title: text(rule.title), share: 1.6, numeric: true })),
    ],
    [
      [t('plan.wholeCity'), ...indicators.map(({ rule, whole }) => value(rule, whole))],
      ...areas.map(({ area, rows }) => [
        placeName(app, area),
        ...indicators.map(({ rule }, index) => value(rule, rows[index])),
      ]),
    ],
    width,
  );
}

function ruleBlocks(pen: Pen, app: App, { rows }: ComplianceResult, rule: StandardRule, width: number): DrawnBlock[] {
  const {
    i18n: { t, text },
  } = app;
  const own = rows.filter((row) => row.rule === rule.id);
  if (own.length === 0) return [];
  return [
    { ...paragraph(pen, text(rule.title), width, { sizePt: 9, weight: 600 }), keepWithNext: true },
    ...table(
      pen,
      [
        { title: t('plan.standards.place'), share: 4 },
        { title: t('plan.standards.value', { unit: text(rule.unit) }), share: 4, numeric: true },
        { title: t('plan.standards.verdict'), share: 2 },
      ],
      own.map((row) => [
        row.scope === 'whole' ? t('plan.wholeCity') : placeName(app, row.area),
        valueText(app, rule, row),
        t(`plan.verdict.${row.verdict}`),
      ]),
      width,
    ),
  ];
}

function missingBlocks(pen: Pen, app: App, compliance: ComplianceResult, width: number): DrawnBlock[] {
  const {
    i18n: { t, text },
  } = app;
  const missing = missingOf(compliance);
  if (missing.length === 0) return [];
  return [
    heading(t('plan.standards.missing', { n: missing.length }), width),
    ...missing.map(({ rule, needs, lacks }) =>
      listItem(pen, `${text(rule.title)}: ${text(lacks)} ${t('plan.standards.needs', { needs: text(needs) })}`, width),
    ),
  ];
}
