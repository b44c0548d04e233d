/** Answers of `POST /analysis/coverage`, combined into what the page shows: cost and facility of every cell. */
import type { CoverageFacility, CoverageHeader } from '../../../../../tiles/api/coverage.ts';
import type { ColumnarMessage } from '../../../../../tiles/api/columnar-message.ts';
import { roundedUp } from '../../../../../tiles/api/packed-messages.ts';
import { ApiError } from '../../../data/errors.ts';
import type { Cells } from './cells.ts';

export interface Coverage {
  readonly header: CoverageHeader;
  /** Seconds to the nearest facility by cell; Infinity beyond the limit. */
  readonly cost: Float32Array;
  /** Index into `facilities` by cell; -1 for none. */
  readonly nearest: Int32Array;
  /** Facilities before the edits, in their order, then the new ones. */
  readonly facilities: readonly CoverageFacility[];
  /** Ids of facilities that an edit removes; `facilities` still lists them, so that indexes stay. */
  readonly removed: ReadonlySet<string>;
  readonly people: SumByCost;
  readonly areaM2: SumByCost;
  /** Cells that differ from those without edits, ascending; empty for the base itself. */
  readonly changed: Uint32Array;
}

type Weights = Pick<Cells, 'people' | 'areaM2'>;

const NO_CELLS = new Uint32Array();

/** The whole city at once. Throws `ApiError` where the answer does not fit the cells. */
export function wholeCoverage({ header, arrays }: ColumnarMessage<unknown>, cells: Weights): Coverage {
  const head = header as CoverageHeader;
  const [cost, nearest] = [arrays['cost'], arrays['nearest']];
  if (
    !(cost instanceof Float32Array) ||
    !(nearest instanceof Int32Array) ||
    cost.length !== cells.people.length ||
    nearest.length !== cost.length
  ) {
    throw new ApiError({ code: 'bad-answer' });
  }
  return {
    header: head,
    cost,
    nearest,
    facilities: head.facilities,
    removed: new Set(),
    ...sums(cost, cells),
    changed: NO_CELLS,
  };
}

/** The base with the changes of an answer. Throws `ApiError` where the answer does not fit the base. */
export function changedCoverage(
  base: Coverage,
  { header, arrays }: ColumnarMessage<unknown>,
  cells: Weights,
): Coverage {
  const head = header as CoverageHeader;
  const [cell, newCost, newNearest] = [arrays['cell'], arrays['cost'], arrays['nearest']];
  if (
    !(cell instanceof Uint32Array) ||
    !(newCost instanceof Float32Array) ||
    !(newNearest instanceof Int32Array) ||
    newCost.length !== cell.length ||
    newNearest.length !== cell.length ||
    (cell.at(-1) ?? -1) >= base.cost.length
  ) {
    throw new ApiError({ code: 'bad-answer' });
  }
  const { facilities, removed, indexOf } = joinFacilities(base.facilities, head.facilities);
  // The same arrays mean the same picture: nothing is painted anew.
  if (cell.length === 0) return { ...base, header: head, facilities, removed, changed: NO_CELLS };
  const [cost, nearest] = [base.cost.slice(), base.nearest.slice()];
  for (let k = 0; k < cell.length; k += 1) {
    const at = cell[k] as number;
    // As those of the base are: the same time is no difference.
    cost[at] = roundedUp(newCost[k] as number);
    nearest[at] = (newNearest[k] as number) < 0 ? -1 : (indexOf[newNearest[k] as number] as number);
  }
  return { header: head, cost, nearest, facilities, removed, ...sums(cost, cells), changed: cell };
}

function sums(cost: Float32Array, { people, areaM2 }: Weights): Pick<Coverage, 'people' | 'areaM2'> {
  return { people: sumByCost(cost, people), areaM2: sumByCost(cost, areaM2) };
}

/** One list for both answers: facilities of the base keep their index when edits remove others before them. */
function joinFacilities(
  before: readonly CoverageFacility[],
  after: readonly CoverageFacility[],
): {
  facilities: readonly CoverageFacility[];
  removed: ReadonlySet<string>;
  indexOf: Int32Array;
} {
  const places = new Map(before.map(({ id }, index) => [id, index]));
  const facilities: CoverageFacility[] = [...before];
  const indexOf = new Int32Array(after.length);
  after.forEach((facility, index) => {
    const at = places.get(facility.id) ?? facilities.length;
    facilities[at] = facility;
    indexOf[index] = at;
  });
  const kept = new Set(after.map(({ id }) => id));
  return { facilities, removed: new Set(before.flatMap(({ id }) => (kept.has(id) ? [] : [id]))), indexOf };
}

/**
 * People newly covered in `after`, and no longer covered, for a limit in seconds. Looks only at the cells in `changed`.
 */
export function gainedAndLost(
  before: Float32Array,
  after: Float32Array,
  people: Float64Array,
  withinS: number,
  changed: Uint32Array | null = null,
): { gained: number; lost: number } {
  let [gained, lost] = [0, 0];
  const count = changed === null ? people.length : changed.length;
  for (let k = 0; k < count; k += 1) {
    const cell = changed === null ? k : (changed[k] as number);
    const [was, is] = [(before[cell] as number) <= withinS, (after[cell] as number) <= withinS];
    if (is && !was) gained += people[cell] as number;
    else if (was && !is) lost += people[cell] as number;
  }
  return { gained, lost };
}

/** People, or square metres, by travel time: summed once for each answer, so that the slider only reads figures. */
export interface SumByCost {
  /** `within[s]` is the sum of what needs at most s seconds; the last entry is all that is reached within the limit. */
  readonly within: Float64Array;
  readonly total: number;
}

/** Upper end of the slider; longer times are not requested. */
export const LIMIT_S = 3600;

export function sumByCost(cost: Float32Array, weight: Float64Array, limitS = LIMIT_S): SumByCost {
  const within = new Float64Array(limitS + 1);
  let total = 0;
  for (let cell = 0; cell < cost.length; cell += 1) {
    const value = weight[cell] as number;
    total += value;
    const second = Math.ceil(cost[cell] as number);
    if (second <= limitS) within[second] = (within[second] as number) + value;
  }
  for (let second = 1; second <= limitS; second += 1)
    within[second] = (within[second] as number) + (within[second - 1] as number);
  return { within, total };
}

export function sumWithin({ within }: SumByCost, seconds: number): number {
  return within[Math.max(0, Math.min(Math.floor(seconds), within.length - 1))] as number;
}

/** Mean seconds of those who get there within the limit, weighted by people; null where nobody does. */
export function meanCost(cost: Float32Array, people: Float64Array): number | null {
  let [sum, weight] = [0, 0];
  for (let cell = 0; cell < cost.length; cell += 1) {
    const seconds = cost[cell] as number;
    if (seconds === Infinity) continue;
    sum += seconds * (people[cell] as number);
    weight += people[cell] as number;
  }
  return weight === 0 ? null : sum / weight;
}
