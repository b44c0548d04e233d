import type { ComplianceResult, ComplianceRow, StandardRule } from '../../../tiles/api/standard.ts';
import { AnalysisError } from '../errors.ts';
import type { Demand } from '../types.ts';
import { ruleFigures, type Figures } from './figures.ts';
import { STANDARDS } from './messages.ts';
import { reachesOf } from './reads.ts';
import type { ComplianceInput, RuleInput } from './types.ts';

/**
 * Whether each rule of a standard is met, in the whole and in each district or subdistrict. Ground is the cells of the
 * land uses that a rule names (all, where it names none); a facility counts on the ground of the cell it stands in.
 * Where a rule measures distances facilities count wherever they stand, as they serve people around them. Numerators
 * and denominators of the areas add up to those of the whole, what is in no area in a row of its own. A rule without a
 * threshold is reported, and one that lacks data is listed with what it needs. Throws `AnalysisError` for an unknown
 * rule, `TypeError` where the input lacks what a rule needs.
 */
export function compliance(
  { standard, rules, by, demand, inputs, missing = [] }: ComplianceInput,
  at?: string,
): ComplianceResult {
  const unknown = rules?.findIndex((id) => !standard.rules.some((rule) => rule.id === id)) ?? -1;
  if (rules !== undefined && unknown >= 0) {
    const choices = standard.rules.map(({ id }) => id).join(', ');
    throw new AnalysisError(
      'unknown-rule',
      STANDARDS['unknown-rule'],
      { rule: rules[unknown] as string, standard: standard.number, choices },
      { at: `${at ?? ''}/rules/${unknown}` },
    );
  }
  const lacking = new Map(missing.map(({ rule, lacks }) => [rule, lacks]));
  const wanted = standard.rules.filter(({ id }) => rules?.includes(id) ?? true);
  const asked = wanted.filter(({ id }) => !lacking.has(id));
  const reports = asked.map((rule) => reportRule(rule, demand, by, neededInput(inputs, rule.id)));
  return {
    kind: 'compliance',
    standard,
    by,
    rows: reports.flatMap(({ rows }) => rows),
    missing: wanted.flatMap(({ id, needs }) => {
      const lacks = lacking.get(id);
      return lacks === undefined ? [] : [{ rule: id, needs: needs ?? lacks, lacks }];
    }),
    outside: reports.map(({ outside }, i) => ({ rule: (asked[i] as StandardRule).id, facilities: outside })),
  };
}

function neededInput(inputs: ComplianceInput['inputs'], rule: string): RuleInput {
  const input = inputs.get(rule);
  if (input === undefined) throw new TypeError(`The report was given no facilities for the rule ${rule}.`);
  return input;
}

function reportRule(
  rule: StandardRule,
  demand: Demand,
  by: ComplianceInput['by'],
  input: RuleInput,
): { readonly rows: readonly ComplianceRow[]; readonly outside: number } {
  const { figures, whole, areas, outside } = ruleFigures(rule, demand, by, input);
  return {
    rows: [
      rowOf(rule, 'whole', null, whole),
      ...areas.map(({ area, group }) => rowOf(rule, 'area', area, figures[group] as Figures)),
    ],
    outside,
  };
}

function rowOf(
  rule: StandardRule,
  scope: ComplianceRow['scope'],
  area: string | null,
  { covered, ...figures }: Figures,
): ComplianceRow {
  const { numerator, denominator } = figures;
  const value = denominator > 0 ? numerator / denominator : null;
  return {
    rule: rule.id,
    scope,
    area,
    value,
    verdict: verdictOf(rule, value, figures),
    ...figures,
    ...(scope === 'whole' && reachesOf(rule.demanded).length > 0 ? { covered } : {}),
  };
}

function verdictOf(
  { demanded, reportOnly = false }: StandardRule,
  value: number | null,
  { numerator, denominator, people }: Omit<Figures, 'covered'>,
): ComplianceRow['verdict'] {
  if (value === null) return 'not-applicable';
  if (reportOnly) return 'reported';
  switch (demanded.kind) {
    case 'within':
    case 'within-by-size':
      return isShareMet(numerator, denominator, demanded.share) ? 'met' : 'below';
    case 'share':
      return isShareMet(numerator, denominator, demanded.min) ? 'met' : 'below';
    case 'people-per-facility':
      // As the rule says it: no quotient rounds it.
      return numerator * demanded.people >= people ? 'met' : 'below';
    case 'not-computed':
      return 'not-applicable';
    default: {
      const { min = 0, max = Infinity } = demanded;
      return value < min * (1 - ROUNDING) ? 'below' : value > max * (1 + ROUNDING) ? 'above' : 'met';
    }
  }
}

/** 0.6 m² for 3 people are 0.2 a person, though the quotient is a hair less. */
const ROUNDING = Number.EPSILON * 4;

/** A share of 1 means everybody: one that only rounds to 1 does not do. Otherwise rounding is tolerated. */
function isShareMet(numerator: number, denominator: number, share = 1): boolean {
  return share === 1 ? numerator >= denominator : numerator / denominator >= share * (1 - ROUNDING);
}
