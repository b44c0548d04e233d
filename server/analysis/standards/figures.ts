/** What a rule divides by what, in the whole and by area. */
import type { ComplianceRequest, Demanded, StandardRule } from '../../../tiles/api/standard.ts';
import { groupsOf } from '../measures/groups.ts';
import { GroupSums, sumOf } from '../sums.ts';
import type { Demand, Facilities } from '../types.ts';
import { reachesOf } from './reads.ts';
import type { RuleInput } from './types.ts';

/** What a number per thousand counts by, where its rule does not say. */
const PEOPLE = 1000;
const M2_PER_KM2 = 1e6;

type Ranges = readonly (readonly [from: number, to: number])[];

export interface Figures {
  readonly people: number;
  readonly areaM2: number;
  readonly facilities: number;
  readonly cells: Ranges;
  /** Of the cells, those within reach. */
  readonly covered: Ranges;
  readonly numerator: number;
  readonly denominator: number;
}

export interface RuleFigures {
  readonly whole: Figures;
  /** By group. */
  readonly figures: readonly Figures[];
  /** Groups that hold anything; null is what lies in no area. */
  readonly areas: readonly { readonly area: string | null; readonly group: number }[];
  /** Facilities that count nowhere. */
  readonly outside: number;
}

/** Throws `TypeError` where the input lacks what the rule needs. */
export function ruleFigures(
  rule: StandardRule,
  demand: Demand,
  by: ComplianceRequest['by'],
  input: RuleInput,
): RuleFigures {
  const groups = groupsOf(demand, by, input.facilities);
  const counted = countedPlaces(rule, demand, input.facilities);
  const households = input.households;
  const places = households !== undefined && 'places' in households ? households.places : null;
  const homes = places === null ? [] : countedPlaces(rule, demand, places);
  const ofPlace = groupsOf(demand, by, places ?? undefined).ofFacility;
  const inDemand = new Uint8Array(groups.keys.length);
  for (let cell = 0; cell < demand.count; cell += 1) inDemand[groups.ofCell(cell)] = 1;
  for (const facility of counted) inDemand[groups.ofFacility(facility)] = 1;
  for (const home of homes) inDemand[ofPlace(home)] = 1;
  const parts = { rule, demand, input, counted, homes };
  const [whole] = figuresOf(parts, { count: 1, ofCell: () => 0, ofFacility: () => 0, ofPlace: () => 0 });
  return {
    whole: whole as Figures,
    figures: figuresOf(parts, { ...groups, count: groups.keys.length, ofPlace }),
    areas: groups.keys.flatMap((area, group) => (inDemand[group] === 1 ? [{ area, group }] : [])),
    outside: input.facilities.count - counted.length,
  };
}

/** Indexes of the land uses that the rule is about; null for all. */
function usesOf({ landUse }: StandardRule, demand: Demand): ReadonlySet<number> | null {
  return landUse === undefined
    ? null
    : new Set(landUse.map((use) => demand.landUses.indexOf(use)).filter((index) => index >= 0));
}

/** Places that stand on the ground looked at. Those that serve people around them count wherever they stand. */
function countedPlaces(
  rule: StandardRule,
  demand: Demand,
  places: Pick<Facilities, 'count' | 'district' | 'subdistrict' | 'landUse'>,
): readonly number[] {
  const all = Array.from({ length: places.count }, (_, place) => place);
  const uses = usesOf(rule, demand);
  if (uses !== null && reachesOf(rule.demanded).length === 0)
    return all.filter((place) => uses.has(places.landUse[place] as number));
  return all.filter((place) =>
    [places.district[place], places.subdistrict[place], places.landUse[place]].some(
      (index) => index !== undefined && index >= 0,
    ),
  );
}

interface Parts {
  readonly rule: StandardRule;
  readonly demand: Demand;
  readonly input: RuleInput;
  readonly counted: readonly number[];
  /** Places that have households. */
  readonly homes: readonly number[];
}

interface Division {
  readonly count: number;
  readonly ofCell: (cell: number) => number;
  readonly ofFacility: (facility: number) => number;
  readonly ofPlace: (place: number) => number;
}

function figuresOf({ rule, demand, input, counted, homes }: Parts, groups: Division): Figures[] {
  const { count } = groups;
  const sums = (): GroupSums => new GroupSums(count);
  const [people, areaM2, coveredPeople, coveredM2] = [sums(), sums(), sums(), sums()];
  const ranges = (): number[][][] => Array.from({ length: count }, () => []);
  const [cells, covered] = [ranges(), ranges()];
  const uses = usesOf(rule, demand);
  const isCovered = coverageOf(rule, input);
  for (let cell = 0; cell < demand.count; cell += 1) {
    if (uses !== null && !uses.has(demand.landUse[cell] as number)) continue;
    const group = groups.ofCell(cell);
    people.add(group, demand.people[cell] as number);
    areaM2.add(group, demand.areaM2[cell] as number);
    extend(cells[group] as number[][], cell);
    if (!isCovered(cell)) continue;
    coveredPeople.add(group, demand.people[cell] as number);
    coveredM2.add(group, demand.areaM2[cell] as number);
    extend(covered[group] as number[][], cell);
  }
  const own = members(count, counted, groups.ofFacility);
  const lived = members(count, homes, groups.ofPlace);
  return own.map((facilities, group) => {
    const ground = {
      people: people.of(group),
      areaM2: areaM2.of(group),
      coveredPeople: coveredPeople.of(group),
      coveredM2: coveredM2.of(group),
    };
    return {
      people: ground.people,
      areaM2: ground.areaM2,
      facilities: facilities.length,
      cells: cells[group] as unknown as Ranges,
      covered: covered[group] as unknown as Ranges,
      ...quotient(rule.demanded, input, { ...ground, facilities, homes: lived[group] as number[] }),
    };
  });
}

function members(count: number, places: readonly number[], groupOf: (place: number) => number): number[][] {
  const groups: number[][] = Array.from({ length: count }, () => []);
  for (const place of places) groups[groupOf(place)]?.push(place);
  return groups;
}

/** Adds a cell to ranges [from, to), the last of which it may continue. */
function extend(ranges: number[][], cell: number): void {
  const last = ranges.at(-1);
  if (last?.[1] === cell) last[1] = cell + 1;
  else ranges.push([cell, cell + 1]);
}

/** By cell: whether a facility is within one of the rule's reaches, the limit included. */
function coverageOf({ demanded }: StandardRule, { nearest = [] }: RuleInput): (cell: number) => boolean {
  const limits = reachesOf(demanded).map(({ limit }) => limit);
  if (nearest.length < limits.length)
    throw new TypeError(
      `The report was given ${nearest.length} of ${limits.length} distances to the nearest facility.`,
    );
  return (cell) => limits.some((limit, reach) => ((nearest[reach] as Float64Array)[cell] as number) <= limit);
}

interface Ground {
  readonly people: number;
  readonly areaM2: number;
  readonly coveredPeople: number;
  readonly coveredM2: number;
  readonly facilities: readonly number[];
  readonly homes: readonly number[];
}

function quotient(
  demanded: Demanded,
  input: RuleInput,
  { people, areaM2, coveredPeople, coveredM2, facilities, homes }: Ground,
): Pick<Figures, 'numerator' | 'denominator'> {
  const sum = (attribute: string): number => total(valuesOf(input, attribute), facilities);
  switch (demanded.kind) {
    case 'density':
      return { numerator: facilities.length, denominator: areaM2 / M2_PER_KM2 };
    case 'within':
    case 'within-by-size':
      return demanded.of === 'ground'
        ? { numerator: coveredM2, denominator: areaM2 }
        : { numerator: coveredPeople, denominator: people };
    case 'per-thousand':
      return {
        numerator: demanded.capacity === undefined ? facilities.length : sum(demanded.capacity),
        denominator: people / (demanded.per ?? PEOPLE),
      };
    case 'people-per-facility': {
      const { size } = demanded;
      const sizes = size === undefined ? null : valuesOf(input, size.attribute);
      const large = facilities.filter((f) => sizes === null || (sizes[f] as number) >= (size?.min ?? 0));
      return { numerator: large.length, denominator: people / demanded.people };
    }
    case 'ratio': {
      const [of, to] = [valuesOf(input, demanded.of), valuesOf(input, demanded.to)];
      const both = facilities.filter((f) => !Number.isNaN(of[f] as number) && !Number.isNaN(to[f] as number));
      return { numerator: total(of, both), denominator: total(to, both) };
    }
    case 'area-per-person':
      return { numerator: sum(demanded.attribute), denominator: people };
    case 'area-per-household':
      return { numerator: sum(demanded.attribute), denominator: householdsOf(input, people, homes) / demanded.per };
    case 'share': {
      const has = input.shares?.[demanded.attribute];
      if (has === undefined) throw new TypeError(`The report was not given which have ${demanded.attribute}.`);
      return {
        numerator: total(has, facilities),
        denominator: facilities.filter((f) => !Number.isNaN(has[f] as number)).length,
      };
    }
    case 'not-computed':
      return { numerator: 0, denominator: 0 };
  }
}

function householdsOf({ households }: RuleInput, people: number, homes: readonly number[]): number {
  if (households === undefined) throw new TypeError('The report was given no households.');
  return 'peopleEach' in households ? people / households.peopleEach : total(households.households, homes);
}

function valuesOf({ attributes }: RuleInput, name: string): Float64Array {
  const values = attributes?.[name];
  if (values === undefined) throw new TypeError(`The report was given no values of ${name}.`);
  return values;
}

function total(values: Float64Array, places: readonly number[]): number {
  return sumOf(places.map((place) => values[place] as number).filter((value) => !Number.isNaN(value)));
}
