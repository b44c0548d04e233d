/** Filters of a layer, and how they stand in an address: the map's own and that of `GET /counts`. */
import { parseDecimal } from './decimal.ts';

/** What a control of a layer's filter form holds; bounds are inclusive, `null` leaves a side open. */
export type FilterValue =
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'date'; readonly from: string | null; readonly to: string | null }
  | { readonly kind: 'flag'; readonly on: boolean }
  | { readonly kind: 'text'; readonly text: string };

/** Filter of one layer: attribute → value; all must hold. An attribute without a filter is absent. */
export type LayerFilters = Readonly<Record<string, FilterValue>>;
export type Filters = Readonly<Record<string, LayerFilters>>;

/** Before the layer's id in the name of a parameter: `f.toilets=…`. */
export const FILTER_PREFIX = 'f.';

/**
 * `district:370202,370203;wifi!1;stalls~5..20;opened@2017-01-01..;name*海`: the sign between attribute and value tells
 * the kind of filter, so an address is read without the catalogue.
 */
const SIGNS = { choice: ':', range: '~', date: '@', flag: '!', text: '*' } as const;
const FILTER = /^([A-Za-z][A-Za-z0-9_]{0,63})([:~@!*])(.*)$/su;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LIMIT = 1e12;

/** Leaves out the parts that cannot be read. */
export function parseLayerFilters(text: string): LayerFilters {
  return Object.fromEntries(text.split(';').flatMap((part) => parsePart(part) ?? []));
}

/** Null where any part cannot be read or an attribute comes twice. */
export function parseLayerFiltersStrictly(text: string): LayerFilters | null {
  const parts = text.split(';');
  const filters = parseLayerFilters(text);
  return Object.keys(filters).length === parts.length ? filters : null;
}

export function formatLayerFilters(filters: LayerFilters): string {
  return Object.entries(filters)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([attribute, value]) => attribute + SIGNS[value.kind] + formatValue(value))
    .join(';');
}

function parsePart(part: string): [[attribute: string, value: FilterValue]] | null {
  const [, attribute = '', sign = '', rest = ''] = FILTER.exec(part) ?? [];
  const value = parseValue(sign, rest);
  return value === null ? null : [[attribute, value]];
}

function parseValue(sign: string, rest: string): FilterValue | null {
  const [from = '', to = ''] = rest.split('..');
  switch (sign) {
    case SIGNS.choice: {
      const values = rest.split(',').map(unescapeToken).filter((token) => token !== '');
      return values.length > 0 ? { kind: 'choice', values } : null;
    }
    case SIGNS.range: {
      const range = { from: parseDecimal(from, -LIMIT, LIMIT), to: parseDecimal(to, -LIMIT, LIMIT) };
      return range.from === null && range.to === null ? null : { kind: 'range', ...range };
    }
    case SIGNS.date: {
      const range = { from: DATE.test(from) ? from : null, to: DATE.test(to) ? to : null };
      return range.from === null && range.to === null ? null : { kind: 'date', ...range };
    }
    case SIGNS.flag: return rest === '1' || rest === '0' ? { kind: 'flag', on: rest === '1' } : null;
    case SIGNS.text: return rest.trim() === '' ? null : { kind: 'text', text: unescapeToken(rest) };
    default: return null;
  }
}

function formatValue(value: FilterValue): string {
  switch (value.kind) {
    case 'choice': return value.values.map(escapeToken).join(',');
    case 'range':
    case 'date': return `${value.from ?? ''}..${value.to ?? ''}`;
    case 'flag': return value.on ? '1' : '0';
    case 'text': return escapeToken(value.text);
  }
}

/** Only the separators of this grammar are escaped; the address itself escapes the rest. */
function escapeToken(token: string): string {
  return token.replace(/[%,;]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function unescapeToken(token: string): string {
  return token.replace(/%(25|2C|3B)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
