/** Coordinates as people write them: 120.38,36.06 · 36.06 120.38 · 36°3′36″N 120°22′48″E · 北纬36.06°，东经120.38°. */
import type { Bbox } from '../../../tiles/api/wire.ts';
import { contains, type LonLat } from './geometry.ts';

/** Other signs for the same: full-width, typographic, and Chinese words. */
const SAME: Readonly<Record<string, string>> = {
  '，': ',',
  '、': ',',
  '；': ',',
  ';': ',',
  º: '°',
  '˚': '°',
  度: '°',
  '′': "'",
  '’': "'",
  '＇': "'",
  分: "'",
  '″': '"',
  '”': '"',
  '＂': '"',
  秒: '"',
  '−': '-',
};
const WORDS = [
  ['北纬', 'N'],
  ['南纬', 'S'],
  ['东经', 'E'],
  ['西经', 'W'],
] as const;
const TOKEN = /\d+(?:\.\d+)?|[NSEW°'",-]/g;
const LONGEST = 80;

interface Angle {
  readonly degrees: number;
  readonly axis: 'lon' | 'lat' | null;
}

/**
 * Degrees of a text that is nothing but two coordinates; else null. Letters say which is which, then what they can be,
 * then which order lies in `bounds`; longitude first where nothing tells.
 */
export function parseCoordinates(text: string, bounds: Bbox | null): LonLat | null {
  if (text.length > LONGEST) return null;
  let plain = [...text].map((char) => SAME[char] ?? char).join('');
  for (const [word, letter] of WORDS) plain = plain.replaceAll(word, letter);
  plain = plain.toUpperCase();
  // A stroke between digits joins them: a code, or a date.
  if (plain.replace(TOKEN, '').trim() !== '' || /\d-/.test(plain)) return null;
  const angles = readAngles(plain.match(TOKEN) ?? []);
  const [a, b] = angles;
  if (a === undefined || b === undefined || angles.length !== 2) return null;
  return inOrder(a, b, bounds).find(({ lon, lat }) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90) ?? null;
}

/** The ways to read two angles, the likeliest first. */
function inOrder(a: Angle, b: Angle, bounds: Bbox | null): readonly LonLat[] {
  const lonFirst = { lon: a.degrees, lat: b.degrees };
  const latFirst = { lon: b.degrees, lat: a.degrees };
  if (a.axis !== null && a.axis === b.axis) return [];
  if (a.axis === 'lon' || b.axis === 'lat') return [lonFirst];
  if (a.axis === 'lat' || b.axis === 'lon') return [latFirst];
  return bounds !== null && !contains(bounds, lonFirst) && contains(bounds, latFirst)
    ? [latFirst, lonFirst]
    : [lonFirst, latFirst];
}

/** Empty where the tokens do not make angles. */
function readAngles(tokens: readonly string[]): readonly Angle[] {
  const angles: Angle[] = [];
  let parts: number[] = [];
  let sign = 1;
  let letter: string | null = null;
  const end = (): void => {
    const [degrees, minutes = 0, seconds = 0] = parts;
    if (degrees !== undefined) {
      const value = (degrees + minutes / 60 + seconds / 3600) * sign * (letter === 'S' || letter === 'W' ? -1 : 1);
      const isBad = parts.length > 3 || minutes >= 60 || seconds >= 60;
      angles.push({
        degrees: isBad ? NaN : value,
        axis: letter === null ? null : 'EW'.includes(letter) ? 'lon' : 'lat',
      });
    }
    [parts, sign, letter] = [[], 1, null];
  };
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1] ?? '';
    if (/^\d/.test(token)) {
      // A number of its own, or one of degrees, begins the next angle; minutes and seconds have their signs.
      if (parts.length > 0 && !["'", '"'].includes(next)) end();
      parts.push(Number(token));
    } else if (token === '-') {
      if (parts.length > 0) end();
      sign = -1;
    } else if (token === ',') end();
    else if ('NSEW'.includes(token)) {
      if (parts.length > 0 && letter === null) {
        letter = token;
        end();
      } else {
        if (parts.length > 0) end();
        letter = token;
      }
    }
  }
  end();
  return angles.some(({ degrees }) => !Number.isFinite(degrees)) ? [] : angles;
}
