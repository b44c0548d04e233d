import { CERTAINTIES, LAND_USES, type Demanded } from '../../../tiles/api/standard.ts';

const TEXT = {
  type: 'object',
  additionalProperties: false,
  required: ['zh', 'en'],
  properties: { zh: { type: 'string', pattern: '\\S' }, en: { type: 'string', pattern: '\\S' } },
} as const;
const ID = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' } as const;
const NAME = { type: 'string', minLength: 1 } as const;
const AMOUNT = { type: 'number', minimum: 0 } as const;
const METRES = { type: 'number', exclusiveMinimum: 0 } as const;
const CERTAINTY = { enum: CERTAINTIES } as const;
const EITHER_END = [{ required: ['min'] }, { required: ['max'] }] as const;

/** By kind: what must be there beside it, and what may. */
const DEMANDED: Readonly<Record<Demanded['kind'], object>> = {
  density: { anyOf: EITHER_END, properties: { kind: { const: 'density' }, min: AMOUNT, max: AMOUNT } },
  within: {
    required: ['metres', 'share'],
    properties: {
      kind: { const: 'within' },
      metres: METRES,
      share: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    },
  },
  'per-thousand': { required: ['min'], properties: { kind: { const: 'per-thousand' }, min: AMOUNT, capacity: NAME } },
  ratio: {
    required: ['of', 'to'],
    anyOf: EITHER_END,
    properties: { kind: { const: 'ratio' }, of: NAME, to: NAME, min: AMOUNT, max: AMOUNT },
  },
};

const RULE = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'clause', 'layer', 'demanded', 'unit', 'certainty'],
  properties: {
    id: ID,
    title: TEXT,
    clause: { type: ['string', 'null'], pattern: '\\S' },
    layer: NAME,
    filter: NAME,
    landUse: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: Object.keys(LAND_USES) } },
    demanded: {
      type: 'object',
      required: ['kind'],
      discriminator: { propertyName: 'kind' },
      oneOf: Object.values(DEMANDED).map((each) => ({ ...each, additionalProperties: false })),
    },
    unit: TEXT,
    certainty: CERTAINTY,
    note: TEXT,
  },
} as const;

/**
 * JSON Schema of a file of `data/standards/`. What it cannot say, `check.ts` does: layers, filters, attributes, order.
 */
export const STANDARD_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'number', 'year', 'title', 'rules'],
  properties: {
    id: ID,
    number: NAME,
    year: { type: 'integer', minimum: 1949, maximum: 2100 },
    title: TEXT,
    rules: { type: 'array', minItems: 1, items: RULE },
    walkingCircles: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['minutes', 'minM', 'maxM', 'certainty'],
        properties: { minutes: { type: 'integer', minimum: 1 }, minM: METRES, maxM: METRES, certainty: CERTAINTY },
      },
    },
  },
} as const;
