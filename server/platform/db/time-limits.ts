/** What statements may take, by what they are for: one table for all of them. */
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
  /** A page of features, whole. */
  features: 1,
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
 * others. Whatever it is for, it ends by itself after this share of the setting.
 */
const EMBEDDED_SHARE = 0.2;

/** How long a statement may hold the embedded database, in milliseconds; 0 is for ever. */
export function holdMsOf(statementTimeoutMs: number): number {
  return Math.ceil(statementTimeoutMs * EMBEDDED_SHARE);
}
