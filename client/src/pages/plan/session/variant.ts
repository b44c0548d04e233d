/** Coverage of one scenario, kept in step with its edits and the travel time. */
import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { asApiError, type ApiError } from '../../../data/errors.ts';
import type { PlanApi } from '../api/plan-api.ts';
import type { Cells } from '../data/cells.ts';
import { changedCoverage, type Coverage } from '../data/coverage.ts';
import { isUnchanged } from '../state/scenarios.ts';
import type { Changes } from '../state/types.ts';
import { coverageRequest, type Asked } from './question.ts';

/** What all variants of one question share. */
export interface Base {
  readonly asked: Asked;
  readonly cells: Cells;
  readonly coverage: Coverage;
}

export interface Variant {
  /** The last answer; that of an earlier edit while a newer one is under way. Null before the first. */
  readonly coverage: ReadonlySignal<Coverage | null>;
  readonly busy: ReadonlySignal<boolean>;
  readonly error: ReadonlySignal<ApiError | null>;
  /** The answer is of other changes, and that of these has failed: nobody may take the one for the other. */
  readonly isOfOther: ReadonlySignal<boolean>;
  /** Milliseconds from the question to the answer, as the page saw it. */
  readonly tookMs: ReadonlySignal<number | null>;
  readonly retry: () => void;
  readonly stop: () => void;
}

interface Wanted {
  readonly base: Base;
  readonly changes: Changes;
  readonly withinS: number;
  /** Changes as text. */
  readonly of: string;
  readonly key: string;
}

/** Number of cached answers. Each has its own cost and facility of every cell: 8 bytes a cell. */
const KEPT = 16;

/** `changes` null requests nothing. */
export function createVariant(
  api: PlanApi,
  base: ReadonlySignal<Base | null>,
  changes: ReadonlySignal<Changes | null>,
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
  const [wantedOf, shownOf] = [signal(''), signal('')];

  const show = (next: Coverage, of: string): void =>
    batch(() => {
      coverage.value = next;
      shownOf.value = of;
      error.value = null;
    });
  let startedMs = 0;
  const latest = createLatest<Wanted, Coverage>({
    ask: async ({ base: { asked, cells, coverage: whole }, changes: wanted, withinS: seconds }, abort) => {
      startedMs = performance.now();
      return changedCoverage(
        whole,
        await api.coverage(coverageRequest(asked, wanted, seconds, 'changes'), abort),
        cells,
      );
    },
    onAnswer(answer, { base: asked, of, key }) {
      if (asked !== current) return;
      kept.set(key, answer);
      tookMs.value = performance.now() - startedMs;
      // While dragging, the answer before the newest is still the best there is.
      show(answer, of);
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
    const [now, wanted, seconds] = [base.value, changes.value, withinS.value];
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
    const { edits, streets } = wanted;
    const of = JSON.stringify([edits, streets]);
    const key = JSON.stringify([of, seconds]);
    wantedOf.value = of;
    if (key === wantedKey && coverage.peek() !== null && error.peek() === null) return;
    wantedKey = key;
    const known = isUnchanged(wanted) && seconds === now.coverage.header.summary.withinS ? now.coverage : kept.get(key);
    if (known === undefined) latest.ask({ base: now, changes: wanted, withinS: seconds, of, key });
    else {
      latest.stop();
      show(known, of);
    }
  });

  return {
    coverage,
    busy,
    error,
    isOfOther: computed(() => error.value !== null && coverage.value !== null && wantedOf.value !== shownOf.value),
    tookMs,
    retry: () => {
      attempt.value = attempt.peek() + 1;
    },
    stop() {
      stop();
      latest.stop();
    },
  };
}

export interface Latest<Q> {
  /** Asks now, or as soon as the current question is answered. A newer question replaces a waiting one. */
  readonly ask: (question: Q) => void;
  /** Aborts the current question and drops the waiting one. */
  readonly stop: () => void;
}

export interface LatestHandlers<Q, A> {
  readonly ask: (question: Q, signal: AbortSignal) => Promise<A>;
  readonly onAnswer: (answer: A, question: Q) => void;
  readonly onFailure: (error: unknown, question: Q) => void;
  /** True while a question is under way or waits. */
  readonly onBusy?: (busy: boolean) => void;
}

/**
 * Asks one question at a time and always the newest next: an answer while dragging shows where the site is, not where
 * it was.
 */
export function createLatest<Q, A>({
  ask,
  onAnswer,
  onFailure,
  onBusy = () => undefined,
}: LatestHandlers<Q, A>): Latest<Q> {
  let underWay: AbortController | null = null;
  let waiting: { readonly question: Q } | null = null;

  const start = (question: Q): void => {
    const controller = new AbortController();
    underWay = controller;
    onBusy(true);
    const finish = (report: () => void): void => {
      if (underWay !== controller) return;
      underWay = null;
      const next = waiting;
      waiting = null;
      report();
      if (next !== null) start(next.question);
      else onBusy(false);
    };
    ask(question, controller.signal).then(
      (answer) => finish(() => onAnswer(answer, question)),
      (error: unknown) => finish(() => onFailure(error, question)),
    );
  };

  return {
    ask(question) {
      if (underWay === null) start(question);
      else waiting = { question };
    },
    stop() {
      waiting = null;
      underWay?.abort();
      underWay = null;
      onBusy(false);
    },
  };
}

/** A small cache of answers by question; it keeps those used last. */
export class Kept<V> {
  readonly #values = new Map<string, V>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    // The map keeps the order of entry: what was used goes to its end.
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#most) break;
      this.#values.delete(oldest);
    }
  }

  clear(): void {
    this.#values.clear();
  }
}
