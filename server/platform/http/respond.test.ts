import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DatabaseUnavailable, Overloaded } from '../db/errors.ts';
import type { Database } from '../db/types.ts';
import { fakeDatabase } from '../../testing/fake-database.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { serve, type TestService } from '../../testing/serve.ts';
import { ApiError, toApiError } from './errors.ts';
import { sendError } from './respond.ts';

/** Fails at everything in the same way. */
let error: Error;
const fail = (): Promise<never> => Promise.reject(error);
const BROKEN: Database = { ...fakeDatabase(fail), background: { query: () => Promise.resolve([]) } };

let service: TestService;
beforeAll(async () => {
  service = await serve({ db: BROKEN, catalogue: testCatalogue });
});
afterAll(() => service.close());

/** Status, headers and body, without what is of one answer alone. */
async function answer(path: string, headers: Record<string, string>) {
  const response = await service.get(path, headers);
  const { 'x-request-id': id, date: _date, ...rest } = Object.fromEntries(response.headers);
  const problem = (await response.json()) as { requestId: string };
  expect(problem.requestId).toBe(id);
  return { status: response.status, headers: rest, problem: { ...problem, requestId: '' } };
}

describe('an error of a tile, which Express does not answer,', () => {
  const TILE = '/tiles/toilets/3/0/0.mvt';
  const ITEM = '/layers/toilets/items/x';

  it.each([
    ['of a layer that is not there', '/tiles/toilet/3/0/0.mvt', '/tiles/toilet.json', new Error()],
    ['of a broken escape', '/tiles/%ff/3/0/0.mvt', '/layers/%ff', new Error()],
    ['of a zero byte', `${TILE}?x=%00`, `${ITEM}?x=%00`, new Error()],
    ['of a lost database', TILE, ITEM, new DatabaseUnavailable(new Error('refused'))],
    ['of too many who wait', TILE, ITEM, new Overloaded()],
    ['that nobody foresaw', TILE, ITEM, new Error('secret')],
  ])('%s is answered as Express would', async (_, tile, other, cause) => {
    error = cause;
    for (const headers of [{}, { 'accept-language': 'en' }] as Record<string, string>[]) {
      const answers = await Promise.all([answer(tile, headers), answer(other, headers)]);
      expect(answers[0]).toEqual(answers[1]);
    }
  });
});

describe('an error', () => {
  it('is answered at once, and after a while to a client that sends too much or would ask again at once', async () => {
    vi.useFakeTimers();
    try {
      const busy = new ApiError(503, 'busy', 'overloaded', { isLate: true });
      const [full, share, late] = [toApiError(new Overloaded('full')), toApiError(new Overloaded('share')), busy].map(
        (error) => {
          const res = new ServerResponse(new IncomingMessage(new Socket()));
          sendError(res, error, 'en', 'id');
          return res;
        },
      );
      expect([full?.headersSent, full?.statusCode, share?.headersSent, late?.headersSent]).toEqual([
        true,
        503,
        false,
        false,
      ]);
      await vi.advanceTimersByTimeAsync(1000);
      expect([share?.headersSent, share?.statusCode, late?.statusCode]).toEqual([true, 429, 503]);
    } finally {
      vi.useRealTimers();
    }
  });
});
