/** One study at a time on the server, as a job: watched, cancelled, its result fetched. */
import { batch, signal, type ReadonlySignal } from '@preact/signals';
import type { Job, StudyResult } from '../../../../../tiles/api/result.ts';
import type { SitingStep } from '../../../../../tiles/api/siting.ts';
import type { Study } from '../../../../../tiles/api/study.ts';
import { ApiError, asApiError } from '../../../data/errors.ts';
import type { EventSourceLike } from '../../../data/stream.ts';
import type { PlanApi } from '../api/plan-api.ts';

export interface RunState {
  readonly status: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly job: Job | null;
  /** Steps of the search as they came, for the gap bar. */
  readonly steps: readonly SitingStep[];
  readonly result: StudyResult | null;
  readonly error: ApiError | null;
  readonly study: Study | null;
}

export interface Run {
  readonly state: ReadonlySignal<RunState>;
  /** Cancels a running study first. */
  readonly start: (study: Study) => Promise<void>;
  /** Keeps the partial result where the server has one. */
  readonly cancel: () => void;
  readonly clear: () => void;
}

const IDLE: RunState = { status: 'idle', job: null, steps: [], result: null, error: null, study: null };

export function createRun(api: PlanApi, openEvents: (url: string) => EventSourceLike | null): Run {
  const state = signal<RunState>(IDLE);
  let controller = new AbortController();
  /** Cancelled before the service had said which job it is. */
  let isCancelled = false;

  const onJob = (job: Job): void => {
    const { steps } = state.peek();
    const step = job.progress.siting;
    const isNew = step !== undefined && JSON.stringify(step) !== JSON.stringify(steps.at(-1));
    state.value = { ...state.peek(), job, steps: isNew ? [...steps, step] : steps };
  };
  const cancelOnServer = (): void => {
    const id = state.peek().job?.id;
    // One that is over, or that the server no longer knows, needs no cancelling.
    if (id !== undefined) api.cancelJob(id).catch(() => undefined);
  };

  const start = async (study: Study): Promise<void> => {
    if (state.peek().status === 'running') cancelOnServer();
    controller.abort();
    const own = new AbortController();
    controller = own;
    isCancelled = false;
    state.value = { ...IDLE, status: 'running', study };
    const fail = (error: ApiError): void => {
      state.value = { ...state.peek(), status: 'failed', error };
    };
    try {
      const first = await api.startJob(study, own.signal);
      onJob(first);
      if (isCancelled) cancelOnServer();
      const job = await followJob(
        { ask: (abort) => api.job(first.id, abort), events: () => openEvents(api.jobEvents(first.id)) },
        onJob,
        own.signal,
      );
      if (job.error !== null && job.state === 'failed')
        return fail(new ApiError({ code: job.error.code, message: job.error.message }));
      const result = job.result === null ? null : await api.jobResult(job.id, own.signal);
      if (own.signal.aborted) return;
      batch(() => {
        state.value = { ...state.peek(), job, result, status: job.state === 'cancelled' ? 'cancelled' : 'done' };
      });
    } catch (error) {
      if (!own.signal.aborted) fail(asApiError(error));
    }
  };

  return {
    state,
    start,
    cancel() {
      isCancelled = true;
      cancelOnServer();
    },
    clear() {
      if (state.peek().status === 'running') cancelOnServer();
      controller.abort();
      state.value = IDLE;
    },
  };
}

export interface JobSource {
  readonly ask: (signal: AbortSignal) => Promise<Job>;
  /** Null where the browser has no event source. */
  readonly events: () => EventSourceLike | null;
}

const EVENTS = ['job', 'progress', 'message', 'done', 'end'];
/** Events bring every step. The page also polls, for browsers that get no events and for a stream that broke. */
const ASK_EVERY_MS = { unheard: 1000, heard: 5000 };
const MAX_FAILURES = 5;

export function isOver({ state }: Job): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** Resolves with the finished job. Rejects where the server no longer answers, or the signal aborts. */
export function followJob({ ask, events }: JobSource, onJob: (job: Job) => void, signal: AbortSignal): Promise<Job> {
  return new Promise((resolve, reject) => {
    const source = events();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let ended = false;
    let everyMs = ASK_EVERY_MS.unheard;

    const end = (finish: () => void): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      source?.close();
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const take = (job: Job): void => {
      if (ended) return;
      onJob(job);
      if (isOver(job)) end(() => resolve(job));
    };
    const onAbort = (): void => end(() => reject(new DOMException('Aborted', 'AbortError')));
    const poll = async (): Promise<void> => {
      try {
        take(await ask(signal));
        failures = 0;
      } catch (error) {
        failures += 1;
        // A job that the server does not know has gone with a restart; asking again would not bring it back.
        const isGone = error instanceof ApiError && error.status === 404;
        if (isGone || failures >= MAX_FAILURES) return end(() => reject(asApiError(error)));
      }
      if (!ended) timer = setTimeout(() => void poll(), everyMs);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return onAbort();
    for (const type of EVENTS) {
      source?.addEventListener(type, ({ data }) => {
        const job = readJob(data);
        if (job === null) return;
        everyMs = ASK_EVERY_MS.heard;
        take(job);
      });
    }
    // The browser reconnects by itself; polling brings what the page missed meanwhile.
    timer = setTimeout(() => void poll(), everyMs);
  });
}

/** Null where the data is not a job: a newer service may say more than an open page understands. */
export function readJob(data: unknown): Job | null {
  try {
    const job: unknown = typeof data === 'string' ? JSON.parse(data) : null;
    return typeof job === 'object' && job !== null && 'state' in job && 'progress' in job && 'id' in job
      ? (job as Job)
      : null;
  } catch {
    return null;
  }
}
