import type { Attribute, LayerDefinition } from '../../tiles/layer/layer.ts';

/** JSON Schema of one attribute. Texts are Chinese; `x-…` carries English, units and the labels of values. */
export interface PropertySchema {
  readonly type: string | readonly string[];
  readonly title: string;
  readonly 'x-title-en': string;
  readonly [keyword: string]: unknown;
}

export interface AttributeSchema {
  readonly $schema: 'https://json-schema.org/draft/2020-12/schema';
  readonly type: 'object';
  readonly title: string;
  readonly 'x-title-en': string;
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** JSON Schema (draft 2020-12) of the attributes of a layer's features. Optional attributes may be null. */
export function attributeSchema(layer: LayerDefinition): AttributeSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    title: layer.title.zh,
    'x-title-en': layer.title.en,
    properties: Object.fromEntries(
      Object.entries(layer.attributes).map(([id, attribute]) => [
        id,
        propertySchema(attribute, layer.required.includes(id)),
      ]),
    ),
    required: layer.required,
    additionalProperties: false,
  };
}

function propertySchema(attribute: Attribute, required: boolean): PropertySchema {
  const { title, unit, values, closed, description, type, english, display: _, aliases: __, ...keywords } = attribute;
  return {
    type: required ? type : [type, 'null'],
    title: title.zh,
    'x-title-en': title.en,
    ...(description === undefined ? {} : { description: description.zh, 'x-description-en': description.en }),
    ...(unit === undefined ? {} : { 'x-unit': unit.zh, 'x-unit-en': unit.en }),
    ...(values === undefined ? {} : { 'x-labels': values }),
    ...(values === undefined || closed !== true ? {} : { enum: allowedValues(attribute, required) }),
    ...(english === undefined ? {} : { 'x-english': english }),
    ...keywords,
  };
}

/** Keys of `values` are texts; the values themselves have the attribute's type. */
function allowedValues(attribute: Attribute, required: boolean): unknown[] {
  const allowed: unknown[] = Object.keys(attribute.values ?? {}).map((key) => {
    if (attribute.type === 'string') return key;
    return attribute.type === 'boolean' ? key === 'true' : Number(key);
  });
  return required ? allowed : [...allowed, null];
}
