import type { Attribute, LayerDefinition } from '../tiles/layer.ts';
import { BadParameter } from './errors.ts';
import type { Query } from './http/query.ts';
import { parseNumber } from './numbers.ts';

type FilterValue = string | number | boolean;

/**
 * Attribute filters of an address: every parameter that is not one of the route's own names an attribute of the
 * layer and the value it must have. Throws `BadParameter`.
 */
export function readFilters(query: Query, layer: LayerDefinition, ownParameters: readonly string[]): Record<string, FilterValue> {
  const filters: Record<string, FilterValue> = {};
  for (const name of query.names.filter((each) => !ownParameters.includes(each))) {
    const attribute = Object.hasOwn(layer.attributes, name) ? layer.attributes[name] : undefined;
    if (!attribute) {
      throw new BadParameter(name, 'not-a-filter', { layer: layer.id, choices: Object.keys(layer.attributes).join(', ') });
    }
    filters[name] = parseValue(name, query.requiredText(name), attribute);
  }
  return filters;
}

function parseValue(name: string, text: string, attribute: Attribute): FilterValue {
  if (attribute.values && !Object.hasOwn(attribute.values, text)) {
    throw new BadParameter(name, 'not-a-choice', { value: text, choices: Object.keys(attribute.values).join(', ') });
  }
  switch (attribute.type) {
    case 'string':
      return text;
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw new BadParameter(name, 'not-a-flag', { value: text });
      return text === 'true';
    case 'integer':
    case 'number': {
      const value = parseNumber(text);
      if (value === null) throw new BadParameter(name, 'not-a-number', { value: text });
      if (attribute.type === 'integer' && !Number.isInteger(value)) throw new BadParameter(name, 'not-an-integer', { value: text });
      return value;
    }
  }
}
