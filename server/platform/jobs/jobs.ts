import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { JobState } from '../../../tiles/api/result.ts';
import { NO_CLIENT } from '../fairness/client-address.ts';
import { ApiError, CLIENT_CLOSED_REQUEST } from '../http/errors.ts';
import type { Log } from '../log/log.ts';
import { bothLanguages } from '../messages/index.ts';
import {
  START,
  type Cancelling,
  type JobProgress,
  type JobStore,
  type LeftBehind,
  type StoredError,
  type StoredJob,
} from './job-store.ts';
import { JOBS } from './messages.ts';

const BEAT_MS = 1000;
const PRUNE_MS = 3_600_000;
/** A database that is lost for a moment must not cost the result of an hour. */
const FINISH_WAITS_MS = [200, 1000, 5000, 15_000, 30_000] as const;
/** Jobs of lost processes are looked for so often. */
const LOOK_EVERY_MS = 10_000;
/** So many of them are taken up at once: a process holds their studies in memory, beside those that it was handed. */
const MOST_TAKEN_UP = 2;
/** Half of the time that `gzip` usually takes, for a few percent more bytes. */
const GZIP_LEVEL = 3;
const pack = promisify<Uint8Array, { level: number }, Buffer>(gzip);
const unpack = promisify<Uint8Array, Buffer>(gunzip);

/** A job of this process. */
interface OwnJob {
  readonly id: string;
  readonly title: string | null;
  readonly client: string;
  readonly createdAt: Date;
  readonly controller: AbortController;
  state: JobState;
  progress: JobProgress;
  /** Its client or an operator has ended it. */
  isCancelled: boolean;
}

/** Gets a job after each of its steps; `isOver` is true of the last. */
export type JobListener = (job: StoredJob) => void;

/** The work behind jobs, of whatever kind. */
export interface JobWork {
  /** No work is begun any more, and work in progress ends. */
  readonly isStopping: boolean;
  /** Reads the task, once. Rejects where it cannot be worked on, and where the signal is aborted before it is read. */
  take(body: Uint8Array, from: TakenFrom): Promise<JobTask>;
  /** True for what a task rejects with where its signal has ended it. */
  isCancelled(error: unknown): boolean;
}

export interface TakenFrom extends Pick<Submitter, 'client' | 'signal'> {
  /** It was promised to be done: it is not refused, however many wait. */
  readonly isPromised?: boolean;
}

/** What was taken in, ready to be worked on. */
export interface JobTask {
  readonly title: string | null;
  /** Its own, in seconds; null where it names none. */
  readonly timeLimitS: number | null;
  /** Resolves with JSON, gzipped. `partial`: it was ended before all was found. */
  run(options: {
    readonly timeLimitS: number;
    readonly signal: AbortSignal;
    readonly onStart: () => void;
    readonly onProgress: (progress: JobProgress) => void;
  }): Promise<{ readonly result: Uint8Array; readonly partial: boolean }>;
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
 * read its state in the database. Where that process is lost or stops, another works on the job from its beginning.
 */
export class Jobs {
  /** Of this process, and of none that had its number before. */
  readonly #owner = randomBytes(12).toString('base64url');
  readonly #parts: JobsParts;
  readonly #own = new Map<string, OwnJob>();
  readonly #watched = new Map<string, Set<JobListener>>();
  readonly #ends = new Set<Promise<void>>();
  readonly #takenUp = new Set<string>();
  #looking: NodeJS.Timeout | null = null;
  #isLooking = false;
  /** False until a look has succeeded after one that failed. */
  #hasSeen = true;
  #beating: NodeJS.Timeout | null = null;
  #isBeating = false;
  #pruned = -Infinity;
  #isStopping = false;

  constructor(parts: JobsParts) {
    this.#parts = parts;
  }

  /** Begins to look for jobs that processes of before, or other ones, have left behind. */
  start(): void {
    void this.#look();
  }

  /**
   * Takes a job in, and with that promises to work on it. Rejects where the work cannot read the body, too many wait,
   * the service is about to stop, or the client has left before the body was read: nobody would ever know the job's id.
   */
  async submit(body: Uint8Array, { client, onEnd, signal }: Submitter): Promise<StoredJob> {
    if (this.#isEnding) throw new ApiError(503, 'stopping', 'stopping', { headers: { 'Retry-After': '10' } });
    const task = await this.#parts.work.take(body, { client, signal });
    const study = await pack(body, { level: GZIP_LEVEL });
    if (signal?.aborted === true) throw new ApiError(CLIENT_CLOSED_REQUEST, 'cancelled', 'cancelled');
    const id = randomBytes(18).toString('base64url');
    const job = begun({ id, title: task.title, client, createdAt: new Date() });
    await this.#admit({ ...job, study });
    const taken = view(job);
    this.#begin(job, () => Promise.resolve(task), onEnd);
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
   * A client cancels its own jobs. A job of this process ends even where the database is lost; else it knows of it
   * before the client does, so that nobody takes the job up again.
   */
  async cancel(id: string, client: string): Promise<Cancelling> {
    const own = this.#own.get(id);
    if (own === undefined) return this.#parts.store.cancel(id, client);
    if (own.client !== NO_CLIENT && own.client !== client) return 'not-yours';
    this.#end(own);
    await this.#parts.store
      .cancel(id, null)
      .catch((error: unknown) => this.#parts.log.warn('job-not-written', { job: id, error }));
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

  /** Takes no more jobs, and leaves those that are not over to other processes, or to the next start. */
  async close(): Promise<void> {
    this.#isStopping = true;
    for (const { controller } of this.#own.values()) controller.abort();
    if (this.#own.size > 0) {
      await this.#parts.store
        .release(this.#owner)
        .catch((error: unknown) => this.#parts.log.warn('jobs-not-released', { error }));
    }
    for (const timer of [this.#beating, this.#looking]) if (timer !== null) clearTimeout(timer);
    this.#beating = null;
    this.#looking = null;
  }

  /** Resolves when no job of this process is at work any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#ends);
  }

  get #isEnding(): boolean {
    return this.#isStopping || this.#parts.work.isStopping;
  }

  async #admit(job: Pick<LeftBehind, 'id' | 'title' | 'client' | 'study'>): Promise<void> {
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

  #begin(job: OwnJob, take: () => Promise<JobTask>, onEnd?: () => void): void {
    this.#own.set(job.id, job);
    const end = this.#work(job, take).finally(() => {
      this.#ends.delete(end);
      onEnd?.();
    });
    this.#ends.add(end);
    this.#beat();
  }

  /** Somebody wants it no more. */
  #end(job: OwnJob): void {
    job.isCancelled = true;
    job.controller.abort();
  }

  async #work(job: OwnJob, take: () => Promise<JobTask>): Promise<void> {
    const { work, log, toApiError } = this.#parts;
    const { signal } = job.controller;
    // Of a study that others begin anew, what was found so far is no result.
    const isLeft = (): boolean => this.#isEnding && !job.isCancelled;
    try {
      const task = await take();
      const { result, partial } = await task.run({
        timeLimitS: task.timeLimitS ?? Infinity,
        signal,
        onStart: () => this.#start(job),
        onProgress: (progress) => this.#step(job, 'running', progress),
      });
      if (partial && isLeft()) return await this.#release(job);
      await this.#finish(job, { state: signal.aborted ? 'cancelled' : 'done', error: null, result });
    } catch (error) {
      if (isLeft()) return this.#release(job);
      if (signal.aborted && (this.#isEnding || work.isCancelled(error)))
        return this.#finish(job, { state: 'cancelled', error: null, result: null });
      const apiError = toApiError(error);
      if (apiError.status >= 500) log.error('analysis-failed', { job: job.id, error });
      await this.#finish(job, { state: 'failed', error: storedError(apiError), result: null });
    }
  }

  /** Written down at once: a job that ends its process has been begun, however soon it does so. */
  #start(job: OwnJob): void {
    const isFirst = job.state === 'waiting';
    this.#step(job, 'running', { ...START, phase: 'started' });
    if (isFirst) void this.#tellOf([job]).catch((error: unknown) => this.#parts.log.warn('jobs-not-seen', { error }));
  }

  #step(job: OwnJob, state: JobState, progress: JobProgress): void {
    job.state = state;
    job.progress = progress;
    this.#tell(view(job));
  }

  /** Another process, or the next start, works on it from the beginning. */
  async #release(job: OwnJob): Promise<void> {
    const { store, log } = this.#parts;
    // What a service that stops leaves behind is released all at once.
    if (!this.#isStopping)
      await store
        .release(this.#owner, [job.id])
        .catch((error: unknown) => log.warn('jobs-not-released', { job: job.id, error }));
    this.#own.delete(job.id);
    this.#tell(view({ ...job, state: 'waiting', progress: START }));
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
    // What a service that stops leaves behind is released all at once.
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

  #read(ids: readonly string[], client?: string): Promise<readonly StoredJob[]> {
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
    if (this.#own.size > 0) await this.#tellOf([...this.#own.values()]);
    const others = [...this.#watched.keys()].filter((id) => !this.#own.has(id));
    if (others.length > 0) for (const job of await this.#read(others)) this.#tell(job);
  }

  /** Says that its own jobs are at work, and ends those that others have cancelled or taken up. */
  async #tellOf(jobs: readonly OwnJob[]): Promise<void> {
    const isUnwanted = await this.#parts.store.beat(
      this.#owner,
      jobs.map(({ id, state, progress }) => ({ id, state, progress })),
    );
    for (const job of jobs) {
      const told = isUnwanted.get(job.id);
      if (told === true) this.#end(job);
      else if (told === undefined) job.controller.abort();
    }
  }

  async #look(): Promise<void> {
    if (this.#isLooking || this.#isEnding) return;
    this.#isLooking = true;
    if (this.#looking !== null) clearTimeout(this.#looking);
    const { store, log } = this.#parts;
    try {
      // Where the database was lost, the owners of jobs could not say that they are there: they come first.
      if (this.#hasSeen) {
        await store.giveUp(this.#owner, { noStudy: messageError('job-lost'), tooOften: messageError('job-given-up') });
        while (this.#takenUp.size < MOST_TAKEN_UP && !this.#isEnding) {
          const left = await store.takeUp(this.#owner);
          if (left === null) break;
          this.#takeUp(left);
        }
        this.#prune();
      } else {
        await store.beat(this.#owner, []);
      }
      this.#hasSeen = true;
    } catch (error) {
      if (this.#hasSeen) log.warn('jobs-not-seen', { error });
      this.#hasSeen = false;
    } finally {
      this.#isLooking = false;
      if (!this.#isEnding) this.#looking = setTimeout(() => void this.#look(), LOOK_EVERY_MS).unref();
    }
  }

  #takeUp({ study, ...left }: LeftBehind): void {
    const { work, log } = this.#parts;
    const job = begun(left);
    log.info('job-taken-up', { job: job.id });
    this.#takenUp.add(job.id);
    const from = { client: job.client, signal: job.controller.signal, isPromised: true };
    this.#begin(
      job,
      async () => work.take(await unpack(study), from),
      () => {
        this.#takenUp.delete(job.id);
        void this.#look();
      },
    );
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

/** A job of this process before its first step. */
function begun(job: Pick<OwnJob, 'id' | 'title' | 'client' | 'createdAt'>): OwnJob {
  return { ...job, controller: new AbortController(), state: 'waiting', progress: START, isCancelled: false };
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

function messageError(key: 'job-lost' | 'job-given-up'): StoredError {
  return { code: key, text: JOBS[key], problems: [] };
}
