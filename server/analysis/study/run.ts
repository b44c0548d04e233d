/** Runs a study from its parsed form to its result. */
import type { AnalysisResult, Warning, StudyResult, UnfinishedResult } from '../../../tiles/api/result.ts';
import type { AnalysisRequest, Study } from '../../../tiles/api/study.ts';
import { demandIds } from '../demand/ids.ts';
import { Cancelled, OutOfTime } from '../errors.ts';
import { sumOf } from '../sums.ts';
import { checkStudy, travelOf } from './check.ts';
import { note, straightAssumption, travelAssumptions } from './warnings.ts';
import { resultText, RowBudget } from './row-budget.ts';
import type { FacilitySite } from './facility-set.ts';
import { resolveStudy, travelledBy, type Resolved } from './resolve.ts';
import { departureAssumptions } from './departure.ts';
import { rulesAssumptions } from './rules.ts';
import { journeyAssumptions } from '../transit/journeys.ts';
import { type RunParts, type Found, Analyses, groupOf } from './analyses.ts';

type Stop = Exclude<UnfinishedResult['reason'], 'memory'>;

/** Rejects with `AnalysisError`, `AnalysisErrors`, or `Cancelled` and `OutOfTime` where nothing was found by then. */
export async function runStudy(study: Study, parts: RunParts): Promise<StudyResult> {
  const startedMs = performance.now();
  checkStudy(study);
  const resolved = await resolveStudy(study, parts.sources, parts.derived);
  const byTravel = new AnalysesByTravel(resolved, parts);
  const head = headOf(resolved, byTravel.of(undefined));
  parts.onPiece?.({ kind: 'head', json: resultText(head), analyses: study.analyses.map(({ kind }) => kind) });
  const results: AnalysisResult[] = [];
  const caveats = { assumptions: [...head.assumptions], warnings: [...head.warnings] };
  let reason: Stop | null = null;
  for (const [index, request] of study.analyses.entries()) {
    const found: Found | Stop = reason ?? (await attempt(() => byTravel.of(travelOf(request)).run(request, index)));
    if (typeof found === 'string') {
      reason = found;
      results.push({ kind: 'unfinished', of: request.kind, reason });
      continue;
    }
    results.push(found.result);
    const group = groupOf(request);
    if (group !== undefined) caveats.assumptions.push(note('assume-for', { analysis: index + 1, group }));
    caveats.assumptions.push(...found.assumptions);
    caveats.warnings.push(...found.warnings);
    if (statusOf(found.result) === 'cancelled') reason = 'cancelled';
    parts.onPiece?.({ kind: 'result', analysis: index, json: resultText(found.result), isFinal: true });
  }
  caveats.assumptions.push(...byTravel.assumptions());
  caveats.warnings.push(...byTravel.warnings());
  // A partial answer needs at least one result.
  if (reason !== null && results.every(({ kind }) => kind === 'unfinished'))
    throw reason === 'time'
      ? new OutOfTime('It has taken longer than it may.')
      : new Cancelled('Somebody has ended it.');
  const isPartial = reason !== null || results.some((result) => ['time', 'cancelled'].includes(statusOf(result) ?? ''));
  if (isPartial) caveats.warnings.push(note(reason === 'cancelled' ? 'warn-cancelled' : 'warn-time'));
  return {
    ...head,
    partial: isPartial,
    assumptions: distinct(caveats.assumptions),
    warnings: distinct(caveats.warnings),
    results,
    tookMs: performance.now() - startedMs,
  };
}

/** Analyses that travel alike, made when the first of them is run. */
class AnalysesByTravel {
  readonly #resolved: Resolved;
  readonly #parts: RunParts;
  readonly #rows = new RowBudget();
  readonly #made = new Map<string | undefined, Analyses>();

  constructor(resolved: Resolved, parts: RunParts) {
    this.#resolved = resolved;
    this.#parts = parts;
  }

  of(travel: string | undefined): Analyses {
    const rows = this.#rows;
    let analyses = this.#made.get(travel);
    if (analyses === undefined) {
      analyses =
        travel === undefined
          ? new Analyses(this.#resolved, this.#parts, { rows })
          : new Analyses(travelledBy(this.#resolved, travel), this.#parts, { rows, travel });
      this.#made.set(travel, analyses);
    }
    return analyses;
  }

  /** How those travel that name their travel, each told once. */
  assumptions(): Warning[] {
    return [...this.#made].flatMap(([travel, analyses]) => {
      if (travel === undefined) return [];
      const { network, straight, travel: own, journeys } = travelledBy(this.#resolved, travel);
      if (network?.nodeOf !== null && straight === null) return [];
      const how = [
        ...(straight === null ? travelAssumptions(own) : [straightAssumption(straight, own)]),
        ...(journeys === null ? [] : journeyAssumptions(journeys)),
        ...(network === null ? [] : rulesAssumptions(network.graph, own)),
        ...(network === null ? [] : departureAssumptions(network.graph, own)),
        ...analyses.assumptions(),
      ];
      const numbers = this.#resolved.study.analyses.flatMap((request, index) =>
        travelOf(request) === travel ? [index + 1] : [],
      );
      const of = { zh: numbers.join('、'), en: numbers.join(', ') };
      return how.map(({ message }) => note('assume-travel', { analyses: of, name: travel, how: message }));
    });
  }

  /** Of those that name their travel: what is known of them once they are made. */
  warnings(): Warning[] {
    return [...this.#made].flatMap(([travel, analyses]) => (travel === undefined ? [] : analyses.warnings()));
  }
}

/** How a search ended; null for what searches nothing. */
function statusOf(result: AnalysisResult): string | null {
  return result.kind === 'siting' || result.kind === 'closure' || result.kind === 'districts' ? result.status : null;
}

async function attempt(run: () => Promise<Found>): Promise<Found | Stop> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof OutOfTime) return 'time';
    if (error instanceof Cancelled) return 'cancelled';
    throw error;
  }
}

type Head = Omit<StudyResult, 'results' | 'tookMs'>;

function headOf(
  { study, key, demand, existing, candidates, costUnit, assumptions }: Resolved,
  analyses: Analyses,
): Head {
  const place = (degrees: number): number | null => (Number.isNaN(degrees) ? null : degrees);
  const facility =
    (isExisting: boolean) =>
    ({ id, name, lon, lat }: FacilitySite) => ({
      id,
      ...(name === null ? {} : { name }),
      lon: place(lon),
      lat: place(lat),
      existing: isExisting,
    });
  return {
    key,
    partial: false,
    costUnit,
    demand:
      demand === null
        ? null
        : {
            count: demand.count,
            people: sumOf(demand.people),
            areaM2: sumOf(demand.areaM2),
            ...(demand.groups === undefined
              ? {}
              : { groups: demand.groups.map(({ name, people }) => ({ name, people: sumOf(people) })) }),
            provenance: demand.meta.provenance,
            source: demand.meta.source,
            ...(study.analyses.some(listsByIndex) ? { ids: demandIds(demand) } : {}),
          },
    facilities: [...existing.map(facility(true)), ...candidates.map(facility(false))],
    unconnected: analyses.unconnected(),
    assumptions: [...assumptions, ...analyses.assumptions()],
    warnings: analyses.warnings(),
  };
}

/** Whether its result has cells by their index. */
function listsByIndex(request: AnalysisRequest): boolean {
  if (request.kind === 'gaps') return true;
  // These list by id.
  if (['siting', 'closure', 'districts', 'huff'].includes(request.kind)) return false;
  return 'perDemand' in request && request.perDemand === true;
}

function distinct(caveats: readonly Warning[]): Warning[] {
  return [...new Map(caveats.map((each) => [`${each.code} ${each.message.en}`, each])).values()];
}
