import type { DatabaseStats } from '../db/types.ts';

/** The tile plane now, and its counts since the start. */
export interface TileStats {
  /** Answered from memory, those answered 304 among them. */
  readonly hits: number;
  /** Made by a query. */
  readonly misses: number;
  /** Waited for a tile that another request was having made. */
  readonly coalesced: number;
  /** Answered 304. */
  readonly notModified: number;
  /** Answered from memory while the database was lost. */
  readonly stale: number;
  /** Dropped to make room. */
  readonly evictions: number;
  /** Dropped because a change touched them. */
  readonly invalidated: number;
  readonly entries: number;
  readonly bytes: number;
}

/** The poller, which looks for changes, now and since the start. */
export interface ChangePollerStats {
  readonly looks: number;
  readonly failures: number;
  /** Revisions seen. */
  readonly changes: number;
  /** Since the last look that was answered; null before the first. */
  readonly lastLookAgeMs: number | null;
  readonly isLost: boolean;
}

/** Where the metrics come from; each is asked when they are read. */
export interface MetricsSources {
  readonly database?: () => DatabaseStats;
  readonly tiles?: () => TileStats;
  readonly poller?: () => ChangePollerStats;
  /** Open streams of `/events`. */
  readonly listeners?: () => number;
}
