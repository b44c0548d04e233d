import { isId, type Codec, type Param } from '../codec.ts';

export const DISPLAYS = ['points', 'heat', 'hexagons', 'areas', 'columns'] as const;
export type Display = (typeof DISPLAYS)[number];

export const COLOR_KEYS = ['category', 'state'] as const;
export type ColorKey = (typeof COLOR_KEYS)[number];

export const AREA_KINDS = ['district', 'subdistrict', 'grid'] as const;
export type AreaKind = (typeof AREA_KINDS)[number];

export const STEPS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Step = (typeof STEPS)[number];

/** What playback does to the window: moves it on, or adds to it. */
export const PLAYBACKS = ['moving', 'growing'] as const;
export type Playback = (typeof PLAYBACKS)[number];

export const SPEEDS = [1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/**
 * What an area, a hexagon or a column stands for: `rate` is records per 1,000 people, `closed` the share that is
 * dealt with; `attribute` is one of the layer's figures.
 */
export type Measure =
  | { readonly kind: 'count' | 'rate' | 'closed' }
  | { readonly kind: 'sum' | 'mean'; readonly attribute: string };

/** Values ticked, by attribute; within an attribute any of them, across attributes all. */
export type DimensionFilters = Readonly<Record<string, readonly string[]>>;

/** Days as ISO dates, both included. */
export interface TimeWindow {
  readonly from: string;
  readonly to: string;
}

/** All of the case analysis that a link carries. Whether time is running is not: a link opens at rest. */
export interface AnalysisState {
  /** `null`: the first layer that has case data. */
  readonly layer: string | null;
  readonly display: Display;
  readonly colorBy: ColorKey;
  readonly areas: AreaKind;
  readonly measure: Measure;
  readonly filters: DimensionFilters;
  /** `null`: all the time the data covers. */
  readonly window: TimeWindow | null;
  readonly step: Step;
  readonly playback: Playback;
  readonly speed: Speed;
  /** Stays on the map while other tabs are open. */
  readonly pinned: boolean;
}

const INITIAL: AnalysisState = {
  layer: null,
  display: 'points',
  colorBy: 'category',
  areas: 'subdistrict',
  measure: { kind: 'count' },
  filters: {},
  window: null,
  step: 'week',
  playback: 'moving',
  speed: 1,
  pinned: false,
};

const ATTRIBUTE = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const WINDOW = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

/**
 * Parameters `a.…`:
 * `a.show=columns&a.by=grid&a.of=sum:reward_yuan&a.f=state:open;district:370202&a.t=2017-03-01..2017-03-07`.
 */
export const analysisCodec: Codec<AnalysisState> = {
  initial: INITIAL,
  parse(params) {
    const layer = params.get('a.layer');
    const one = <const T extends string | number>(name: string, values: readonly T[], initial: T): T =>
      values.find((value) => String(value) === params.get(name)) ?? initial;
    return {
      layer: isId(layer) ? layer : INITIAL.layer,
      display: one('a.show', DISPLAYS, INITIAL.display),
      colorBy: one('a.color', COLOR_KEYS, INITIAL.colorBy),
      areas: one('a.by', AREA_KINDS, INITIAL.areas),
      measure: parseMeasure(params.get('a.of') ?? ''),
      filters: parseFilters(params.get('a.f') ?? ''),
      window: parseWindow(params.get('a.t') ?? ''),
      step: one('a.step', STEPS, INITIAL.step),
      playback: one('a.play', PLAYBACKS, INITIAL.playback),
      speed: one('a.speed', SPEEDS, INITIAL.speed),
      pinned: params.get('a.pin') === '1',
    };
  },
  format(state) {
    const params: [string, string, boolean][] = [
      ['a.layer', state.layer ?? '', state.layer !== INITIAL.layer],
      ['a.show', state.display, state.display !== INITIAL.display],
      ['a.color', state.colorBy, state.colorBy !== INITIAL.colorBy],
      ['a.by', state.areas, state.areas !== INITIAL.areas],
      ['a.of', formatMeasure(state.measure), state.measure.kind !== 'count'],
      ['a.f', formatFilters(state.filters), Object.keys(state.filters).length > 0],
      ['a.t', state.window === null ? '' : `${state.window.from}..${state.window.to}`, state.window !== null],
      ['a.step', state.step, state.step !== INITIAL.step],
      ['a.play', state.playback, state.playback !== INITIAL.playback],
      ['a.speed', String(state.speed), state.speed !== INITIAL.speed],
      ['a.pin', '1', state.pinned],
    ];
    return params.filter(([, , said]) => said).map(([name, value]): Param => [name, value]);
  },
};

/** `count`, `rate`, `closed`, `sum:reward_yuan`, `mean:days`; also the value of the control that chooses it. */
export function formatMeasure(measure: Measure): string {
  return measure.kind === 'sum' || measure.kind === 'mean' ? `${measure.kind}:${measure.attribute}` : measure.kind;
}

export function parseMeasure(text: string): Measure {
  const [kind, attribute] = text.split(':');
  if (kind === 'rate' || kind === 'closed') return { kind };
  if ((kind === 'sum' || kind === 'mean') && attribute !== undefined && ATTRIBUTE.test(attribute))
    return { kind, attribute };
  return { kind: 'count' };
}

function parseWindow(text: string): TimeWindow | null {
  const [, from, to] = WINDOW.exec(text) ?? [];
  if (from === undefined || to === undefined || from > to) return null;
  const isDay = (iso: string): boolean => {
    const time = Date.parse(iso);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
  };
  return isDay(from) && isDay(to) ? { from, to } : null;
}

function parseFilters(text: string): DimensionFilters {
  const entries = text.split(';').flatMap((part): [string, readonly string[]][] => {
    const colon = part.indexOf(':');
    const attribute = part.slice(0, Math.max(colon, 0));
    const values = [
      ...new Set(
        part
          .slice(colon + 1)
          .split(',')
          .map(unescapeToken)
          .filter((value) => value !== ''),
      ),
    ];
    return ATTRIBUTE.test(attribute) && values.length > 0 ? [[attribute, values]] : [];
  });
  return Object.fromEntries(entries);
}

function formatFilters(filters: DimensionFilters): string {
  return Object.entries(filters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([attribute, values]) => `${attribute}:${values.map(escapeToken).join(',')}`)
    .join(';');
}

/** Only the separators of this grammar are escaped; the address itself escapes the rest. */
function escapeToken(token: string): string {
  return token.replace(/[%,;]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function unescapeToken(token: string): string {
  return token.replace(/%(25|2C|3B)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
