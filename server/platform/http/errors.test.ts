import { describe, expect, it } from 'vitest';
import { DatabaseUnavailable, Overloaded, QueryCancelled, QueryTimeout } from '../db/errors.ts';
import { problemOf, toApiError } from './errors.ts';

describe('an error of the database', () => {
  it.each([
    [new DatabaseUnavailable(new Error('secret')), 503, 'database-unavailable', '2'],
    [new Overloaded(), 503, 'overloaded', '1'],
    [new Overloaded('share'), 429, 'too-many-requests', '1'],
    [
      new QueryTimeout({ kind: 'tile', limitMs: 10_000, isEmbedded: false }, new Error('secret')),
      503,
      'query-timeout',
      '2',
    ],
    [new QueryCancelled(), 499, 'cancelled', undefined],
    [new Error('secret'), 500, 'internal', undefined],
  ])('%s is answered without its details', (error, status, code, retryAfter) => {
    const answered = toApiError(error);
    expect(answered).toMatchObject({ status, code });
    expect(answered.headers['Retry-After']).toBe(retryAfter);
    for (const lang of ['zh', 'en'] as const) {
      const body = JSON.stringify(problemOf(answered, lang, 'id'));
      expect(body).toContain(`"code":"${code}"`);
      expect(body).not.toContain('secret');
    }
  });
});
