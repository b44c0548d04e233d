import type { ComplianceResult, StandardRule } from '../../../tiles/api/standard.ts';
import type { Warning } from '../../../tiles/api/result.ts';
import { STANDARDS } from './messages.ts';
import { warning } from '../errors.ts';
import type { Caveats } from '../measures/warnings.ts';
import { attributesOf, reachesOf, sharesOf } from './reads.ts';
import type { ComplianceInput, RuleInput } from './types.ts';

/** What a check has assumed and left out, and how sure its rules are. `walkMps`: how fast people walk. */
export function complianceCaveats(
  { demand, inputs }: Pick<ComplianceInput, 'demand' | 'inputs'>,
  { standard, outside, missing }: ComplianceResult,
  walkMps: number,
): Caveats {
  const rules = outside.flatMap(({ rule: id, facilities }) =>
    standard.rules.filter((rule) => rule.id === id).map((rule) => ({ rule, facilities })),
  );
  const asked = [...rules.map(({ rule }) => rule.id), ...missing.map(({ rule }) => rule)];
  const surely = (certainty: StandardRule['certainty']): number =>
    standard.rules.filter((rule) => asked.includes(rule.id) && rule.certainty === certainty).length;
  const [unverified, quoted] = [surely('unverified'), surely('quoted')];
  const titled = missing.flatMap(({ rule: id }) => standard.rules.filter((rule) => rule.id === id));
  return {
    assumptions: assumptionsOf(
      rules.map(({ rule }) => rule),
      inputs,
      walkMps,
    ),
    warnings: [
      ...(unverified > 0
        ? [warning('rules-unverified', STANDARDS['rules-unverified'], { standard: standard.number, count: unverified })]
        : []),
      ...(quoted > 0
        ? [warning('rules-quoted', STANDARDS['rules-quoted'], { standard: standard.number, count: quoted })]
        : []),
      ...(titled.length > 0
        ? [
            warning('rules-missing', STANDARDS['rules-missing'], {
              standard: standard.number,
              count: titled.length,
              rules: {
                zh: titled.map(({ title }) => title.zh).join('、'),
                en: titled.map(({ title }) => title.en).join(', '),
              },
            }),
          ]
        : []),
      ...rules.flatMap(({ rule, facilities }) => {
        const values = { rule: rule.title };
        const known = rule.landUse?.some((use) => demand.landUses.includes(use)) ?? true;
        const lacking = lackingValues(rule, inputs.get(rule.id));
        return [
          ...(known ? [] : [warning('no-such-ground', STANDARDS['no-such-ground'], values)]),
          ...(known && facilities > 0
            ? [warning('facilities-off-ground', STANDARDS['facilities-off-ground'], { ...values, count: facilities })]
            : []),
          ...(lacking > 0
            ? [warning('values-missing', STANDARDS['values-missing'], { ...values, count: lacking })]
            : []),
        ];
      }),
    ],
  };
}

function assumptionsOf(
  rules: readonly StandardRule[],
  inputs: ComplianceInput['inputs'],
  walkMps: number,
): readonly Warning[] {
  const reaches = rules.flatMap(({ demanded }) => reachesOf(demanded));
  const each = rules.flatMap(({ id }) => {
    const households = inputs.get(id)?.households;
    return households !== undefined && 'peopleEach' in households ? [households.peopleEach] : [];
  });
  return [
    ...(rules.some(({ landUse }) => landUse !== undefined)
      ? [warning('ground-of-cells', STANDARDS['ground-of-cells'])]
      : []),
    ...(reaches.some(({ along }) => along !== 'line') ? [warning('along-streets', STANDARDS['along-streets'])] : []),
    ...(reaches.some(({ along }) => along === 'line') ? [warning('straight-line', STANDARDS['straight-line'])] : []),
    ...(reaches.some(({ along, unit }) => along === 'walk' && unit === 's')
      ? [warning('walking-speed', STANDARDS['walking-speed'], { mps: walkMps })]
      : []),
    ...each.slice(0, 1).map((people) => warning('households-given', STANDARDS['households-given'], { people })),
  ];
}

/** Facilities that lack one of the values. */
function lackingValues({ demanded }: StandardRule, input: RuleInput | undefined): number {
  const columns = [
    ...attributesOf(demanded).map((name) => input?.attributes?.[name] ?? new Float64Array()),
    ...Object.keys(sharesOf(demanded)).map((name) => input?.shares?.[name] ?? new Float64Array()),
  ];
  const [first] = columns;
  return first === undefined ? 0 : first.filter((_, f) => columns.some((column) => Number.isNaN(column[f]))).length;
}
