import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CASE_THEMES, type CaseRecord } from '../../tiles/cases/case.ts';

const CASES = fileURLToPath(new URL('../../data/cases/', import.meta.url));

/** Case files that cannot be used; the message lists every fault. */
export class CasesError extends Error {
  override readonly name = 'CasesError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The case files have faults:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

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
    district: { type: 'string', pattern: '^\\d{6}$' },
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

/** Reads every case file of the folder, in the order of the cases' numbers. Throws `CasesError`. */
export async function loadCases(folder: string = CASES): Promise<CaseRecord[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const check = new Ajv2020({ allErrors: true }).compile<CaseRecord>(SCHEMA);
  const faults: string[] = [];
  const cases: CaseRecord[] = [];
  for (const file of files) {
    const record = parse(await readFile(join(folder, file), 'utf8'));
    if (check(record)) cases.push(record);
    else
      faults.push(
        ...(check.errors ?? []).map((problem) => `${file}: ${problem.instancePath || '/'} ${problem.message ?? ''}`),
      );
  }
  faults.push(...repeated(cases.map((each) => each.id)).map((id) => `two cases have the id ${id}`));
  if (faults.length > 0) throw new CasesError(faults);
  return cases.sort((a, b) => a.number - b.number);
}

/** What is no JSON is checked as null, and named as a fault with all others. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
