/** Coverage along streets, kept while facilities and streets change: see `CoverageState`. */
import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import type { StreetEdit } from '../../../tiles/api/street-edits.ts';
import { DEFAULT_MAX_ACCESS_M, DEFAULT_MODE, DEFAULT_SPEED_MPS } from '../../../tiles/api/vocabulary.ts';
import { arrayBytes } from '../engine/caches.ts';
import type { Derived } from '../engine/derived.ts';
import { editedSnaps } from '../street-edits/edited-snaps.ts';
import { resolveStreets } from '../street-edits/resolve.ts';
import { departureAssumptions, departureFactors } from '../study/departure.ts';
import { refuseRules, rulesAssumptions } from '../study/rules.ts';
import {
  ferriesAssumption,
  ferriesWarning,
  passedOverWarning,
  streetsAssumption,
  travelAssumptions,
  unconnectedCount,
  unconnectedDemandWarning,
  unconnectedPeople,
  unconnectedWarning,
} from '../study/warnings.ts';
import type { Graph, Snaps, Task } from '../types.ts';
import { CoverageState, type StreetScenario } from './coverage-state.ts';
import { snapEdits } from './scenario.ts';
import type { CoverageWay, EditedStreets, Evaluated, WayInput, WayParts } from './way.ts';

const MIB = 1 << 20;

type Streets = StreetScenario & EditedStreets;

export class StreetWay implements CoverageWay {
  readonly uses: readonly object[];
  readonly reachMps: number;
  readonly unconnectedFacilities: number;
  readonly unconnectedPeople: number;
  readonly assumptions: CoverageWay['assumptions'];
  readonly warnings: CoverageWay['warnings'];
  readonly #input: WayInput;
  readonly #derived: Derived;
  readonly #graph: Graph;
  readonly #demandSnaps: Snaps;
  readonly #facilitySnaps: Snaps;
  readonly #state: CoverageState;
  /** Without the state's reaches, which grow. */
  readonly #fixedBytes: number;
  /** Those that were asked for last: a drag of a facility sends the same list at every step. */
  #streets: Streets | null = null;

  /** Throws `AnalysisError` for a travel that the network does not bear. */
  constructor(input: WayInput, network: Graph, { derived, task }: WayParts) {
    const { request, travel, demand, everybody, features } = input;
    const { mode = DEFAULT_MODE } = travel;
    refuseRules(network, travel, '/travel');
    departureFactors(network, travel, '/travel');
    const graph = derived.travelled(network, travel);
    const bytesBefore = process.memoryUsage().arrayBuffers;
    this.#input = input;
    this.#derived = derived;
    this.#graph = graph;
    this.#demandSnaps = derived.demandSnaps(graph, everybody, mode, travel);
    this.#facilitySnaps = derived.snap(graph, mode, features.lonLat, travel);
    const snaps = [this.#facilitySnaps, this.#demandSnaps] as const;
    this.#state = CoverageState.create(
      {
        graph,
        mode,
        travel,
        demand,
        demandSnaps: this.#demandSnaps,
        facilities: { ids: features.ids, snaps: this.#facilitySnaps },
        limit: request.limitS,
        within: Math.min(request.withinS, request.limitS),
      },
      task,
    );
    this.#fixedBytes = Math.max(MIB, process.memoryUsage().arrayBuffers - bytesBefore);
    this.uses = [graph, everybody];
    this.reachMps = travel.speedMps ?? DEFAULT_SPEED_MPS[mode];
    this.unconnectedFacilities = unconnectedCount(this.#facilitySnaps);
    this.unconnectedPeople = unconnectedPeople(demand, this.#demandSnaps);
    this.assumptions = [
      ...travelAssumptions(travel),
      streetsAssumption(graph),
      ...ferriesAssumption(graph, travel),
      ...rulesAssumptions(network, travel),
      ...departureAssumptions(network, travel),
    ];
    this.warnings = [
      ...unconnectedWarning('warn-unconnected-facilities', features.ids, this.#facilitySnaps, travel),
      ...unconnectedDemandWarning(demand, this.#demandSnaps, travel),
      ...passedOverWarning(snaps, travel),
      ...ferriesWarning(graph, travel),
    ];
  }

  get bytes(): number {
    const { demandSnaps = null, facilitySnaps = null } = this.#streets ?? {};
    return this.#fixedBytes + this.#state.reachBytes + arrayBytes({ demandSnaps, facilitySnaps });
  }

  evaluate({ edits = [], streetEdits = [], withinS, perFacility = true }: CoverageRequest, task: Task): Evaluated {
    const { mode = DEFAULT_MODE, ...rule } = this.#input.travel;
    const streets = this.#streetsOf(streetEdits);
    const graph = streets === null ? this.#graph : { ...this.#graph, overlay: streets.overlay };
    const snapped = snapEdits(edits, (lonLat) => this.#derived.snap(graph, mode, lonLat, rule));
    return { coverage: this.#state.evaluate(snapped, { within: withinS, task, streets, perFacility }), streets };
  }

  #streetsOf(edits: readonly StreetEdit[]): Streets | null {
    if (edits.length === 0) return null;
    const key = JSON.stringify(edits);
    if (this.#streets?.key !== key) this.#streets = { key, ...this.#resolved(edits) };
    return this.#streets;
  }

  #resolved(edits: readonly StreetEdit[]): Omit<Streets, 'key'> {
    const { demand, features, travel } = this.#input;
    const { mode = DEFAULT_MODE, maxAccessM = DEFAULT_MAX_ACCESS_M } = travel;
    const { overlay, ...said } = resolveStreets(this.#graph, this.#derived.segments(this.#graph), edits);
    const edited = (lonLat: Float64Array, snaps: Snaps): Snaps => editedSnaps(overlay, mode, lonLat, snaps, maxAccessM);
    return {
      ...said,
      overlay,
      demandSnaps: edited(demand.lonLat, this.#demandSnaps),
      facilitySnaps: edited(features.lonLat, this.#facilitySnaps),
    };
  }
}
