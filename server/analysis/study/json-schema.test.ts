import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { openApi } from '../../platform/http/openapi.ts';
import { analysisRoutes } from '../routes.ts';
import { StudySchema } from '../../../tiles/api/study.ts';
import { jsonSchema } from './json-schema.ts';
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
