/** Small inputs of measures, written as tables. */
import type { CostMatrix, Demand, DemandShape, Facilities, MeasureInput, Nearest, Task } from '../analysis/types.ts';

export const IDLE: Task = { progress: () => undefined, checkpoint: () => undefined, remainingMs: () => Infinity };

export interface InputTable {
  /** By demand, then by facility; null where there is no way. */
  readonly costs: readonly (readonly (number | null)[])[];
  readonly people: readonly number[];
  readonly areaM2?: readonly number[];
  readonly lonLat?: readonly number[];
  readonly shape?: DemandShape;
  /** Names by demand; null for none. */
  readonly district?: readonly (string | null)[];
  readonly subdistrict?: readonly (string | null)[];
  readonly landUse?: readonly (string | null)[];
  readonly facilities?: {
    readonly capacity?: readonly number[];
    readonly district?: readonly (string | null)[];
    readonly subdistrict?: readonly (string | null)[];
    readonly landUse?: readonly (string | null)[];
  };
}

export function inputOf(table: InputTable): MeasureInput {
  const costs = matrixOf(table.costs);
  const demand = demandOf(table);
  const { capacity, district, subdistrict, landUse } = table.facilities ?? {};
  const none = (count: number): Int16Array => new Int16Array(count).fill(-1);
  const count = costs.facilityCount;
  const facilities: Facilities = {
    count,
    existingCount: count,
    ids: Array.from({ length: count }, (_, f) => `f${f}`),
    lonLat: new Float64Array(2 * count).fill(NaN),
    capacity: capacity === undefined ? null : Float64Array.from(capacity),
    openingCost: null,
    district: district === undefined ? none(count) : indexesOf(district, demand.districts),
    subdistrict: subdistrict === undefined ? none(count) : indexesOf(subdistrict, demand.subdistricts),
    landUse: landUse === undefined ? none(count) : indexesOf(landUse, demand.landUses),
  };
  return { demand, facilities, costs, nearest: nearestOf(costs) };
}

export function demandOf(table: Omit<InputTable, 'costs' | 'facilities'>): Demand {
  const count = table.people.length;
  const [districts, subdistricts, landUses] = [table.district, table.subdistrict, table.landUse].map(namesOf) as [
    string[],
    string[],
    string[],
  ];
  const text = { zh: '测试', en: 'test' };
  return {
    count,
    lonLat: Float64Array.from(table.lonLat ?? new Float64Array(2 * count)),
    people: Float64Array.from(table.people),
    areaM2: Float64Array.from(table.areaM2 ?? new Float64Array(count).fill(10_000)),
    district: indexesOf(table.district ?? new Array<null>(count).fill(null), districts),
    subdistrict: indexesOf(table.subdistrict ?? new Array<null>(count).fill(null), subdistricts),
    landUse: indexesOf(table.landUse ?? new Array<null>(count).fill(null), landUses),
    districts,
    subdistricts,
    landUses,
    shape: table.shape ?? { kind: 'points' },
    meta: { id: 'test', key: 'test', title: text, provenance: 'synthetic', source: text },
  };
}

function namesOf(names: readonly (string | null)[] = []): string[] {
  return [...new Set(names.filter((name) => name !== null))].sort();
}

function indexesOf(names: readonly (string | null)[], list: readonly string[]): Int16Array {
  return Int16Array.from(names, (name) => (name === null ? -1 : list.indexOf(name)));
}

export function matrixOf(table: readonly (readonly (number | null)[])[]): CostMatrix {
  const facilityCount = table[0]?.length ?? 0;
  const start = new Uint32Array(facilityCount + 1);
  const [demand, cost]: [number[], number[]] = [[], []];
  for (let f = 0; f < facilityCount; f += 1) {
    for (const [cell, row] of table.entries()) {
      const value = row[f] ?? null;
      if (value === null) continue;
      demand.push(cell);
      cost.push(value);
    }
    start[f + 1] = demand.length;
  }
  return {
    facilityCount,
    demandCount: table.length,
    start,
    demand: Uint32Array.from(demand),
    cost: Float64Array.from(cost),
  };
}

export function nearestOf({ facilityCount, demandCount, start, demand, cost }: CostMatrix): Nearest {
  const nearest: Nearest = {
    cost: new Float64Array(demandCount).fill(Infinity),
    facility: new Int32Array(demandCount).fill(-1),
  };
  for (let f = 0; f < facilityCount; f += 1) {
    for (let k = start[f] as number; k < (start[f + 1] as number); k += 1) {
      const cell = demand[k] as number;
      if ((cost[k] as number) >= (nearest.cost[cell] as number)) continue;
      nearest.cost[cell] = cost[k] as number;
      nearest.facility[cell] = f;
    }
  }
  return nearest;
}
