/** A standards check as a table: a row for each rule and area, and one for each rule that could not be computed. */
import type { ComplianceRow, Standard, StandardRule } from '../../../../../tiles/api/standard.ts';
import type { App } from '../../../app/types.ts';
import { placeName } from '../format.ts';
import { missingOf } from '../standards/matrix.ts';
import { bindingText, demandedText, sourceOfRule, versionOf } from '../standards/texts.ts';
import type { CsvValue } from '../../../format/csv.ts';
import type { StandardSubject } from './subject.ts';
import type { Table } from './tables.ts';

const COLUMNS = [
  'rule',
  'ruleTitle',
  'scope',
  'area',
  'areaName',
  'value',
  'unit',
  'verdict',
  'numerator',
  'denominator',
  'people',
  'areaM2',
  'facilities',
  'demanded',
  'standard',
  'version',
  'clause',
  'force',
  'certainty',
  'source',
  'needs',
] as const;

/** Values as they are: shares are shares of 1. */
export function standardTable(app: App, { compliance }: StandardSubject): Table {
  const { t, text } = app.i18n;
  const { standard, rows } = compliance;
  const rules = new Map(standard.rules.map((rule) => [rule.id, rule]));
  return {
    header: COLUMNS.map((column) => t(`plan.column.${column}`)),
    rows: [
      ...rows.flatMap((row) => {
        const rule = rules.get(row.rule);
        return rule === undefined ? [] : [[...figures(app, rule, row), ...facts(app, standard, rule), null]];
      }),
      ...missingOf(compliance).map(({ rule, needs, lacks }) => [
        rule.id,
        text(rule.title),
        ...nothing(5),
        t('plan.column.missing'),
        ...nothing(5),
        ...facts(app, standard, rule),
        `${text(lacks)} ${text(needs)}`,
      ]),
    ],
  };
}

function nothing(count: number): null[] {
  return Array.from({ length: count }, () => null);
}

function figures(app: App, rule: StandardRule, row: ComplianceRow): CsvValue[] {
  const { t, text } = app.i18n;
  const isWhole = row.scope === 'whole';
  return [
    rule.id,
    text(rule.title),
    isWhole ? t('plan.wholeCity') : t('plan.standards.place'),
    row.area,
    isWhole ? null : placeName(app, row.area),
    row.value,
    text(rule.unit),
    t(`plan.verdict.${row.verdict}`),
    row.numerator,
    row.denominator,
    row.people,
    row.areaM2,
    row.facilities,
  ];
}

function facts(app: App, standard: Standard, rule: StandardRule): CsvValue[] {
  return [
    demandedText(app, rule),
    `${standard.number} ${app.i18n.text(standard.title)}`,
    versionOf(standard),
    rule.clause,
    bindingText(app, rule.binds),
    app.i18n.t(`plan.certainty.${rule.certainty}`),
    sourceOfRule(app, standard, rule),
  ];
}
