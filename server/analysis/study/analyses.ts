import type { AnalysisResult, StudyResult, Warning } from '../../../tiles/api/result.ts';
import type { SitingStep } from '../../../tiles/api/siting.ts';
import type { AnalysisRequest } from '../../../tiles/api/study.ts';
import type { Piece } from '../engine/protocol.ts';
import type { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import type { Demand, Task } from '../types.ts';
import { demandFor } from '../demand/groups.ts';
import { cellsOf } from './allocation.ts';
import { counts, pairsWithin, travelOf, travels } from './check.ts';
import { runClosure } from './closure.ts';
import { runCompliance } from './compliance.ts';
import { JoinedCosts } from '../parts/joined-costs.ts';
import { costRows } from './cost-rows.ts';
import { TransitCosts } from './transit-costs.ts';
import { MatrixCosts, NetworkCosts, travellerOf, type StudyCosts, type Traveller } from './costs.ts';
import { runDistricts } from './districts.ts';
import { layerEdits } from './edited-features.ts';
import { placeFacilities, type PlacedFacilities } from './facility-set.ts';
import { runIsochrones, runStudyMeasure } from './measure.ts';
import {
  ferriesWarning,
  note,
  outsideWarning,
  passedOverWarning,
  shutWarning,
  someOf,
  unconnectedCount,
  unconnectedDemandWarning,
  unconnectedPeople,
  unconnectedWarning,
} from './warnings.ts';
import type { Resolved } from './resolve.ts';
import { StraightCosts } from './straight.ts';
import { resultText, type RowBudget } from './row-budget.ts';
import { runSiting } from './siting.ts';

export interface RunParts {
  readonly sources: Sources;
  readonly derived: Derived;
  /** The task of the analysis with this index. `limitMs` is its own time, within that of the whole study. */
  readonly taskFor: (analysis: number, limitMs: number) => Task;
  /** Costs that the parts of the study have computed. Absent where it is not cut. */
  readonly joined?: readonly Uint8Array[] | undefined;
  readonly onStep?: (analysis: number, step: SitingStep) => void;
  /** What is found, as soon as it is. */
  readonly onPiece?: (piece: Piece) => void;
}

/** What the answer of one analysis comes with. */
export interface Found {
  readonly result: AnalysisResult;
  readonly assumptions: readonly Warning[];
  readonly warnings: readonly Warning[];
}

/**
 * The analyses of a study that was resolved and that travel alike. They share its facilities and its costs, which are
 * computed once.
 */
export class Analyses {
  readonly #resolved: Resolved;
  readonly #parts: RunParts;
  readonly #placed: PlacedFacilities;
  readonly #traveller: Traveller | null;
  readonly #costs: StudyCosts | null;
  /** Greatest limit of all analyses that read costs, so that these are computed once. */
  readonly #limit: number;
  readonly #rows: RowBudget;
  /** People that each analysis is about, as demand; null where there is none. */
  readonly #demands: readonly (Demand | null)[];

  /** `travel`: the travel that they name; undefined for those that name none. */
  constructor(
    resolved: Resolved,
    parts: RunParts,
    { rows, travel: named }: { readonly rows: RowBudget; readonly travel?: string },
  ) {
    const { study, network, matrix, demand, demandNodes, existing, travel } = resolved;
    this.#resolved = resolved;
    this.#parts = parts;
    this.#rows = rows;
    this.#demands = study.analyses.map((request, index) =>
      demand === null ? null : demandFor(demand, groupOf(request), `/analyses/${String(index)}/for`),
    );
    const atNode = new Map(
      (demandNodes ?? []).flatMap((node, index) => (node === null ? [] : [[node, index] as const])),
    );
    this.#placed = placeFacilities(existing, {
      existingCount: existing.length,
      demand,
      demandAtNode: atNode,
      derived: parts.derived,
    });
    const alike = study.analyses.filter((request) => travelOf(request) === named);
    const isTravelling = alike.some(travels);
    const needsStreets = matrix === null && (isTravelling || alike.some(({ kind }) => kind === 'isochrones'));
    this.#traveller = network !== null && needsStreets ? travellerOf(network, travel, parts.derived) : null;
    this.#costs = this.#makeCosts(isTravelling);
    this.#limit = Math.max(0, ...alike.map((request) => pairsWithin(request) ?? 0));
  }

  /** What joins no street. */
  unconnected(): StudyResult['unconnected'] {
    const { demand } = this.#resolved;
    if (!(this.#costs instanceof NetworkCosts) || demand === null)
      return { facilities: 0, candidates: 0, demand: 0, people: 0 };
    const { existingSnaps, candidateSnaps, demandSnaps } = this.#costs;
    return {
      facilities: unconnectedCount(existingSnaps),
      candidates: unconnectedCount(candidateSnaps),
      demand: unconnectedCount(demandSnaps),
      people: unconnectedPeople(demand, demandSnaps),
    };
  }

  /** Of how people ride, where they do. */
  assumptions(): Warning[] {
    return this.#costs instanceof TransitCosts ? this.#costs.assumptions() : [];
  }

  /** What is known before anything is computed. */
  warnings(): Warning[] {
    const { study, network, matrix, demand, existing, candidates, travel } = this.#resolved;
    const zero = existing.filter(({ capacity }) => capacity === 0);
    const isLocated = demand !== null && demand.shape.kind !== 'points' && study.analyses.some(counts);
    return [
      ...(this.#costs instanceof NetworkCosts && demand !== null
        ? [
            ...unconnectedWarning(
              'warn-unconnected-facilities',
              existing.map(({ id }) => id),
              this.#costs.existingSnaps,
              travel,
            ),
            ...unconnectedWarning(
              'warn-unconnected-candidates',
              candidates.map(({ id }) => id),
              this.#costs.candidateSnaps,
              travel,
            ),
            ...unconnectedDemandWarning(demand, this.#costs.demandSnaps, travel),
            ...passedOverWarning(
              [this.#costs.existingSnaps, this.#costs.candidateSnaps, this.#costs.demandSnaps],
              travel,
            ),
            ...shutWarning(demand, this.#costs.demandSnaps, [this.#costs.existingSnaps, this.#costs.candidateSnaps]),
            ...(this.#costs instanceof TransitCosts ? this.#costs.warnings() : this.#islands(this.#costs, demand)),
          ]
        : []),
      ...(network?.warnings ?? []),
      ...(network === null || matrix !== null ? [] : ferriesWarning(network.graph, travel)),
      ...(isLocated
        ? outsideWarning(
            existing.map(({ id }) => id),
            this.#placed.cells,
          )
        : []),
      ...(zero.length > 0
        ? [note('warn-zero-capacity', { count: zero.length, ids: someOf(zero.map(({ id }) => id)) })]
        : []),
    ];
  }

  async run(request: AnalysisRequest, index: number): Promise<Found> {
    const { sources, derived, taskFor } = this.#parts;
    const { study, travel } = this.#resolved;
    const demand = this.#demands[index] ?? null;
    const at = `/analyses/${String(index)}`;
    const task = taskFor(index, Infinity);
    task.checkpoint();
    task.progress(0, request.kind);
    switch (request.kind) {
      case 'siting':
        return this.#siting(request, index, at, task);
      case 'closure': {
        const people = needed(demand);
        if (request.perDemand === true) this.#rows.take(people.count, at);
        return runClosure(request, {
          resolved: this.#resolved,
          demand: people,
          costs: needed(this.#costs),
          at,
          task,
          searchTask: taskFor(index, (request.timeLimitS ?? Infinity) * 1000),
          onStep: (step) => this.#parts.onStep?.(index, step),
        });
      }
      case 'districts':
        return this.#districts(request, index, at, task);
      case 'compliance':
        return runCompliance(request, {
          graph: derived.travelled(needed(this.#resolved.network).graph, travel),
          travel,
          demand: needed(demand),
          edited: layerEdits(study),
          sources,
          derived,
          at,
          task,
        });
      case 'isochrones': {
        const traveller = needed(this.#traveller);
        const counted = demand === null ? null : { demand, snaps: this.#networkCosts(traveller, demand).demandSnaps };
        const isStored = this.#resolved.network?.nodeOf === null;
        const { result, warnings } = await runIsochrones(request, {
          traveller,
          travel,
          demand: counted,
          sources: isStored ? sources : null,
          at,
          task,
        });
        return { result, assumptions: [], warnings };
      }
      case 'matrix': {
        const { existing, candidates } = this.#resolved;
        const parts = { demand: needed(demand), existing, candidates, costs: needed(this.#costs), rows: this.#rows };
        return { result: costRows(request, { ...parts, at, task }), assumptions: [], warnings: [] };
      }
      case 'cells':
        this.#rows.take(needed(demand).count, at);
        return { result: cellsOf(needed(demand), request), assumptions: [], warnings: [] };
      default:
        if ((request.kind === 'assignment' || request.kind === 'huff') && request.perDemand === true)
          this.#rows.take(needed(demand).count, at);
        return runStudyMeasure(request, {
          demand,
          facilities: this.#placed.facilities,
          facilityChoice: study.facilities,
          costs: this.#costs,
          sources,
          derived,
          at,
          task,
          limit: this.#limit,
        });
    }
  }

  #siting(
    request: Extract<AnalysisRequest, { readonly kind: 'siting' }>,
    index: number,
    at: string,
    task: Task,
  ): Promise<Found> {
    const { taskFor, onStep, onPiece } = this.#parts;
    if (request.perDemand === true) this.#rows.take(needed(this.#resolved.demand).count, at);
    return runSiting(request, {
      resolved: this.#resolved,
      demand: needed(this.#demands[index] ?? null),
      costs: needed(this.#costs),
      at,
      task,
      searchTask: taskFor(index, (request.timeLimitS ?? Infinity) * 1000),
      onStep: (step, best) => {
        onStep?.(index, step);
        if (best !== null) onPiece?.({ kind: 'result', analysis: index, json: resultText(best), isFinal: false });
      },
    });
  }

  #districts(
    request: Extract<AnalysisRequest, { readonly kind: 'districts' }>,
    index: number,
    at: string,
    task: Task,
  ): Promise<Found> {
    const { taskFor, onStep, derived } = this.#parts;
    const demand = needed(this.#demands[index] ?? null);
    if (request.perDemand === true) this.#rows.take(demand.count, at);
    return runDistricts(request, {
      demand,
      existing: this.#resolved.existing,
      cells: this.#placed.cells,
      costs: needed(this.#costs),
      touching: derived.touching(needed(this.#resolved.demand)),
      at,
      task,
      searchTask: taskFor(index, (request.timeLimitS ?? Infinity) * 1000),
      onStep: (step) => onStep?.(index, step),
    });
  }

  #makeCosts(isTravelling: boolean): StudyCosts | null {
    const { matrix, demand, existing, straight } = this.#resolved;
    const { budget } = this.#parts.derived;
    if (!isTravelling || demand === null) return null;
    if (matrix !== null) return new MatrixCosts(matrix.costs, existing.length, budget);
    if (straight !== null) return new StraightCosts(straight, this.#resolved, demand, budget);
    return this.#traveller === null ? null : this.#networkCosts(this.#traveller, demand);
  }

  #networkCosts(traveller: Traveller, demand: Demand): NetworkCosts {
    if (this.#costs instanceof NetworkCosts) return this.#costs;
    const { journeys } = this.#resolved;
    const { joined } = this.#parts;
    if (joined !== undefined) return new JoinedCosts(this.#resolved, traveller, demand, joined);
    return journeys === null
      ? new NetworkCosts(this.#resolved, traveller, demand)
      : new TransitCosts(this.#resolved, traveller, { demand, journeys });
  }

  /** People on pieces of the network that no facility is on. */
  #islands({ demandSnaps, existingSnaps, candidateSnaps }: NetworkCosts, demand: Demand): Warning[] {
    const traveller = needed(this.#traveller);
    const { component, sizes } = this.#parts.derived.components(traveller.graph, traveller.mode);
    if (sizes.length < 2) return [];
    const served = new Set(
      [...existingSnaps.edge, ...candidateSnaps.edge].flatMap((edge) => (edge < 0 ? [] : [component[edge] as number])),
    );
    let people = 0;
    for (let i = 0; i < demand.count; i += 1) {
      const edge = demandSnaps.edge[i] as number;
      if (edge >= 0 && !served.has(component[edge] as number)) people += demand.people[i] as number;
    }
    return people > 0 ? [note('warn-islands', { pieces: sizes.length, people: Math.round(people) })] : [];
  }
}

/** Name of the group that a request is about; undefined where it is about everybody. */
export function groupOf(request: AnalysisRequest): string | undefined {
  return 'for' in request ? request.for : undefined;
}

/** A value whose presence `checkStudy` has made sure of. */
function needed<T>(value: T | null): T {
  if (value === null) throw new TypeError('The study lacks what it was checked to have.');
  return value;
}
