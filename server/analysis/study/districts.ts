/** Districts in a study: the problem is put in numbers, solved, and told cell by cell. */
import type { DistrictsRequest, DistrictsResult } from '../../../tiles/api/districts.ts';
import type { Warning } from '../../../tiles/api/result.ts';
import type { SitingStep } from '../../../tiles/api/siting.ts';
import type { DistrictOutcome } from '../districts/types.ts';
import { GroupSums, Sum } from '../sums.ts';
import type { Task } from '../types.ts';
import { allocationOf } from './allocation.ts';
import {
  groundOf,
  limitsOf,
  refuseTooLarge,
  refuseWithoutGround,
  refuseWithoutZones,
  seatsOf,
  touchingUnits,
  unitCosts,
  unitsOf,
  zoneCosts,
  type DistrictParts,
  type Limits,
  type Seats,
  type Units,
} from './district-problem.ts';
import { USUAL_GAP } from './siting-problem.ts';
import { note, someOf } from './warnings.ts';

export interface DistrictsAnswer {
  readonly result: DistrictsResult;
  readonly assumptions: readonly Warning[];
  readonly warnings: readonly Warning[];
}

/** Throws `AnalysisError` for what cannot be solved as asked, with its place in the study. */
export async function runDistricts(
  request: DistrictsRequest,
  parts: DistrictParts & { readonly searchTask: Task; readonly onStep: (step: SitingStep) => void },
): Promise<DistrictsAnswer> {
  const { demand, at, existing, searchTask, onStep } = parts;
  refuseWithoutGround(parts);
  const units = unitsOf(demand, request.by);
  const touching = touchingUnits(parts.touching, units);
  const seats = seatsOf(request, parts, units);
  const { zones } = seats;
  refuseWithoutZones(request, seats, parts);
  refuseTooLarge(units.count, zones.length, at);
  const people = new Float64Array(units.count);
  units.of.forEach((unit, cell) => {
    people[unit] = (people[unit] as number) + (demand.people[cell] as number);
  });
  const { piece, held } = groundOf(touching, zones, people);
  const limits = limitsOf(request, zones, held, parts);
  const visitZones = zoneCosts(zones, parts);
  const { cost, nearest } = unitCosts(zones, units, piece, demand, visitZones);
  // Only a study that needs a solver loads it.
  const { solveDistricts } = await import('../districts/index.ts');
  const outcome = await solveDistricts(
    {
      people,
      seat: Uint32Array.from(zones, ({ seat }) => seat),
      cost,
      touching,
      lower: limits.lower,
      upper: limits.upper,
      gap: request.gap ?? USUAL_GAP,
    },
    searchTask,
    onStep,
  );
  const names = (which: readonly number[]): string => someOf(which.map((f) => existing[f]?.id ?? ''));
  const shared = zones.filter(({ facilities }) => facilities.length > 1);
  const result = resultOf(request, parts, { units, seats, limits, outcome, nearest, visitZones });
  return {
    result,
    assumptions: [
      ...(shared.length > 0
        ? [note('assume-shared-zones', { count: shared.length, ids: names(shared.flatMap((each) => each.facilities)) })]
        : []),
      ...(seats.placed.length > 0
        ? [note('assume-seats-near', { count: seats.placed.length, ids: names(seats.placed) })]
        : []),
      ...(limits.factor > 1
        ? [note('assume-capacity-scaled', { factor: Math.round(limits.factor * 1000) / 1000 })]
        : []),
    ],
    warnings: warningsOf(result, names(seats.leftOut), seats.leftOut.length),
  };
}

interface Found {
  readonly units: Units;
  readonly seats: Seats;
  readonly limits: Limits;
  readonly outcome: DistrictOutcome;
  /** Least cost of any zone, by cell. */
  readonly nearest: Float64Array;
  readonly visitZones: ReturnType<typeof zoneCosts>;
}

function resultOf(
  { by = 'cell', useCapacities = false, perDemand = false }: DistrictsRequest,
  parts: DistrictParts,
  { units, seats: { zones }, limits, outcome, nearest, visitZones }: Found,
): DistrictsResult {
  const { demand, existing } = parts;
  const zoneOf = Int32Array.from(units.of, (unit) => outcome.zone[unit] as number);
  const cost = new Float64Array(demand.count).fill(NaN);
  visitZones((zone, near) => {
    zoneOf.forEach((each, cell) => {
      if (each === zone && near[cell] !== Infinity) cost[cell] = near[cell] as number;
    });
  });
  const none = zones.length;
  const [people, area, spent, going] = [0, 1, 2, 3].map(() => new GroupSums(none + 1)) as [
    GroupSums,
    GroupSums,
    GroupSums,
    GroupSums,
  ];
  const cells = new Uint32Array(none + 1);
  const [lost, least, reached] = [new Sum(), new Sum(), new Sum()];
  let lostCells = 0;
  zoneOf.forEach((zone, cell) => {
    const group = zone < 0 ? none : zone;
    const [count, each] = [demand.people[cell] as number, cost[cell] as number];
    cells[group] = (cells[group] as number) + 1;
    people.add(group, count);
    area.add(group, demand.areaM2[cell] as number);
    if (zone < 0 || count === 0) return;
    if (Number.isNaN(each)) {
      lost.add(count);
      lostCells += 1;
      return;
    }
    spent.add(group, count * each);
    going.add(group, count);
    least.add(count * (nearest[cell] as number));
    reached.add(count);
  });
  const mean = (sum: number, count: number): number | null => (count > 0 ? sum / count : null);
  const { status, objective, bound, gap, excess, steps } = outcome;
  const ids = zones.map(({ facilities: [first = 0] }) => existing[first]?.id ?? '');
  const limit = (value: number | undefined): number | null =>
    value === undefined || value === 0 || value === Infinity ? null : value;
  return {
    kind: 'districts',
    by,
    units: units.count,
    status,
    zones: zones.map(({ facilities }, zone) => ({
      id: ids[zone] ?? '',
      facilities: facilities.map((f) => existing[f]?.id ?? ''),
      people: people.of(zone),
      cells: cells[zone] as number,
      atLeast: limit(limits.lower[zone]),
      atMost: limit(limits.upper[zone]),
      capacity: useCapacities ? facilities.reduce((sum, f) => sum + (existing[f]?.capacity ?? 0), 0) : null,
      meanCost: mean(spent.of(zone), going.of(zone)),
      areaM2: area.of(zone),
    })),
    objective,
    bound,
    gap,
    meanCost: mean(objective, reached.value),
    nearestMeanCost: mean(least.value, reached.value),
    excess,
    unassigned: { cells: cells[none] as number, people: people.of(none) },
    unreachable: { cells: lostCells, people: lost.value },
    ...(perDemand ? { allocation: allocationOf(demand, ids, { facility: zoneOf, cost }) } : {}),
    steps,
  };
}

function warningsOf(
  { status, excess, unassigned, unreachable }: DistrictsResult,
  leftOut: string,
  leftOutCount: number,
): Warning[] {
  const isBroken = status === 'unmet' || status === 'infeasible';
  const people = (each: { readonly cells: number; readonly people: number }) => ({
    cells: each.cells,
    people: Math.round(each.people),
  });
  return [
    ...(isBroken ? [note(`warn-districts-${status}`, { people: Math.round(excess) })] : []),
    ...(unassigned.cells > 0 ? [note('warn-districts-islands', people(unassigned))] : []),
    ...(unreachable.cells > 0 ? [note('warn-districts-lost', people(unreachable))] : []),
    ...(leftOutCount > 0 ? [note('warn-districts-left-out', { count: leftOutCount, ids: leftOut })] : []),
  ];
}
