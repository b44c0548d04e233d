/** The request to the engine, with the service's own defaults where the address names none. */
import type { AnalysisCatalogue, CoverageRequest } from '../../../../../tiles/api/coverage.ts';
import type { AnalysisRequest, ScenarioEdit, Study, StudyTravel } from '../../../../../tiles/api/study.ts';
import { LIMIT_S } from '../data/coverage.ts';
import type { Question } from '../state/types.ts';

export interface Asked {
  readonly network: string;
  /** Length of a trip over its straight line, where no street is travelled; null where the network is. */
  readonly detour: number | null;
  readonly demand: string;
  /** Group of people that counts; null for everybody. */
  readonly group: string | null;
  readonly layer: string;
  /** CQL2 text; null for all features. */
  readonly filter: string | null;
  readonly travel: StudyTravel;
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
  { networks, demands, layers, transits }: AnalysisCatalogue,
  filterOf: (layer: string) => string | null,
): Asked | null {
  const network = networkOf(question, networks);
  const demand = question.demand ?? demands[0]?.id;
  const first =
    layers.find(({ id }) => id === FIRST_LAYER) ?? layers.find(({ facility }) => facility !== undefined) ?? layers[0];
  const layer = question.layer ?? first?.id;
  if (network === undefined || demand === undefined || layer === undefined) return null;
  return {
    network,
    detour: question.mode === 'straight' ? question.detour : null,
    demand,
    group: question.group,
    layer,
    filter: filterOf(layer),
    travel: travelOf(question, transits),
  };
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

/** Where nobody says when. */
export const USUAL_DEPARTURE = '08:00';
const MONDAY = 1;
const DAY_MS = 86_400_000;

export function travelOf(question: Question, transits: AnalysisCatalogue['transits']): StudyTravel {
  const { mode, speedMps, direction, ferries, profile, slope } = question;
  const speed = speedMps === null ? {} : { speedMps };
  if (mode === 'straight') return { mode: 'walk', direction, ...speed };
  const onStreets = { direction, ...speed, ...(ferries ? { ferries } : {}) };
  if (mode === 'transit') return { mode, ...onStreets, ...ridesOf(question, transits) };
  const { date, depart } = question;
  return {
    mode,
    ...onStreets,
    ...(profile === null ? {} : { profile }),
    ...(slope && mode === 'walk' ? { slope } : {}),
    ...(mode === 'drive' && depart !== null ? { depart, ...(date === null ? {} : { date }) } : {}),
  };
}

function ridesOf({ transit, date, depart, window }: Question, transits: AnalysisCatalogue['transits']): StudyTravel {
  const known = transits.find(({ id }) => id === transit) ?? (transit === null ? transits[0] : undefined);
  const id = transit ?? known?.id;
  const day = date ?? usualDay(known?.feeds ?? []);
  return {
    ...(id === undefined ? {} : { transit: id }),
    ...(day === null ? {} : { date: day }),
    depart: depart ?? USUAL_DEPARTURE,
    ...(window === null ? {} : { window }),
  };
}

/** The first Monday that all feeds have service on, or else that the first has; null without feeds. */
export function usualDay(feeds: AnalysisCatalogue['transits'][number]['feeds']): string | null {
  const [first] = feeds;
  if (first === undefined) return null;
  const latest = feeds.reduce((day, { from }) => (from > day ? from : day), first.from);
  const begin = Date.parse(feeds.every(({ to }) => to >= latest) ? latest : first.from);
  const toMonday = (MONDAY - new Date(begin).getUTCDay() + 7) % 7;
  return new Date(begin + toMonday * DAY_MS).toISOString().slice(0, 10);
}

export function coverageRequest(
  asked: Asked,
  edits: readonly ScenarioEdit[],
  withinS: number,
  cells: CoverageRequest['cells'],
): CoverageRequest {
  return {
    ...groundOf(asked),
    ...(asked.group === null ? {} : { for: asked.group }),
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
  const { group } = asked;
  return {
    ...groundOf(asked),
    facilities: facilitiesOf(asked),
    ...(edits.length === 0 ? {} : { edits }),
    analyses: group === null ? analyses : analyses.map((each) => ofGroup(each, group)),
  };
}

function facilitiesOf({ layer, filter }: Asked): { readonly layer: string; readonly filter?: string } {
  return filter === null ? { layer } : { layer, filter };
}

function groundOf({ network, detour, travel, demand }: Asked): Pick<CoverageRequest, 'network' | 'travel' | 'demand'> {
  return {
    network: detour === null ? { stored: network } : { straight: { detour } },
    travel,
    demand: { stored: demand },
  };
}

/** Kinds that are about people, but not about a group of them. */
const OF_ALL = ['compliance', 'matrix', 'isochrones'] as const;

function ofGroup(analysis: AnalysisRequest, group: string): AnalysisRequest {
  return OF_ALL.some((kind) => kind === analysis.kind) || ('for' in analysis && analysis.for !== undefined)
    ? analysis
    : ({ ...analysis, for: group } as AnalysisRequest);
}
