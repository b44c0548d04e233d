import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EntityLink } from '../../../tiles/cases/case.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { RULES } from '../../../tiles/cases/index.ts';
import { readCaseFiles } from './case-records.ts';
import { CASE_SCHEMA } from './case-schema.ts';
import type { World } from './types.ts';
import { createWorld } from './world.ts';

const LAYERS = new URL('../../../data/cities/qingdao/layers/', import.meta.url);
const WHOLE_CITY = '370200';
const NUMBERS = Array.from({ length: 33 }, (_, i) => i + 1);

const files = readCaseFiles();
const isWhole = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(CASE_SCHEMA);
let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe('the documented cases', () => {
  it('are numbered from 1 to 33, each once', () => {
    expect(files.map(({ record }) => record.number)).toEqual(NUMBERS);
  });

  it('have one id each', () => {
    expect(new Set(files.map(({ record }) => record.id)).size).toBe(files.length);
  });
});

describe.each(files)('$file', ({ file, record }) => {
  it('is whole, in both languages, with a quote for every figure', () => {
    expect(isWhole(record), JSON.stringify(isWhole.errors, null, 1)).toBe(true);
  });

  it('is named after its number and id', () => {
    expect(file).toBe(`${String(record.number).padStart(2, '0')}-${record.id}.json`);
  });

  it('gives every figure an id of its own', () => {
    const ids = record.figures.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('names layers, attributes and values of the catalogue', async () => {
    const entities = record.figures.flatMap(({ entity }) => (entity ? [entity] : []));
    const problems = await Promise.all([...record.layers, ...entities].map(catalogueProblems));
    expect(problems.flat()).toEqual([]);
  });

  it('lies on land, its first place in its own district', () => {
    const districts = record.places.map((place) => world.districtAt(place));
    expect(districts).not.toContain(null);
    if (record.district !== WHOLE_CITY) expect(districts[0]).toBe(record.district);
  });

  const { rule } = record;
  if (rule !== undefined) {
    it('has a registered rule that computes its example', () => {
      expect(Object.keys(RULES)).toContain(rule.id);
      expect(RULES[rule.id]?.compute(rule.example.input)).toEqual(rule.example.output);
    });
  }
});

interface Link {
  readonly layer: string;
  readonly where?: EntityLink['where'] | undefined;
  readonly attribute?: string | undefined;
}

/** What a link names and the catalogue lacks. */
async function catalogueProblems({ layer: id, where = {}, attribute }: Link): Promise<string[]> {
  const file = new URL(`${id}.json`, LAYERS);
  if (!existsSync(file)) return [`There is no layer ${id}.`];
  const layer: LayerDefinition = JSON.parse(await readFile(file, 'utf8'));
  const names = [...Object.keys(where), ...(attribute === undefined ? [] : [attribute])];
  const missing = names.filter((name) => !Object.hasOwn(layer.attributes, name));
  const unknown = Object.entries(where).flatMap(([name, wanted]) => {
    const values = layer.attributes[name]?.values;
    const asked = Array.isArray(wanted) ? wanted : [wanted];
    return values
      ? asked.filter((value) => !Object.hasOwn(values, String(value))).map((value) => `${name}=${String(value)}`)
      : [];
  });
  return [
    ...missing.map((name) => `Layer ${id} has no attribute ${name}.`),
    ...unknown.map((value) => `Layer ${id} does not know the value ${value}.`),
  ];
}
