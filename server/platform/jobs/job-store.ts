import type { Job, JobState } from '../../../tiles/api/result.ts';
import { readBoolean, readBytes, readDate, readDateOrNull, readObject, readText, readTextOrNull } from '../db/rows.ts';
import { loadSql } from '../db/sql.ts';
import type { Database, Row } from '../db/types.ts';
import type { Text } from '../../../tiles/layer/layer.ts';

const INSERT = loadSql('platform/jobs/sql/insert');
const READ = loadSql('platform/jobs/sql/read');
const RESULT = loadSql('platform/jobs/sql/result');
const BEAT = loadSql('platform/jobs/sql/beat');
const FINISH = loadSql('platform/jobs/sql/finish');
const FAIL = loadSql('platform/jobs/sql/fail');
const CANCEL = loadSql('platform/jobs/sql/cancel');
const PRUNE = loadSql('platform/jobs/sql/prune');

/** An owner tells of its jobs every second; a database that is busy with a load may hold that up for a while. */
const LOST_AFTER_S = 30;

export type JobProgress = Job['progress'];

/** Why a job failed, in both languages. */
export interface StoredError {
  readonly code: string;
  readonly text: Text;
  readonly problems: readonly { readonly code: string; readonly text: Text; readonly at?: string }[];
}

export interface StoredJob {
  readonly id: string;
  readonly title: string | null;
  readonly state: JobState;
  readonly progress: JobProgress;
  readonly owner: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly error: StoredError | null;
  readonly hasResult: boolean;
  readonly isLost: boolean;
}

const STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const satisfies readonly JobState[];

/** Jobs in the database. */
export class JobStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async insert(id: string, title: string | null, progress: JobProgress, owner: string): Promise<void> {
    await this.#db.query(INSERT, [id, title, JSON.stringify(progress), owner]);
  }

  async read(ids: readonly string[]): Promise<readonly StoredJob[]> {
    return (await this.#db.query(READ, [ids, LOST_AFTER_S])).map(readJob);
  }

  /** Null where there is no such job. `bytes`: JSON, gzipped. */
  async result(id: string): Promise<{ readonly state: JobState; readonly bytes: Buffer | null } | null> {
    const [row] = await this.#db.query(RESULT, [id]);
    return row === undefined
      ? null
      : { state: readState(row), bytes: row.result === null ? null : readBytes(row, 'result') };
  }

  /** @returns ids of the jobs that somebody has cancelled */
  async beat(
    owner: string,
    jobs: readonly { readonly id: string; readonly state: JobState; readonly progress: JobProgress }[],
  ): Promise<readonly string[]> {
    const rows = await this.#db.background.query(BEAT, [owner, JSON.stringify(jobs)]);
    return rows.filter((row) => readBoolean(row, 'is_unwanted')).map((row) => readText(row, 'job_id'));
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
      result === null ? null : Buffer.from(result.buffer, result.byteOffset, result.byteLength),
    ]);
  }

  /** Those of an owner that ends. */
  async failAllOf(owner: string, error: StoredError): Promise<void> {
    await this.#db.query(FAIL, [owner, null, JSON.stringify(error), 0]);
  }

  async failLost(ids: readonly string[], error: StoredError): Promise<void> {
    await this.#db.query(FAIL, [null, ids, JSON.stringify(error), LOST_AFTER_S]);
  }

  /** False where there is no such job. */
  async cancel(id: string): Promise<boolean> {
    return (await this.#db.query(CANCEL, [id])).length > 0;
  }

  async prune(): Promise<void> {
    await this.#db.query(PRUNE);
  }
}

function readJob(row: Row): StoredJob {
  return {
    id: readText(row, 'job_id'),
    title: readTextOrNull(row, 'title'),
    state: readState(row),
    owner: readText(row, 'owner'),
    // Both were written by this class.
    progress: readObject(row, 'progress') as unknown as JobProgress,
    error: row.error === null ? null : (readObject(row, 'error') as unknown as StoredError),
    createdAt: readDate(row, 'created_at'),
    finishedAt: readDateOrNull(row, 'finished_at'),
    hasResult: readBoolean(row, 'has_result'),
    isLost: readBoolean(row, 'is_lost'),
  };
}

function readState(row: Row): JobState {
  const text = readText(row, 'state');
  const state = STATES.find((each) => each === text);
  if (state === undefined) throw new Error(`A job is in no known state: ${text}.`);
  return state;
}
