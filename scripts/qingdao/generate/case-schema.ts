import { CASE_THEMES } from '../../../tiles/cases/case.ts';

const TEXT = {
  type: 'object',
  required: ['zh', 'en'],
  additionalProperties: false,
  properties: { zh: { type: 'string', pattern: '\\S' }, en: { type: 'string', pattern: '\\S' } },
} as const;
const SOURCE = {
  type: 'object',
  required: ['line', 'quote'],
  additionalProperties: false,
  properties: { line: { type: 'integer', minimum: 1 }, quote: { type: 'string', pattern: '\\S' } },
} as const;
const SCALAR = { type: ['string', 'number', 'boolean'] } as const;
const WHERE = {
  type: 'object',
  minProperties: 1,
  additionalProperties: { anyOf: [SCALAR, { type: 'array', minItems: 1, items: { type: ['string', 'number'] } }] },
} as const;
const ENTITY = {
  type: 'object',
  required: ['layer', 'measure'],
  additionalProperties: false,
  properties: {
    layer: { type: 'string' },
    where: WHERE,
    measure: { enum: ['count', 'sum', 'distinct'] },
    attribute: { type: 'string' },
  },
  if: { properties: { measure: { enum: ['sum', 'distinct'] } } },
  then: { required: ['attribute'] },
} as const;
const ID = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' } as const;
const FIGURE = {
  type: 'object',
  required: ['id', 'name', 'value', 'qualifier', 'unit', 'period', 'source'],
  additionalProperties: false,
  properties: {
    id: ID,
    name: TEXT,
    value: { type: 'number' },
    qualifier: { enum: ['exact', 'over', 'about', 'under'] },
    unit: TEXT,
    period: { type: 'string', pattern: '\\S' },
    source: SOURCE,
    entity: ENTITY,
  },
} as const;
const PLACE = {
  type: 'object',
  required: ['name', 'lon', 'lat', 'provenance'],
  additionalProperties: false,
  properties: { name: TEXT, lon: { type: 'number' }, lat: { type: 'number' }, provenance: { const: 'approximate' } },
} as const;
const RULE = {
  type: 'object',
  required: ['id', 'name', 'statement', 'source', 'example'],
  additionalProperties: false,
  properties: {
    id: ID,
    name: TEXT,
    statement: TEXT,
    source: SOURCE,
    example: {
      type: 'object',
      required: ['input', 'output', 'fromSource'],
      additionalProperties: false,
      properties: {
        input: { type: 'object', minProperties: 1 },
        output: { type: 'object', minProperties: 1 },
        fromSource: { type: 'boolean' },
      },
    },
  },
} as const;

/** JSON Schema of a file in `data/cities/qingdao/cases/`; the type is `CaseRecord`. */
export const CASE_SCHEMA = {
  type: 'object',
  required: ['number', 'id', 'title', 'agency', 'district', 'theme', 'places', 'summary', 'figures', 'layers'],
  additionalProperties: false,
  properties: {
    number: { type: 'integer', minimum: 1, maximum: 33 },
    id: ID,
    title: TEXT,
    agency: TEXT,
    district: { type: 'string', pattern: '^3702\\d{2}$' },
    theme: { enum: CASE_THEMES },
    places: { type: 'array', minItems: 1, items: PLACE },
    summary: TEXT,
    figures: { type: 'array', minItems: 1, items: FIGURE },
    layers: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['layer'],
        additionalProperties: false,
        properties: { layer: { type: 'string' }, where: WHERE },
      },
    },
    rule: RULE,
  },
} as const;
