/** Districts of a study as a problem in numbers: units, seats, costs and limits. */
import type { DistrictsRequest } from '../../../tiles/api/districts.ts';
import { piecesOf } from '../districts/zones.ts';
import { AnalysisError } from '../errors.ts';
import type { Touching } from '../measures/types.ts';
import { sumOf } from '../sums.ts';
import type { Demand, Task } from '../types.ts';
import type { StudyCosts } from './costs.ts';
import type { FacilitySite } from './facility-set.ts';
import { STUDY } from './messages.ts';
import { refuseWithoutCapacity } from './siting-problem.ts';

/** Pairs of unit, or cell, and facility: of each a cost is kept. */
const MOST_PAIRS = 12_000_000;
/** Facilities whose costs lie in memory at once. */
const BATCH = 16;
/** Capacities that are scaled leave this much room, as units cannot be divided. */
const SCALED_ROOM = 1.05;

export interface DistrictParts {
  readonly demand: Demand;
  readonly existing: readonly FacilitySite[];
  /** Cell that each facility stands in; -1 for none. */
  readonly cells: Int32Array;
  readonly costs: StudyCosts;
  readonly touching: Touching;
  readonly at: string;
  readonly task: Task;
}

export interface Units {
  /** Unit by cell. */
  readonly of: Int32Array;
  readonly count: number;
}

/** Cells by themselves, or those of a group together. A cell in no group is a unit of its own. */
export function unitsOf(demand: Demand, by: DistrictsRequest['by'] = 'cell'): Units {
  if (by === 'cell') return { of: Int32Array.from({ length: demand.count }, (_, cell) => cell), count: demand.count };
  const known = new Map<number, number>();
  let count = 0;
  const of = demand[by].map((group) => {
    const unit = group < 0 ? count++ : (known.get(group) ?? count++);
    if (group >= 0) known.set(group, unit);
    return unit;
  });
  return { of: Int32Array.from(of), count };
}

/** Units touch where a cell of the one touches a cell of the other. */
export function touchingUnits({ start, index }: Touching, units: Units): Touching {
  const around = Array.from({ length: units.count }, () => new Set<number>());
  for (let cell = 0; cell < units.of.length; cell += 1) {
    const unit = units.of[cell] as number;
    for (let k = start[cell] as number; k < (start[cell + 1] as number); k += 1) {
      const other = units.of[index[k] as number] as number;
      if (other !== unit) around[unit]?.add(other);
    }
  }
  const starts = new Uint32Array(units.count + 1);
  around.forEach((list, unit) => {
    starts[unit + 1] = (starts[unit] as number) + list.size;
  });
  return { start: starts, index: Uint32Array.from(around.flatMap((list) => [...list].sort((a, b) => a - b))) };
}

/** A zone of a problem. */
export interface Zone {
  /** Indexes of its facilities: those in the same unit share a zone. */
  readonly facilities: readonly number[];
  readonly seat: number;
}

export interface Seats {
  readonly zones: readonly Zone[];
  /** Facilities that stand in no cell, and so have their seat in the one from which they are nearest. */
  readonly placed: readonly number[];
  /** Facilities that nobody comes to. */
  readonly leftOut: readonly number[];
}

/** Zones in the order of their first facilities. A facility without capacity has none, where capacities count. */
export function seatsOf({ useCapacities = false }: DistrictsRequest, parts: DistrictParts, units: Units): Seats {
  const { existing, cells, costs, task } = parts;
  const bySeat = new Map<number, number[]>();
  const [placed, leftOut]: [number[], number[]] = [[], []];
  existing.forEach(({ capacity }, f) => {
    if (useCapacities && capacity === 0) return;
    let cell = cells[f] as number;
    if (cell < 0) {
      const near = costs.someExisting(Uint32Array.of(f), Infinity, () => true, task);
      let least = Infinity;
      near.cost.forEach((cost, k) => {
        if (cost < least) [least, cell] = [cost, near.demand[k] as number];
      });
      (cell < 0 ? leftOut : placed).push(f);
      if (cell < 0) return;
    }
    const seat = units.of[cell] as number;
    bySeat.set(seat, [...(bySeat.get(seat) ?? []), f]);
  });
  return { zones: [...bySeat].map(([seat, facilities]) => ({ seat, facilities })), placed, leftOut };
}

type VisitZone = (zone: number, cost: Float64Array) => void;

/**
 * What gives a visitor the costs of each zone by cell: of its nearest facility, Infinity without a way. Costs are
 * needed twice, before the search and after it, and are kept in between where there are not too many.
 */
export function zoneCosts(zones: readonly Zone[], parts: DistrictParts): (visit: VisitZone) => void {
  if (zones.length * parts.demand.count > MOST_PAIRS) return (visit) => eachZone(zones, parts, visit);
  const kept: Float64Array[] = [];
  return (visit) => {
    if (kept.length === 0) eachZone(zones, parts, (zone, cost) => (kept[zone] = cost.slice()));
    kept.forEach((cost, zone) => visit(zone, cost));
  };
}

function eachZone(zones: readonly Zone[], { demand, costs, task }: DistrictParts, visit: VisitZone): void {
  const order = zones.flatMap(({ facilities }, zone) => facilities.map((facility) => ({ facility, zone })));
  const near = new Float64Array(demand.count).fill(Infinity);
  for (let from = 0; from < order.length; from += BATCH) {
    const batch = order.slice(from, from + BATCH);
    const which = Uint32Array.from(batch, ({ facility }) => facility);
    const matrix = costs.someExisting(which, Infinity, () => true, task);
    batch.forEach(({ zone }, nth) => {
      for (let k = matrix.start[nth] as number; k < (matrix.start[nth + 1] as number); k += 1) {
        const cell = matrix.demand[k] as number;
        near[cell] = Math.min(near[cell] as number, matrix.cost[k] as number);
      }
      if (order[from + nth + 1]?.zone === zone) return;
      visit(zone, near);
      near.fill(Infinity);
    });
  }
}

/**
 * Mean cost of a person by unit and zone; of a unit without people that of its cells. Infinity where nobody of a unit
 * has a way, but for units that have none to any zone on their ground: these go anywhere for nothing.
 */
export function unitCosts(
  zones: readonly Zone[],
  units: Units,
  piece: Int32Array,
  demand: Demand,
  visitZones: (visit: VisitZone) => void,
): { readonly cost: Float64Array; readonly nearest: Float64Array } {
  const cost = new Float64Array(units.count * zones.length);
  const nearest = new Float64Array(demand.count).fill(Infinity);
  const [weight, sum, cells, plain] = [0, 1, 2, 3].map(() => new Float64Array(units.count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const people = new Float64Array(units.count);
  units.of.forEach((unit, cell) => {
    people[unit] = (people[unit] as number) + (demand.people[cell] as number);
  });
  visitZones((zone, near) => {
    for (const each of [weight, sum, cells, plain]) each.fill(0);
    near.forEach((each, cell) => {
      if (each === Infinity) return;
      nearest[cell] = Math.min(nearest[cell] as number, each);
      const unit = units.of[cell] as number;
      const count = demand.people[cell] as number;
      weight[unit] = (weight[unit] as number) + count;
      sum[unit] = (sum[unit] as number) + count * each;
      cells[unit] = (cells[unit] as number) + 1;
      plain[unit] = (plain[unit] as number) + each;
    });
    for (let unit = 0; unit < units.count; unit += 1) {
      const [by, of] = (people[unit] as number) > 0 ? [weight, sum] : [cells, plain];
      const count = by[unit] as number;
      // Of a unit that has a way in part, those who have one count: the sum is divided by all of its people.
      const all = (people[unit] as number) > 0 ? (people[unit] as number) : count;
      cost[unit * zones.length + zone] = count === 0 ? Infinity : (of[unit] as number) / all;
    }
  });
  for (let unit = 0; unit < units.count; unit += 1) {
    const row = cost.subarray(unit * zones.length, (unit + 1) * zones.length);
    const isLost = zones.every(({ seat }, zone) => piece[seat] !== piece[unit] || row[zone] === Infinity);
    if (isLost || zones.some(({ seat }) => seat === unit))
      row.forEach((each, zone) => each === Infinity && (row[zone] = 0));
  }
  return { cost, nearest };
}

export interface Limits {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** By which capacities were raised; 1 where they were not. */
  readonly factor: number;
}

/** Throws `AnalysisError` where the capacities do not hold the people of the ground that the facilities are on. */
export function limitsOf(
  { useCapacities = false, overCapacity = 'refuse', balance }: DistrictsRequest,
  zones: readonly Zone[],
  held: number,
  { existing, at }: DistrictParts,
): Limits {
  const count = zones.length;
  const capacity = zones.map(({ facilities }) => sumOf(facilities.map((f) => existing[f]?.capacity ?? NaN)));
  const all = sumOf(capacity);
  let factor = 1;
  if (useCapacities) {
    refuseWithoutCapacity(existing, `${at}/useCapacities`);
    if (all < held && overCapacity === 'refuse') {
      const values = { capacity: all, people: Math.round(held), missing: Math.ceil(held - all) };
      throw new AnalysisError('districts-full', STUDY['districts-full'], values, { at: `${at}/useCapacities` });
    }
    if (all < held) factor = (SCALED_ROOM * held) / all;
  }
  const room = (zone: number): number => (useCapacities ? factor * (capacity[zone] as number) : Infinity);
  const part = (zone: number): number => held * (useCapacities ? (capacity[zone] as number) / all : 1 / count);
  const zone = Array.from({ length: count }, (_, nth) => nth);
  return {
    lower: Float64Array.from(zone, (nth) => (balance === undefined ? 0 : Math.max(0, (1 - balance) * part(nth)))),
    upper: Float64Array.from(zone, (nth) =>
      balance === undefined ? room(nth) : Math.min(room(nth), (1 + balance) * part(nth)),
    ),
    factor,
  };
}

/** Piece of ground of each unit, and the people on those that a facility is on. */
export function groundOf(
  touching: Touching,
  zones: readonly Zone[],
  people: Float64Array,
): { readonly piece: Int32Array; readonly held: number } {
  const piece = piecesOf(touching);
  const seated = new Set(zones.map(({ seat }) => piece[seat] as number));
  return { piece, held: sumOf(people.filter((_, unit) => seated.has(piece[unit] as number))) };
}

/** Throws `AnalysisError` for what cannot be districted at all. */
export function refuseWithoutGround({ demand, at }: DistrictParts): void {
  if (demand.shape.kind === 'points')
    throw new AnalysisError('districts-points', STUDY['districts-points'], {}, { at });
}

/** Throws `AnalysisError` where no facility has a zone: nobody comes to any, or none has room. */
export function refuseWithoutZones(
  { useCapacities = false }: DistrictsRequest,
  { zones, leftOut }: Seats,
  { existing, at }: DistrictParts,
): void {
  if (zones.length > 0) return;
  const count = existing.length;
  throw leftOut.length === count || !useCapacities
    ? new AnalysisError('districts-no-way', STUDY['districts-no-way'], { count }, { at })
    : new AnalysisError('districts-no-room', STUDY['districts-no-room'], { count }, { at: `${at}/useCapacities` });
}

export function refuseTooLarge(units: number, zones: number, at: string): void {
  if (units * zones <= MOST_PAIRS) return;
  const values = { units, zones, pairs: units * zones, most: MOST_PAIRS };
  throw new AnalysisError('districts-too-large', STUDY['districts-too-large'], values, { at: `${at}/by` });
}
