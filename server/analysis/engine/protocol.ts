/** What the service, its processes and their threads say to one another. */
import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import type { Job, UnfinishedResult } from '../../../tiles/api/result.ts';
import type { Study } from '../../../tiles/api/study.ts';
import type { TraceContext } from '../../platform/tracing/tracer.ts';
import type { LonLat } from '../paths/isochrone-edges.ts';
import type { FeatureQuery, Versioned } from './sources.ts';
import type { WireError } from './wire-error.ts';
import type { CacheSizes } from './caches.ts';

export type StudyProgress = Job['progress'];

/** Names of the data that a coverage is computed from, as they are now. */
export interface CoverageKeys {
  readonly network: string;
  readonly demand: string;
  readonly facilities: string;
  readonly transit: string;
}

/** One piece of work for a thread. */
export type Work =
  /** Reads a study, or the parts of one that asks for isochrones alone: JSON in, what was read out. */
  | { readonly op: 'read'; readonly as: 'Study' | 'IsochronesRequest'; readonly body: Uint8Array }
  | { readonly op: 'read-coverage'; readonly body: Uint8Array }
  /** `joined`: costs that its parts have computed. */
  | {
      readonly op: 'study';
      readonly study: ParsedStudy;
      readonly timeLimitMs: number;
      readonly memoryMb: number;
      readonly joined?: readonly Uint8Array[] | undefined;
    }
  /** How many parts a study has. */
  | { readonly op: 'parts'; readonly study: ParsedStudy; readonly memoryMb: number }
  /** The costs of one of them. */
  | {
      readonly op: 'part';
      readonly study: ParsedStudy;
      readonly part: number;
      readonly timeLimitMs: number;
      readonly memoryMb: number;
    }
  | {
      readonly op: 'coverage';
      readonly request: Parsed<CoverageRequest>;
      readonly keys: CoverageKeys;
      readonly memoryMb: number;
    }
  /** Reads what a coverage would need, so that the first one finds it there. */
  | { readonly op: 'warm'; readonly network: string; readonly demand: string }
  | ({ readonly op: 'walk-distances' } & WalkDistancesRequest)
  | ({ readonly op: 'walk-route' } & WalkRouteRequest);

/** From one place to others on foot. Positions are degrees, in pairs. */
export interface WalkDistancesRequest {
  readonly network: string;
  readonly from: LonLat;
  readonly to: Float64Array;
  readonly withinM: number;
}

export interface WalkRouteRequest {
  readonly network: string;
  readonly from: LonLat;
  readonly to: LonLat;
  readonly withinM: number;
}

/** `metres`: Infinity beyond the limit, NaN where no street joins the two places. */
export interface WalkDistances {
  readonly metres: Float64Array;
}

export interface WalkRoute {
  readonly metres: number;
  readonly line: readonly LonLat[];
}

/** What the works answer with. */
export interface Answers {
  readonly read: ReadStudy;
  readonly 'read-coverage': ReadCoverage;
  readonly study: StudyAnswer;
  readonly parts: { readonly count: number };
  readonly part: { readonly bytes: Uint8Array };
  readonly coverage: { readonly bytes: Uint8Array };
  readonly warm: null;
  readonly 'walk-distances': WalkDistances;
  readonly 'walk-route': WalkRoute | null;
}

/**
 * A body that was read and checked. One that was read elsewhere comes as V8 writes values that it clones: so the
 * service need not build it only to hand it on.
 */
export type Parsed<T> =
  | { readonly value: T }
  /** `heapBytes`: what the value takes once it is built, as estimated from its text. */
  | { readonly cloned: Uint8Array; readonly heapBytes: number };

export type ParsedStudy = Parsed<Study>;

/** What a coverage is computed from. */
export type CoverageNames = Pick<CoverageRequest, 'network' | 'demand' | 'facilities' | 'travel'>;

export interface ReadCoverage {
  readonly names: CoverageNames;
  readonly cells: CoverageRequest['cells'];
  readonly request: Parsed<CoverageRequest>;
}

/** What is known of a study before it runs. */
export interface ReadStudy {
  readonly title: string | null;
  /** Its own time limit in seconds; null where it names none. */
  readonly timeLimitS: number | null;
  /** Nothing in it is known to take long. */
  readonly looksQuick: boolean;
  /** It asks to be computed in parts. */
  readonly isCut: boolean;
  readonly study: ParsedStudy;
}

/** JSON of a `StudyResult`, gzipped. */
export interface StudyAnswer {
  readonly result: Uint8Array;
  readonly partial: boolean;
  /** What has ended it, where it did not end by itself. */
  readonly reason?: UnfinishedResult['reason'];
}

/**
 * What a study has found so far, as JSON, kept outside the thread: where it has to be ended by force, this is answered.
 * `head`: a `StudyResult` without results. `result`: of one analysis, final or the best so far.
 */
export type Piece =
  | { readonly kind: 'head'; readonly json: string; readonly analyses: readonly string[] }
  | { readonly kind: 'result'; readonly analysis: number; readonly json: string; readonly isFinal: boolean };

/** What is stored: the same data under the same key is not sent again to a thread that knows it. */
export type Fetch =
  | {
      readonly kind: 'network' | 'demand' | 'transit' | 'areas' | 'standard' | 'profile' | 'water';
      readonly id: string;
      readonly at: string;
      readonly known: string | null;
    }
  | { readonly kind: 'features'; readonly query: FeatureQuery; readonly at: string; readonly known: string | null };

/** What was fetched. `value` null: the copy of the side that asked is still current. */
export type Reply =
  | { readonly type: 'fetched'; readonly ask: number; readonly versioned: Versioned<unknown> }
  | { readonly type: 'not-fetched'; readonly ask: number };

export type ToThread =
  | { readonly type: 'work'; readonly call: number; readonly work: Work; readonly flag: Int32Array }
  | Reply;

/** As to a thread. A process does not share the flag, so a message tells it to stop. */
export type ToProcess =
  | {
      readonly type: 'work';
      readonly call: number;
      readonly work: Work;
      readonly timeLimitMs: number;
      /** What it is a part of; null where nothing is traced. */
      readonly trace: TraceContext | null;
    }
  | { readonly type: 'cancel' }
  | Reply;

/** What a process says: what its thread does, and that its event loop turns. */
export type FromProcess = FromThread | { readonly type: 'beat' };

/** Messages of a thread, and of a process alike. */
export type FromThread =
  | { readonly type: 'progress'; readonly call: number; readonly progress: StudyProgress }
  | { readonly type: 'piece'; readonly call: number; readonly piece: Piece }
  | { readonly type: 'fetch'; readonly ask: number; readonly fetch: Fetch }
  | { readonly type: 'done'; readonly call: number; readonly answer: unknown; readonly caches: CacheSizes | null }
  | { readonly type: 'failed'; readonly call: number; readonly error: WireError };

/** The word of the flag that asks a thread to end what it does. */
export const STOP = 0;
export const STOP_CANCELLED = 1;
export const STOP_OUT_OF_TIME = 2;
