import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Catalogue } from '../layers/catalogue.ts';
import type { City } from '../layers/city.ts';
import { errorsOf, jsonFilesOf, readJson } from '../layers/json-file.ts';
import { CASE_THEMES, type CaseRecord } from '../../tiles/cases/case.ts';

const TEXT = {
  type: 'object',
  required: ['zh', 'en'],
  properties: { zh: { type: 'string', minLength: 1 }, en: { type: 'string', minLength: 1 } },
};
const SOURCE = {
  type: 'object',
  required: ['line', 'quote'],
  properties: { line: { type: 'integer', minimum: 1 }, quote: { type: 'string', minLength: 1 } },
};
const ENTITY = {
  type: 'object',
  required: ['layer', 'measure'],
  properties: { layer: { type: 'string' }, measure: { enum: ['count', 'sum', 'distinct'] } },
};
const ID = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' };

const SCHEMA = {
  type: 'object',
  required: ['number', 'id', 'title', 'agency', 'district', 'theme', 'places', 'summary', 'figures', 'layers'],
  properties: {
    number: { type: 'integer', minimum: 1 },
    id: ID,
    title: TEXT,
    agency: TEXT,
    summary: TEXT,
    theme: { enum: CASE_THEMES },
    places: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['name', 'lon', 'lat', 'provenance'],
        properties: { name: TEXT, lon: { type: 'number' }, lat: { type: 'number' } },
      },
    },
    figures: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'name', 'value', 'qualifier', 'unit', 'period', 'source'],
        properties: {
          id: ID,
          name: TEXT,
          value: { type: 'number' },
          qualifier: { enum: ['exact', 'over', 'about', 'under'] },
          period: { type: 'string' },
          source: SOURCE,
          entity: ENTITY,
        },
      },
    },
    layers: {
      type: 'array',
      items: { type: 'object', required: ['layer'], properties: { layer: { type: 'string' } } },
    },
    rule: {
      type: 'object',
      required: ['id', 'name', 'statement', 'source', 'example'],
      properties: { id: ID, name: TEXT, statement: TEXT, source: SOURCE },
    },
  },
};

/** A case is about a district, or about the whole city. */
function schemaOf({ code, codes }: City): object {
  const district =
    codes.district === undefined
      ? { type: 'string', minLength: 1 }
      : { type: 'string', anyOf: [{ const: code }, { pattern: codes.district }] };
  return { ...SCHEMA, properties: { ...SCHEMA.properties, district } };
}

export interface ReadCases {
  /** In the order of their numbers. */
  readonly cases: readonly CaseRecord[];
  /** Sentences that begin with the file's name. */
  readonly errors: readonly string[];
}

/** Reads the case files of a city; without a folder `cases` it has none. */
export async function readCases({ city, get }: Pick<Catalogue, 'city' | 'get'>): Promise<ReadCases> {
  const folder = join(city.folder, 'cases');
  const check = new Ajv2020({ allErrors: true, verbose: true }).compile<CaseRecord>(schemaOf(city));
  const errors: string[] = [];
  const cases: CaseRecord[] = [];
  for (const file of await jsonFilesOf(folder)) {
    const name = `cases/${file}`;
    const { value, errors: unreadable } = await readJson(join(folder, file), name);
    if (unreadable.length > 0) errors.push(...unreadable);
    else if (check(value)) {
      cases.push(value);
      errors.push(...unknownLayers(value, get).map((error) => `${name}: ${error}`));
    } else errors.push(...errorsOf(check.errors, name));
  }
  errors.push(...repeated(cases.map((each) => each.id)).map((id) => `cases/: two cases have the id ${id}.`));
  return { cases: cases.sort((a, b) => a.number - b.number), errors };
}

function unknownLayers({ layers, figures }: CaseRecord, get: Catalogue['get']): string[] {
  const named = [
    ...layers.map(({ layer }, index) => [`/layers/${index}/layer`, layer] as const),
    ...figures.flatMap(({ entity }, index) =>
      entity === undefined ? [] : [[`/figures/${index}/entity/layer`, entity.layer] as const],
    ),
  ];
  return named
    .filter(([, layer]) => get(layer) === undefined)
    .map(([place, layer]) => `${place} is ${layer}, which is no layer of the city: correct it, or add the layer.`);
}

function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
