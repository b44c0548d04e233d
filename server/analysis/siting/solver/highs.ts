/**
 * HiGHS (Huangfu & Hall 2018) as WebAssembly, for linear models with whole variables. One thread; a call blocks it
 * until it ends or is told to. Nothing HiGHS says is believed before it is checked here.
 */
import loadHighs, { type CallbackData, type Highs, type HighsCallbackMap, type ModelData } from 'highs';

import { checkedPoint, isNoBetterThan, type MipModel } from './mip-model.ts';

export type { MipModel } from './mip-model.ts';

export interface MipProgress {
  readonly objective: number | null;
  readonly bound: number | null;
  /** The best point so far, whole variables rounded, where this progress is a new one. */
  readonly x: Float64Array | null;
}

export interface MipOptions {
  readonly timeLimitS: number;
  /** Relative; 0 asks for the proven optimum. */
  readonly gap: number;
  /**
   * A feasible point. Hand one in whenever there is one: without, HiGHS may hold a bad point for a minute. The result
   * is never worse than it.
   */
  readonly start?: Float64Array;
  readonly onProgress?: (progress: MipProgress) => void;
  /** Asked many times a second. */
  readonly isCancelled?: () => boolean;
  readonly seed?: number;
}

/**
 * `optimal`: proven to the gap asked for. `feasible`: stopped before. `infeasible`: proven. `failed`: stopped without a
 * point, or what HiGHS gave did not hold; `bound` may still be there. `x` fulfils every row and bound to 1e-6, its
 * whole variables are whole, and `objective` is its own.
 */
export interface MipResult {
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'failed';
  readonly x: Float64Array | null;
  readonly objective: number | null;
  readonly bound: number | null;
}

/** By how much a bound may be passed through rounding before it counts as wrong, relative to max(1, |bound|). */
const BOUND_TOLERANCE = 1e-6;

let loaded: Promise<Highs> | null = null;

function load(): Promise<Highs> {
  loaded ??= loadHighs();
  return loaded;
}

export async function solveMip(model: MipModel, options: MipOptions): Promise<MipResult> {
  const start = options.start === undefined ? null : checkedPoint(model, options.start);
  const startOnly: MipResult = {
    status: start === null ? 'failed' : 'feasible',
    x: start?.x ?? null,
    objective: start?.objective ?? null,
    bound: null,
  };
  if (model.cost.length === 0) return emptyResult(model);
  if (options.timeLimitS <= 0 || options.isCancelled?.() === true) return startOnly;
  const highs = await load();
  try {
    return highs.withModel((instance) => {
      setOptions(instance, options);
      instance.passModel(modelData(highs, model));
      if (start !== null) instance.setSolution({ colValue: start.x });
      const watch = new Watch(highs, model, options, start);
      const { modelStatus } = instance.run(watch.callbacks());
      const colValue =
        instance.info.get('primal_solution_status') === FEASIBLE_POINT ? instance.getSolution().colValue : null;
      const isMip = model.integer.some((flag) => flag !== 0);
      const bound = isMip
        ? Number(instance.info.get('mip_dual_bound'))
        : modelStatus === highs.constants.modelStatus.optimal
          ? instance.getObjectiveValue()
          : null;
      return judged(model, { highs, modelStatus, colValue, bound, best: watch.best, exact: options.gap === 0 });
    });
  } catch (error) {
    if (error instanceof highs.errors.HighsValidationError) throw error;
    // Out of memory or a trap inside: the instance is not to be used again, and what came in still holds.
    loaded = null;
    return startOnly;
  }
}

/** A model without variables has one point, which HiGHS takes for none. */
function emptyResult(model: MipModel): MipResult {
  const point = checkedPoint(model, new Float64Array(0));
  return point === null
    ? { status: 'infeasible', x: null, objective: null, bound: null }
    : { status: 'optimal', ...point, bound: point.objective };
}

/** `kSolutionStatusFeasible` of HiGHS. */
const FEASIBLE_POINT = 2;

function setOptions(instance: ReturnType<Highs['createModel']>, options: MipOptions): void {
  instance.options.set({
    output_flag: false,
    // HiGHS has no limit where it is given none, and takes no infinite one.
    ...(options.timeLimitS === Infinity ? {} : { time_limit: options.timeLimitS }),
    mip_rel_gap: options.gap,
    // The defaults end a search with objectives up to 1e-6 from the best.
    mip_abs_gap: 0,
    mip_feasibility_tolerance: 1e-7,
    random_seed: options.seed ?? 0,
    // `objective_bound` is left alone: with it HiGHS has proven wrong optima.
  });
}

function modelData(highs: Highs, model: MipModel): ModelData {
  const { rows } = model;
  const { objectiveSense } = highs.constants;
  return {
    numCols: model.cost.length,
    numRows: rows.lower.length,
    sense: model.sense === 'min' ? objectiveSense.minimize : objectiveSense.maximize,
    colCost: model.cost,
    colLower: model.lower,
    colUpper: model.upper,
    rowLower: rows.lower,
    rowUpper: rows.upper,
    matrix: {
      format: 'csr',
      numRows: rows.lower.length,
      numCols: model.cost.length,
      starts: new Int32Array(rows.start),
      indices: new Int32Array(rows.index),
      values: rows.value,
    },
    integrality: Int32Array.from(model.integer, (flag) => (flag === 0 ? 0 : 1)),
  };
}

interface Point {
  readonly x: Float64Array;
  readonly objective: number;
}

/** Listens while HiGHS runs: keeps the best point that holds, passes progress on, and ends the run when told to. */
class Watch {
  best: Point | null;
  private readonly highs: Highs;
  private readonly model: MipModel;
  private readonly options: MipOptions;
  private readonly endsAt: number;

  constructor(highs: Highs, model: MipModel, options: MipOptions, start: Point | null) {
    this.highs = highs;
    this.model = model;
    this.options = options;
    this.best = start;
    this.endsAt = performance.now() + options.timeLimitS * 1000;
  }

  callbacks(): HighsCallbackMap {
    const { callbackType } = this.highs.constants;
    const stopWhenTold = (event: { interrupt(): void }): undefined => {
      // HiGHS looks at its own time limit too rarely within one linear program.
      if (performance.now() > this.endsAt || this.options.isCancelled?.() === true) event.interrupt();
    };
    return {
      [callbackType.simplexInterrupt]: stopWhenTold,
      [callbackType.ipmInterrupt]: stopWhenTold,
      [callbackType.mipInterrupt]: stopWhenTold,
      [callbackType.mipImprovingSolution]: (event) => this.improved(event.data),
      [callbackType.mipLogging]: (event) => this.tell(event.data, null),
    };
  }

  private improved(data: CallbackData): undefined {
    if (data.mip_solution === undefined) return;
    const point = checkedPoint(this.model, data.mip_solution);
    if (point === null || (this.best !== null && isNoBetterThan(this.model, point, this.best))) return;
    this.best = point;
    this.tell(data, point.x);
  }

  private tell(data: CallbackData, x: Float64Array | null): undefined {
    const bound = data.mip_dual_bound;
    this.options.onProgress?.({
      objective: this.best?.objective ?? null,
      bound: bound !== undefined && isBound(bound) ? bound : null,
      x,
    });
  }
}

/** HiGHS says ±1e20 or infinity for "none". */
function isBound(bound: number): boolean {
  return Number.isFinite(bound) && Math.abs(bound) < 1e20;
}

interface Claim {
  readonly highs: Highs;
  readonly modelStatus: number;
  readonly colValue: Float64Array | null;
  readonly bound: number | null;
  readonly best: Point | null;
  readonly exact: boolean;
}

function judged(model: MipModel, { highs, modelStatus, colValue, bound: claimed, best, exact }: Claim): MipResult {
  const { modelStatus: statuses } = highs.constants;
  const last = colValue === null ? null : checkedPoint(model, colValue);
  const point = last !== null && (best === null || !isNoBetterThan(model, last, best)) ? last : best;
  let bound = claimed !== null && isBound(claimed) ? claimed : null;
  if (point !== null && bound !== null && passes(model, point.objective, bound)) bound = null;
  if (point === null) {
    const infeasible = modelStatus === statuses.infeasible;
    return { status: infeasible ? 'infeasible' : 'failed', x: null, objective: null, bound: infeasible ? null : bound };
  }
  const proven = modelStatus === statuses.optimal && bound !== null;
  // A proven optimum comes with a bound that is off by rounding.
  return { status: proven ? 'optimal' : 'feasible', ...point, bound: proven && exact ? point.objective : bound };
}

/**
 * Whether an objective is better than its bound by more than rounding can explain: then one of the two is wrong, and
 * the point has been checked.
 */
function passes(model: MipModel, objective: number, bound: number): boolean {
  const tolerance = BOUND_TOLERANCE * Math.max(1, Math.abs(bound));
  return model.sense === 'min' ? objective < bound - tolerance : objective > bound + tolerance;
}
