import type { CoverageResult } from '../../../tiles/api/measure-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { MeasureInput } from '../types.ts';
import { groupsOf } from './groups.ts';
import { GroupSums, sumOf } from '../sums.ts';

type Input = Pick<MeasureInput, 'demand' | 'nearest'>;
type Request = Extract<MeasureRequest, { readonly kind: 'coverage' }>;

/**
 * People, and square metres, whose nearest facility is at most each cost of `within` away (in the order asked for), in
 * all and by group. A cell counts whole. Groups without any cell are left out.
 */
export function coverage(input: Input, request: Request): CoverageResult {
  const { demand, nearest } = input;
  const people = sumOf(demand.people);
  const areaM2 = sumOf(demand.areaM2);
  const within = request.within.map((cost) => {
    const [sum] = sumsWithin(input, cost, 1, () => 0) as [Figures];
    return {
      cost,
      people: sum.people,
      peopleShare: share(sum.people, people),
      areaM2: sum.areaM2,
      areaShare: share(sum.areaM2, areaM2),
    };
  });
  return {
    kind: 'coverage',
    people,
    areaM2,
    within,
    ...(request.by === undefined ? {} : { groups: coverageByGroup(input, request.within, request.by) }),
    ...(request.perDemand === true
      ? { costs: Array.from(nearest.cost, (cost) => (cost === Infinity ? null : cost)) }
      : {}),
  };
}

function coverageByGroup(
  input: Input,
  within: readonly number[],
  by: NonNullable<Request['by']>,
): NonNullable<CoverageResult['groups']> {
  const { keys, ofCell } = groupsOf(input.demand, by);
  const all = sumsWithin(input, null, keys.length, ofCell);
  const parts = within.map((cost) => sumsWithin(input, cost, keys.length, ofCell));
  return keys.flatMap((key, group) => {
    const { cells, people, areaM2 } = all[group] as Figures;
    if (cells === 0) return [];
    return [
      {
        key,
        people,
        areaM2,
        within: within.map((cost, i) => {
          const part = (parts[i] as Figures[])[group] as Figures;
          return { cost, people: part.people, areaM2: part.areaM2 };
        }),
      },
    ];
  });
}

interface Figures {
  readonly cells: number;
  readonly people: number;
  readonly areaM2: number;
}

/** By group, over the cells at most `within` away; over all where it is null. */
function sumsWithin(
  { demand, nearest }: Input,
  within: number | null,
  groups: number,
  groupOf: (cell: number) => number,
): Figures[] {
  const cells = new Uint32Array(groups);
  const [people, areaM2] = [new GroupSums(groups), new GroupSums(groups)];
  for (let cell = 0; cell < demand.count; cell += 1) {
    // Infinity says that there is no way, whatever the limit.
    if (within !== null && !((nearest.cost[cell] as number) <= within && nearest.cost[cell] !== Infinity)) continue;
    const group = groupOf(cell);
    cells[group] = (cells[group] as number) + 1;
    people.add(group, demand.people[cell] as number);
    areaM2.add(group, demand.areaM2[cell] as number);
  }
  return Array.from(cells, (count, group) => ({ cells: count, people: people.of(group), areaM2: areaM2.of(group) }));
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
