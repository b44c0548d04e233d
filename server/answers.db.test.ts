import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCases } from './cases/cases.ts';
import { FILE_FORMATS } from './formats/formats.ts';
import { loadCatalogue } from './layers/catalogue.ts';
import { templateOf } from './platform/http/openapi.ts';
import { describeDatabases } from './testing/describe-databases.ts';
import { fixtureFeatures, insertFixtures } from './testing/fixtures.ts';
import { serve, type TestService } from './testing/serve.ts';

/** Paths beside the examples of the description, so that every answer in JSON is read once. */
const MORE: Readonly<Record<string, string>> = {
  '/cases/:id': '/cases/civilised-city',
  '/tileMatrixSets/:matrixSet': '/tileMatrixSets/CGCS2000Quad',
};

/** As the schemas say it, and nothing beside it: a property that nobody has described is found. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, closed(part)]));
  const isOpen = 'additionalProperties' in parts || 'patternProperties' in parts || !('properties' in parts);
  return isOpen || typeof parts.properties !== 'object' || 'in' in parts
    ? parts
    : { ...parts, additionalProperties: false };
}

interface Kinds {
  readonly content?: Readonly<Record<string, unknown>>;
}

describeDatabases('every answer', { embedded: 'full' }, (database) => {
  let service: TestService;
  let item: string;

  beforeAll(async () => {
    const catalogue = await loadCatalogue();
    await insertFixtures(database(), catalogue);
    const toilet = fixtureFeatures(catalogue).find(({ layer_id: layer }) => layer === 'toilets');
    item = `/layers/toilets/items/${toilet?.feature_id ?? ''}`;
    service = await serve(
      { db: database(), catalogue, cases: (await readCases(catalogue)).cases },
      { TRUST_PROXY: 'true' },
    );
  });
  afterAll(() => service.close());

  it('is what its schema says, and every example of the description is answered', async () => {
    const document = closed(await (await service.get('/openapi.json?lang=en')).json());
    const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
    ajv.addSchema(document as object, 'api');
    const wrong: unknown[] = [];
    let checked = 0;
    for (const { method, path, docs, answer } of service.server.routes) {
      if (method !== 'GET' || docs === undefined) continue;
      const more = path === '/layers/:layer/items/:id' ? item : MORE[path];
      for (const address of [...(docs.examples ?? []), ...(more === undefined ? [] : [more])]) {
        const response = await service.get(address);
        const type = response.headers.get('content-type') ?? '';
        if (response.status !== 200) wrong.push([address, response.status]);
        else if (answer.schema !== undefined && type.startsWith('application/json')) {
          const pointer = [
            'paths',
            templateOf(path),
            'get',
            'responses',
            '200',
            'content',
            'application/json',
            'schema',
          ];
          const place = pointer.map((part) => encodeURIComponent(part.replaceAll('/', '~1'))).join('/');
          const validate = ajv.compile({ $ref: `api#/${place}` });
          if (!validate(await response.json())) wrong.push([address, validate.errors?.slice(0, 3)]);
          checked += 1;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(14);
  });

  it('comes in a media type that the description names, as data, as a page and with an error', async () => {
    const { paths } = (await (await service.get('/openapi.json')).json()) as {
      readonly paths: Readonly<
        Record<string, { readonly get: { readonly responses: Readonly<Record<string, Kinds>> } }>
      >;
    };
    const told: unknown[] = [];
    let pages = 0;
    for (const { method, path, docs } of service.server.routes) {
      if (method !== 'GET' || docs === undefined) continue;
      const downloads = Object.keys(FILE_FORMATS).map((format) => `/layers/toilets/download.${format}`);
      const more = { '/layers/:layer/download.:format': downloads, '/wmts': ['/wmts'] }[path] ?? [];
      for (const address of [...(docs.examples ?? []), ...more])
        for (const accept of ['*/*', 'text/html']) {
          const response = await service.get(address, { Accept: accept });
          const type = response.headers.get('content-type');
          await response.body?.cancel();
          if (type === null) continue;
          const { responses } = paths[templateOf(path)]?.get ?? { responses: {} };
          const kinds = Object.keys((responses[response.status] ?? responses['default'])?.content ?? {});
          const bare = (each: string): string => each.replace(/;.*/, '');
          if (!kinds.map(bare).includes(bare(type))) told.push([address, response.status, type, kinds]);
          if (type.startsWith('text/html')) pages += 1;
        }
    }
    expect(told).toEqual([]);
    expect(pages).toBeGreaterThan(8);
  });

  it('says what its address may still ask for where the description says so, and nowhere else', async () => {
    const { paths } = (await (await service.get('/openapi.json')).json()) as {
      readonly paths: Readonly<
        Record<string, { readonly get: { readonly responses: Readonly<Record<string, object>> } }>
      >;
    };
    const [told, counted]: [unknown[], boolean[]] = [[], []];
    for (const { method, path, docs } of service.server.routes) {
      if (method !== 'GET' || docs === undefined) continue;
      for (const address of docs.examples ?? []) {
        // Whoever asks from this machine itself is not counted.
        const response = await service.get(address, { 'X-Forwarded-For': '203.0.113.5' });
        await response.body?.cancel();
        const { responses } = paths[templateOf(path)]?.get ?? { responses: {} };
        const described = responses[response.status] ?? responses['default'] ?? {};
        const names = Object.keys('headers' in described ? (described.headers as object) : {});
        for (const name of ['RateLimit', 'RateLimit-Policy'])
          if (response.headers.has(name) !== names.includes(name)) told.push([address, response.status, name]);
        counted.push(names.includes('RateLimit'));
      }
    }
    expect(told).toEqual([]);
    expect(new Set(counted)).toEqual(new Set([true, false]));
  });

  it('with an error is the problem that is described', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
    ajv.addSchema(closed(await (await service.get('/openapi.json')).json()) as object, 'api');
    const validate = ajv.compile({ $ref: 'api#/components/schemas/Problem' });
    for (const address of ['/layers/none', '/nearby', '/cases/none', '/tiles/none/0/0/0.mvt', '/nothing']) {
      const response = await service.get(address);
      expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect([address, validate(await response.json()), validate.errors]).toEqual([address, true, null]);
    }
  });
});
