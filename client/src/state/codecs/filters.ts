import { isId, parseDecimal, type Codec, type Param } from '../codec.ts';
import type { Filters, FilterValue, LayerFilters } from '../types.ts';

/**
 * One parameter a layer: `f.toilets=district:370202,370203;wifi!1;stalls~5..20;opened@2017-01-01..;name*海`.
 * The sign between attribute and value tells the kind of filter, so an address is read without the catalogue.
 */
const SIGNS = { choice: ':', range: '~', date: '@', flag: '!', text: '*' } as const;
const FILTER = /^([A-Za-z][A-Za-z0-9_]{0,63})([:~@!*])(.*)$/su;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LIMIT = 1e12;

export const filtersCodec: Codec<Filters> = {
  initial: {},
  parse(params) {
    const filters: [string, LayerFilters][] = [];
    for (const [name, value] of params) {
      const layer = name.startsWith('f.') ? name.slice(2) : '';
      const parsed = parseLayerFilters(value);
      if (isId(layer) && Object.keys(parsed).length > 0) filters.push([layer, parsed]);
    }
    return Object.fromEntries(filters);
  },
  format: (filters) => Object.entries(filters)
    .filter(([, filter]) => Object.keys(filter).length > 0)
    .sort(([a], [b]) => compare(a, b))
    .map(([layer, filter]): Param => [`f.${layer}`, formatLayerFilters(filter)]),
};

function parseLayerFilters(text: string): LayerFilters {
  const entries = text.split(';').flatMap((part): [string, FilterValue][] => {
    const [, attribute = '', sign = '', rest = ''] = FILTER.exec(part) ?? [];
    const value = parseValue(sign, rest);
    return value === null ? [] : [[attribute, value]];
  });
  return Object.fromEntries(entries);
}

function formatLayerFilters(filters: LayerFilters): string {
  return Object.entries(filters)
    .sort(([a], [b]) => compare(a, b))
    .map(([attribute, value]) => attribute + SIGNS[value.kind] + formatValue(value))
    .join(';');
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

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
