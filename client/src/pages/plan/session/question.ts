/** The request to the engine, with the service's own defaults where the address names none. */
import type { AnalysisCatalogue, CoverageRequest } from '../../../../../tiles/api/coverage.ts';
import type { ScenarioEdit, Study, Travel, AnalysisRequest } from '../../../../../tiles/api/study.ts';
import { LIMIT_S } from '../data/coverage.ts';
import type { Question } from '../state/types.ts';

export interface Asked {
  readonly network: string;
  readonly demand: string;
  readonly layer: string;
  /** CQL2 text; null for all features. */
  readonly filter: string | null;
  readonly travel: Travel;
}

/**
 * Layer of the first question: schools stand all over the city. A city without this layer begins with its first
 * facilities, or with its first layer.
 */
const FIRST_LAYER = 'schools';

/**
 * Null where the service has no network, no people or no layer of points. An id it does not know is not replaced: that
 * would answer another question.
 */
export function askedOf(
  question: Question,
  { networks, demands, layers }: AnalysisCatalogue,
  filterOf: (layer: string) => string | null,
): Asked | null {
  const network = networkOf(question, networks);
  const demand = question.demand ?? demands[0]?.id;
  const first =
    layers.find(({ id }) => id === FIRST_LAYER) ?? layers.find(({ facility }) => facility !== undefined) ?? layers[0];
  const layer = question.layer ?? first?.id;
  if (network === undefined || demand === undefined || layer === undefined) return null;
  return { network, demand, layer, filter: filterOf(layer), travel: travelOf(question) };
}

/** The usual network before 0.5.0; links to it mean what the service calls `roads` now. */
const FORMER_NETWORK = 'streets';

function networkOf({ network }: Question, networks: AnalysisCatalogue['networks']): string | undefined {
  if (network === null) return networks[0]?.id;
  const isRenamed = network === FORMER_NETWORK && networks.every(({ id }) => id !== FORMER_NETWORK);
  return isRenamed ? (networks.find(({ id }) => id === 'roads')?.id ?? network) : network;
}

/**
 * The question with the service's own choices written out, so that a link to it asks the same after these choices
 * change.
 */
export function pinned(question: Question, asked: Asked | null): Question {
  return asked === null ? question : { ...question, network: asked.network, demand: asked.demand, layer: asked.layer };
}

export function travelOf({ mode, speedMps, direction, ferries }: Question): Travel {
  return { mode, direction, ...(speedMps === null ? {} : { speedMps }), ...(ferries ? { ferries } : {}) };
}

export function coverageRequest(
  asked: Asked,
  edits: readonly ScenarioEdit[],
  withinS: number,
  cells: CoverageRequest['cells'],
): CoverageRequest {
  return {
    network: { stored: asked.network },
    travel: asked.travel,
    demand: { stored: asked.demand },
    facilities: facilitiesOf(asked),
    ...(edits.length === 0 ? {} : { edits }),
    limitS: LIMIT_S,
    withinS,
    cells,
  };
}

/** For figures alone: of the city, and of one district. */
export function summaryRequest(
  asked: Asked,
  edits: readonly ScenarioEdit[],
  withinS: number,
  district: string | null,
): CoverageRequest {
  return { ...coverageRequest(asked, edits, withinS, 'summary'), ...(district === null ? {} : { district }) };
}

/** The study that a file or a job runs. */
export function studyOf(asked: Asked, edits: readonly ScenarioEdit[], analyses: readonly AnalysisRequest[]): Study {
  return {
    network: { stored: asked.network },
    travel: asked.travel,
    demand: { stored: asked.demand },
    facilities: facilitiesOf(asked),
    ...(edits.length === 0 ? {} : { edits }),
    analyses,
  };
}

function facilitiesOf({ layer, filter }: Asked): { readonly layer: string; readonly filter?: string } {
  return filter === null ? { layer } : { layer, filter };
}
