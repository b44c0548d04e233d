import type { Text } from '../layer/layer.ts';
import type { MeasureResult } from './measures.ts';
import type { SitingResult, SitingStep } from './siting.ts';
import type { ComplianceResult } from './standard.ts';

/**
 * Something the reader should know: what was assumed, left out or could not be done. Both languages, values filled in.
 */
export interface Warning {
  /** Stable, for programs. */
  readonly code: string;
  readonly message: Text;
}

/** In place of a result that was not found in time, or before somebody ended it. */
export interface UnfinishedResult {
  readonly kind: 'unfinished';
  /** Kind of the analysis. */
  readonly of: string;
  readonly reason: 'time' | 'cancelled' | 'memory';
}

export type AnalysisResult = MeasureResult | SitingResult | ComplianceResult | UnfinishedResult;

export interface StudyResult {
  /** SHA-256 of the study and of the revisions of all data it read: equal for equal answers. */
  readonly key: string;
  /** True where time ran out or it was cancelled before all was found. */
  readonly partial: boolean;
  readonly costUnit: string;
  readonly demand: {
    readonly count: number;
    readonly people: number;
    readonly areaM2: number;
    readonly provenance: string;
    readonly source: Text;
  } | null;
  readonly facilities: readonly {
    readonly id: string;
    readonly lon: number | null;
    readonly lat: number | null;
    readonly existing: boolean;
  }[];
  readonly assumptions: readonly Warning[];
  readonly warnings: readonly Warning[];
  readonly results: readonly AnalysisResult[];
  readonly tookMs: number;
}

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

export interface JobError {
  readonly code: string;
  /** In the language asked for. */
  readonly message: string;
  readonly faults?: readonly { readonly code: string; readonly message: string; readonly at?: string }[];
}

/** `GET /analysis/jobs/{id}`; the same, step by step, as server-sent events from `…/events`. */
export interface Job {
  readonly id: string;
  readonly state: JobState;
  readonly title: string | null;
  /** Share done, 0 to 1, of the analysis `analysis` (index) in its phase. */
  readonly progress: {
    readonly share: number;
    readonly analysis: number;
    readonly phase: string;
    readonly siting?: SitingStep;
  };
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly error: JobError | null;
  /**
   * Where the result is, once there is one: `GET /analysis/jobs/{id}/result`. A job that was called off has one of what
   * it had found.
   */
  readonly result: string | null;
}
