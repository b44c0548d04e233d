import type { Job, JobState } from '../../../tiles/api/result.ts';
import {
  onlyRow,
  readBoolean,
  readBytes,
  readDate,
  readDateOrNull,
  readNumber,
  readObject,
  readText,
  readTextOrNull,
} from '../db/rows.ts';
import { loadSql } from '../db/sql.ts';
import type { Database, QueryOptions, Row } from '../db/types.ts';
import type { TraceContext } from '../tracing/tracer.ts';
import type { Text } from '../../../tiles/layer/layer.ts';

const ADMIT = loadSql('platform/jobs/sql/admit');
const LIST = loadSql('platform/jobs/sql/list');
const READ = loadSql('platform/jobs/sql/read');
const RESULT = loadSql('platform/jobs/sql/result');
const BEAT = loadSql('platform/jobs/sql/beat');
const FINISH = loadSql('platform/jobs/sql/finish');
const RELEASE = loadSql('platform/jobs/sql/release');
const TAKE = loadSql('platform/jobs/sql/take');
const SPLIT = loadSql('platform/jobs/sql/split');
const PARTS = loadSql('platform/jobs/sql/parts');
const GIVE_UP = loadSql('platform/jobs/sql/give-up');
const CANCEL = loadSql('platform/jobs/sql/cancel');
const PRUNE = loadSql('platform/jobs/sql/prune');
const NOTE_TRACE = loadSql('platform/jobs/sql/note-trace');
const TRACE_OF = loadSql('platform/jobs/sql/trace-of');

/** An owner tells of its jobs every second; a database that is busy with a load may hold that up for a while. */
const LOST_AFTER_S = 30;
/** Longer than any job is kept. */
const NEVER_S = 1e8;
/** A job that has ended its process once may have had bad luck. One that has done so twice would go on doing it. */
const MOST_ATTEMPTS = 2;

export type JobProgress = Job['progress'];

/** Of a job that waits. */
export const START: JobProgress = { share: 0, analysis: 0, phase: 'waiting' };

/** What jobs wait with: seconds, those that somebody gives little time, and all others. None waits for a longer one. */
const LANES = ['quick', 'short', 'long'] as const;
export type JobLane = (typeof LANES)[number];

/** Why a job failed, in both languages. */
export interface StoredError {
  readonly code: string;
  readonly text: Text;
  readonly problems: readonly { readonly code: string; readonly text: Text; readonly at?: string }[];
}

/** Unfinished jobs of a client and of all others, and whether one more was taken in. */
export interface Admission {
  readonly own: number;
  readonly others: number;
  readonly isAdmitted: boolean;
}

/** What became of the wish to cancel a job. One that is over stays as it is. */
export type Cancelling = 'cancelled' | 'not-yours' | 'unknown';

export interface StoredJob {
  readonly id: string;
  readonly title: string | null;
  readonly state: JobState;
  readonly progress: JobProgress;
  /** The process that works on it; empty while it waits for any. */
  readonly owner: string;
  /** Who has handed it in; empty where nobody knows. */
  readonly client: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly error: StoredError | null;
  readonly hasResult: boolean;
  readonly isLost: boolean;
}

/** A job that its process has taken from the queue. `study`: as it was handed in, gzipped. */
export interface TakenJob extends Pick<StoredJob, 'id' | 'title' | 'client' | 'createdAt'> {
  readonly lane: JobLane;
  /** Since it was handed in. */
  readonly waitedS: number;
  readonly study: Uint8Array;
  /** Number of a part of a job; null for a whole one. */
  readonly part: number | null;
  /** How many parts the job was cut into, which are all over. */
  readonly parts: number;
}

/** What became of a part of a job. */
export interface StoredPart {
  readonly state: JobState;
  readonly error: StoredError | null;
  readonly result: Uint8Array | null;
}

/** What a process has room for. */
export interface JobRoom {
  readonly lanes: readonly JobLane[];
  /** Clients whose share of a lane is used up there. */
  readonly full: readonly { readonly lane: JobLane; readonly client: string }[];
}

const STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const satisfies readonly JobState[];

/** Jobs in the database. */
export class JobStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Takes a job in where there is room: all processes share it. `most`: jobs that may wait or run at once. The study,
   * gzipped, is kept until the job is over.
   */
  async admit(
    { id, title, client, study }: Pick<TakenJob, 'id' | 'title' | 'client' | 'study'>,
    owner: string,
    most: number,
  ): Promise<Admission> {
    const params = [id, title, JSON.stringify(START), owner, client, bufferOf(study), most, LOST_AFTER_S];
    const row = onlyRow(await this.#db.query(ADMIT, params, optionsOf(client)));
    return {
      own: readNumber(row, 'own'),
      others: readNumber(row, 'others'),
      isAdmitted: readBoolean(row, 'is_admitted'),
    };
  }

  /** `client`: who asks. */
  async read(ids: readonly string[], client?: string): Promise<readonly StoredJob[]> {
    return (await this.#db.query(READ, [ids, LOST_AFTER_S], optionsOf(client))).map(readJob);
  }

  /** All that are kept, the newest first. */
  async list(): Promise<readonly StoredJob[]> {
    return (await this.#db.query(LIST, [LOST_AFTER_S])).map(readJob);
  }

  /** Null where there is no such job. `bytes`: JSON, gzipped. */
  async result(
    id: string,
    client?: string,
  ): Promise<{ readonly state: JobState; readonly bytes: Buffer | null } | null> {
    const [row] = await this.#db.query(RESULT, [id], optionsOf(client));
    return row === undefined
      ? null
      : { state: readState(row), bytes: row.result === null ? null : readBytes(row, 'result') };
  }

  /**
   * Writes down how far the jobs of an owner are.
   * @returns by id, whether somebody has cancelled it; of those alone that are not over and still of this owner
   */
  async beat(
    owner: string,
    jobs: readonly {
      readonly id: string;
      readonly lane: JobLane;
      readonly state: JobState;
      readonly progress: JobProgress;
    }[],
  ): Promise<ReadonlyMap<string, boolean>> {
    const rows = await this.#db.background.query(BEAT, [owner, JSON.stringify(jobs)]);
    return new Map(rows.map((row) => [readText(row, 'job_id'), readBoolean(row, 'is_unwanted')]));
  }

  async finish(
    id: string,
    owner: string,
    end: {
      readonly state: JobState;
      readonly progress: JobProgress;
      readonly error: StoredError | null;
      readonly result: Uint8Array | null;
    },
  ): Promise<void> {
    const { state, progress, error, result } = end;
    await this.#db.query(FINISH, [
      id,
      owner,
      state,
      JSON.stringify(progress),
      error === null ? null : JSON.stringify(error),
      result === null ? null : bufferOf(result),
    ]);
  }

  /**
   * Leaves unfinished jobs of an owner to others, from their beginning; all of them where no ids are given. `lane`:
   * another than they had.
   */
  async release(owner: string, ids: readonly string[] | null = null, lane: JobLane | null = null): Promise<void> {
    await this.#db.query(RELEASE, [owner, ids, JSON.stringify(START), lane]);
  }

  /** Cuts a job of an owner into parts. False where somebody has cancelled it: it is still its owner's. */
  async split(id: string, owner: string, parts: number): Promise<boolean> {
    const progress = JSON.stringify({ ...START, phase: 'started' } satisfies JobProgress);
    return (await this.#db.query(SPLIT, [id, owner, parts, progress])).length > 0;
  }

  /** Parts of a job, in their order. */
  async parts(id: string): Promise<readonly StoredPart[]> {
    return (await this.#db.query(PARTS, [id])).map((row) => ({
      state: readState(row),
      error: row.error === null ? null : (readObject(row, 'error') as unknown as StoredError),
      result: row.result === null ? null : readBytes(row, 'result'),
    }));
  }

  /** Ends the jobs of lost owners that nobody can take up. `known`: what whoever asks knows to be its own. */
  async giveUp(
    known: readonly string[],
    errors: { readonly noStudy: StoredError; readonly tooOften: StoredError },
  ): Promise<void> {
    const { noStudy, tooOften } = errors;
    const texts = [JSON.stringify(noStudy), JSON.stringify(tooOften)];
    await this.#db.background.query(GIVE_UP, [LOST_AFTER_S, MOST_ATTEMPTS, ...texts, known]);
  }

  /**
   * Makes the next job that no process has one of this owner. Null where there is none that it has room for. `known`:
   * what it knows to be its own. `takesLost`: also what silent owners have, and what this one has without knowing.
   */
  async take(
    owner: string,
    { lanes, full, known, takesLost }: JobRoom & { readonly known: readonly string[]; readonly takesLost: boolean },
  ): Promise<TakenJob | null> {
    const lostAfterS = takesLost ? LOST_AFTER_S : NEVER_S;
    const used = full.map(({ lane, client }) => `${lane} ${client}`);
    const params = [owner, lostAfterS, MOST_ATTEMPTS, JSON.stringify(START), lanes, used, known];
    const [row] = await this.#db.background.query(TAKE, params);
    return row === undefined
      ? null
      : {
          id: readText(row, 'job_id'),
          lane: oneOf(LANES, readText(row, 'lane')),
          title: readTextOrNull(row, 'title'),
          client: readText(row, 'client'),
          createdAt: readDate(row, 'created_at'),
          waitedS: readNumber(row, 'waited_s'),
          study: readBytes(row, 'study'),
          part: row.part === null ? null : readNumber(row, 'part'),
          parts: readNumber(row, 'parts'),
        };
  }

  /** `client`: who asks, null for whoever runs the service. */
  async cancel(id: string, client: string | null): Promise<Cancelling> {
    const [row] = await this.#db.query(CANCEL, [id, client], optionsOf(client ?? undefined));
    if (row === undefined) return 'unknown';
    return readBoolean(row, 'is_allowed') ? 'cancelled' : 'not-yours';
  }

  /** Whichever process works on the job goes on with its trace. */
  async noteTrace(id: string, { traceparent }: TraceContext): Promise<void> {
    await this.#db.query(NOTE_TRACE, [id, traceparent]);
  }

  /** Null where nothing was traced as it was handed in. */
  async traceOf(id: string): Promise<TraceContext | null> {
    const [row] = await this.#db.query(TRACE_OF, [id]);
    const traceparent = row === undefined ? null : readTextOrNull(row, 'trace');
    return traceparent === null ? null : { traceparent };
  }

  async prune(): Promise<void> {
    await this.#db.background.query(PRUNE);
  }
}

function readJob(row: Row): StoredJob {
  return {
    id: readText(row, 'job_id'),
    title: readTextOrNull(row, 'title'),
    state: readState(row),
    owner: readText(row, 'owner'),
    client: readText(row, 'client'),
    // Both were written by this class.
    progress: readObject(row, 'progress') as unknown as JobProgress,
    error: row.error === null ? null : (readObject(row, 'error') as unknown as StoredError),
    createdAt: readDate(row, 'created_at'),
    finishedAt: readDateOrNull(row, 'finished_at'),
    hasResult: readBoolean(row, 'has_result'),
    isLost: readBoolean(row, 'is_lost'),
  };
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** In the turn of a client; of the service itself where absent. */
function optionsOf(client: string | undefined): QueryOptions {
  return client === undefined ? {} : { clients: new Set([client]) };
}

function readState(row: Row): JobState {
  return oneOf(STATES, readText(row, 'state'));
}

function oneOf<T extends string>(all: readonly T[], text: string): T {
  const one = all.find((each) => each === text);
  if (one === undefined) throw new Error(`A job has none of ${all.join(', ')}, but ${text}.`);
  return one;
}
