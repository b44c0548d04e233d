import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl';
import type { FilterValue, LayerFilters } from '../state/types.ts';

/** A layer's filters as a MapLibre expression: all of them must hold. Null where there are none. */
export function filterExpression(filters: LayerFilters | undefined): ExpressionSpecification | null {
  const conditions = Object.entries(filters ?? {}).flatMap(([attribute, value]) => condition(attribute, value));
  return conditions.length === 0 ? null : ['all', ...conditions];
}

/** The style's own filter of a layer and the reader's. */
export function combineFilters(
  own: FilterSpecification | undefined, reader: ExpressionSpecification | null,
): FilterSpecification | undefined {
  if (reader === null) return own;
  return own === undefined ? reader : ['all', own as ExpressionSpecification, reader];
}

function condition(attribute: string, value: FilterValue): ExpressionSpecification[] {
  // Tiles carry numbers as numbers and codes as texts; as texts they all compare alike.
  const text: ExpressionSpecification = ['to-string', ['get', attribute]];
  switch (value.kind) {
    case 'choice': return [['in', text, ['literal', [...value.values]]]];
    case 'flag': return [['==', text, value.on ? 'true' : 'false']];
    case 'text': return [['in', value.text.toLowerCase(), ['downcase', text]]];
    case 'range': return [
      ['has', attribute],
      ...bound('>=', ['to-number', ['get', attribute]], value.from),
      ...bound('<=', ['to-number', ['get', attribute]], value.to),
    ];
    case 'date': return [
      ['has', attribute],
      ...bound('>=', text, value.from),
      // A date-time of the last day is later than the bare date; `~` sorts after every character of either.
      ...bound('<=', text, value.to === null ? null : `${value.to}~`),
    ];
  }
}

function bound(operator: '>=' | '<=', left: ExpressionSpecification, right: string | number | null): ExpressionSpecification[] {
  return right === null ? [] : [[operator, left, right] as ExpressionSpecification];
}
