/**
 * Street edits as text for the address, in a scenario's list: `n:street-1,wck30i,120.38264,36.0671,120,-33;x:area-1,…`.
 * After the id come the settings that are not the usual ones, then the line: its first point in degrees, each further
 * one as its distance from the one before, in steps of 0.00001 degrees.
 */
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import { MODES, STUDY_LIMITS, type Mode } from '../../../../../tiles/api/vocabulary.ts';
import { crossesAntimeridian } from '../../../../../tiles/tile/spheroid.ts';
import { formatDecimal } from '../../../../../tiles/text.ts';
import { parseDecimal, round } from '../../../state/codec.ts';
import { areaOf, LEAST_POINTS, modesOf, ringsOf, USUAL_FACTOR, USUAL_MODES, type LineEdit } from './streets.ts';
import {
  escapeToken,
  formatPlace,
  isOnMap,
  MAX_ID,
  placeOf,
  roundPlace,
  STEPS_PER_DEGREE,
  unescapeToken,
} from './place-text.ts';
import type { Ring } from './types.ts';

const LETTERS = { n: 'add', c: 'close', o: 'oneway', v: 'speed', x: 'shut' } as const;
type Letter = keyof typeof LETTERS;
const MODE_LETTERS: Readonly<Record<Mode, string>> = { walk: 'w', cycle: 'c', drive: 'd' };
/** Modes, km/h, one-way, crossings, metres of joining, factor, metres along. */
const SETTINGS = /^([wcd]{0,3})(?:k(\d[\d.]*))?(i?)(x?)(?:j(\d[\d.]*))?(?:f(\d[\d.]*))?(?:a(\d[\d.]*))?$/;
/** Of speeds, factors and metres. */
const DECIMALS = 2;
const MOST = { driveKmh: 150, joinM: 300, withinM: 200, factor: 10 } as const;
const LEAST = 0.01;

export function formatStreet(edit: StreetEdit): string {
  const letter = (Object.keys(LETTERS) as Letter[]).find((each) => LETTERS[each] === edit.kind) ?? 'n';
  const head = `${letter}:${escapeToken(edit.id)}`;
  if (edit.kind === 'shut')
    return `${head},,${ringsOf(edit.area)
      .map((rings) => rings.map(formatLine).join('/'))
      .join('@')}`;
  return `${head},${formatSettings(edit)},${formatLine(edit.line)}`;
}

/** Null where the text is none. */
export function parseStreet(text: string): StreetEdit | null {
  const letter = text[0] as Letter;
  const [id = '', settings = '', ...places] = text.slice(2).split(',');
  if (text[1] !== ':' || !Object.hasOwn(LETTERS, letter)) return null;
  const kind = LETTERS[letter];
  const common = { kind, id: unescapeToken(id) };
  if (kind === 'shut') {
    const polygons = places
      .join(',')
      .split('@')
      .map((part) => part.split('/').map((ring) => parseLine(ring.split(','))));
    return polygons.flat().includes(null) ? null : cleanStreet({ ...common, area: areaOf(polygons as Ring[][]) });
  }
  const found = SETTINGS.exec(settings);
  if (found === null) return null;
  const [, modes = '', kmh, way, crossings, join, factor, along] = found;
  const number = (name: string, value: string | undefined): object =>
    value === undefined ? {} : { [name]: parseDecimal(value, 0, 1000) };
  return cleanStreet({
    ...common,
    line: parseLine(places),
    ...(modes === '' ? {} : { modes: MODES.filter((mode) => modes.includes(MODE_LETTERS[mode])) }),
    ...(way === '' ? {} : { oneWay: true }),
    ...(crossings === '' ? {} : { connect: 'crossings' }),
    ...number('driveKmh', kmh),
    ...number('joinM', join),
    ...number('withinM', along),
    ...(kind === 'speed' ? { factor: USUAL_FACTOR, ...number('factor', factor) } : {}),
  });
}

function formatSettings(edit: LineEdit): string {
  const modes =
    edit.modes === undefined
      ? ''
      : modesOf(edit)
          .map((mode) => MODE_LETTERS[mode])
          .join('');
  const value = (letter: string, number: number | undefined): string =>
    number === undefined ? '' : letter + formatDecimal(number, DECIMALS);
  if (edit.kind === 'add')
    return [
      modes,
      value('k', edit.driveKmh),
      edit.oneWay === true ? 'i' : '',
      edit.connect === 'crossings' ? 'x' : '',
      value('j', edit.joinM),
    ].join('');
  const factor = edit.kind === 'speed' && edit.factor !== USUAL_FACTOR ? value('f', edit.factor) : '';
  return modes + factor + value('a', edit.withinM);
}

function formatLine(line: Ring): string {
  return line
    .flatMap(([lon, lat], k) => {
      const before = line[k - 1];
      return before === undefined
        ? [formatPlace(lon), formatPlace(lat)]
        : [steps(lon - before[0]), steps(lat - before[1])];
    })
    .join(',');
}

function steps(degrees: number): string {
  return String(Math.round(degrees * STEPS_PER_DEGREE) + 0);
}

/** Null where a number is none, or lies beyond the map. */
function parseLine(numbers: readonly string[]): Ring | null {
  const first = placeOf(numbers[0], numbers[1]);
  if (first === null || numbers.length % 2 === 1) return null;
  const line: [lon: number, lat: number][] = [[first.lon, first.lat]];
  let [lon, lat] = [first.lon, first.lat];
  for (let k = 2; k < numbers.length; k += 2) {
    const step = (at: number): number =>
      parseDecimal(numbers[at], -360 * STEPS_PER_DEGREE, 360 * STEPS_PER_DEGREE) ?? NaN;
    [lon, lat] = [lon + step(k) / STEPS_PER_DEGREE, lat + step(k + 1) / STEPS_PER_DEGREE];
    const place = cleanPlace([lon, lat]);
    if (place === null) return null;
    [lon, lat] = place;
    line.push([lon, lat]);
  }
  return line;
}

/**
 * An edit as the page keeps it: places rounded, settings within what the service takes, and none that is the usual one.
 * Null where it is none: what is read here comes from links and files.
 */
export function cleanStreet(value: unknown): StreetEdit | null {
  const raw = objectOf(value);
  const { id } = raw;
  if (typeof id !== 'string' || id === '' || id.length > MAX_ID || /\p{Surrogate}/u.test(id)) return null;
  if (raw['kind'] === 'shut') {
    const area = cleanArea(raw['area']);
    return area === null ? null : { kind: 'shut', id, area };
  }
  const kind = (['add', 'close', 'oneway', 'speed'] as const).find((each) => each === raw['kind']);
  if (kind === undefined) return null;
  const line = cleanLine(raw['line'], kind === 'add' || kind === 'oneway' ? LEAST_POINTS.street : 1);
  if (line === null) return null;
  const common = { id, line, ...cleanModes(raw['modes'], kind) };
  const metres = (name: 'joinM' | 'withinM'): object => cleanNumber(name, raw[name], name === 'joinM' ? 0 : LEAST);
  if (kind === 'add')
    return {
      kind,
      ...common,
      ...cleanNumber('driveKmh', raw['driveKmh'], LEAST),
      ...(raw['oneWay'] === true ? { oneWay: true } : {}),
      ...(raw['connect'] === 'crossings' ? { connect: 'crossings' } : {}),
      ...metres('joinM'),
    };
  if (kind !== 'speed') return { kind, ...common, ...metres('withinM') };
  const { factor } = cleanNumber('factor', raw['factor'], LEAST);
  return factor === undefined ? null : { kind, ...common, factor, ...metres('withinM') };
}

function cleanModes(value: unknown, kind: LineEdit['kind']): { readonly modes?: readonly Mode[] } {
  if (!Array.isArray(value)) return {};
  const modes = MODES.filter((mode) => value.includes(mode));
  const isUsual = modes.length === 0 || JSON.stringify(modes) === JSON.stringify(USUAL_MODES[kind]);
  return isUsual ? {} : { modes };
}

function cleanNumber<K extends keyof typeof MOST>(
  name: K,
  value: unknown,
  least: number,
): { readonly [N in K]?: number } {
  if (typeof value !== 'number' || !Number.isFinite(value)) return {};
  const number = round(value, DECIMALS);
  return number < least || number > MOST[name] ? {} : ({ [name]: number } as { readonly [N in K]?: number });
}

function cleanPlace(at: unknown): readonly [lon: number, lat: number] | null {
  const [lon, lat] = Array.isArray(at) ? (at as readonly unknown[]) : [];
  if (typeof lon !== 'number' || typeof lat !== 'number' || !isOnMap(lon, lat)) return null;
  const place = roundPlace({ lon, lat });
  return [place.lon, place.lat];
}

/** Places that are not those before them. */
function cleanLine(value: unknown, least: number): Ring | null {
  if (!Array.isArray(value)) return null;
  const places = value.map(cleanPlace);
  const line = places.flatMap((place, k) =>
    place === null || (place[0] === places[k - 1]?.[0] && place[1] === places[k - 1]?.[1]) ? [] : [place],
  );
  return places.includes(null) || line.length < least || line.length > STUDY_LIMITS.vertices ? null : line;
}

function cleanArea(value: unknown): ReturnType<typeof areaOf> | null {
  const { type, coordinates } = objectOf(value);
  const polygons: unknown = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : null;
  if (!Array.isArray(polygons) || !polygons.every(Array.isArray)) return null;
  const rings = (polygons as readonly (readonly unknown[])[]).map((own) => own.map(cleanRing));
  const isWhole = rings.length > 0 && rings.every((own) => own.length > 0 && !own.includes(null));
  return isWhole ? areaOf(rings as Ring[][]) : null;
}

/** Not closed. */
function cleanRing(value: unknown): Ring | null {
  const line = cleanLine(value, LEAST_POINTS.shut + 1);
  if (line === null || crossesAntimeridian(line)) return null;
  const [first, last] = [line[0], line.at(-1)];
  return first?.[0] === last?.[0] && first?.[1] === last?.[1] ? line.slice(0, -1) : null;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
