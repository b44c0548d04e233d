import type { ComplianceResult } from '../../../tiles/api/standard.ts';
import { STANDARDS } from './messages.ts';
import { warning } from '../errors.ts';
import type { Caveats } from '../measures/warnings.ts';
import { attributesOf } from './check.ts';
import type { ComplianceInput } from './types.ts';

/** What a check has assumed and left out, and which of its rules are unverified. */
export function complianceCaveats(
  { demand, inputs }: Pick<ComplianceInput, 'demand' | 'inputs'>,
  { standard, outside }: ComplianceResult,
): Caveats {
  const rules = outside.flatMap(({ rule: id, facilities }) =>
    standard.rules.filter((rule) => rule.id === id).map((rule) => ({ rule, facilities })),
  );
  const unverified = rules.filter(({ rule }) => rule.certainty === 'unverified').length;
  return {
    assumptions: [
      ...(rules.some(({ rule }) => rule.landUse !== undefined)
        ? [warning('ground-of-cells', STANDARDS['ground-of-cells'])]
        : []),
      ...(rules.some(({ rule }) => rule.demanded.kind === 'within')
        ? [warning('along-streets', STANDARDS['along-streets'])]
        : []),
    ],
    warnings: [
      ...(unverified > 0
        ? [warning('rules-unverified', STANDARDS['rules-unverified'], { standard: standard.number, count: unverified })]
        : []),
      ...rules.flatMap(({ rule, facilities }) => {
        const values = { rule: rule.title };
        const known = rule.landUse?.some((use) => demand.landUses.includes(use)) ?? true;
        const lacking = lackingValues(inputs.get(rule.id)?.attributes, attributesOf(rule.demanded));
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

/** Facilities that lack one of the values. */
function lackingValues(
  attributes: Readonly<Record<string, Float64Array>> | undefined,
  names: readonly string[],
): number {
  const columns = names.map((name) => attributes?.[name] ?? new Float64Array());
  const [first] = columns;
  return first === undefined ? 0 : first.filter((_, f) => columns.some((column) => Number.isNaN(column[f]))).length;
}
