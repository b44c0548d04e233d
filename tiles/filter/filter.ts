/** Filters of a layer as the map's form holds them: how they stand in its address, and what they are in CQL2. */
import { isDate } from './cql2/time.ts';
import type { Cql2 } from './cql2/types.ts';
import { parseDecimal } from './decimal.ts';
import type { LayerDefinition } from '../layer/layer.ts';

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
const FILTER = /^([A-Za-z][A-Za-z0-9_]*)([:~@!*])(.*)$/su;
const MOST_IN_NAME = 64;
const LIMIT = 1e12;

/** Leaves out the parts that cannot be read. */
export function parseLayerFilters(text: string): LayerFilters {
  return Object.fromEntries(text.split(';').flatMap((part) => parsePart(part) ?? []));
}

export function formatLayerFilters(filters: LayerFilters): string {
  return Object.entries(filters)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([attribute, value]) => attribute + SIGNS[value.kind] + formatValue(value))
    .join(';');
}

function parsePart(part: string): [[attribute: string, value: FilterValue]] | null {
  const [, attribute = '', sign = '', rest = ''] = FILTER.exec(part) ?? [];
  const value = attribute.length > MOST_IN_NAME ? null : parseValue(sign, rest);
  return value === null ? null : [[attribute, value]];
}

function parseValue(sign: string, rest: string): FilterValue | null {
  const [from = '', to = ''] = rest.split('..');
  switch (sign) {
    case SIGNS.choice: {
      const values = rest
        .split(',')
        .map(unescapeToken)
        .filter((token) => token !== '');
      return values.length > 0 ? { kind: 'choice', values } : null;
    }
    case SIGNS.range: {
      const range = { from: parseDecimal(from, -LIMIT, LIMIT), to: parseDecimal(to, -LIMIT, LIMIT) };
      return range.from === null && range.to === null ? null : { kind: 'range', ...range };
    }
    case SIGNS.date: {
      const range = { from: isDate(from) ? from : null, to: isDate(to) ? to : null };
      return range.from === null && range.to === null ? null : { kind: 'date', ...range };
    }
    case SIGNS.flag:
      return rest === '1' || rest === '0' ? { kind: 'flag', on: rest === '1' } : null;
    case SIGNS.text:
      return rest.trim() === '' ? null : { kind: 'text', text: unescapeToken(rest) };
    default:
      return null;
  }
}

function formatValue(value: FilterValue): string {
  switch (value.kind) {
    case 'choice':
      return value.values.map(escapeToken).join(',');
    case 'range':
    case 'date':
      return `${value.from ?? ''}..${value.to ?? ''}`;
    case 'flag':
      return value.on ? '1' : '0';
    case 'text':
      return escapeToken(value.text);
  }
}

/** Only the separators of this grammar are escaped; the address itself escapes the rest. */
function escapeToken(token: string): string {
  return token.replace(/[%,;]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function unescapeToken(token: string): string {
  return token.replace(/%(25|2C|3B)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/**
 * The filter that the service applies. Null where it leaves nothing out. No feature meets a filter on an attribute that
 * the layer lacks, or whose type the filter does not suit.
 */
export function toCql2(filters: LayerFilters, layer: Pick<LayerDefinition, 'attributes'>): Cql2 | null {
  const conditions = Object.entries(filters).map(([attribute, value]) => toCondition(attribute, value, layer));
  const [first, ...more] = conditions;
  if (first === undefined) return null;
  return more.length === 0 ? first : { op: 'and', args: conditions };
}

function toCondition(name: string, value: FilterValue, { attributes }: Pick<LayerDefinition, 'attributes'>): Cql2 {
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (attribute === undefined) return false;
  const property = { property: name };
  const isText = attribute.type === 'string';
  const isNumber = attribute.type === 'integer' || attribute.type === 'number';
  switch (value.kind) {
    case 'choice': {
      const values = isNumber
        ? value.values.map(Number).filter((each, n) => String(each) === value.values[n])
        : isText
          ? value.values
          : value.values.flatMap((each) => (each === 'true' || each === 'false' ? [each === 'true'] : []));
      return values.length > 0 && { op: 'in', args: [property, values] };
    }
    case 'flag':
      return !isNumber && { op: '=', args: [property, isText ? String(value.on) : value.on] };
    case 'text': {
      // Every character of the text stands for itself.
      const pattern = `%${value.text.replace(/[\\%_]/g, '\\$&')}%`;
      return (
        isText && {
          op: 'like',
          args: [
            { op: 'casei', args: [property] },
            { op: 'casei', args: [pattern] },
          ],
        }
      );
    }
    case 'range':
      return isNumber && between(property, value.from, value.to);
    case 'date': {
      if (!isText) return false;
      if (attribute.format === 'date' || attribute.format === 'date-time')
        return between(property, dateOf(value.from), dateOf(value.to));
      // A time of day on the last day is later than the bare date; `~` sorts after every character of either.
      return between(property, value.from, value.to === null ? null : `${value.to}~`);
    }
  }
}

type Bound = string | number | { readonly date: string };

function dateOf(text: string | null): { readonly date: string } | null {
  return text === null ? null : { date: text };
}

function between(property: { readonly property: string }, from: Bound | null, to: Bound | null): Cql2 {
  const bounds: Cql2[] = [];
  if (from !== null) bounds.push({ op: '>=', args: [property, from] });
  if (to !== null) bounds.push({ op: '<=', args: [property, to] });
  const [first, ...more] = bounds;
  if (first === undefined) return { op: 'not', args: [{ op: 'isNull', args: [property] }] };
  return more.length > 0 ? { op: 'and', args: bounds } : first;
}
