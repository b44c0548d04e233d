/** Coverage of one scenario, kept in step with its edits and the travel time. */
import { batch, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';
import { asApiError, type ApiError } from '../../../data/errors.ts';
import type { PlanApi } from '../api/plan-api.ts';
import type { Cells } from '../data/cells.ts';
import { changedCoverage, type Coverage } from '../data/coverage.ts';
import { Kept } from '../run/kept.ts';
import { createLatest } from '../run/latest.ts';
import { coverageRequest, type Asked } from './question.ts';

/** What all variants of one question share. */
export interface Base {
  readonly asked: Asked;
  readonly cells: Cells;
  readonly coverage: Coverage;
}

export interface Variant {
  /** The last answer; of an edit before while a newer is under way. Null before the first. */
  readonly coverage: ReadonlySignal<Coverage | null>;
  readonly busy: ReadonlySignal<boolean>;
  readonly error: ReadonlySignal<ApiError | null>;
  /** Milliseconds from the question to the answer, as the page saw it. */
  readonly tookMs: ReadonlySignal<number | null>;
  readonly retry: () => void;
  readonly stop: () => void;
}

interface Wanted {
  readonly base: Base;
  readonly edits: readonly ScenarioEdit[];
  readonly withinS: number;
  readonly key: string;
}

/** Answers of some dozen edits are small: arrays of the cells, of which most are shared with the base. */
const KEPT = 16;

/** `edits` null requests nothing. */
export function createVariant(
  api: PlanApi,
  base: ReadonlySignal<Base | null>,
  edits: ReadonlySignal<readonly ScenarioEdit[] | null>,
  withinS: ReadonlySignal<number>,
): Variant {
  const coverage = signal<Coverage | null>(null);
  const [busy, error, tookMs, attempt] = [
    signal(false),
    signal<ApiError | null>(null),
    signal<number | null>(null),
    signal(0),
  ];
  const kept = new Kept<Coverage>(KEPT);
  let current: Base | null = null;
  let wantedKey = '';

  const show = (next: Coverage): void =>
    batch(() => {
      coverage.value = next;
      error.value = null;
    });
  let startedMs = 0;
  const latest = createLatest<Wanted, Coverage>({
    ask: async ({ base: { asked, cells, coverage: whole }, edits: wanted, withinS: seconds }, abort) => {
      startedMs = performance.now();
      return changedCoverage(
        whole,
        await api.coverage(coverageRequest(asked, wanted, seconds, 'changes'), abort),
        cells,
      );
    },
    onAnswer(answer, { base: asked, key }) {
      if (asked !== current) return;
      kept.set(key, answer);
      tookMs.value = performance.now() - startedMs;
      // While dragging, the answer before the newest is still the best there is.
      show(answer);
    },
    onFailure(failure, { key }) {
      if (key === wantedKey) error.value = asApiError(failure);
    },
    onBusy: (is) => {
      busy.value = is;
    },
  });

  const stop = effect(() => {
    void attempt.value;
    const [now, wanted, seconds] = [base.value, edits.value, withinS.value];
    if (now !== current) {
      current = now;
      kept.clear();
      latest.stop();
      coverage.value = null;
      error.value = null;
    }
    if (now === null || wanted === null) {
      wantedKey = '';
      return;
    }
    const key = JSON.stringify([wanted, seconds]);
    if (key === wantedKey && coverage.peek() !== null && error.peek() === null) return;
    wantedKey = key;
    const known = wanted.length === 0 && seconds === now.coverage.header.summary.withinS ? now.coverage : kept.get(key);
    if (known === undefined) latest.ask({ base: now, edits: wanted, withinS: seconds, key });
    else {
      latest.stop();
      show(known);
    }
  });

  return {
    coverage,
    busy,
    error,
    tookMs,
    retry: () => {
      attempt.value += 1;
    },
    stop() {
      stop();
      latest.stop();
    },
  };
}
