import type { GapArea, GapsResult } from '../../../tiles/api/measure-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { MeasureInput } from '../types.ts';
import { Sum } from '../sums.ts';
import type { Touching } from './types.ts';

type Input = Pick<MeasureInput, 'demand' | 'nearest'> & {
  readonly facilities: Pick<MeasureInput['facilities'], 'ids'>;
};

/**
 * Cells whose nearest facility is more than `within` away, or that none can be reached from, merged where they share an
 * edge (`touching`; corners do not join), whether people live there or not. Areas are ranked by people, of as many by
 * ground, then by their first cell. `nearest` has been looked for beyond `within` as far as distances are to be told;
 * `Infinity` counts as unreachable.
 *
 * `reachM` splits areas that are larger than what one place can serve: from the cell with the most people, what touches
 * and lies within so many metres is one area; then the same of the rest.
 */
export function gaps(
  input: Input,
  request: Pick<Extract<MeasureRequest, { readonly kind: 'gaps' }>, 'within' | 'minPeople' | 'most'>,
  touching?: Touching,
  reachM = Infinity,
): GapsResult {
  const { demand, nearest } = input;
  const merged = merge(nearest.cost, request.within, touching);
  const groups = touching === undefined || reachM === Infinity ? merged : split(merged, demand, touching, reachM);
  const measure = areaMeasure(input);
  const all = groups
    .map(measure)
    .sort((a, b) => b.people - a.people || b.areaM2 - a.areaM2 || (a.cells[0] as number) - (b.cells[0] as number));
  const kept = all.filter(({ people }) => people >= (request.minPeople ?? 0)).slice(0, request.most);
  const [people, areaM2, unreachable, shown] = [new Sum(), new Sum(), new Sum(), new Set(kept)];
  const leftOut = new Sum();
  for (const area of all) {
    people.add(area.people);
    areaM2.add(area.areaM2);
    if (!shown.has(area)) leftOut.add(area.people);
    for (const cell of area.cells) if (nearest.cost[cell] === Infinity) unreachable.add(demand.people[cell] as number);
  }
  return {
    kind: 'gaps',
    people: people.value,
    areaM2: areaM2.value,
    unreachablePeople: unreachable.value,
    areas: kept.map((area, i) => ({ ...area, rank: i + 1 })),
    leftOut: { areas: all.length - kept.length, people: leftOut.value },
  };
}

/** Cells of each area, ascending; areas in the order of their first cell. */
function merge(cost: Float64Array, within: number, touching?: Touching): Uint32Array[] {
  const NONE = 0xffffffff;
  const count = cost.length;
  const areaOf = new Uint32Array(count).fill(NONE);
  const queue = new Uint32Array(count);
  const groups: Uint32Array[] = [];
  for (let seed = 0; seed < count; seed += 1) {
    if (!isGap(cost[seed] as number, within) || areaOf[seed] !== NONE) continue;
    let [done, found] = [0, 1];
    queue[0] = seed;
    areaOf[seed] = groups.length;
    for (; touching !== undefined && done < found; done += 1) {
      const cell = queue[done] as number;
      const end = touching.start[cell + 1] as number;
      for (let k = touching.start[cell] as number; k < end; k += 1) {
        const next = touching.index[k] as number;
        if (areaOf[next] !== NONE || !isGap(cost[next] as number, within)) continue;
        areaOf[next] = groups.length;
        queue[found++] = next;
      }
    }
    groups.push(queue.slice(0, found).sort());
  }
  return groups;
}

const METRES_PER_DEGREE = 111_320;

/** Areas of which every cell lies within `reachM` of one of them. Cells of each ascending. */
function split(
  groups: readonly Uint32Array[],
  { count, people, lonLat }: Input['demand'],
  touching: Touching,
  reachM: number,
): Uint32Array[] {
  // 0 is in no group, or in an area already.
  const groupOf = new Uint32Array(count);
  const queue = new Uint32Array(count);
  const areas: Uint32Array[] = [];
  groups.forEach((group, k) => {
    if (isWithin(group, lonLat, reachM)) {
      areas.push(group);
      return;
    }
    for (const cell of group) groupOf[cell] = k + 1;
    const byPeople = group.slice().sort((a, b) => (people[b] as number) - (people[a] as number) || a - b);
    for (const seed of byPeople) {
      if (groupOf[seed] === 0) continue;
      const isNear = nearTo(lonLat, seed, reachM);
      let [done, found] = [0, 1];
      queue[0] = seed;
      groupOf[seed] = 0;
      for (; done < found; done += 1) {
        const cell = queue[done] as number;
        const end = touching.start[cell + 1] as number;
        for (let at = touching.start[cell] as number; at < end; at += 1) {
          const next = touching.index[at] as number;
          if (groupOf[next] !== k + 1 || !isNear(next)) continue;
          groupOf[next] = 0;
          queue[found++] = next;
        }
      }
      areas.push(queue.slice(0, found).sort());
    }
  });
  return areas;
}

/** Whether one place may serve them: they are no farther apart than twice the reach, either way. */
function isWithin(cells: Uint32Array, lonLat: Float64Array, reachM: number): boolean {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const cell of cells) {
    west = Math.min(west, lonLat[2 * cell] as number);
    east = Math.max(east, lonLat[2 * cell] as number);
    south = Math.min(south, lonLat[2 * cell + 1] as number);
    north = Math.max(north, lonLat[2 * cell + 1] as number);
  }
  const metresPerLon = METRES_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return Math.hypot((east - west) * metresPerLon, (north - south) * METRES_PER_DEGREE) <= 2 * reachM;
}

function nearTo(lonLat: Float64Array, centre: number, reachM: number): (cell: number) => boolean {
  const [lon, lat] = [lonLat[2 * centre] as number, lonLat[2 * centre + 1] as number];
  const metresPerLon = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return (cell) => {
    const east = ((lonLat[2 * cell] as number) - lon) * metresPerLon;
    const north = ((lonLat[2 * cell + 1] as number) - lat) * METRES_PER_DEGREE;
    return east * east + north * north <= reachM * reachM;
  };
}

function isGap(cost: number, within: number): boolean {
  return cost > within || cost === Infinity;
}

/** Measures one area after the other with the same counters, which it leaves at 0. */
function areaMeasure({ demand, nearest, facilities }: Input): (cells: Uint32Array) => Omit<GapArea, 'rank'> {
  const byFacility = tally(facilities.ids.length);
  const byDistrict = tally(demand.districts.length);
  const bySubdistrict = tally(demand.subdistricts.length);
  return (cells) => {
    const [people, areaM2] = [new Sum(), new Sum()];
    for (const cell of cells) {
      people.add(demand.people[cell] as number);
      areaM2.add(demand.areaM2[cell] as number);
    }
    const inhabited = people.value > 0;
    const [lon, lat, cost, weights, reached] = [new Sum(), new Sum(), new Sum(), new Sum(), new Sum()];
    for (const cell of cells) {
      const weight = inhabited ? (demand.people[cell] as number) : 1;
      weights.add(weight);
      lon.add(weight * (demand.lonLat[2 * cell] as number));
      lat.add(weight * (demand.lonLat[2 * cell + 1] as number));
      byDistrict.add(demand.district[cell] as number, weight);
      bySubdistrict.add(demand.subdistrict[cell] as number, weight);
      const facility = nearest.facility[cell] as number;
      if (facility < 0 || weight === 0) continue;
      byFacility.add(facility, weight);
      reached.add(weight);
      cost.add(weight * (nearest.cost[cell] as number));
    }
    const facility = byFacility.most();
    return {
      people: people.value,
      areaM2: areaM2.value,
      cells: Array.from(cells),
      lon: lon.value / weights.value,
      lat: lat.value / weights.value,
      district: demand.districts[byDistrict.most()] ?? null,
      subdistrict: demand.subdistricts[bySubdistrict.most()] ?? null,
      nearest: facility < 0 ? null : { facility: facilities.ids[facility] as string, cost: cost.value / reached.value },
    };
  };
}

interface Tally {
  /** Below 0 is in none, and is not counted. */
  add(index: number, weight: number): void;
  /** Index with the most, of equal ones the lowest; -1 where nothing was counted. Begins anew. */
  most(): number;
}

function tally(size: number): Tally {
  const weights = new Float64Array(size);
  const seen = new Uint8Array(size);
  let touched: number[] = [];
  return {
    add: (index, weight) => {
      if (index < 0) return;
      if (seen[index] === 0) touched.push(index);
      seen[index] = 1;
      weights[index] = (weights[index] as number) + weight;
    },
    most: () => {
      let best = -1;
      for (const index of touched) {
        const [own, other] = [weights[index] as number, best < 0 ? -1 : (weights[best] as number)];
        if (own > other || (own === other && index < best)) best = index;
      }
      for (const index of touched) weights[index] = seen[index] = 0;
      touched = [];
      return best;
    },
  };
}
