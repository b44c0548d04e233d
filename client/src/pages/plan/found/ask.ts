/** What parts have been told: asked when a part is open, and again once the scenario or the question is another. */
import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { Study } from '../../../../../tiles/api/study.ts';
import { asApiError, type ApiError } from '../../../data/errors.ts';
import type { PlanSession } from '../session/session.ts';
import type { Part } from '../state/types.ts';
import { partStudy } from './requests.ts';

export interface Told {
  readonly study: Study;
  readonly result: StudyResult;
  /** Knows what the study's profiles are called. */
  readonly catalogue: PlanSession['catalogue'];
}

export interface PartState {
  /** The last answer; that of an earlier scenario while a newer one is under way, and where that failed. */
  readonly told: ReadonlySignal<Told | null>;
  readonly isAsking: ReadonlySignal<boolean>;
  readonly error: ReadonlySignal<ApiError | null>;
  /** The study that fits what the page shows; null while that is not known. */
  readonly wanted: ReadonlySignal<Study | null>;
  /** Whether the answer is that of another scenario or question than the page shows. */
  readonly isStale: ReadonlySignal<boolean>;
  readonly retry: () => void;
  /** Asks for as long as the part is open; returns what ends that. */
  readonly watch: () => () => void;
}

/** An edit may be followed by the next. */
const SETTLE_MS = 400;

function createPart(session: PlanSession, part: Part): PartState {
  const told = signal<Told | null>(null);
  const error = signal<ApiError | null>(null);
  const isAsking = signal(false);
  const attempt = signal(0);
  let last: Study | null = null;
  const wanted = computed((): Study | null => {
    const [asked, catalogue] = [session.asked.value, session.catalogue.state.value.value];
    // What is dragged changes with every frame: the answer follows once it is let go.
    const isDragging = session.preview.value !== null || session.streetPreview.value !== null;
    if (asked === null || catalogue === null || isDragging) return last;
    const { question, found } = session.state.value;
    const withinS = session.withinS.value;
    last = partStudy(part, { asked, question, changes: session.changes.value, withinS, found, catalogue });
    return last;
  });
  // What facilities and people were when they were read is a part of the question.
  const wantedKey = computed(() => JSON.stringify([wanted.value, session.readings.value]));
  const toldKey = signal<string | null>(null);

  const watch = (): (() => void) =>
    effect(() => {
      const key = wantedKey.value;
      void attempt.value;
      const study = wanted.peek();
      if (study === null) return undefined;
      if (key === toldKey.peek()) {
        // What failed was another question.
        error.value = null;
        return undefined;
      }
      const controller = new AbortController();
      const timer = setTimeout(() => {
        isAsking.value = true;
        error.value = null;
        session.api.study(study, controller.signal).then(
          (result) => {
            if (controller.signal.aborted) return;
            batch(() => {
              told.value = { study, result, catalogue: session.catalogue };
              toldKey.value = key;
              isAsking.value = false;
            });
          },
          (reason: unknown) => {
            if (controller.signal.aborted) return;
            batch(() => {
              error.value = asApiError(reason);
              isAsking.value = false;
            });
          },
        );
      }, SETTLE_MS);
      return () => {
        clearTimeout(timer);
        controller.abort();
        isAsking.value = false;
      };
    });
  return {
    told,
    isAsking,
    error,
    wanted,
    isStale: computed(() => toldKey.value !== null && toldKey.value !== wantedKey.value),
    retry: () => {
      attempt.value += 1;
    },
    watch,
  };
}

export type Found = Readonly<Record<Part, PartState>> & {
  /** Whether the map shows what can be reached from each cell while that part is open. */
  readonly isOnMap: Signal<boolean>;
};

const founds = new WeakMap<PlanSession, Found>();

/** Of a session: a part that is closed keeps its answer. */
export function foundOf(session: PlanSession): Found {
  const known = founds.get(session);
  if (known !== undefined) return known;
  const part = (id: Part): PartState => createPart(session, id);
  const made: Found = {
    opportunities: part('opportunities'),
    backup: part('backup'),
    huff: part('huff'),
    equity: part('equity'),
    ways: part('ways'),
    isOnMap: signal(true),
  };
  founds.set(session, made);
  return made;
}

/** Answers of open parts that fit what the page shows, in the order of the page. */
export function fittingTold(session: PlanSession): readonly (readonly [Part, Told])[] {
  const found = foundOf(session);
  return session.state.peek().found.open.flatMap((part) => {
    const told = found[part].told.peek();
    return told === null || found[part].isStale.peek() ? [] : [[part, told] as const];
  });
}

/** What the open parts ask of the scenario, whether answered or not. */
export function partStudies(session: PlanSession): readonly Study[] {
  const found = foundOf(session);
  return session.state.peek().found.open.flatMap((part) => found[part].wanted.peek() ?? []);
}
