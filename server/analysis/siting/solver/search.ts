import type { SitingPhase, SitingStatus } from '../../../../tiles/api/vocabulary.ts';
import type { SitingStep } from '../../../../tiles/api/siting.ts';
import { Cancelled, OutOfTime } from '../../errors.ts';
import type { OnSitingStep, Task } from '../../types.ts';

/** Two figures closer than this, relatively, are the same: sums of people come in different orders. */
export const EXACT = 1e-9;

/** |objective − bound| / max(|objective|, |bound|); 0 where both are 0, null where one is not known. */
export function gapOf(objective: number | null, bound: number | null): number | null {
  if (objective === null || bound === null) return null;
  const scale = Math.max(Math.abs(objective), Math.abs(bound));
  return scale === 0 ? 0 : Math.abs(objective - bound) / scale;
}

export interface SearchOptions {
  readonly sense: 'min' | 'max';
  /** Good enough: the search may end. */
  readonly gap: number;
  /** The question is whether the objective comes to this: the search ends once that is known. */
  readonly target?: number | undefined;
  readonly onStep?: OnSitingStep | undefined;
}

/**
 * What a search for sites knows: the best choice, what is proven of it, and whether it must end. Objectives only get
 * better and bounds only closer. Time and cancelling end it without an exception, as what is known by then counts.
 */
export class SitingSearch {
  readonly steps: SitingStep[] = [];
  objective: number | null = null;
  bound: number | null = null;
  chosen: Uint32Array | null = null;
  private toldChosen: Uint32Array | null = null;
  private stoppedBy: 'time' | 'cancelled' | null = null;
  private readonly task: Task;
  private readonly options: SearchOptions;
  private readonly startedAt = performance.now();
  private readonly reserveMs: number;

  /** The last 2 % of the time, 200 ms at most, are kept for evaluating the answer. */
  constructor(task: Task, options: SearchOptions) {
    this.task = task;
    this.options = options;
    this.reserveMs = Math.min(200, task.remainingMs() * 0.02);
  }

  get gap(): number | null {
    return gapOf(this.objective, this.bound);
  }

  get atMs(): number {
    return performance.now() - this.startedAt;
  }

  remainingMs(): number {
    return this.stoppedBy === null ? Math.max(0, this.task.remainingMs() - this.reserveMs) : 0;
  }

  /** Whether it must end; asked often. */
  stopped(): boolean {
    if (this.stoppedBy !== null) return true;
    try {
      this.task.checkpoint();
    } catch (error) {
      if (error instanceof Cancelled) this.stoppedBy = 'cancelled';
      else if (error instanceof OutOfTime) this.stoppedBy = 'time';
      else throw error;
      return true;
    }
    if (this.task.remainingMs() <= this.reserveMs) this.stoppedBy = 'time';
    return this.stoppedBy !== null;
  }

  /** Whether a share of the time that is left now has gone, or it must end. */
  share(of: number): () => boolean {
    const until = this.remainingMs() * (1 - of);
    return () => this.stopped() || this.remainingMs() < until;
  }

  /** Whether the gap asked for is proven, or the target is met or proven out of reach. */
  closed(): boolean {
    const { target } = this.options;
    if (target !== undefined && (this.reaches(this.objective, target) || this.misses(this.bound, target))) return true;
    const gap = this.gap;
    return gap !== null && (gap <= EXACT || gap <= this.options.gap || this.passed());
  }

  done(): boolean {
    return this.closed() || this.stopped();
  }

  improves(objective: number): boolean {
    if (this.objective === null) return true;
    return this.options.sense === 'min' ? objective < this.objective : objective > this.objective;
  }

  /** Keeps a choice if it is better than the one before. */
  offer(objective: number, chosen: () => Uint32Array): boolean {
    if (!this.improves(objective)) return false;
    this.objective = objective;
    this.chosen = chosen();
    return true;
  }

  /** Keeps a bound if it is closer than the one before. */
  prove(bound: number): boolean {
    const closer = this.bound === null || (this.options.sense === 'min' ? bound > this.bound : bound < this.bound);
    if (closer) this.bound = bound;
    return closer;
  }

  /** Records what is known now; `chosen` is told where it is new since the last step. */
  step(phase: SitingPhase): void {
    const step: SitingStep = { phase, atMs: this.atMs, objective: this.objective, bound: this.bound, gap: this.gap };
    this.steps.push(step);
    const isNew = this.chosen !== null && this.chosen !== this.toldChosen;
    this.toldChosen = this.chosen;
    this.options.onStep?.(step, isNew ? this.chosen : null);
  }

  /** Ends a search with its final figures, evaluated anew: rounding never leaves the bound on the wrong side. */
  settle(objective: number): {
    readonly objective: number;
    readonly bound: number;
    readonly gap: number;
    readonly status: SitingStatus;
  } {
    const worst = this.options.sense === 'min' ? -Infinity : Infinity;
    const known = this.bound ?? worst;
    const near = Number.isFinite(known) && (gapOf(objective, known) as number) <= EXACT;
    const beyond = this.options.sense === 'min' ? known > objective : known < objective;
    const bound = near || beyond ? objective : known;
    const gap = Number.isFinite(bound) ? (gapOf(objective, bound) as number) : 1;
    const status = gap === 0 ? 'optimal' : gap <= this.options.gap ? 'gap' : (this.stoppedBy ?? 'time');
    return { objective, bound, gap, status };
  }

  private reaches(objective: number | null, target: number): boolean {
    if (objective === null) return false;
    return this.options.sense === 'min' ? objective <= target : objective >= target;
  }

  private misses(bound: number | null, target: number): boolean {
    return bound !== null && !this.reaches(bound, target);
  }

  /** Rounding can put a proven optimum a hair past its bound. */
  private passed(): boolean {
    if (this.objective === null || this.bound === null) return false;
    return this.options.sense === 'min' ? this.objective <= this.bound : this.objective >= this.bound;
  }
}

/** Ends a search from deep inside. What it has found by then counts. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}
