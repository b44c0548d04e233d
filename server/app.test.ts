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
const TILES = ['get /tiles/{layers}/{z}/{x}/{y}.mvt', 'get /tiles/{layers}/{matrixSet}/{z}/{x}/{y}.mvt'];

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

  it('has downloads as what programs read them as', async () => {
    const { paths } = await read('en');
    const content = 'get.responses.200.content'.split('.');
    const typeOf = (type: string): string[] => [...content, type, 'schema', 'type'];
    const download = paths['/layers/{layer}/download.{format}'];
    expect(download).toHaveProperty(typeOf('application/geo+json'), 'object');
    expect(download).toHaveProperty(typeOf('application/geo+json-seq'), 'string');
    expect(download).toHaveProperty(typeOf('application/vnd.flatgeobuf'), 'string');
  });

  it('says that a tile may be empty, which has no body', async () => {
    const { paths } = await read('en');
    for (const tile of TILES)
      expect(paths[tile.slice('get '.length)]?.['get']).toHaveProperty('responses.204', {
        description: 'Nothing is there: the tile is empty.',
        headers: expect.any(Object) as unknown,
      });
  });

  it.each(['zh', 'en'] as const)('describes every parameter and every property in %s', async (lang) => {
    const undescribed: string[] = [];
    const check = (name: string, schema: unknown): void => {
      const { description = '', $ref } = schema as { readonly description?: string; readonly $ref?: string };
      if (description.trim() === '' && $ref === undefined) undescribed.push(name);
    };
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('in' in value && 'schema' in value) check(path, value);
      for (const [key, part] of Object.entries(value)) {
        // Conditions repeat properties that are described beside them.
        if (key === 'if' || key === 'then' || key === 'else') continue;
        if (key !== 'properties') walk(part, `${path}/${key}`);
        else
          for (const [name, property] of Object.entries(part as object)) {
            check(`${path}/${name}`, property);
            walk(property, `${path}/${name}`);
          }
      }
    };
    const { paths, components } = await read(lang);
    walk(paths, '');
    for (const [name, schema] of Object.entries(components.schemas)) {
      check(name, schema);
      walk(schema, name);
    }
    expect(undescribed).toEqual([]);
  });

  it('names the rights of every address, and no two alike', async () => {
    const operations = Object.values((await read('en')).paths).flatMap((methods) => Object.values(methods));
    const rights = Object.fromEntries(operations.map((each) => [each.operationId, each['x-rights']]));
    const { getFacilityChecks, ...others } = rights;
    expect(getFacilityChecks).toBe('operators');
    expect(new Set(Object.values(others))).toEqual(new Set(['anyone']));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });
});

describe('the documents', () => {
  const page = async (path: string, headers: Record<string, string> = {}) => {
    const response = await service.get(path, headers);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it.each([
    ['zh', 'zh-CN', '城图文档'],
    ['en', 'en', 'Chengtu documents'],
  ] as const)('are listed in %s, run nothing and fetch nothing', async (lang, tag, title) => {
    const { status, headers, text } = await page('/docs', { 'accept-language': lang });
    expect([status, headers.get('content-type'), headers.get('vary')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'Accept-Encoding, Accept-Language',
    ]);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
    expect(text).toContain(`<html lang="${tag}">`);
    expect(text).toContain(title);
    expect(text).not.toMatch(/<script|\son\w+=|src="http/);
  });

  it('lead to each other, and to nothing that the service does not have', async () => {
    const { text } = await page('/docs?lang=en');
    const links = (html: string) => [...html.matchAll(/href="(\/[^"#]*)/g)].map(([, address = '']) => address);
    const seen = new Set<string>();
    for (const address of links(text).filter((each) => each.startsWith('/docs'))) {
      const inner = await page(address);
      expect(inner.status, address).toBe(200);
      for (const each of links(inner.text)) if (each.startsWith('/docs')) seen.add(each);
    }
    for (const address of seen) expect((await page(address)).status, address).toBe(200);
    expect((await page('/docs/nothing')).status).toBe(404);
    expect((await page('/docs/methods?lang=en')).text).toContain('Gaussian');
    expect((await page('/docs/..%2fSOURCES')).status).toBe(404);
  });

  it('have the interface with every operation and every schema, none of them missing', async () => {
    const { text } = await page('/docs/api?lang=en');
    const { paths, components } = await read('en');
    for (const methods of Object.values(paths))
      for (const { operationId } of Object.values(methods)) expect(text).toContain(`<h3 id="${operationId}">`);
    for (const name of Object.keys(components.schemas)) expect(text).toContain(`id="schema-${name}"`);
    const anchors = [...text.matchAll(/href="#([^"]+)"/g)].map(([, anchor = '']) => anchor);
    for (const anchor of anchors) expect(text, anchor).toContain(`id="${anchor}"`);
  });
});
