/** Where the next facility goes: what is asked of the optimiser, and what it answers with. */
import type { GeoJSONGeometry } from './wire.ts';

/**
 * - `lscp`: fewest facilities so that everybody who can be is within `within` (Toregas et al. 1971).
 * - `mclp`: most people within `within` by `p` facilities, or within a budget (Church & ReVelle 1974).
 * - `p-median`: least total cost of people to their facility (Hakimi 1964).
 * - `p-center`: least cost of the worst served, however few they are.
 *
 * As many people as can be are served; among choices that serve as many, these decide.
 */
export const SITING_MODELS = ['lscp', 'mclp', 'p-median', 'p-center'] as const;
export type SitingModel = (typeof SITING_MODELS)[number];

export interface SitingRequest {
  readonly kind: 'siting';
  readonly model: SitingModel;
  /** New facilities, beside the existing ones, which stay. */
  readonly p?: number;
  /**
   * Nobody is served from farther: what `lscp` and `mclp` are about, and a limit that `p-median` and `p-center` may
   * have.
   */
  readonly within?: number;
  /** In place of `p`: total opening cost at most. */
  readonly budget?: number;
  /** Nobody beyond a facility's capacity is served by it. For `mclp` and `p-median`. */
  readonly useCapacities?: boolean;
  /** No candidate inside these areas. */
  readonly forbidden?: readonly GeoJSONGeometry[];
  /** Ends once the proven gap is this small; 0 asks for the proven optimum. */
  readonly gap?: number;
  readonly timeLimitS?: number;
}

/**
 * `optimal`: proven, gap 0 (to 1e-9). `gap`: as close as asked for. `time`, `cancelled`: the best by then, with what is
 * proven of it. `infeasible`: no choice fulfils it; a warning says what stands in the way.
 */
export type SitingStatus = 'optimal' | 'gap' | 'time' | 'cancelled' | 'infeasible';
export const SITING_PHASES = ['reduce', 'greedy', 'interchange', 'bound', 'exact'] as const;
export type SitingPhase = (typeof SITING_PHASES)[number];

/** What is known after a step; `null` where nothing is yet. */
export interface SitingStep {
  readonly phase: SitingPhase;
  readonly atMs: number;
  readonly objective: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
}

export interface SitingResult {
  readonly kind: 'siting';
  readonly model: SitingModel;
  readonly status: SitingStatus;
  /** Ids of the candidates chosen, in the order of candidates. */
  readonly chosen: readonly string[];
  /** Places of those chosen, where they have any. */
  readonly sites: readonly {
    readonly id: string;
    readonly lon: number;
    readonly lat: number;
    readonly people: number;
  }[];
  /**
   * `lscp`: new facilities (or their opening cost). `mclp`: people within. `p-median`: people × cost. `p-center`: cost.
   * Existing facilities counted in.
   */
  readonly objective: number;
  /** Nothing better than this is possible. */
  readonly bound: number;
  /** |objective − bound| / max(|objective|, |bound|); 0 where both are 0. */
  readonly gap: number;
  /** The objective without new facilities; null where it has none. */
  readonly before: number | null;
  /** Demand that no facility can serve whatever is chosen: indexes, and their people. */
  readonly unservable: { readonly cells: number; readonly people: number };
  readonly steps: readonly SitingStep[];
}
