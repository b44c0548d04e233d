/** A scenario as text for the address: `s1;近期方案;a:new-1,120.38264,36.0671;m:05-0001,120.39,36.07;r:05-0002`. */
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';
import { parseDecimal } from '../../../state/codec.ts';
import { escapeToken, formatPlace, MAX_ID, placeOf, unescapeToken } from './place-text.ts';
import { formatStreet, parseStreet } from './street-text.ts';
import { boundedStreets } from './streets.ts';
import { BASE, MAX_EDITS, type Ring, type Scenario } from './types.ts';

const SCENARIO_ID = /^[a-z0-9]{1,12}$/;
const MAX_NAME = 40;
const KINDS = { a: 'add', m: 'move', r: 'remove' } as const;

export function formatScenario({ id, name, edits, streets }: Scenario): string {
  return [id, escapeToken(cleanName(name)), ...edits.map(formatEdit), ...streets.map(formatStreet)].join(';');
}

/** Null where the text is not a scenario; edits that cannot be read are left out. */
export function parseScenario(text: string): Scenario | null {
  const [id = '', name = '', ...parts] = text.split(';');
  if (!SCENARIO_ID.test(id) || id === BASE) return null;
  return {
    id,
    name: cleanName(unescapeToken(name)),
    edits: parts.flatMap((part) => parseEdit(part) ?? []).slice(0, MAX_EDITS),
    streets: boundedStreets(parts.flatMap((part) => parseStreet(part) ?? [])),
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

/** Areas by `;`, corners by `,`: `120.38,36.06,120.39,36.06,120.39,36.07`. */
export function formatRings(rings: readonly Ring[]): string {
  return rings
    .map((ring) =>
      ring
        .flat()
        .map((degrees) => formatPlace(degrees))
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
  const place = `${formatPlace(edit.lon)},${formatPlace(edit.lat)}`;
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
