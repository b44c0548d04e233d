import type { OverlapResult } from '../../../tiles/api/measure-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import { GroupSums, sumOf } from '../sums.ts';
import type { Demand, MeasureInput } from '../types.ts';
import { groupsOf } from './groups.ts';

type Request = Extract<MeasureRequest, { readonly kind: 'overlap' }>;

/** `peopleByCount` ends with those within of this many and more. */
const MOST_COUNTED = 10;

/**
 * People within `within` of each facility, those within of it alone, and people by the number of facilities that they
 * are within of; with `atLeast`, who has a backup: that many within reach (Hogan & ReVelle 1986 call two of them backup
 * coverage). `costs` reaches at least to `within`.
 */
export function overlap(
  { demand, facilities, costs }: Pick<MeasureInput, 'demand' | 'facilities' | 'costs'>,
  request: Request,
): OverlapResult {
  const { within, atLeast, by } = request;
  const count = facilities.existingCount;
  const reached = new Uint32Array(demand.count);
  forEachWithin(costs, count, within, (_, cell) => {
    reached[cell] = (reached[cell] as number) + 1;
  });
  const [people, exclusive] = [new GroupSums(count), new GroupSums(count)];
  forEachWithin(costs, count, within, (facility, cell) => {
    people.add(facility, demand.people[cell] as number);
    if (reached[cell] === 1) exclusive.add(facility, demand.people[cell] as number);
  });
  const most = Math.min(
    reached.reduce((a, b) => Math.max(a, b), 0),
    MOST_COUNTED,
  );
  const byCount = new GroupSums(most + 1);
  for (let cell = 0; cell < demand.count; cell += 1)
    byCount.add(Math.min(reached[cell] as number, most), demand.people[cell] as number);
  return {
    kind: 'overlap',
    facilities: Array.from({ length: count }, (_, f) => ({
      id: facilities.ids[f] as string,
      people: people.of(f),
      exclusivePeople: exclusive.of(f),
    })),
    peopleByCount: Array.from({ length: most + 1 }, (_, n) => byCount.of(n)),
    ...(atLeast === undefined ? {} : { backup: backupOf(demand, reached, atLeast) }),
    ...(by === undefined ? {} : { groups: byGroup(demand, reached, by, atLeast) }),
    ...(request.perDemand === true ? { perDemand: Array.from(reached) } : {}),
  };
}

function backupOf(demand: Demand, reached: Uint32Array, atLeast: number): NonNullable<OverlapResult['backup']> {
  const all = sumOf(demand.people);
  const [{ covered, backup }] = figures(demand, reached, atLeast, 1, () => 0) as [Figures];
  return { atLeast, people: backup, peopleShare: all > 0 ? backup / all : 0, coveredPeople: covered };
}

function byGroup(
  demand: Demand,
  reached: Uint32Array,
  by: NonNullable<Request['by']>,
  atLeast: number | undefined,
): NonNullable<OverlapResult['groups']> {
  const { keys, ofCell } = groupsOf(demand, by);
  return figures(demand, reached, atLeast ?? Infinity, keys.length, ofCell).flatMap(
    ({ cells, people, covered, backup }, group) =>
      cells === 0
        ? []
        : [
            {
              key: keys[group] ?? null,
              people,
              coveredPeople: covered,
              ...(atLeast === undefined ? {} : { backupPeople: backup }),
            },
          ],
  );
}

interface Figures {
  readonly cells: number;
  readonly people: number;
  readonly covered: number;
  readonly backup: number;
}

function figures(
  { count, people }: Demand,
  reached: Uint32Array,
  atLeast: number,
  groups: number,
  groupOf: (cell: number) => number,
): Figures[] {
  const cells = new Uint32Array(groups);
  const [all, covered, backup] = [new GroupSums(groups), new GroupSums(groups), new GroupSums(groups)];
  for (let cell = 0; cell < count; cell += 1) {
    const [group, here, times] = [groupOf(cell), people[cell] as number, reached[cell] as number];
    cells[group] = (cells[group] as number) + 1;
    all.add(group, here);
    if (times >= 1) covered.add(group, here);
    if (times >= atLeast) backup.add(group, here);
  }
  return Array.from(cells, (number, g) => ({
    cells: number,
    people: all.of(g),
    covered: covered.of(g),
    backup: backup.of(g),
  }));
}

function forEachWithin(
  costs: MeasureInput['costs'],
  facilities: number,
  within: number,
  visit: (facility: number, cell: number) => void,
): void {
  for (let facility = 0; facility < facilities; facility += 1) {
    const end = costs.start[facility + 1] as number;
    for (let at = costs.start[facility] as number; at < end; at += 1) {
      if ((costs.cost[at] as number) <= within) visit(facility, costs.demand[at] as number);
    }
  }
}
