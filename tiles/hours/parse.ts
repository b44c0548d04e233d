import { parseChinese } from './chinese.ts';
import type { Hours } from './hours.ts';
import { parseOsm } from './osm.ts';

/** Longest text that is read. */
const MAX_LENGTH = 500;

/**
 * Reads opening hours in OSM's grammar or as Chinese notices write them. Null where any part of the text is not
 * understood: a text half read would be a guess.
 */
export function parseHours(text: string): Hours | null {
  if (text.length > MAX_LENGTH) return null;
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[—–―－─−~〜～]/g, '-')
    .replace(/[\n\r]/g, ';')
    .replace(/\s/g, ' ')
    .trim();
  if (plain === '') return null;
  if (/\p{Script=Han}/u.test(plain)) return parseChinese(tidied(plain));
  if (plain === '24h') return parseOsm('24/7');
  // `Mo-Fr 09:00-17:00;` ends with a mark that parts nothing.
  return parseOsm(plain.endsWith(';') ? plain.slice(0, -1) : plain);
}

/** One hyphen for several (——), and no blanks around marks, which part nothing there. */
function tidied(text: string): string {
  return text
    .split('-')
    .filter((part, i, all) => part !== '' || i === 0 || i === all.length - 1)
    .map((part) => part.trim())
    .join('-')
    .split(':')
    .map((part) => part.trim())
    .join(':');
}
