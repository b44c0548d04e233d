/** The request to the engine, with the service's own defaults where the address names none. */
import type { AnalysisCatalogue, CoverageRequest } from '../../../../../tiles/api/coverage.ts';
import type { AnalysisRequest, Study, StudyTravel } from '../../../../../tiles/api/study.ts';
import { DEFAULT_TRANSIT } from '../../../../../tiles/api/vocabulary.ts';
import { LIMIT_S } from '../data/coverage.ts';
import { changesDriving } from '../state/streets.ts';
import type { Changes, Question, Way } from '../state/types.ts';

export interface Asked {
  /** Null where no street is travelled. */
  readonly network: string | null;
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
 * Null where the service has no people or no layer of points. An id it does not know is not replaced: that would answer
 * another question. Without a network the question is one of straight lines.
 */
export function askedOf(
  question: Question,
  catalogue: AnalysisCatalogue,
  filterOf: (layer: string) => string | null,
): Asked | null {
  const { networks, demands, layers, transits } = catalogue;
  const way = wayOf(question, catalogue);
  const network = networkOf(question, networks);
  const demand = question.demand ?? demands[0]?.id;
  const first =
    layers.find(({ id }) => id === FIRST_LAYER) ?? layers.find(({ facility }) => facility !== undefined) ?? layers[0];
  const layer = question.layer ?? first?.id;
  if ((network === undefined && way !== 'straight') || demand === undefined || layer === undefined) return null;
  return {
    network: way === 'straight' ? null : (network ?? null),
    detour: way === 'straight' ? question.detour : null,
    demand,
    group: question.group,
    layer,
    filter: filterOf(layer),
    travel: travelOf({ ...question, mode: way }, transits),
  };
}

/** Who has no streets travels in straight lines, whatever the question says. */
export function wayOf({ mode, network }: Question, { networks }: Pick<AnalysisCatalogue, 'networks'>): Way {
  return networks.length === 0 && network === null ? 'straight' : mode;
}

/** The usual network before 0.5.0; links to it mean what the service calls `roads` now. */
const FORMER_NETWORK = 'streets';

export function networkOf({ network }: Question, networks: AnalysisCatalogue['networks']): string | undefined {
  if (network === null) return networks[0]?.id;
  const isRenamed = network === FORMER_NETWORK && networks.every(({ id }) => id !== FORMER_NETWORK);
  return isRenamed ? (networks.find(({ id }) => id === 'roads')?.id ?? network) : network;
}

/**
 * The question with the service's own choices written out, so that a link to it asks the same after these choices
 * change.
 */
export function pinned(question: Question, asked: Asked | null): Question {
  if (asked === null) return question;
  const { network, detour, demand, layer, travel } = asked;
  return {
    ...question,
    mode: detour === null ? question.mode : 'straight',
    network: network ?? question.network,
    demand,
    layer,
    ...(travel.mode === 'transit'
      ? {
          transit: travel.transit ?? null,
          date: travel.date ?? null,
          depart: travel.depart ?? null,
          window: travel.window ?? DEFAULT_TRANSIT.window,
        }
      : {}),
  };
}

/** Where nobody says when. */
export const USUAL_DEPARTURE = '08:00';
const MONDAY = 1;
const DAY_MS = 86_400_000;

export function travelOf(question: Question, transits: AnalysisCatalogue['transits']): StudyTravel {
  const { mode, speedMps, direction, ferries, profile, slope } = question;
  const speed = speedMps === null ? {} : { speedMps };
  if (mode === 'straight') return { mode: 'walk', direction, ...speed };
  const onStreets = { ...speed, ...(ferries ? { ferries } : {}) };
  // Riders travel to the facility: the search goes from the stops near people.
  if (mode === 'transit') return { mode, direction: 'to-facility', ...onStreets, ...ridesOf(question, transits) };
  const { date, depart } = question;
  return {
    mode,
    direction,
    ...onStreets,
    ...(profile === null ? {} : { profile }),
    ...(slope && mode === 'walk' ? { slope } : {}),
    ...(mode === 'drive' && depart !== null ? { depart, ...(date === null ? {} : { date }) } : {}),
  };
}

function ridesOf({ transit, date, depart, window }: Question, transits: AnalysisCatalogue['transits']): StudyTravel {
  const known = transits.find(({ id }) => id === transit) ?? (transit === null ? transits[0] : undefined);
  const id = transit ?? known?.id;
  const day = date ?? usualDay(known?.feeds ?? [], dayHere(new Date()));
  return {
    ...(id === undefined ? {} : { transit: id }),
    ...(day === null ? {} : { date: day }),
    depart: depart ?? USUAL_DEPARTURE,
    ...(window === null ? {} : { window }),
  };
}

/**
 * The next Monday that all feeds have service on, or the first one where none is left; of feeds that share no day, of
 * the first alone. Their first day where there is no Monday in them. Null without feeds. Whether it is a holiday is not
 * asked.
 */
export function usualDay(feeds: AnalysisCatalogue['transits'][number]['feeds'], today: string): string | null {
  const [first] = feeds;
  if (first === undefined) return null;
  const latest = feeds.reduce((day, { from }) => (from > day ? from : day), first.from);
  const isShared = feeds.every(({ to }) => to >= latest);
  const begin = isShared ? latest : first.from;
  const end = isShared ? feeds.reduce((day, { to }) => (to < day ? to : day), first.to) : first.to;
  const next = mondayFrom(today > begin ? today : begin);
  const monday = next > end ? mondayFrom(begin) : next;
  return monday > end ? begin : monday;
}

/** As the reader's clock has it: planners are in their city. */
function dayHere(now: Date): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function mondayFrom(day: string): string {
  const ms = Date.parse(day);
  const toMonday = (MONDAY - new Date(ms).getUTCDay() + 7) % 7;
  return new Date(ms + toMonday * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Without figures by facility where streets change for who drives: then each facility has to be asked anew how many
 * people are in reach of it, and the answer would come too late for the pointer. `facilitiesRequest` asks for them.
 */
export function coverageRequest(
  asked: Asked,
  changes: Changes,
  withinS: number,
  cells: CoverageRequest['cells'],
): CoverageRequest {
  return {
    ...groundOf(asked),
    ...(asked.group === null ? {} : { for: asked.group }),
    facilities: facilitiesOf(asked),
    ...changesIn(asked, changes),
    ...(hasFacilityFigures(asked, changes) ? {} : { perFacility: false }),
    limitS: LIMIT_S,
    withinS,
    cells,
  };
}

/** Whether answers to `coverageRequest` say how many people each facility serves. */
export function hasFacilityFigures(asked: Asked, changes: Changes): boolean {
  return !(asked.travel.mode === 'drive' && changesDriving(countedOf(asked, changes).streets));
}

/** Whether nobody counts people by facility at all: that would take a search from each of them. */
export function countsNoFacilities({ travel }: Pick<Asked, 'travel'>): boolean {
  return travel.mode === 'transit';
}

/** For the figures by facility that `coverageRequest` goes without. */
export function facilitiesRequest(asked: Asked, changes: Changes, withinS: number): CoverageRequest {
  return { ...coverageRequest(asked, changes, withinS, 'changes'), perFacility: true };
}

/** Whether streets count: who travels in straight lines takes none. */
export function takesStreets({ detour }: Asked): boolean {
  return detour === null;
}

/** Of a scenario's changes those that the question is answered with. */
export function countedOf(asked: Asked, changes: Changes): Changes {
  return takesStreets(asked) ? changes : { ...changes, streets: [] };
}

function changesIn(asked: Asked, changes: Changes): Pick<CoverageRequest, 'edits' | 'streetEdits'> {
  const { edits, streets } = countedOf(asked, changes);
  return {
    ...(edits.length === 0 ? {} : { edits }),
    ...(streets.length === 0 ? {} : { streetEdits: streets }),
  };
}

/** For figures alone: of the city, and of one district. */
export function summaryRequest(
  asked: Asked,
  changes: Changes,
  withinS: number,
  district: string | null,
): CoverageRequest {
  return { ...coverageRequest(asked, changes, withinS, 'summary'), ...(district === null ? {} : { district }) };
}

/** The study that a file or a job runs. */
export function studyOf(asked: Asked, changes: Changes, analyses: readonly AnalysisRequest[]): Study {
  const { group } = asked;
  return {
    ...groundOf(asked),
    facilities: facilitiesOf(asked),
    ...changesIn(asked, changes),
    analyses: group === null ? analyses : analyses.map((each) => ofGroup(each, group)),
  };
}

/**
 * A check against a standard, which measures along streets: of the question's network, or the one that it would ask.
 * Null where the service has none.
 */
export function standardStudy(
  asked: Asked,
  changes: Changes,
  request: Extract<AnalysisRequest, { readonly kind: 'compliance' }>,
  network: string | undefined,
): Study | null {
  if (asked.network !== null) return studyOf(asked, changes, [request]);
  return network === undefined ? null : studyOf({ ...asked, network, detour: null }, changes, [request]);
}

function facilitiesOf({ layer, filter }: Asked): { readonly layer: string; readonly filter?: string } {
  return filter === null ? { layer } : { layer, filter };
}

function groundOf({ network, detour, travel, demand }: Asked): Pick<CoverageRequest, 'network' | 'travel' | 'demand'> {
  return {
    network: network === null ? { straight: detour === null ? {} : { detour } } : { stored: network },
    travel,
    demand: { stored: demand },
  };
}

/** Kinds that are about people, but not about a group of them. */
const OF_ALL = ['compliance', 'matrix', 'isochrones', 'equity'] as const;

/** Whether an analysis can be about a group of the people. */
export function isOfGroup({ kind }: Pick<AnalysisRequest, 'kind'>): boolean {
  return !OF_ALL.some((each) => each === kind);
}

function ofGroup(analysis: AnalysisRequest, group: string): AnalysisRequest {
  return !isOfGroup(analysis) || ('for' in analysis && analysis.for !== undefined)
    ? analysis
    : ({ ...analysis, for: group } as AnalysisRequest);
}
