import { describe, expect, it } from 'vitest';
import type { LogRequests } from '../config.ts';
import { createLog } from '../log/log.ts';
import { observeRequests, requestIdFor, type AnsweredRequest } from './requests.ts';

const REQUESTS: Readonly<Record<string, Partial<AnsweredRequest>>> = {
  plain: {},
  cached: { cached: true },
  slow: { ms: 1000 },
  'slow-cached': { ms: 1200, cached: true },
  failed: { status: 503 },
  stream: { ms: 1e6, stream: true },
  wrong: { status: 404 },
};

function logged(choice: LogRequests): { readonly ids: string[]; readonly counted: number } {
  const lines: string[] = [];
  let counted = 0;
  const observer = observeRequests(
    createLog((line) => lines.push(line)),
    { logRequests: choice, logAddresses: 'none' },
    { answered: () => (counted += 1) },
  );
  for (const [requestId, request] of Object.entries(REQUESTS))
    observer.answered({ route: '/x', method: 'GET', url: '/x?y', status: 200, ms: 2.345, requestId, ...request });
  return { ids: lines.map((line) => (JSON.parse(line) as { requestId: string }).requestId), counted };
}

describe('requests', () => {
  it.each([
    ['all', Object.keys(REQUESTS)],
    ['uncached', ['plain', 'slow', 'failed', 'stream', 'wrong']],
    ['slow', ['slow', 'slow-cached', 'failed']],
    ['none', []],
  ] as const)('are logged as LOG_REQUESTS=%s says, and counted all', (choice, ids) => {
    expect(logged(choice)).toEqual({ ids: [...ids], counted: Object.keys(REQUESTS).length });
  });

  it.each([
    ['none', {}],
    ['short', { v4: '192.0.2.0/24', v6: '2001:db8:1::/48', unknown: '' }],
    ['full', { v4: '192.0.2.7', v6: '2001:db8:1:2::/64', unknown: '' }],
  ] as const)('have as much of an address as LOG_ADDRESSES=%s says', (logAddresses, expected) => {
    const lines: string[] = [];
    const observer = observeRequests(
      createLog((line) => lines.push(line)),
      { logRequests: 'all', logAddresses },
    );
    expect(observer.wantsClients).toBe(logAddresses !== 'none');
    const clients = observer.wantsClients === true ? { v4: '192.0.2.7', v6: '2001:db8:1:2::/64', unknown: '' } : {};
    for (const [requestId, client] of Object.entries(clients))
      observer.answered({ route: '/x', method: 'GET', url: '/x', status: 200, ms: 1, requestId, client });
    const told = lines.map((line) => JSON.parse(line) as { readonly requestId: string; readonly client?: string });
    expect(Object.fromEntries(told.map(({ requestId, client }) => [requestId, client]))).toEqual(expected);
  });

  it('have a line with what was asked for and how it went', () => {
    const lines: string[] = [];
    observeRequests(
      createLog((line) => lines.push(line), { worker: 3 }),
      { logRequests: 'all', logAddresses: 'none' },
    ).answered({
      route: '/x/:id',
      method: 'HEAD',
      url: '/x/1?lang="',
      status: 200,
      ms: 2.345,
      requestId: 'r',
      cached: true,
      aborted: false,
    });
    expect(JSON.parse(lines.join(''))).toEqual({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      level: 'info',
      event: 'request',
      worker: 3,
      requestId: 'r',
      method: 'HEAD',
      url: '/x/1?lang="',
      status: 200,
      ms: 2.3,
      cached: true,
    });
  });

  it.each(['abc-1.2:3_x', 'a'.repeat(64)])('keep the id %s that a proxy gave them', (id) => {
    expect(requestIdFor(id)).toBe(id);
  });

  it.each([undefined, '', 'a b', '"', 'a\nb', 'a'.repeat(65), ['a', 'b']])(
    'get an id of their own in place of %j',
    (id) => {
      expect(requestIdFor(id)).toMatch(/^[\da-f-]{36}$/);
      expect(requestIdFor(id)).not.toBe(requestIdFor(id));
    },
  );
});
