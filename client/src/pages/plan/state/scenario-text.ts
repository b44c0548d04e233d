/** A scenario as text for the address: `s1;近期方案;a:new-1,120.38264,36.0671;m:05-0001,120.39,36.07;r:05-0002`. */
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';
import { formatDecimal } from '../../../../../tiles/text.ts';
import { parseDecimal, round } from '../../../state/codec.ts';
import { BASE, MAX_EDITS, type Ring, type Scenario } from './types.ts';

const SCENARIO_ID = /^[a-z0-9]{1,12}$/;
const MAX_NAME = 40;
const MAX_ID = 120;
const KINDS = { a: 'add', m: 'move', r: 'remove' } as const;
const DECIMALS = 5;

export function formatScenario({ id, name, edits }: Scenario): string {
  return [id, escapeToken(cleanName(name)), ...edits.map(formatEdit)].join(';');
}

/** Null where the text is not a scenario; edits that cannot be read are left out. */
export function parseScenario(text: string): Scenario | null {
  const [id = '', name = '', ...parts] = text.split(';');
  if (!SCENARIO_ID.test(id) || id === BASE) return null;
  return {
    id,
    name: cleanName(unescapeToken(name)),
    edits: parts.slice(0, MAX_EDITS).flatMap((part) => parseEdit(part) ?? []),
  };
}

export function cleanName(name: string): string {
  return typedName(name.trim()).trim();
}

/** A name as it is being typed: the space at its end may have a word after it. */
export function typedName(name: string): string {
  // Half a pair would not come back from an address.
  return [...name.replace(/\p{Cc}|\p{Surrogate}/gu, ' ')].slice(0, MAX_NAME).join('');
}

export function roundPlace({ lon, lat }: { readonly lon: number; readonly lat: number }): { lon: number; lat: number } {
  return { lon: round(lon, DECIMALS), lat: round(lat, DECIMALS) };
}

/** Areas by `;`, corners by `,`: `120.38,36.06,120.39,36.06,120.39,36.07`. */
export function formatRings(rings: readonly Ring[]): string {
  return rings
    .map((ring) =>
      ring
        .flat()
        .map((degrees) => plain(degrees))
        .join(','),
    )
    .join(';');
}

export function parseRings(text: string): Ring[] {
  return text.split(';').flatMap((part): Ring[] => {
    const numbers = part.split(',');
    const ring = Array.from({ length: Math.floor(numbers.length / 2) }, (_, k) =>
      placeOf(numbers[2 * k], numbers[2 * k + 1]),
    );
    const corners = ring.flatMap((place) => (place === null ? [] : [[place.lon, place.lat] as const]));
    return corners.length >= 3 && corners.length === ring.length ? [corners] : [];
  });
}

function formatEdit(edit: ScenarioEdit): string {
  const id = escapeToken(edit.id);
  if (edit.kind === 'remove') return `r:${id}`;
  const place = `${plain(edit.lon)},${plain(edit.lat)}`;
  if (edit.kind === 'move') return `m:${id},${place}`;
  return `a:${id},${place}${edit.capacity === undefined ? '' : `,${String(edit.capacity)}`}`;
}

function parseEdit(text: string): ScenarioEdit | null {
  const kind = KINDS[text[0] as keyof typeof KINDS] as (typeof KINDS)[keyof typeof KINDS] | undefined;
  const [rawId = '', lon, lat, rawCapacity] = text.slice(2).split(',');
  const id = unescapeToken(rawId);
  if (kind === undefined || text[1] !== ':' || id === '' || id.length > MAX_ID) return null;
  if (kind === 'remove') return { kind, id };
  const place = placeOf(lon, lat);
  if (place === null) return null;
  const capacity = parseDecimal(rawCapacity, 0, 1e9);
  return kind === 'add' && capacity !== null ? { kind, id, ...place, capacity } : { kind, id, ...place };
}

function placeOf(lonText: string | undefined, latText: string | undefined): { lon: number; lat: number } | null {
  const lon = parseDecimal(lonText, -180, 180);
  const lat = parseDecimal(latText, -85, 85);
  return lon === null || lat === null ? null : roundPlace({ lon, lat });
}

function plain(degrees: number): string {
  return formatDecimal(round(degrees, DECIMALS), DECIMALS);
}

function escapeToken(token: string): string {
  return token.replace(/[%,;]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function unescapeToken(token: string): string {
  return token.replace(/%(25|2C|3B)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
