import type { DatabaseStats } from '../db/types.ts';

/** The tile handler now, and its counts since the start. */
export interface TileStats {
  /** Answered from memory, those answered 304 among them. */
  readonly hits: number;
  /** Made by a query. */
  readonly misses: number;
  /** Waited for a tile that was being made for another request. */
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

/** The poller of changes now, and its counts since the start. */
export interface ChangePollerStats {
  /** Polls that were answered. */
  readonly looks: number;
  readonly failures: number;
  /** Revisions seen. */
  readonly changes: number;
  /** Since the last poll that was answered; null before the first. */
  readonly lastLookAgeMs: number | null;
  readonly isLost: boolean;
}

/** A figure of a module that the platform does not know. It adds up over the workers. */
export interface ModuleFigure {
  /** `counter`: only grows, such as `analysis_reach_hits_total`. `gauge`: an amount at the moment. */
  readonly kind: 'counter' | 'gauge';
  /** Without the prefix, with its unit, as Prometheus has names: `analysis_reach_cache_bytes`. */
  readonly name: string;
  readonly help: string;
  /** Asked whenever the metrics are read. */
  readonly read: () => number;
}

/** As `ModuleFigure`, with a value for each thing that its labels name. */
export interface LabelledFigure extends Omit<ModuleFigure, 'read'> {
  readonly labels: readonly string[];
  /** Asked whenever the metrics are read. No two have the same values of their labels. */
  readonly readAll: () => readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
}

/** Where the metrics come from; each is asked when they are read. */
export interface MetricsSources {
  readonly database?: () => DatabaseStats;
  readonly tiles?: () => TileStats;
  readonly poller?: () => ChangePollerStats;
  /** Open streams of `/events`. */
  readonly listeners?: () => number;
  readonly modules?: readonly (ModuleFigure | LabelledFigure)[];
}
