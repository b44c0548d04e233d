import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyAnswer, fakeDatabase } from './fake-database.ts';
import { testCatalogue } from './layers.ts';
import { serve, type TestService } from './serve.ts';

let service: TestService;
beforeAll(async () => {
  service = await serve({ db: fakeDatabase(emptyAnswer), catalogue: testCatalogue });
});
afterAll(() => service.close());

it('a service on an empty database finds nothing, and no answer lacks a row', async () => {
  expect((await service.get('/layers/toilets/items/a')).status).toBe(404);
  for (const [path, nothing] of [
    ['/search?q=toilet', { hits: [] }],
    ['/nearby?layer=toilets&lon=120&lat=36', { features: [] }],
    ['/nearby?layer=toilets&lon=120&lat=36&filter=wifi=true', { features: [] }],
    ['/analysis/catalogue', { networks: [], demands: [] }],
  ] as const) {
    const answer = await service.get(path);
    expect([path, answer.status, await answer.json()]).toEqual([path, 200, expect.objectContaining(nothing)]);
  }
});
