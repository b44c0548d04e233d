import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../app.ts';
import { createCatalogue } from '../../layers/catalogue.ts';
import { readConfig } from '../../platform/config.ts';
import { SCHEMA } from './schema-messages.ts';
import { openApi, studySchema } from './openapi.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

describe('the description of the interface', () => {
  it.each(['zh', 'en'] as const)('is OpenAPI 3.1 in %s', async (lang) => {
    const result = await new Validator().validate(openApi(lang, '1.0.0') as Record<string, unknown>);
    expect(result).toMatchObject({ valid: true });
  });

  it('has every address that the service answers, and no other', () => {
    // Routes are asked for their paths only; nothing of the context is used.
    const parts = {
      config: readConfig({}),
      operations: { observer: {} },
      catalogue: createCatalogue([]),
      cases: [],
    } as unknown as Parameters<typeof createApp>[0];
    const { stack } = createApp(parts).router as unknown as {
      readonly stack: readonly {
        readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
      }[];
    };
    const answered = stack.flatMap(({ route }) =>
      route?.path.startsWith('/analysis/') === true
        ? Object.keys(route.methods).map((method) => `${method} ${route.path.replace(':id', '{id}')}`)
        : [],
    );
    const { paths } = openApi('en', '1') as Document;
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((each) => each !== 'parameters')
        .map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(answered.sort());
  });

  it('is a schema of studies that any checker of JSON Schema takes', () => {
    const ajv = new Ajv2020({ strict: false });
    const validate = ajv.compile(studySchema('en') as object);
    expect(
      validate({
        network: { stored: 'streets' },
        demand: { stored: 'people' },
        facilities: { layer: 'toilets' },
        analyses: [{ kind: 'coverage', within: [600] }],
      }),
    ).toBe(true);
    expect(validate({ analyses: [{ kind: 'coverage' }] })).toBe(false);
  });

  it('uses every text it has', () => {
    const text = JSON.stringify([openApi('en', '1'), studySchema('en')]);
    const unused = Object.entries(SCHEMA).filter(([, { en }]) => !text.includes(JSON.stringify(en).slice(1, -1)));
    expect(unused.map(([key]) => key)).toEqual([]);
  });
});
