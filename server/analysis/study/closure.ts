/** Which facilities of a study to close: the problem is put in numbers, solved, and told by the study's own ids. */
import type { ClosureRequest, ClosureResult } from '../../../tiles/api/closure.ts';
import type { Warning } from '../../../tiles/api/result.ts';
import type { SitingStep } from '../../../tiles/api/siting.ts';
import { AnalysisError } from '../errors.ts';
import { joinMatrices } from '../paths/matrix.ts';
import type { CostMatrix, Demand, SitingOutcome, SitingProblem, Task } from '../types.ts';
import type { StudyCosts } from './costs.ts';
import type { FacilitySite } from './facility-set.ts';
import { STUDY } from './messages.ts';
import type { Resolved } from './resolve.ts';
import { refuseWithoutCapacity, USUAL_GAP } from './siting-problem.ts';
import { resultOf, servedBy } from './siting-result.ts';
import { note, someOf } from './warnings.ts';

/** Costs that are compared to find the nearest of each demand. */
const MOST_COMPARED = 20_000_000;

export interface ClosureParts {
  readonly resolved: Resolved;
  readonly demand: Demand;
  readonly costs: StudyCosts;
  readonly at: string;
  readonly task: Task;
  readonly searchTask: Task;
  readonly onStep: (step: SitingStep) => void;
}

export interface ClosureAnswer {
  readonly result: ClosureResult;
  readonly assumptions: readonly Warning[];
  readonly warnings: readonly Warning[];
}

/** Throws `AnalysisError` for what cannot be solved as asked, with its place in the study. */
export async function runClosure(request: ClosureRequest, parts: ClosureParts): Promise<ClosureAnswer> {
  const { demand, at, searchTask, onStep, resolved } = parts;
  const { model, close, p = 0, within = null, gap = USUAL_GAP, useCapacities = false, wholeCells = false } = request;
  const candidates = p > 0 ? resolved.candidates : [];
  const { order, fixedCount } = orderOf(request, parts);
  const sites = [...Array.from(order, (f) => resolved.existing[f] as FacilitySite), ...candidates];
  if (useCapacities) refuseWithoutCapacity(sites, `${at}/useCapacities`);
  const capacity = useCapacities ? Float64Array.from(sites, (site) => site.capacity) : null;
  const costs = costsOf(request, parts, order);
  // Only a study that needs a solver loads it.
  const [{ solveClosure }, { meanCost }] = await Promise.all([
    import('../siting/closure.ts'),
    import('../siting/index.ts'),
  ]);
  const problem = {
    model,
    close,
    p: Math.min(p, candidates.length),
    within,
    gap,
    capacity,
    split: useCapacities && !wholeCells,
    fixedCount,
    existingCount: order.length,
    people: demand.people,
    costs,
  };
  const { before, after } = await solveClosure(problem, searchTask, (step) => onStep(step)).catch((error: unknown) => {
    throw error instanceof AnalysisError ? error.movedTo(`${at}/close`) : error;
  });
  const told = (outcome: SitingOutcome) => {
    const mean = meanCost(
      { ...problem, existingCount: fixedCount, budget: null, openingCost: null } satisfies SitingProblem,
      outcome,
    );
    return resultOf({ ...request, kind: 'siting' }, outcome, {
      demand,
      sites,
      costs,
      candidates: candidates.length,
      meanCost: mean,
    });
  };
  const [today, found] = [told(before), told(after)];
  const servedToday = servedBy(before, demand.people);
  const open = new Set(after.chosen);
  const { status, objective, bound, gap: left, meanCost: mean, served, allocation, steps } = found;
  const lost = today.served.people - served.people;
  return {
    result: {
      kind: 'closure',
      model,
      closed: Array.from(order.keys())
        .filter((f) => f >= fixedCount && !open.has(f))
        .sort((a, b) => (order[a] as number) - (order[b] as number))
        .map((f) => {
          const { id, lon, lat } = sites[f] as FacilitySite;
          const place = (degrees: number): number | null => (Number.isNaN(degrees) ? null : degrees);
          return { id, lon: place(lon), lat: place(lat), people: servedToday.get(f) ?? 0 };
        }),
      opened: found.sites.filter((_, nth) => (after.chosen[nth] as number) >= order.length),
      status,
      objective,
      bound,
      gap: left,
      before: before.objective,
      meanCost: mean,
      served,
      today: { served: today.served, meanCost: today.meanCost },
      ...(allocation === undefined ? {} : { allocation }),
      steps,
    },
    assumptions: useCapacities ? [note(wholeCells ? 'assume-whole-cells' : 'assume-split')] : [],
    warnings: lost > 0.5 ? [note('warn-closure-lost', { people: Math.round(lost) })] : [],
  };
}

/** Existing facilities, those first that stay. */
function orderOf(
  { close, fixed = [], p = 0 }: ClosureRequest,
  { resolved: { existing, candidates }, at }: ClosureParts,
): { readonly order: Uint32Array; readonly fixedCount: number } {
  const stays = new Set(fixed.map(String));
  const known = new Set(existing.map(({ id }) => id));
  const unknown = [...stays].filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw new AnalysisError('closure-fixed', STUDY['closure-fixed'], { ids: someOf(unknown) }, { at: `${at}/fixed` });
  const free = existing.length - stays.size;
  const isTooMany = close > free;
  const opens = Math.min(p, candidates.length);
  if (isTooMany || (close === existing.length && opens === 0)) {
    const key = isTooMany ? 'closure-too-many' : 'closure-nothing-left';
    throw new AnalysisError(key, STUDY[key], { close, free, count: existing.length }, { at: `${at}/close` });
  }
  const all = Array.from(existing.keys());
  const isFixed = (f: number): boolean => stays.has(existing[f]?.id ?? '');
  const order = [...all.filter(isFixed), ...all.filter((f) => !isFixed(f))];
  return { order: Uint32Array.from(order), fixedCount: stays.size };
}

/**
 * Without capacities everybody goes to the nearest facility that is left: one of the `close` + 1 nearest, or a site
 * that is nearer than all of these. No other pair changes an answer.
 */
function costsOf(
  { close, p = 0, within = Infinity, useCapacities = false }: ClosureRequest,
  { costs, demand, resolved: { candidates }, task }: ClosureParts,
  order: Uint32Array,
): CostMatrix {
  const count = close + 1;
  const isPruned = !useCapacities && demand.count * count <= MOST_COMPARED;
  const nearest = new Float64Array(isPruned ? demand.count * count : 0).fill(Infinity);
  const isNear = (d: number, cost: number): boolean => !isPruned || cost < (nearest[d * count + close] as number);
  const keep = (d: number, cost: number): boolean => {
    if (!isNear(d, cost)) return false;
    if (!isPruned) return true;
    let place = d * count + close;
    for (; place > d * count && (nearest[place - 1] as number) > cost; place -= 1)
      nearest[place] = nearest[place - 1] as number;
    nearest[place] = cost;
    return true;
  };
  const existing = costs.someExisting(order, within, keep, task);
  if (p === 0) return existing;
  return joinMatrices(existing, costs.candidates(Uint32Array.from(candidates.keys()), within, isNear, task));
}
