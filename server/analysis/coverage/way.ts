/** How a coverage travels: along streets, in straight lines, or with public transport. */
import type { CoverageHeader, CoverageRequest } from '../../../tiles/api/coverage.ts';
import type { Derived } from '../engine/derived.ts';
import type { Features, Sources } from '../engine/sources.ts';
import type { StreetTravel } from '../study/resolve.ts';
import type { Demand, Snaps, Task } from '../types.ts';
import type { Coverage } from './compare.ts';

/** What a scenario's street edits make of the answer. */
export interface EditedStreets {
  readonly demandSnaps: Snaps;
  readonly facilitySnaps: Snaps;
  readonly assumptions: CoverageHeader['assumptions'];
  readonly warnings: CoverageHeader['warnings'];
}

export interface Evaluated {
  readonly coverage: Coverage;
  /** Null where the streets are those of the base. */
  readonly streets: EditedStreets | null;
}

/** Kept from one request to the next. */
export interface CoverageWay {
  /** Of what it keeps, which may grow. */
  readonly bytes: number;
  /** What it was made from, which stays in memory with it. */
  readonly uses: readonly object[];
  /** How far somebody comes in a second: a facility serves no larger area. */
  readonly reachMps: number;
  readonly unconnectedFacilities: number;
  readonly unconnectedPeople: number;
  readonly assumptions: CoverageHeader['assumptions'];
  readonly warnings: CoverageHeader['warnings'];
  /** Throws `AnalysisError` for edits that cannot be, and what the task throws. */
  evaluate(request: CoverageRequest, task: Task): Evaluated;
}

export interface WayInput {
  readonly request: CoverageRequest;
  /** Along the streets: on foot with public transport. */
  readonly travel: StreetTravel;
  /** With the people that count. */
  readonly demand: Demand;
  /** As it is stored: what is derived from it is derived once, for all its groups. */
  readonly everybody: Demand;
  readonly features: Features;
}

export interface WayParts {
  readonly sources: Sources;
  readonly derived: Derived;
  readonly task: Task;
}
