import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templateOf } from './platform/http/openapi.ts';
import { fakeDatabase } from './testing/fake-database.ts';
import { testCatalogue } from './testing/layers.ts';
import { serve, type TestService } from './testing/serve.ts';

interface Operation {
  readonly summary: string;
  readonly operationId: string;
  readonly 'x-rights': string;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** Answered ahead of the table. */
const TILES = ['get /tiles/{layers}/{z}/{x}/{y}.mvt', 'get /tiles/{layers}/{grid}/{z}/{x}/{y}.mvt'];

let service: TestService;
beforeAll(async () => {
  service = await serve({ db: fakeDatabase(() => Promise.resolve([])), catalogue: testCatalogue });
});
afterAll(() => service.close());

const read = async (lang: 'zh' | 'en') => (await (await service.get(`/openapi.json?lang=${lang}`)).json()) as Document;

describe('the description of the whole interface', () => {
  it.each(['zh', 'en'] as const)('is OpenAPI 3.1 in %s', async (lang) => {
    const result = await new Validator().validate({ ...(await read(lang)) });
    expect(result).toMatchObject({ valid: true });
  });

  it('has every address that the service answers, and no other', async () => {
    const answered = service.server.routes.flatMap(({ method, path, docs }) =>
      docs === undefined ? [] : [`${method.toLowerCase()} ${templateOf(path)}`],
    );
    const described = Object.entries((await read('en')).paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual([...answered, ...TILES].sort());
  });

  it('names the rights of every address, and no two alike', async () => {
    const operations = Object.values((await read('en')).paths).flatMap((methods) => Object.values(methods));
    for (const operation of operations) expect(operation['x-rights'], operation.operationId).toBe('anyone');
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });
});
