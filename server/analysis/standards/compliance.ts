import type { ComplianceResult, ComplianceRow, Demanded, StandardRule } from '../../../tiles/api/standard.ts';
import { STANDARDS } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import { groupsOf, type Groups } from '../measures/groups.ts';
import { GroupSums, sumOf } from '../sums.ts';
import type { Demand } from '../types.ts';
import type { ComplianceInput, RuleInput } from './types.ts';

const PEOPLE = 1000;
const M2_PER_KM2 = 1e6;

/**
 * Whether each rule of a standard is met, in the whole and in each district or subdistrict. Ground is the cells of the
 * land uses that a rule names (all, where it names none); a facility counts on the ground of the cell it stands in. For
 * `within` facilities count wherever they stand, as they serve people around them. Numerators and denominators of the
 * areas add up to those of the whole, what is in no area in a row of its own. Throws `AnalysisError` for an unknown
 * rule, `TypeError` where the input lacks what a rule needs.
 */
export function compliance({ standard, rules, by, demand, inputs }: ComplianceInput, at?: string): ComplianceResult {
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
  const asked = standard.rules.filter(({ id }) => rules?.includes(id) ?? true);
  const reports = asked.map((rule) => reportRule(rule, demand, by, neededInput(inputs, rule.id)));
  return {
    kind: 'compliance',
    standard,
    rows: reports.flatMap(({ rows }) => rows),
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
  const groups = groupsOf(demand, by, input.facilities);
  const onGround = groundOf(rule, demand);
  const counted = countedFacilities(rule, demand, input);
  const inDemand = new Uint8Array(groups.keys.length);
  for (let cell = 0; cell < demand.count; cell += 1) inDemand[groups.ofCell(cell)] = 1;
  for (const facility of counted) inDemand[groups.ofFacility(facility)] = 1;
  const areas = groups.keys.flatMap((area, group) => (inDemand[group] === 1 ? [{ area, group }] : []));
  const whole = figuresOf(
    rule,
    demand,
    input,
    { keys: [null], ofCell: () => 0, ofFacility: () => 0 },
    onGround,
    counted,
  );
  const parts = figuresOf(rule, demand, input, groups, onGround, counted);
  return {
    rows: [
      rowOf(rule, 'whole', null, whole[0] as Figures),
      ...areas.map(({ area, group }) => rowOf(rule, 'area', area, parts[group] as Figures)),
    ],
    outside: input.facilities.count - counted.length,
  };
}

/** By cell: whether the rule is about it. */
function groundOf({ landUse }: StandardRule, demand: Demand): (cell: number) => boolean {
  if (landUse === undefined) return () => true;
  const wanted = new Set(landUse.map((use) => demand.landUses.indexOf(use)).filter((index) => index >= 0));
  return (cell) => wanted.has(demand.landUse[cell] as number);
}

/** Facilities that stand on the ground looked at. */
function countedFacilities(rule: StandardRule, demand: Demand, { facilities }: RuleInput): readonly number[] {
  const all = Array.from({ length: facilities.count }, (_, f) => f);
  if (rule.landUse === undefined || rule.demanded.kind === 'within') {
    return all.filter((f) =>
      [facilities.district[f], facilities.subdistrict[f], facilities.landUse[f]].some(
        (index) => index !== undefined && index >= 0,
      ),
    );
  }
  const wanted = new Set(rule.landUse.map((use) => demand.landUses.indexOf(use)).filter((index) => index >= 0));
  return all.filter((f) => wanted.has(facilities.landUse[f] as number));
}

interface Figures {
  readonly people: number;
  readonly areaM2: number;
  readonly facilities: number;
  readonly cells: readonly (readonly [from: number, to: number])[];
  readonly numerator: number;
  readonly denominator: number;
}

/** By group. */
function figuresOf(
  rule: StandardRule,
  demand: Demand,
  input: RuleInput,
  groups: Groups,
  onGround: (cell: number) => boolean,
  counted: readonly number[],
): Figures[] {
  const count = groups.keys.length;
  const [people, areaM2, covered] = [new GroupSums(count), new GroupSums(count), new GroupSums(count)];
  const cells: number[][][] = Array.from({ length: count }, () => []);
  for (let cell = 0; cell < demand.count; cell += 1) {
    if (!onGround(cell)) continue;
    const group = groups.ofCell(cell);
    people.add(group, demand.people[cell] as number);
    areaM2.add(group, demand.areaM2[cell] as number);
    if (isCovered(rule.demanded, input, cell)) covered.add(group, demand.people[cell] as number);
    extend(cells[group] as number[][], cell);
  }
  const members: number[][] = Array.from({ length: count }, () => []);
  for (const facility of counted) members[groups.ofFacility(facility)]?.push(facility);
  return members.map((own, group) => ({
    people: people.of(group),
    areaM2: areaM2.of(group),
    facilities: own.length,
    cells: cells[group] as unknown as Figures['cells'],
    ...quotient(rule.demanded, input, {
      own,
      people: people.of(group),
      areaM2: areaM2.of(group),
      covered: covered.of(group),
    }),
  }));
}

/** Adds a cell to ranges [from, to), the last of which it may continue. */
function extend(ranges: number[][], cell: number): void {
  const last = ranges.at(-1);
  if (last?.[1] === cell) last[1] = cell + 1;
  else ranges.push([cell, cell + 1]);
}

function isCovered(demanded: Demanded, { nearestM }: RuleInput, cell: number): boolean {
  if (demanded.kind !== 'within') return false;
  if (nearestM === undefined) throw new TypeError('The report was given no metres to the nearest facility.');
  return (nearestM[cell] as number) <= demanded.metres;
}

function quotient(
  demanded: Demanded,
  input: RuleInput,
  {
    own,
    people,
    areaM2,
    covered,
  }: { readonly own: readonly number[]; readonly people: number; readonly areaM2: number; readonly covered: number },
): Pick<Figures, 'numerator' | 'denominator'> {
  switch (demanded.kind) {
    case 'density':
      return { numerator: own.length, denominator: areaM2 / M2_PER_KM2 };
    case 'within':
      return { numerator: covered, denominator: people };
    case 'per-thousand':
      return {
        numerator: demanded.capacity === undefined ? own.length : total(valuesOf(input, demanded.capacity), own),
        denominator: people / PEOPLE,
      };
    case 'ratio': {
      const [of, to] = [valuesOf(input, demanded.of), valuesOf(input, demanded.to)];
      const both = own.filter((f) => !Number.isNaN(of[f] as number) && !Number.isNaN(to[f] as number));
      return { numerator: total(of, both), denominator: total(to, both) };
    }
  }
}

function valuesOf({ attributes }: RuleInput, name: string): Float64Array {
  const values = attributes?.[name];
  if (values === undefined) throw new TypeError(`The report was given no values of ${name}.`);
  return values;
}

function total(values: Float64Array, facilities: readonly number[]): number {
  return sumOf(facilities.map((f) => values[f] as number).filter((value) => !Number.isNaN(value)));
}

function rowOf(
  rule: StandardRule,
  scope: ComplianceRow['scope'],
  area: string | null,
  figures: Figures,
): ComplianceRow {
  const { numerator, denominator } = figures;
  const value = denominator > 0 ? numerator / denominator : null;
  return { rule: rule.id, scope, area, value, verdict: verdictOf(rule.demanded, value, figures), ...figures };
}

function verdictOf(
  demanded: Demanded,
  value: number | null,
  { numerator, denominator }: Figures,
): ComplianceRow['verdict'] {
  if (value === null) return 'not-applicable';
  if (demanded.kind === 'within') {
    // A share of 1 means everybody: one that only rounds to 1 does not do. Otherwise rounding is tolerated.
    const met = demanded.share === 1 ? numerator >= denominator : value >= demanded.share * (1 - Number.EPSILON * 4);
    return met ? 'met' : 'below';
  }
  if (demanded.min !== undefined && value < demanded.min) return 'below';
  return 'max' in demanded && demanded.max !== undefined && value > demanded.max ? 'above' : 'met';
}
