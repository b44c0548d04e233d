/** What statements may take, by what they are for: one table for all of them. */
import type { Database, SqlFile } from './types.ts';

/**
 * Time limits as shares of the setting `STATEMENT_TIMEOUT_MS`, which is that of a tile. Who reads a list waits less
 * long than who draws a map, and a study waits for minutes anyway. Commands open the database without a limit.
 */
const SHARES = {
  tile: 1,
  /** A tile of a past moment. */
  'past-tile': 1,
  item: 0.3,
  nearby: 0.5,
  search: 0.5,
  counts: 1,
  /** One part of a layer by column. */
  columns: 1,
  /** Counts and extents of whole layers, kept until they change. */
  stats: 3,
  /** What an analysis reads. */
  analysis: 3,
  /** All others. */
  other: 1,
} as const;

export type StatementKind = keyof typeof SHARES;

/** The limit of a kind in milliseconds; 0 is none. */
export function limitMsOf(kind: StatementKind, statementTimeoutMs: number): number {
  return statementTimeoutMs === 0 ? 0 : Math.max(1, Math.round(SHARES[kind] * statementTimeoutMs));
}

/** The longest that any statement may take, in milliseconds; 0 is for ever. */
export function longestMs(statementTimeoutMs: number): number {
  return statementTimeoutMs * Math.max(...Object.values(SHARES));
}

/**
 * The embedded database works on one statement at a time and cannot be interrupted, so that a long one holds all
 * others. It ends by itself after this share of its limit.
 */
const EMBEDDED_SHARE = 0.1;
const SHORTEST_HOLD_MS = 20;

/** How long a statement may hold the embedded database, in milliseconds; 0 is for ever. */
export function holdMsOf(limitMs: number): number {
  return limitMs === 0 ? 0 : Math.max(SHORTEST_HOLD_MS, Math.round(limitMs * EMBEDDED_SHARE));
}

/** Stands in statements that look at many rows of `feature f`, as a condition on each of them. */
const IN_TIME = '{in_time}';

/**
 * The statement with its check of time. PostgreSQL ends a statement itself. The embedded database has no timers: there
 * each row asks the clock, and the first one beyond `holdMs` ends the statement as PostgreSQL would.
 */
export function withTimeCheck(sql: SqlFile, kind: Database['kind'], holdMs: number): SqlFile {
  if (!sql.text.includes(IN_TIME)) return sql;
  if (kind === 'server' || holdMs === 0) return { ...sql, text: sql.text.replaceAll(IN_TIME, 'true') };
  // The column makes it a condition on the row, which is asked before dearer ones. Limits are whole numbers of ours.
  const check =
    `case when clock_timestamp() < (select statement_timestamp() + interval '${String(holdMs)} milliseconds') ` +
    'then f.fid is not null else out_of_time() end';
  return {
    ...(sql.name === undefined ? {} : { name: `${sql.name} ${String(holdMs)}` }),
    text: sql.text.replaceAll(IN_TIME, () => check),
  };
}
