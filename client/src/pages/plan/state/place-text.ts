/** Places and ids as they stand in texts of the address. */
import { formatDecimal } from '../../../../../tiles/text.ts';
import { parseDecimal, round } from '../../../state/codec.ts';

/** About a metre. */
const DECIMALS = 5;
export const STEPS_PER_DEGREE = 10 ** DECIMALS;
export const MAX_ID = 120;
const MOST_LON = 180;
const MOST_LAT = 85;

export function roundPlace({ lon, lat }: { readonly lon: number; readonly lat: number }): { lon: number; lat: number } {
  return { lon: round(lon, DECIMALS), lat: round(lat, DECIMALS) };
}

/** Whether a map shows it. */
export function isOnMap(lon: number, lat: number): boolean {
  return Math.abs(lon) <= MOST_LON && Math.abs(lat) <= MOST_LAT;
}

/** Null where no map shows it. */
export function placeOf(lonText: string | undefined, latText: string | undefined): { lon: number; lat: number } | null {
  const lon = parseDecimal(lonText, -MOST_LON, MOST_LON);
  const lat = parseDecimal(latText, -MOST_LAT, MOST_LAT);
  return lon === null || lat === null ? null : roundPlace({ lon, lat });
}

export function formatPlace(degrees: number): string {
  return formatDecimal(round(degrees, DECIMALS), DECIMALS);
}

export function escapeToken(token: string): string {
  return token.replace(/[%,;]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function unescapeToken(token: string): string {
  return token.replace(/%(25|2C|3B)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
