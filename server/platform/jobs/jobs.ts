import { randomBytes } from 'node:crypto';
import type { JobState } from '../../../tiles/api/result.ts';
import { NO_CLIENT } from '../fairness/client-address.ts';
import { ApiError, CLIENT_CLOSED_REQUEST } from '../http/errors.ts';
import type { Log } from '../log/log.ts';
import { bothLanguages } from '../messages/index.ts';
import type { Cancelling, JobProgress, JobStore, StoredError, StoredJob } from './job-store.ts';
import { JOBS } from './messages.ts';

const BEAT_MS = 1000;
const PRUNE_MS = 3_600_000;
/** A database that is lost for a moment must not cost the result of an hour. */
const FINISH_WAITS_MS = [200, 1000, 5000, 15_000, 30_000] as const;

const START: JobProgress = { share: 0, analysis: 0, phase: 'waiting' };

/** A job of this process. */
interface OwnJob {
  readonly id: string;
  readonly title: string | null;
  readonly client: string;
  readonly createdAt: Date;
  readonly controller: AbortController;
  state: JobState;
  progress: JobProgress;
}

/** Gets a job after each of its steps; `isOver` is true of the last. */
export type JobListener = (job: StoredJob) => void;

/** The work behind jobs, of whatever kind. */
export interface JobWork {
  /** No work is begun any more, and work in progress ends. */
  readonly isStopping: boolean;
  /** Reads the task, once. Rejects where it cannot be worked on, and where the signal is aborted before it is read. */
  take(body: Uint8Array, from: Pick<Submitter, 'client' | 'signal'>): Promise<JobTask>;
  /** True for what a task rejects with where its signal has ended it. */
  isCancelled(error: unknown): boolean;
}

/** What was taken in, ready to be worked on. */
export interface JobTask {
  readonly title: string | null;
  /** Its own, in seconds; null where it names none. */
  readonly timeLimitS: number | null;
  /** Resolves with JSON, gzipped. */
  run(options: {
    readonly timeLimitS: number;
    readonly signal: AbortSignal;
    readonly onStart: () => void;
    readonly onProgress: (progress: JobProgress) => void;
  }): Promise<{ readonly result: Uint8Array }>;
}

export interface JobsParts {
  readonly work: JobWork;
  readonly store: JobStore;
  readonly log: Log;
  readonly toApiError: (error: unknown) => ApiError;
  /** Jobs that may wait or run at once, in all processes. A client may hold half of what others leave free. */
  readonly most: number;
}

/** Who hands a job in. */
export interface Submitter {
  readonly client: string;
  /** Told when the job is over: its body takes memory until then. */
  readonly onEnd?: () => void;
  /** Aborted where the client leaves. */
  readonly signal?: AbortSignal | undefined;
}

/** A client that asks for more has to wait for jobs to end, which take seconds to minutes each. */
const RETRY_AFTER_S = '10';

/**
 * Works on jobs without a client that waits on a connection. The process that takes a job in works on it; the others
 * read its state in the database.
 */
export class Jobs {
  /** Of this process, and of none that had its number before. */
  readonly #owner = randomBytes(12).toString('base64url');
  readonly #parts: JobsParts;
  readonly #own = new Map<string, OwnJob>();
  readonly #watched = new Map<string, Set<JobListener>>();
  readonly #ends = new Set<Promise<void>>();
  #beating: NodeJS.Timeout | null = null;
  #isBeating = false;
  #pruned = -Infinity;
  #isStopping = false;

  constructor(parts: JobsParts) {
    this.#parts = parts;
  }

  /**
   * Takes a job in, and with that promises to work on it. Rejects where the work cannot read the body, too many wait,
   * the service is about to stop, or the client has left before the body was read: nobody would ever know the job's id.
   */
  async submit(body: Uint8Array, { client, onEnd, signal }: Submitter): Promise<StoredJob> {
    const { work } = this.#parts;
    if (this.#isStopping || work.isStopping)
      throw new ApiError(503, 'stopping', 'stopping', { headers: { 'Retry-After': '10' } });
    const task = await work.take(body, { client, signal });
    if (signal?.aborted === true) throw new ApiError(CLIENT_CLOSED_REQUEST, 'cancelled', 'cancelled');
    const job: OwnJob = {
      id: randomBytes(18).toString('base64url'),
      title: task.title,
      client,
      createdAt: new Date(),
      controller: new AbortController(),
      state: 'waiting',
      progress: START,
    };
    await this.#admit(job);
    this.#own.set(job.id, job);
    const taken = view(job);
    const end = this.#work(job, task).finally(() => {
      this.#ends.delete(end);
      onEnd?.();
    });
    this.#ends.add(end);
    this.#beat();
    this.#prune();
    return taken;
  }

  /** Null where there is no such job. */
  async get(id: string, client: string): Promise<StoredJob | null> {
    const own = this.#own.get(id);
    if (own !== undefined) return view(own);
    const [job = null] = await this.#read([id], client);
    return job;
  }

  /**
   * A client cancels its own jobs. A job of this process ends without a word to the database, which may be lost: its
   * end is written when it can be.
   */
  async cancel(id: string, client: string): Promise<Cancelling> {
    const own = this.#own.get(id);
    if (own === undefined) return this.#parts.store.cancel(id, client);
    if (own.client !== NO_CLIENT && own.client !== client) return 'not-yours';
    own.controller.abort();
    return 'cancelled';
  }

  result(id: string, client: string): ReturnType<JobStore['result']> {
    return this.#parts.store.result(id, client);
  }

  /** Calls `listener` after every step of a job from now on. @returns a function that ends this */
  watch(id: string, listener: JobListener): () => void {
    const listeners = this.#watched.get(id) ?? new Set();
    this.#watched.set(id, listeners.add(listener));
    this.#beat();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#watched.get(id) === listeners) this.#watched.delete(id);
    };
  }

  /** Takes no more jobs, and ends all jobs as failed. */
  async close(): Promise<void> {
    this.#isStopping = true;
    for (const { controller } of this.#own.values()) controller.abort();
    if (this.#own.size > 0) {
      await this.#parts.store
        .failAllOf(this.#owner, messageError('job-stopped'))
        .catch((error: unknown) => this.#parts.log.warn('jobs-not-stopped', { error }));
    }
    if (this.#beating !== null) clearTimeout(this.#beating);
    this.#beating = null;
  }

  /** Resolves when no job of this process is at work any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#ends);
  }

  async #admit(job: OwnJob): Promise<void> {
    const { store, most } = this.#parts;
    const { own, others, isAdmitted } = await store.admit(job, this.#owner, most);
    if (isAdmitted) return;
    const headers = { 'Retry-After': RETRY_AFTER_S };
    throw own > 0
      ? new ApiError(429, 'too-many-jobs', JOBS['too-many-jobs'], { values: { count: own }, headers })
      : new ApiError(503, 'analysis-busy', JOBS['jobs-full'], {
          values: { count: others },
          isLate: true,
          headers,
        });
  }

  async #work(job: OwnJob, task: JobTask): Promise<void> {
    const { work, log, toApiError } = this.#parts;
    const { signal } = job.controller;
    try {
      const { result } = await task.run({
        timeLimitS: task.timeLimitS ?? Infinity,
        signal,
        onStart: () => this.#step(job, 'running', { ...START, phase: 'started' }),
        onProgress: (progress) => this.#step(job, 'running', progress),
      });
      await this.#finish(
        job,
        work.isStopping
          ? { ...STOPPED, result }
          : { state: signal.aborted ? 'cancelled' : 'done', error: null, result },
      );
    } catch (error) {
      if (work.isStopping) return this.#finish(job, { ...STOPPED, result: null });
      if (signal.aborted && work.isCancelled(error))
        return this.#finish(job, { state: 'cancelled', error: null, result: null });
      const apiError = toApiError(error);
      if (apiError.status >= 500) log.error('analysis-failed', { job: job.id, error });
      await this.#finish(job, { state: 'failed', error: storedError(apiError), result: null });
    }
  }

  #step(job: OwnJob, state: JobState, progress: JobProgress): void {
    job.state = state;
    job.progress = progress;
    this.#tell(view(job));
  }

  async #finish(
    job: OwnJob,
    {
      state,
      error,
      result,
    }: { readonly state: JobState; readonly error: StoredError | null; readonly result: Uint8Array | null },
  ): Promise<void> {
    const { store, log } = this.#parts;
    const progress = state === 'done' ? { ...job.progress, share: 1 } : job.progress;
    // What a service that stops leaves behind is marked all at once.
    for (const [attempt, waitMs] of [0, ...FINISH_WAITS_MS].entries()) {
      if (this.#isStopping) break;
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
      try {
        await store.finish(job.id, this.#owner, { state, progress, error, result });
        break;
      } catch (failure) {
        log.warn('job-not-written', { job: job.id, attempt, error: failure });
      }
    }
    this.#own.delete(job.id);
    // As everybody else finds it, with the time of the database.
    for (const stored of await this.#read([job.id]).catch(() => [])) this.#tell(stored);
  }

  #tell(job: StoredJob): void {
    for (const listener of this.#watched.get(job.id) ?? []) listener(job);
  }

  async #read(ids: readonly string[], client?: string): Promise<readonly StoredJob[]> {
    const jobs = await this.#parts.store.read(ids, client);
    const lost = jobs.filter(({ isLost, owner }) => isLost && owner !== this.#owner).map(({ id }) => id);
    if (lost.length === 0) return jobs;
    await this.#parts.store.failLost(lost, messageError('job-lost'));
    return this.#parts.store.read(ids, client);
  }

  /** Runs every second while a job is at work, or somebody watches a job of another process. */
  #beat(): void {
    if (
      this.#beating !== null ||
      this.#isBeating ||
      this.#isStopping ||
      (this.#own.size === 0 && this.#watched.size === 0)
    )
      return;
    this.#beating = setTimeout(() => {
      this.#beating = null;
      this.#isBeating = true;
      void this.#lookAround()
        .catch((error: unknown) => this.#parts.log.warn('jobs-not-seen', { error }))
        .finally(() => {
          this.#isBeating = false;
          this.#beat();
        });
    }, BEAT_MS).unref();
  }

  async #lookAround(): Promise<void> {
    const own = [...this.#own.values()];
    if (own.length > 0) {
      const unwanted = await this.#parts.store.beat(
        this.#owner,
        own.map(({ id, state, progress }) => ({ id, state, progress })),
      );
      for (const id of unwanted) this.#own.get(id)?.controller.abort();
    }
    const others = [...this.#watched.keys()].filter((id) => !this.#own.has(id));
    if (others.length > 0) for (const job of await this.#read(others)) this.#tell(job);
  }

  #prune(): void {
    if (performance.now() - this.#pruned < PRUNE_MS) return;
    this.#pruned = performance.now();
    this.#parts.store.prune().catch((error: unknown) => this.#parts.log.warn('jobs-not-pruned', { error }));
  }
}

export function isOver({ state }: Pick<StoredJob, 'state'>): boolean {
  return state !== 'waiting' && state !== 'running';
}

function view({ id, title, client, createdAt, state, progress }: OwnJob): StoredJob {
  return {
    id,
    title,
    state,
    progress,
    createdAt,
    owner: '',
    client,
    finishedAt: null,
    error: null,
    hasResult: false,
    isLost: false,
  };
}

function storedError({ code, text, values, details }: ApiError): StoredError {
  return {
    code,
    text: bothLanguages(text, values),
    problems: details.map((each) => ({
      code: each.code,
      text: each.text,
      ...(each.at === undefined ? {} : { at: each.at }),
    })),
  };
}

const STOPPED = {
  state: 'failed',
  error: { code: 'job-stopped', text: JOBS['job-stopped'], problems: [] },
} as const satisfies { readonly state: JobState; readonly error: StoredError };

function messageError(key: 'job-stopped' | 'job-lost'): StoredError {
  return { code: key, text: JOBS[key], problems: [] };
}
