/** Plan ↔ parameters of the address, pure. Reading never throws: what cannot be read is left out. */
import { STUDY_LIMITS } from '../../../../../tiles/api/vocabulary.ts';
import { isId, parseDecimal, round, type Codec, type Param } from '../../../state/codec.ts';
import { formatRings, formatScenario, parseRings, parseScenario } from './scenario-text.ts';
import { foundParams, INITIAL_FOUND, parseFound } from './found-text.ts';
import { goalParams, INITIAL_GOAL, parseGoal } from './goal-text.ts';
import {
  BASE,
  COMPARISONS,
  DISPLAYS,
  MAX_MINUTES,
  MAX_SCENARIOS,
  PLAN_TABS,
  SITING_MODELS,
  UNITS,
  WAYS,
  type PlanState,
  type Question,
  type Scenarios,
  type SitingSettings,
} from './types.ts';
import { CODECS, formatParams, parseAddress } from '../../../state/address.ts';
import { sharedParams } from '../../../state/pages.ts';
import type { Store } from '../../../state/store.ts';
import type { MapState } from '../../../state/types.ts';

export const INITIAL_SITING: SitingSettings = {
  ...INITIAL_GOAL,
  model: 'mclp',
  p: 5,
  keepExisting: true,
  minPeople: 20,
  spacingM: 300,
  timeLimitS: 20,
  candidates: 5000,
  forbidden: [],
  from: null,
  budget: null,
  costBy: null,
  cost: null,
  useCapacities: false,
  capacityBy: null,
  capacity: null,
  newCapacityBy: null,
  newCapacity: null,
  wholeCells: false,
};

/** Trips in cities are about a third longer than their straight line. */
const USUAL_DETOUR = 1.3;
export const MOST_WINDOW = 240;
export const MOST_DETOUR = 10;

export const INITIAL: PlanState = {
  question: {
    network: null,
    demand: null,
    group: null,
    layer: null,
    mode: 'walk',
    profile: null,
    slope: false,
    transit: null,
    date: null,
    depart: null,
    window: null,
    detour: USUAL_DETOUR,
    speedMps: null,
    direction: 'to-facility',
    ferries: false,
  },
  minutes: 15,
  area: null,
  display: 'cells',
  unit: 'hexagon',
  scenarios: { list: [], active: BASE },
  comparison: 'off',
  other: BASE,
  divider: 0.5,
  siting: INITIAL_SITING,
  found: INITIAL_FOUND,
  standard: null,
  by: 'district',
  tab: 'coverage',
};

/** Of costs and capacities that the page asks for. */
export const MAX_AMOUNT = 1e9;

const DIRECTIONS = ['to-facility', 'from-facility'] as const;
const BYS = ['district', 'subdistrict'] as const;
/** Name of the brief's tab in links made before version 0.4. */
const OLD_BRIEF_TAB = 'report';
/** Name of the groups by subdistrict in links made before version 0.5. */
const OLD_SUBDISTRICT = 'street';

/** `m=cycle&min=20&in=370202&sc=s1;近期;a:new-1,120.38,36.07&s=s1&cmp=swipe,base,0.4&opt=mclp,5,1,20,300,20,1000&no=…` */
export const planCodec: Codec<PlanState> = {
  initial: INITIAL,
  parse(params) {
    const one = <const T extends string>(name: string, values: readonly T[], initial: T): T =>
      values.find((value) => value === params.get(name)) ?? initial;
    const scenarios = parseScenarios(params);
    const [comparison, other, divider] = params.get('cmp')?.split(',') ?? [];
    return {
      question: parseQuestion(params, one),
      minutes: Math.round(parseDecimal(params.get('min') ?? undefined, 1, MAX_MINUTES) ?? INITIAL.minutes),
      area: idOf(params, 'in'),
      display: one('show', DISPLAYS, INITIAL.display),
      unit: one('far', UNITS, INITIAL.unit),
      scenarios,
      comparison: COMPARISONS.find((each) => each === comparison) ?? 'off',
      other: scenarios.list.some(({ id }) => id === other) ? (other ?? BASE) : BASE,
      divider: round(parseDecimal(divider, 0, 1) ?? INITIAL.divider, 3),
      siting: parseSiting(params),
      found: parseFound(params),
      standard: idOf(params, 'std'),
      by: params.get('by') === OLD_SUBDISTRICT ? 'subdistrict' : one('by', BYS, INITIAL.by),
      tab: params.get('tab') === OLD_BRIEF_TAB ? 'brief' : one('tab', PLAN_TABS, INITIAL.tab),
    };
  },
  format(state) {
    const { question, scenarios, siting } = state;
    const compared = state.comparison !== 'off' || state.other !== BASE || state.divider !== INITIAL.divider;
    const params: [string, string | null, boolean][] = [
      ['net', question.network, question.network !== null],
      ['people', question.demand, question.demand !== null],
      ['of', question.layer, question.layer !== null],
      ['for', question.group, question.group !== null],
      ['m', question.mode, question.mode !== INITIAL.question.mode],
      ['who', question.profile, question.profile !== null],
      ['slope', '1', question.slope],
      ['lines', question.transit, question.transit !== null],
      ['on', question.date, question.date !== null],
      ['leave', question.depart, question.depart !== null],
      ['win', String(question.window), question.window !== null],
      ['detour', String(question.detour), question.detour !== USUAL_DETOUR],
      ['v', String(question.speedMps), question.speedMps !== null],
      ['way', question.direction, question.direction !== INITIAL.question.direction],
      ['ferry', '1', question.ferries],
      ['min', String(state.minutes), state.minutes !== INITIAL.minutes],
      ['in', state.area, state.area !== null],
      ['show', state.display, state.display !== INITIAL.display],
      ['far', state.unit, state.unit !== INITIAL.unit],
      ...scenarios.list.map((scenario): [string, string, boolean] => ['sc', formatScenario(scenario), true]),
      ['s', scenarios.active, scenarios.active !== BASE],
      ['cmp', `${state.comparison},${state.other},${String(state.divider)}`, compared],
      ['opt', formatSiting(siting), formatSiting(siting) !== formatSiting(INITIAL_SITING)],
      ['site', siting.from, siting.from !== null],
      ['cost', formatMoney(siting), formatMoney(siting) !== formatMoney(INITIAL_SITING)],
      ['cap', formatCapacity(siting), formatCapacity(siting) !== formatCapacity(INITIAL_SITING)],
      ['no', formatRings(siting.forbidden), siting.forbidden.length > 0],
      ...goalParams(siting),
      ...foundParams(state.found),
      ['std', state.standard, state.standard !== null],
      ['by', state.by, state.by !== INITIAL.by],
      ['tab', state.tab, state.tab !== INITIAL.tab],
    ];
    return params.flatMap(([name, value, said]): Param[] => (said && value !== null ? [[name, value]] : []));
  },
};

function parseQuestion(
  params: URLSearchParams,
  one: <const T extends string>(name: string, values: readonly T[], initial: T) => T,
): Question {
  const mode = one('m', WAYS, INITIAL.question.mode);
  const speed = parseDecimal(params.get('v') ?? undefined, 0.1, 50);
  return {
    network: idOf(params, 'net'),
    demand: idOf(params, 'people'),
    group: groupOf(params.get('for')),
    layer: idOf(params, 'of'),
    mode,
    profile: idOf(params, 'who'),
    slope: params.get('slope') === '1',
    transit: idOf(params, 'lines'),
    date: dayOf(params.get('on')),
    depart: matching(params.get('leave'), /^([01]\d|2[0-3]):[0-5]\d$/),
    window: wholeOf(params.get('win'), 1, MOST_WINDOW),
    detour: round(parseDecimal(params.get('detour') ?? undefined, 1, MOST_DETOUR) ?? USUAL_DETOUR, 2),
    // Driving is timed by class of road.
    speedMps: speed === null || mode === 'drive' ? null : round(speed, 2),
    direction: one('way', DIRECTIONS, INITIAL.question.direction),
    ferries: params.get('ferry') === '1',
  };
}

/** Names of groups are free text. */
function groupOf(text: string | null): string | null {
  const name = text?.trim() ?? '';
  return name === '' || name.length > STUDY_LIMITS.text ? null : name;
}

/** A day of the calendar: there is no 30th of February. */
function dayOf(text: string | null): string | null {
  const day = matching(text, /^\d{4}-\d{2}-\d{2}$/);
  const ms = day === null ? NaN : Date.parse(day);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(day ?? '') ? day : null;
}

function matching(text: string | null, pattern: RegExp): string | null {
  return text !== null && pattern.test(text) ? text : null;
}

function wholeOf(text: string | null, least: number, most: number): number | null {
  const value = parseDecimal(text ?? undefined, least, most);
  return value === null ? null : Math.round(value);
}

function parseScenarios(params: URLSearchParams): Scenarios {
  const found = params.getAll('sc').flatMap((text) => parseScenario(text) ?? []);
  const list = found
    .filter(({ id }, index) => found.findIndex((each) => each.id === id) === index)
    .slice(0, MAX_SCENARIOS);
  const active = params.get('s') ?? BASE;
  return { list, active: list.some(({ id }) => id === active) ? active : BASE };
}

function formatSiting({ model, p, keepExisting, minPeople, spacingM, timeLimitS, candidates }: SitingSettings): string {
  return [model, p, keepExisting ? 1 : 0, minPeople, spacingM, timeLimitS, candidates].join(',');
}

/** Budget, attribute, cost of each: `1000,cost,200`; what is not given is empty. */
function formatMoney({ budget, costBy, cost }: SitingSettings): string {
  return [budget ?? '', costBy ?? '', cost ?? ''].join(',');
}

/** Attribute and number of existing facilities, then of new ones; `whole` where cells are not divided. */
function formatCapacity(siting: SitingSettings): string {
  const { useCapacities, capacityBy, capacity, newCapacityBy, newCapacity, wholeCells } = siting;
  return [
    useCapacities ? 1 : 0,
    capacityBy ?? '',
    capacity ?? '',
    newCapacityBy ?? '',
    newCapacity ?? '',
    wholeCells ? 'whole' : '',
  ].join(',');
}

function parseSiting(params: URLSearchParams): SitingSettings {
  const [model, p, keep, minPeople, spacing, time, candidates] = params.get('opt')?.split(',') ?? [];
  const [budget, costBy, cost] = params.get('cost')?.split(',') ?? [];
  const [uses, capacityBy, capacity, newCapacityBy, newCapacity, divided] = params.get('cap')?.split(',') ?? [];
  const amount = (text: string | undefined): number | null => parseDecimal(text, 0, MAX_AMOUNT);
  const attribute = (text: string | undefined): string | null => (isId(text ?? null) ? (text ?? null) : null);
  const whole = (text: string | undefined, least: number, most: number, initial: number): number =>
    Math.round(parseDecimal(text, least, most) ?? initial);
  return {
    ...parseGoal(params),
    model: SITING_MODELS.find((each) => each === model) ?? INITIAL_SITING.model,
    p: whole(p, 1, 1000, INITIAL_SITING.p),
    keepExisting: keep === undefined ? INITIAL_SITING.keepExisting : keep === '1',
    minPeople: whole(minPeople, 0, 1e6, INITIAL_SITING.minPeople),
    spacingM: whole(spacing, 50, 20_000, INITIAL_SITING.spacingM),
    timeLimitS: whole(time, 1, 600, INITIAL_SITING.timeLimitS),
    candidates: whole(candidates, 10, STUDY_LIMITS.candidates, INITIAL_SITING.candidates),
    forbidden: parseRings(params.get('no') ?? ''),
    from: idOf(params, 'site'),
    budget: amount(budget),
    costBy: attribute(costBy),
    cost: amount(cost),
    useCapacities: uses === '1',
    capacityBy: attribute(capacityBy),
    capacity: amount(capacity),
    newCapacityBy: attribute(newCapacityBy),
    newCapacity: amount(newCapacity),
    wholeCells: divided === 'whole',
  };
}

function idOf(params: URLSearchParams, name: string): string | null {
  const value = params.get(name);
  return isId(value) ? value : null;
}

/** Reads every signal it needs: in an effect it subscribes to them. */
export function planQuery(store: Store, plan: PlanState): string {
  return formatParams([
    ...sharedParams(store),
    ...CODECS.filters.format(store.filters.value),
    ...CODECS.panelOpen.format(store.panelOpen.value),
    ...planCodec.format(plan),
  ]);
}

/** The map's part: this page shows no layers, features or cases of its own. */
export function parseMapPart(search: string): MapState {
  return { ...parseAddress(search), layers: [], colors: {}, selection: null, case: null, nearby: null, tab: 'layers' };
}

export function parsePlan(search: string): PlanState {
  return planCodec.parse(new URLSearchParams(search));
}
