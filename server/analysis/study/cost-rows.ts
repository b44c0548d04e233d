/** The matrix of costs as a result: rows of demand, facility and cost. */
import type { MatrixResult } from '../../../tiles/api/measure-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import { demandIds } from '../demand/ids.ts';
import { AnalysisError } from '../errors.ts';
import { sumOf } from '../sums.ts';
import type { CostMatrix, Demand, Task } from '../types.ts';
import type { StudyCosts } from './costs.ts';
import type { FacilitySite } from './facility-set.ts';
import { STUDY } from './messages.ts';
import type { RowBudget } from './row-budget.ts';

type MatrixRequest = Extract<MeasureRequest, { readonly kind: 'matrix' }>;

export interface CostRowsParts {
  readonly demand: Demand;
  readonly existing: readonly FacilitySite[];
  readonly candidates: readonly FacilitySite[];
  readonly costs: StudyCosts;
  readonly rows: RowBudget;
  readonly at: string;
  readonly task: Task;
}

/** So many facilities at a time: pairs that are not kept never all lie in memory at once. */
const BATCH = 256;

/** Facility and cost by demand: those of demand d are entries `start[d]` to `start[d + 1]`, the nearest first. */
interface ByDemand {
  readonly start: Uint32Array;
  readonly facility: Uint32Array;
  readonly cost: Float64Array;
}

/** Throws `AnalysisError` for more rows than an answer may have, and where there is no facility. */
export function costRows(request: MatrixRequest, parts: CostRowsParts): MatrixResult {
  const { demand, existing, candidates, rows, at } = parts;
  const { of = 'facilities' } = request;
  const sites = [...(of === 'candidates' ? [] : existing), ...(of === 'facilities' ? [] : candidates)];
  if (sites.length === 0) {
    const key = of === 'candidates' ? 'no-candidates' : 'no-facilities';
    throw new AnalysisError(key, STUDY[key], {}, { at: `${at}/of` });
  }
  const { start, facility, cost } =
    request.nearest !== undefined && request.nearest < sites.length
      ? nearestRows(request, request.nearest, parts)
      : allRows(request, parts);
  rows.take(cost.length, at);
  const ids = demandIds(demand);
  const pairs = Array.from({ length: demand.count }, (_, d) =>
    Array.from({ length: (start[d + 1] as number) - (start[d] as number) }, (_row, rank) => {
      const entry = (start[d] as number) + rank;
      return {
        demand: ids[d] as string,
        facility: sites[facility[entry] as number]?.id ?? '',
        cost: cost[entry] as number,
        rank: rank + 1,
      };
    }),
  ).flat();
  const alone = [...ids.keys()].filter((d) => start[d] === start[d + 1]);
  return {
    kind: 'matrix',
    pairs,
    without: { cells: alone.length, people: sumOf(Float64Array.from(alone, (d) => demand.people[d] as number)) },
  };
}

/** Calls `each` with the costs of a batch of facilities, and the index of its first one. */
function forEachBatch(
  { of = 'facilities', within = Infinity }: MatrixRequest,
  { existing, candidates, costs, task }: CostRowsParts,
  keep: (demand: number, cost: number) => boolean,
  each: (batch: CostMatrix, first: number) => void,
): void {
  let first = 0;
  const go = (count: number, read: (which: Uint32Array) => CostMatrix): void => {
    for (let from = 0; from < count; from += BATCH) {
      const which = Uint32Array.from({ length: Math.min(BATCH, count - from) }, (_, k) => from + k);
      each(read(which), first + from);
    }
    first += count;
  };
  if (of !== 'candidates') go(existing.length, (which) => costs.someExisting(which, within, keep, task));
  if (of !== 'facilities') go(candidates.length, (which) => costs.candidates(which, within, keep, task));
}

/** The `k` nearest of each demand; of equals the first ones. */
function nearestRows(request: MatrixRequest, k: number, parts: CostRowsParts): ByDemand {
  const { demand, rows, at } = parts;
  // Room is made for all of them, though a limit may leave some out.
  rows.assertRoom(demand.count * k, at);
  const found = new Uint16Array(demand.count);
  const facility = new Uint32Array(demand.count * k);
  const cost = new Float64Array(demand.count * k).fill(Infinity);
  const isNearer = (d: number, value: number): boolean => value < (cost[d * k + k - 1] as number);
  forEachBatch(request, parts, isNearer, (batch, first) => {
    for (let f = 0; f < batch.facilityCount; f += 1) {
      for (let entry = batch.start[f] as number; entry < (batch.start[f + 1] as number); entry += 1) {
        const [d, value] = [batch.demand[entry] as number, batch.cost[entry] as number];
        if (!isNearer(d, value)) continue;
        let place = Math.min(found[d] as number, k - 1);
        for (; place > 0 && (cost[d * k + place - 1] as number) > value; place -= 1) {
          cost[d * k + place] = cost[d * k + place - 1] as number;
          facility[d * k + place] = facility[d * k + place - 1] as number;
        }
        cost[d * k + place] = value;
        facility[d * k + place] = first + f;
        found[d] = Math.min((found[d] as number) + 1, k);
      }
    }
  });
  const start = startsOf(found);
  const kept = (values: Uint32Array | Float64Array): number[] =>
    Array.from(found, (count, d) => [...values.subarray(d * k, d * k + count)]).flat();
  return { start, facility: Uint32Array.from(kept(facility)), cost: Float64Array.from(kept(cost)) };
}

function allRows(request: MatrixRequest, parts: CostRowsParts): ByDemand {
  const { demand, rows, at } = parts;
  const batches: { readonly batch: CostMatrix; readonly first: number }[] = [];
  const counts = new Uint32Array(demand.count);
  let total = 0;
  forEachBatch(
    request,
    parts,
    () => {
      total += 1;
      // So that a matrix that is far too large is not computed to its end.
      if (total % 65_536 === 0) rows.assertRoom(total, at);
      return true;
    },
    (batch, first) => {
      batches.push({ batch, first });
      for (const d of batch.demand) counts[d] = (counts[d] as number) + 1;
    },
  );
  rows.assertRoom(total, at);
  const start = startsOf(counts);
  const next = start.slice();
  const [facility, cost] = [new Uint32Array(total), new Float64Array(total)];
  for (const { batch, first } of batches) {
    for (let f = 0; f < batch.facilityCount; f += 1) {
      for (let entry = batch.start[f] as number; entry < (batch.start[f + 1] as number); entry += 1) {
        const d = batch.demand[entry] as number;
        const place = next[d] as number;
        facility[place] = first + f;
        cost[place] = batch.cost[entry] as number;
        next[d] = place + 1;
      }
    }
  }
  for (let d = 0; d < demand.count; d += 1) sortByCost(facility, cost, start[d] as number, start[d + 1] as number);
  return { start, facility, cost };
}

/** Of equals the one of the lower index stays first. */
function sortByCost(facility: Uint32Array, cost: Float64Array, from: number, to: number): void {
  const order = Array.from({ length: to - from }, (_, k) => from + k).sort(
    (a, b) => (cost[a] as number) - (cost[b] as number) || a - b,
  );
  const [sites, values] = [order.map((k) => facility[k] as number), order.map((k) => cost[k] as number)];
  facility.set(sites, from);
  cost.set(values, from);
}

function startsOf(counts: Uint16Array | Uint32Array): Uint32Array {
  const start = new Uint32Array(counts.length + 1);
  for (let d = 0; d < counts.length; d += 1) start[d + 1] = (start[d] as number) + (counts[d] as number);
  return start;
}
