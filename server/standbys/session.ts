/**
 * What reads for one request: all its statements go to one server, so that it never goes back in time. Where that
 * server fails it, it goes on at another one.
 */
import type { QueryOptions, Queryable, Session } from '../platform/db/types.ts';
import { DatabaseDiskFull, DatabaseUnavailable, QueryCancelled } from '../platform/db/errors.ts';
import { OTHER_SERVER } from '../platform/db/servers-behind.ts';
import type { ReadAddress } from './read-address.ts';
import type { Standby } from './standby.ts';

/** Standbys may come and go behind one address while a session looks for one. */
const MOST_FAILURES = 8;

/** A standby, and the address that leads to it. */
export interface Reachable {
  readonly address: ReadAddress;
  readonly standby: Standby;
}

/** Where a session reads. */
export interface Place {
  readonly session: Session;
  /** Null for the primary. */
  readonly at: Reachable | null;
}

/** What has failed a session, and what it has been given all the same. */
export interface Course {
  /** Null stands for the primary. */
  readonly failed: ReadonlySet<Standby | null>;
  /** Servers that have answered some of its statements: who has less than they is not read. */
  readonly answered: ReadonlySet<Standby | null>;
}

export interface SessionParts {
  /** At the primary. */
  readonly usual: Session;
  readonly keepsPlans: boolean;
  readonly signal: AbortSignal | undefined;
  readonly choose: () => Promise<Place>;
  /** Null where no other server answers in time. */
  readonly elsewhere: (course: Course) => Promise<Place | null>;
  /** Called once for each server of a session that failed it. */
  readonly onFailed: (place: Place, error: unknown) => void;
}

/** Rejects with what the last server failed with where none answers, and `QueryCancelled` once its signal aborts. */
export function readSession({ usual, keepsPlans, ...parts }: SessionParts): Session {
  const failed = new Set<Standby | null>();
  const answered = new Set<Standby | null>();
  let place: Promise<Place> | null = null;

  const moveFrom = async (from: Place, error: unknown): Promise<Place> => {
    parts.onFailed(from, error);
    failed.add(from.at?.standby ?? null);
    const next = failed.size > MOST_FAILURES ? null : await parts.elsewhere({ failed, answered });
    if (next === null) throw error;
    return next;
  };
  /** `mayRepeat`: whether nothing of what failed has been given away. */
  const read = async <T>(
    use: (session: Session) => Promise<T>,
    { signals, mayRepeat = () => true }: { signals: readonly (AbortSignal | undefined)[]; mayRepeat?: () => boolean },
  ): Promise<T> => {
    for (;;) {
      const used = (place ??= parts.choose());
      const at = await used;
      try {
        const answer = await use(at.session);
        answered.add(at.at?.standby ?? null);
        return answer;
      } catch (error) {
        if (!mayRepeat() || !isOfServer(error, at, signals)) throw error;
        // Statements that fail at once move once.
        if (place === used) place = moveFrom(at, error);
        await place.catch((reason: unknown) => {
          place = used;
          throw reason;
        });
      }
    }
  };
  return {
    kind: usual.kind,
    hasAsMvt: usual.hasAsMvt,
    keepsPlans,
    query: (sql, params, options?: QueryOptions) =>
      read((session) => session.query(sql, params, options), { signals: [parts.signal, options?.signal] }),
    snapshot: (use) => {
      let hasGiven = false;
      const noting = (snapshot: Queryable): Queryable => ({
        query: async (...asked) => {
          const rows = await snapshot.query(...asked);
          hasGiven ||= rows.length > 0;
          return rows;
        },
      });
      return read((session) => session.snapshot((snapshot) => use(noting(snapshot))), {
        signals: [parts.signal],
        // Rows may have been sent already.
        mayRepeat: () => !hasGiven,
      });
    },
  };
}

/**
 * A standby ends statements that stand in the way of what it replays (40001, 40P01), knows no table of a migration that
 * it has not replayed (42P01, 42703, 42883), and refuses to write (25006). A pooler may lead to another one.
 */
const OF_A_STANDBY: ReadonlySet<unknown> = new Set([
  '40001',
  '40P01',
  '42P01',
  '42703',
  '42883',
  '25006',
  OTHER_SERVER,
]);

/** Whether another server may answer what failed at this one. */
function isOfServer(error: unknown, { at }: Place, signals: readonly (AbortSignal | undefined)[]): boolean {
  if (signals.some((signal) => signal?.aborted === true)) return false;
  if (at === null) return error instanceof DatabaseUnavailable && !(error instanceof DatabaseDiskFull);
  if (error instanceof QueryCancelled) return at.standby.lost.aborted;
  if (error instanceof DatabaseUnavailable) return true;
  return OF_A_STANDBY.has(codeOf(error));
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
