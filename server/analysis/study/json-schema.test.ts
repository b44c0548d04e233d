import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { openApi } from '../../platform/http/openapi.ts';
import { analysisRoutes } from '../routes.ts';
import { StudySchema } from '../../../tiles/api/study.ts';
import { jsonSchema } from './json-schema.ts';
import { parseAs } from './parse.ts';
import { SCHEMA } from '../messages.ts';

/** They are asked for what they declare, and answer nothing. */
const ROUTES = analysisRoutes({} as Parameters<typeof analysisRoutes>[0]);

/** The components as an interface of their own: without its paths they are described alike. */
function documentOf(lang: 'zh' | 'en'): Record<string, unknown> {
  return openApi({
    routes: ROUTES,
    lang,
    version: '1.0.0',
    title: SCHEMA['api-title'],
  });
}

describe('the description of the interface', () => {
  it.each(['zh', 'en'] as const)('is OpenAPI 3.1 in %s', async (lang) => {
    expect(await new Validator().validate(documentOf(lang))).toMatchObject({ valid: true });
  });

  it('is a schema of studies that any checker of JSON Schema takes', () => {
    const ajv = new Ajv2020({ strict: false });
    const validate = ajv.compile(jsonSchema(StudySchema, 'en') as object);
    expect(
      validate({
        network: { stored: 'roads' },
        demand: { stored: 'people' },
        facilities: { layer: 'toilets' },
        analyses: [{ kind: 'coverage', within: [600] }],
      }),
    ).toBe(true);
    expect(validate({ analyses: [{ kind: 'coverage' }] })).toBe(false);
  });

  it('uses every text it has', () => {
    const text = JSON.stringify([documentOf('en'), jsonSchema(StudySchema, 'en')]);
    const unused = Object.entries(SCHEMA).filter(([, { en }]) => !text.includes(JSON.stringify(en).slice(1, -1)));
    expect(unused.map(([key]) => key)).toEqual([]);
  });
});

interface Described {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly $ref?: string;
  readonly const?: string;
}

/** Every property of the schema, with its place, what it is, and whether it may be left out. */
function propertiesOf(lang: 'zh' | 'en'): { at: string; property: Described; isOptional: boolean }[] {
  const root = jsonSchema(StudySchema, lang) as { readonly $defs: Readonly<Record<string, Described>> };
  const resolved = ({ $ref, ...own }: Described): Described =>
    $ref === undefined ? own : { ...root.$defs[$ref.replace('#/$defs/', '')], ...own };
  const walk = (schema: unknown, at: string): { at: string; property: Described; isOptional: boolean }[] => {
    if (typeof schema !== 'object' || schema === null) return [];
    const { properties = {}, required = [] } = schema as {
      readonly properties?: Readonly<Record<string, Described>>;
      readonly required?: readonly string[];
    };
    return [
      ...Object.entries(properties).map(([name, property]) => ({
        at: `${at}.${name}`,
        property: resolved(property),
        isOptional: !required.includes(name),
      })),
      ...Object.entries(schema)
        // Conditions repeat what is described beside them.
        .filter(([key]) => !['if', 'then', 'else'].includes(key))
        .flatMap(([key, each]) => walk(each, `${at}/${key}`)),
    ];
  };
  return walk(root, '#');
}

/** What a number is of, in words. */
const UNITS = {
  zh: /米|秒|度|人|单位|个|数|片|次|种子|0 至 1/,
  en: /metre|m\/s|second|degree|people|unit|number|0 to 1|so many|at most|nearest|permutations|seed/i,
} as const;

describe.each(['zh', 'en'] as const)('the schema of a study in %s', (lang) => {
  const properties = propertiesOf(lang);

  it('is looked through as a whole', () => {
    const places = properties.map(({ at }) => at);
    for (const at of ['#.analyses', '#/$defs/Siting.gap', '#/$defs/NetworkFile.nodes', '#/$defs/Areas.coordinates'])
      expect(places).toContain(at);
  });

  it('describes every property', () => {
    expect(properties.filter(({ property }) => (property.description ?? '') === '').map(({ at }) => at)).toEqual([]);
  });

  it('says of everything that may be left out what holds then', () => {
    const says = lang === 'zh' ? /缺省/ : /default/i;
    expect(
      properties
        .filter(({ property, isOptional }) => isOptional && !says.test(property.description ?? ''))
        .map(({ at }) => at),
    ).toEqual([]);
  });

  it('says the unit of every number', () => {
    const isNumber = ({ type = [] }: Described): boolean => {
      const types = [type].flat();
      // An id may be a number, and has no unit.
      return types.some((each) => each === 'number' || each === 'integer') && !types.includes('string');
    };
    expect(
      properties
        .filter(({ property }) => isNumber(property) && !UNITS[lang].test(property.description ?? ''))
        .map(({ at, property }) => `${at} ${property.description ?? ''}`),
    ).toEqual([]);
  });
});

describe('a file in a study', () => {
  const validate = new Ajv2020({ strict: false }).compile(jsonSchema(StudySchema, 'en') as object);

  it('may stand in every place where the command reads one', () => {
    const study = {
      network: { file: 'roads.csv', nodes: 'places.csv', costUnit: 'min' },
      demand: { file: 'people.geojson' },
      facilities: { file: 'clinics.csv' },
      candidates: { file: 'sites.csv' },
      matrix: { file: 'costs.csv', costUnit: 'min' },
      analyses: [
        { kind: 'moran', values: { file: 'values.csv' }, neighbours: { file: 'neighbours.csv' } },
        { kind: 'hotspots', values: { count: { of: { file: 'points.csv' }, cellM: 100 } }, neighbours: { nearest: 4 } },
        { kind: 'kde', of: { file: 'points.csv' }, bandwidthM: 500, cellM: 100 },
      ],
    };
    expect([validate(study), validate.errors]).toEqual([true, null]);
    expect(validate({ ...study, demand: { file: 'people.csv', columns: 3 } })).toBe(false);
  });

  it('is refused by the service in words that say what to do', () => {
    for (const part of ['network', 'demand', 'matrix', 'facilities']) {
      const study = { [part]: { file: 'x.csv' }, analyses: [{ kind: 'cells' }] };
      const told = (): unknown => parseAs('Study', study, 100);
      expect(told).toThrow(/The service reads no files|errors?/);
      try {
        told();
      } catch (error) {
        const all =
          'errors' in (error as object)
            ? (error as { errors: { code: string }[] }).errors
            : [error as { code: string }];
        expect(all.map(({ code }) => code)).toContain('study-file-here');
      }
    }
  });

  it('is no part of the interface of the service', () => {
    expect(JSON.stringify(documentOf('en'))).not.toContain('DemandFile');
  });
});
