import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { RatioResult } from '../../../tiles/api/measure-results.ts';
import type { MeasureInput } from '../types.ts';
import { groupsOf } from './groups.ts';
import { GroupSums } from '../sums.ts';

type Input = Pick<MeasureInput, 'demand' | 'facilities'>;
type Request = Extract<MeasureRequest, { readonly kind: 'supply' | 'density' }>;

const PEOPLE = 1000;
const M2_PER_KM2 = 1e6;

/** Supply per 1,000 people by group: the sum of capacities where facilities have any, else their number. */
export function supply(input: Input, { by }: Pick<Request, 'by'>): RatioResult {
  return ratios(input, 'supply', by, ({ facilities, capacity, people }) =>
    people > 0 ? ((capacity ?? facilities) / people) * PEOPLE : null,
  );
}

/** Facilities per km² by group. */
export function density(input: Input, { by }: Pick<Request, 'by'>): RatioResult {
  return ratios(input, 'density', by, ({ facilities, areaM2 }) =>
    areaM2 > 0 ? facilities / (areaM2 / M2_PER_KM2) : null,
  );
}

type Group = Omit<RatioResult['groups'][number], 'key' | 'ratio'>;

/**
 * Groups in the order of the demand's list, without those that have neither ground nor facilities. Cells in no group
 * come last, without a ratio: a facility in no group need not stand on that ground.
 */
function ratios(
  { demand, facilities }: Input,
  kind: RatioResult['kind'],
  by: Request['by'],
  ratio: (group: Group) => number | null,
): RatioResult {
  const { keys, ofCell, ofFacility } = groupsOf(demand, by, facilities);
  const none = keys.length - 1;
  const [cells, counts] = [new Uint32Array(keys.length), new Uint32Array(keys.length)];
  const [people, areas, capacities] = [
    new GroupSums(keys.length),
    new GroupSums(keys.length),
    new GroupSums(keys.length),
  ];
  for (let cell = 0; cell < demand.count; cell += 1) {
    const group = ofCell(cell);
    cells[group] = (cells[group] as number) + 1;
    people.add(group, demand.people[cell] as number);
    areas.add(group, demand.areaM2[cell] as number);
  }
  let withoutCapacity = 0;
  for (let f = 0; f < facilities.existingCount; f += 1) {
    const group = ofFacility(f);
    counts[group] = (counts[group] as number) + 1;
    const capacity = facilities.capacity?.[f] ?? NaN;
    if (Number.isNaN(capacity)) withoutCapacity += 1;
    else capacities.add(group, capacity);
  }
  const groups = keys.flatMap((key, g) => {
    if (cells[g] === 0 && (counts[g] === 0 || g === none)) return [];
    const group: Group = {
      people: people.of(g),
      areaM2: areas.of(g),
      facilities: g === none ? 0 : (counts[g] as number),
      capacity: facilities.capacity === null ? null : g === none ? 0 : capacities.of(g),
    };
    return [{ key, ...group, ratio: g === none ? null : ratio(group) }];
  });
  return {
    kind,
    groups,
    outside: counts[none] as number,
    withoutCapacity: facilities.capacity === null ? null : withoutCapacity,
  };
}
