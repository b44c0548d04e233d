/** What somebody looks for: the state of the page `/find`, in its address. */
import { FACILITY_KINDS, type FacilityKind } from '../layer/layer.ts';

/** Radii that the page offers, in metres on foot. */
export const RADII_M = [1000, 2000, 5000, 10_000, 30_000] as const;
export const WIDEST_M = RADII_M[RADII_M.length - 1] as number;
export const USUAL_RADIUS_M = 2000;
/** The page and the answer kept for use offline hold no more. */
export const MOST_ROWS = 500;
export const USUAL_ROWS = 20;

/** What can be asked of a facility. Services of a layer are asked for by the names of their attributes. */
export interface FindFilters {
  readonly open: boolean;
  readonly accessible: boolean;
  readonly free: boolean;
  /** Shared spaces free now. */
  readonly spaces: boolean;
  /** Attributes of services that it must have. */
  readonly with: readonly string[];
  /** Height of the vehicle in metres; null where any will do. */
  readonly heightM: number | null;
  /** Code of the level; null for all. */
  readonly level: string | null;
}

export const NO_FILTERS: FindFilters = {
  open: false,
  accessible: false,
  free: false,
  spaces: false,
  with: [],
  heightM: null,
  level: null,
};

export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

export interface FindState {
  readonly kind: FacilityKind | null;
  readonly place: LonLat | null;
  /** What was typed, or the name of the place. */
  readonly q: string;
  readonly radiusM: number;
  readonly filters: FindFilters;
  /** The facility to go to, as `layer/id`. */
  readonly to: string | null;
  /** 适老化: large type, strong contrast, everything by buttons. */
  readonly big: boolean;
  readonly lang: 'zh' | 'en' | null;
}

const MOST_TYPED = 100;
const SERVICE = /^[\p{L}_][\p{L}\p{M}\p{N}_]{0,47}$/u;
const MOST_SERVICES = 12;

/** Reads an address. What cannot be used is left out: a page that people opened says nothing of parameters. */
export function readState(parameters: { get(name: string): string | null }): FindState {
  const kind = FACILITY_KINDS.find((each) => each === parameters.get('kind')) ?? null;
  const lon = coordinate(parameters.get('lon'), 180);
  const lat = coordinate(parameters.get('lat'), 90);
  const q = (parameters.get('q') ?? '').slice(0, MOST_TYPED).trim();
  const radius = Number(parameters.get('radius'));
  const lang = parameters.get('lang');
  return {
    kind,
    place: lon === null || lat === null ? null : { lon, lat },
    q,
    radiusM: RADII_M.find((each) => each === radius) ?? USUAL_RADIUS_M,
    filters: {
      open: parameters.get('open') === 'true',
      accessible: parameters.get('accessible') === 'true',
      free: parameters.get('free') === 'true',
      spaces: parameters.get('spaces') === 'true',
      with: readServices(parameters.get('with')),
      heightM: readHeight(parameters.get('height')),
      level: (parameters.get('level') ?? '').slice(0, MOST_TYPED) || null,
    },
    to: parameters.get('to'),
    big: parameters.get('big') === 'true',
    lang: lang === 'zh' || lang === 'en' ? lang : null,
  };
}

export function readServices(text: string | null): readonly string[] {
  const services = (text ?? '').split(',').filter((each) => SERVICE.test(each));
  return [...new Set(services)].slice(0, MOST_SERVICES);
}

function readHeight(text: string | null): number | null {
  const height = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return height > 0 && height < 10 ? height : null;
}

function coordinate(text: string | null, most: number): number | null {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Math.abs(value) <= most ? value : null;
}

/**
 * A place that was typed as its coordinates, such as `120.38, 36.06`: longitude before latitude, or the other way round
 * where only that can be.
 */
export function typedPlace(text: string): LonLat | null {
  const parts = text.split(/[,，\s]+/).filter((part) => part !== '');
  if (parts.length !== 2 || !parts.every((part) => /^-?\d{1,3}(?:\.\d{1,15})?$/.test(part))) return null;
  const [first = '', second = ''] = Math.abs(Number(parts[1])) > 90 ? parts.reverse() : parts;
  const [lon, lat] = [coordinate(first, 180), coordinate(second, 90)];
  return lon === null || lat === null ? null : { lon, lat };
}

/** Decimals of a degree in an address: a decimetre. */
const DECIMALS = 6;

/** The address of a state, from `?` on; empty where nothing is said. */
export function formatState(state: FindState): string {
  const { kind, place, q, radiusM, filters, to, big, lang } = state;
  const said: (readonly [name: string, value: string | null])[] = [
    ['kind', kind],
    ['lon', place === null ? null : decimal(place.lon)],
    ['lat', place === null ? null : decimal(place.lat)],
    ['q', q === '' ? null : q],
    ['radius', radiusM === USUAL_RADIUS_M ? null : String(radiusM)],
    ...formatFilters(filters),
    ['to', to],
    ['big', big ? 'true' : null],
    ['lang', lang],
  ];
  return addressOf(said);
}

function addressOf(said: readonly (readonly [name: string, value: string | null])[]): string {
  const parts = said.flatMap(([name, value]) => (value === null ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

export function formatFilters(filters: FindFilters): (readonly [name: string, value: string | null])[] {
  return [
    ...(['open', 'accessible', 'free', 'spaces'] as const).map(
      (name) => [name, filters[name] ? 'true' : null] as const,
    ),
    ['with', filters.with.length === 0 ? null : filters.with.join(',')],
    ['height', filters.heightM === null ? null : String(filters.heightM)],
    ['level', filters.level],
  ];
}

function decimal(degrees: number): string {
  return String(Number(degrees.toFixed(DECIMALS)));
}

/** The address of `GET /find/results` that answers a state with a kind and a place, from `?` on. */
export function resultsQuery(
  { kind, place, radiusM, filters }: Pick<FindState, 'kind' | 'place' | 'radiusM' | 'filters'>,
  limit: number = USUAL_ROWS,
): string {
  return addressOf([
    ['kind', kind],
    ['lon', decimal(place?.lon ?? 0)],
    ['lat', decimal(place?.lat ?? 0)],
    ['radius', String(radiusM)],
    ['limit', String(limit)],
    ...formatFilters(filters),
  ]);
}
