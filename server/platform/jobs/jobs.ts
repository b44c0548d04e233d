import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { JobState } from '../../../tiles/api/result.ts';
import { NO_CLIENT } from '../fairness/client-address.ts';
import { ApiError, CLIENT_CLOSED_REQUEST } from '../http/errors.ts';
import type { Log } from '../log/log.ts';
import { bothLanguages } from '../messages/index.ts';
import type { ModuleFigure } from '../metrics/sources.ts';
import { isTracing, traceContext, tracedFrom } from '../tracing/tracer.ts';
import {
  START,
  type Cancelling,
  type JobLane,
  type JobProgress,
  type JobStore,
  type StoredError,
  type StoredJob,
  type StoredPart,
  type TakenJob,
} from './job-store.ts';
import { JOBS } from './messages.ts';
import { NO_ROOM, Places, type Rooms } from './places.ts';
import { QueueWatch } from './queue-watch.ts';

const BEAT_MS = 1000;
const PRUNE_MS = 3_600_000;
/** A database that is lost for a moment must not cost the result of an hour. */
const FINISH_WAITS_MS = [200, 1000, 5000, 15_000, 30_000] as const;
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
  readonly lane: JobLane;
  readonly controller: AbortController;
  state: JobState;
  progress: JobProgress;
  /** What was taken from the queue: a part of a job, or a job whose parts are over. */
  readonly cut?: Pick<TakenJob, 'part' | 'parts'>;
  /** Its client or an operator has ended it. */
  isCancelled: boolean;
  /** Resolves once it is written down that it was begun. */
  told: Promise<void>;
}

/** Gets a job after each of its steps; `isOver` is true of the last. */
export type JobListener = (job: StoredJob) => void;

/** The work behind jobs, of whatever kind. */
export interface JobWork {
  /** How many jobs of each lane can be at work at a time. */
  readonly rooms: Rooms;
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
  /** Where it waits, and where it waits next when it has taken too long for the lane before. */
  readonly lanes: readonly [JobLane, ...JobLane[]];
  /**
   * Resolves with JSON, gzipped; of a part with what it has found. `partial`: it was ended before all was found.
   * `outgrown`: the next lane is to try. `parts`: so many parts of it are to be run first.
   */
  run(options: {
    readonly lane: JobLane;
    /** Number of the part to run; null for the whole. */
    readonly part: number | null;
    /** What the parts of the whole have found; null where they were not run. */
    readonly found: readonly Uint8Array[] | null;
    readonly timeLimitS: number;
    readonly signal: AbortSignal;
    readonly onStart: () => void;
    readonly onProgress: (progress: JobProgress) => void;
  }): Promise<JobAnswer | 'outgrown' | { readonly parts: number }>;
}

export interface JobAnswer {
  readonly result: Uint8Array;
  readonly partial: boolean;
}

export interface JobsParts {
  readonly work: JobWork;
  readonly store: JobStore;
  readonly log: Log;
  readonly toApiError: (error: unknown) => ApiError;
  /** Jobs that may wait or run at once, in all processes. A client may hold half of what others leave free. */
  readonly most: number;
  /** False: jobs are taken in here, and other processes work on them. */
  readonly works: boolean;
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
 * Works on jobs without a client that waits on a connection. All processes share one queue, the table of jobs: the
 * process that takes a job in works on it where it has room, else whichever has room first. All read its state in the
 * database. Where a process is lost or stops, another works on its jobs from their beginning.
 */
export class Jobs {
  /** Of this process, and of none that had its number before. */
  readonly #owner = randomBytes(12).toString('base64url');
  readonly #parts: JobsParts;
  readonly #places: Places;
  readonly #queue: QueueWatch;
  readonly #own = new Map<string, OwnJob>();
  /** Being handed in: the database may have them before this process hears of it. */
  readonly #handedIn = new Set<string>();
  readonly #watched = new Map<string, Set<JobListener>>();
  readonly #ends = new Set<Promise<void>>();
  readonly #counts = { takenIn: 0, begun: 0, waitedS: 0 };
  #beating: NodeJS.Timeout | null = null;
  #isBeating = false;
  #pruned = -Infinity;
  #isStopping = false;

  constructor(parts: JobsParts) {
    this.#parts = parts;
    this.#places = new Places(parts.works ? parts.work.rooms : NO_ROOM);
    this.#queue = new QueueWatch({
      look: (trusts) => this.#takeAll(trusts),
      tidy: () => this.#tidy(),
      log: parts.log,
    });
  }

  get figures(): readonly ModuleFigure[] {
    return [
      { kind: 'gauge', name: 'jobs_running', help: 'Jobs that the process works on.', read: () => this.#own.size },
      {
        kind: 'counter',
        name: 'jobs_taken_in_total',
        help: 'Jobs that were handed in at the process, whichever works on them.',
        read: () => this.#counts.takenIn,
      },
      {
        kind: 'counter',
        name: 'jobs_begun_total',
        help: 'Jobs that the process began to work on.',
        read: () => this.#counts.begun,
      },
      {
        kind: 'counter',
        name: 'jobs_waited_seconds_total',
        help: 'What the jobs that the process began to work on had waited since they were handed in.',
        read: () => this.#counts.waitedS,
      },
    ];
  }

  /** Begins to take jobs from the queue. */
  start(): void {
    if (this.#parts.works) this.#queue.start();
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
    const [lane] = task.lanes;
    const job = begun({ id, title: task.title, client, createdAt: new Date(), lane });
    const leave = this.#places.has(lane, client) ? this.#places.take(lane, client) : null;
    this.#handedIn.add(id);
    try {
      await this.#admit({ ...job, study });
      this.#counts.takenIn += 1;
      await this.#noteTrace(id);
      const taken = view(job);
      if (leave === null && (await this.#isLeft(job))) {
        onEnd?.();
      } else {
        const place = leave ?? this.#places.take(lane, client);
        this.#begin(job, () => Promise.resolve(task), { leave: place, waitedS: 0, onEnd });
      }
      this.#prune();
      return taken;
    } catch (error) {
      leave?.();
      throw error;
    } finally {
      this.#handedIn.delete(id);
    }
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
    // What it is taking at this moment is released with the others.
    await this.#queue.stop();
    for (const { controller } of this.#own.values()) controller.abort();
    if (this.#counts.begun > 0) {
      await this.#parts.store
        .release(this.#owner)
        .catch((error: unknown) => this.#parts.log.warn('jobs-not-released', { error }));
    }
    if (this.#beating !== null) clearTimeout(this.#beating);
    this.#beating = null;
  }

  /** Resolves when no job of this process is at work any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#ends);
  }

  get #known(): readonly string[] {
    return [...this.#own.keys(), ...this.#handedIn];
  }

  get #isEnding(): boolean {
    return this.#isStopping || this.#parts.work.isStopping;
  }

  async #admit(job: Pick<TakenJob, 'id' | 'title' | 'client' | 'study'>): Promise<void> {
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

  /** Leaves a job that was just taken in to whichever process has room. False where it cannot: it was promised. */
  async #isLeft({ id, lane }: OwnJob): Promise<boolean> {
    try {
      await this.#parts.store.release(this.#owner, [id], lane);
      return true;
    } catch (error) {
      this.#parts.log.warn('jobs-not-released', { job: id, error });
      return false;
    }
  }

  #begin(
    job: OwnJob,
    take: () => Promise<JobTask>,
    {
      leave,
      waitedS,
      onEnd,
    }: { readonly leave: () => void; readonly waitedS: number; readonly onEnd?: (() => void) | undefined },
  ): void {
    this.#counts.begun += 1;
    this.#counts.waitedS += waitedS;
    this.#own.set(job.id, job);
    const work = (): Promise<void> =>
      this.#work(job, take, () => {
        leave();
        this.#queue.now();
      });
    const end = this.#traced(job, work).finally(() => {
      this.#ends.delete(end);
      onEnd?.();
    });
    this.#ends.add(end);
    this.#beat();
  }

  /** Without its trace a job is as good as with it. */
  async #noteTrace(id: string): Promise<void> {
    const trace = traceContext();
    if (trace === null) return;
    const { store, log } = this.#parts;
    await store.noteTrace(id, trace).catch((error: unknown) => log.warn('job-trace-lost', { error }));
  }

  /** A job goes on with the trace of the request that handed it in, whichever process works on it. */
  async #traced(job: OwnJob, work: () => Promise<void>): Promise<void> {
    if (!isTracing()) return work();
    const { store, log } = this.#parts;
    const trace = await store.traceOf(job.id).catch((error: unknown) => {
      log.warn('job-trace-lost', { error });
      return null;
    });
    return tracedFrom(trace, 'job', {}, work);
  }

  /** Somebody wants it no more. */
  #end(job: OwnJob): void {
    job.isCancelled = true;
    job.controller.abort();
  }

  /** `leave`: called once the work itself is over; what it found is still to be written down. */
  async #work(job: OwnJob, take: () => Promise<JobTask>, leave: () => void): Promise<void> {
    const { work, log, toApiError } = this.#parts;
    const { signal } = job.controller;
    // Of a study that others begin anew, what was found so far is no result.
    const isLeft = (): boolean => this.#isEnding && !job.isCancelled;
    try {
      const { task, answer } = await this.#run(job, take).finally(leave);
      if (answer === 'outgrown') return await this.#release(job, task.lanes[task.lanes.indexOf(job.lane) + 1]);
      if ('parts' in answer) return await this.#split(job, answer.parts);
      const { result, partial } = answer;
      if (partial && isLeft()) return await this.#release(job);
      await this.#finish(job, { state: signal.aborted ? 'cancelled' : 'done', error: null, result });
    } catch (error) {
      if (isLeft()) return this.#release(job);
      if (signal.aborted && (this.#isEnding || work.isCancelled(error)))
        return this.#finish(job, { state: 'cancelled', error: null, result: null });
      if (error instanceof PartEnded) return this.#finish(job, { ...error.part, result: null });
      const apiError = toApiError(error);
      if (apiError.status >= 500) log.error('analysis-failed', { job: job.id, error });
      await this.#finish(job, { state: 'failed', error: storedError(apiError), result: null });
    }
  }

  async #run(
    job: OwnJob,
    take: () => Promise<JobTask>,
  ): Promise<{ readonly task: JobTask; readonly answer: Awaited<ReturnType<JobTask['run']>> }> {
    const { part = null, parts = 0 } = job.cut ?? {};
    const found = parts === 0 ? null : await this.#found(job.id);
    const task = await take();
    const answer = await task.run({
      lane: job.lane,
      part,
      found,
      timeLimitS: task.timeLimitS ?? Infinity,
      signal: job.controller.signal,
      onStart: () => this.#start(job),
      onProgress: (progress) => this.#step(job, 'running', progress),
    });
    return { task, answer };
  }

  /** Written down at once: a job that ends its process has been begun, however soon it does so. */
  #start(job: OwnJob): void {
    const isFirst = job.state === 'waiting';
    this.#step(job, 'running', { ...START, phase: 'started' });
    if (isFirst) job.told = this.#tellOf([job]).catch((error: unknown) => this.#queue.missed(error));
  }

  #step(job: OwnJob, state: JobState, progress: JobProgress): void {
    job.state = state;
    job.progress = progress;
    this.#tell(view(job));
  }

  /** Whichever process has room, or the next start, works on it from the beginning. `lane`: another than it had. */
  async #release(job: OwnJob, lane: JobLane | null = null): Promise<void> {
    const { store, log } = this.#parts;
    // This process may have it again in a moment: nothing of this time may be written then.
    await job.told;
    this.#forget(job);
    // What a service that stops leaves behind is released all at once.
    if (!this.#isStopping)
      await store
        .release(this.#owner, [job.id], lane)
        .catch((error: unknown) => log.warn('jobs-not-released', { job: job.id, error }));
    this.#tell(view({ ...job, state: 'waiting', progress: START }));
    this.#queue.now();
  }

  /** Leaves its parts to whichever process has room, and after them the job itself. */
  async #split(job: OwnJob, parts: number): Promise<void> {
    await job.told;
    if (!(await this.#parts.store.split(job.id, this.#owner, parts))) return this.#release(job);
    this.#forget(job);
    this.#queue.now();
  }

  /** Of all parts of a job. Rejects with `PartEnded` where one has found nothing. */
  async #found(id: string): Promise<readonly Uint8Array[]> {
    return (await this.#parts.store.parts(id)).map((part) => {
      if (part.state !== 'done' || part.result === null) throw new PartEnded(part);
      return part.result;
    });
  }

  #forget(job: OwnJob): void {
    if (this.#own.get(job.id) === job) this.#own.delete(job.id);
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
    this.#forget(job);
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
        .catch((error: unknown) => this.#queue.missed(error))
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
      jobs.map(({ id, lane, state, progress }) => ({ id, lane, state, progress })),
    );
    for (const job of jobs) {
      const told = isUnwanted.get(job.id);
      if (told === true) this.#end(job);
      else if (told === undefined) job.controller.abort();
    }
  }

  /** Takes as many jobs as there is room for. */
  async #takeAll(trusts: boolean): Promise<void> {
    while (!this.#isEnding) {
      const room = this.#places.room;
      if (room.lanes.length === 0) return;
      const job = await this.#parts.store.take(this.#owner, { ...room, known: this.#known, takesLost: trusts });
      if (job === null) return;
      this.#takeUp(job);
    }
  }

  async #tidy(): Promise<void> {
    const errors = { noStudy: messageError('job-lost'), tooOften: messageError('job-given-up') };
    await this.#parts.store.giveUp(this.#known, errors);
    this.#prune();
  }

  /** One that was handed in meanwhile may have its place: then both wait for their turn at the work itself. */
  #takeUp({ study, waitedS, part, parts, ...taken }: TakenJob): void {
    const { work } = this.#parts;
    const job = { ...begun(taken), cut: { part, parts } };
    const from = { client: job.client, signal: job.controller.signal, isPromised: true };
    const leave = this.#places.take(job.lane, job.client);
    this.#begin(job, async () => work.take(await unpack(study), from), { leave, waitedS });
  }

  #prune(): void {
    if (performance.now() - this.#pruned < PRUNE_MS) return;
    this.#pruned = performance.now();
    this.#parts.store.prune().catch((error: unknown) => this.#parts.log.warn('jobs-not-pruned', { error }));
  }
}

/** A part of a job has failed, or was cancelled: so has the job. */
class PartEnded extends Error {
  override readonly name = 'PartEnded';
  readonly part: Pick<StoredPart, 'state' | 'error'>;

  constructor({ state, error }: StoredPart) {
    super(`A part of the job is ${state}.`);
    this.part = { state, error };
  }
}

export function isOver({ state }: Pick<StoredJob, 'state'>): boolean {
  return state !== 'waiting' && state !== 'running';
}

/** A job of this process before its first step. */
function begun(job: Pick<OwnJob, 'id' | 'title' | 'client' | 'createdAt' | 'lane'>): OwnJob {
  return {
    ...job,
    controller: new AbortController(),
    state: 'waiting',
    progress: START,
    isCancelled: false,
    told: Promise.resolve(),
  };
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
