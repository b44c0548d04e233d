import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PUBLIC, publicAt, type Principal } from '../auth/principal.ts';
import { RateLimit, type Cost } from './rate-limit.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

interface Counted {
  /** Absent where the request was not refused. */
  readonly refused?: { readonly status: number; readonly code: string; readonly retryAfter: string | undefined };
  readonly policy: string | undefined;
  readonly left: string | undefined;
}

/** Counts one request of an address. */
async function ask(limit: RateLimit, who: string | Principal, cost: Cost = 'usual'): Promise<Counted> {
  const headers = new Map<string, string>();
  const res = { headersSent: false, setHeader: (name: string, value: string) => headers.set(name, value) };
  const principal = typeof who === 'string' ? publicAt(who) : who;
  const refused = await limit.count(principal, cost, res as unknown as ServerResponse).then(
    () => null,
    (error: { readonly status: number; readonly code: string; readonly headers: Record<string, string> }) => error,
  );
  return {
    ...(refused === null
      ? {}
      : { refused: { status: refused.status, code: refused.code, retryAfter: refused.headers['Retry-After'] } }),
    policy: headers.get('RateLimit-Policy'),
    left: headers.get('RateLimit'),
  };
}

describe('the limit of an address', () => {
  it('lasts a minute from its first request, and says what is left', async () => {
    const limit = new RateLimit(3);
    expect(await ask(limit, 'a')).toEqual({ policy: '"address";q=3;w=60', left: '"address";r=2;t=60' });
    await vi.advanceTimersByTimeAsync(20_500);
    expect((await ask(limit, 'a')).left).toBe('"address";r=1;t=40');
    expect((await ask(limit, 'a')).left).toBe('"address";r=0;t=40');
    expect(await ask(limit, 'a')).toEqual({
      refused: { status: 429, code: 'rate-limited', retryAfter: '40' },
      policy: '"address";q=3;w=60',
      left: '"address";r=0;t=40',
    });
    await vi.advanceTimersByTimeAsync(39_499);
    expect((await ask(limit, 'a')).refused?.retryAfter).toBe('1');
    await vi.advanceTimersByTimeAsync(1);
    expect(await ask(limit, 'a')).toEqual({ policy: '"address";q=3;w=60', left: '"address";r=2;t=60' });
  });

  it('is one of each address', async () => {
    const limit = new RateLimit(1);
    await ask(limit, 'a');
    expect((await ask(limit, 'b')).refused).toBeUndefined();
    expect((await ask(limit, 'a')).refused?.status).toBe(429);
  });

  it('counts what costs more for more, and what costs nothing not at all', async () => {
    const limit = new RateLimit(200);
    const left: (string | undefined)[] = [];
    for (const cost of ['usual', 'picture', 'study', 'download', 'free'] as const)
      left.push((await ask(limit, 'a', cost)).left);
    expect(left).toEqual([
      '"address";r=199;t=60',
      '"address";r=194;t=60',
      '"address";r=174;t=60',
      '"address";r=74;t=60',
      undefined,
    ]);
  });

  it('lets cheaper requests pass where one was refused', async () => {
    const limit = new RateLimit(150);
    await ask(limit, 'a', 'download');
    for (let n = 0; n < 5; n += 1) expect(await ask(limit, 'a', 'download')).toHaveProperty('refused');
    expect((await ask(limit, 'a')).left).toBe('"address";r=49;t=60');
  });

  it('lets one request pass that costs more than all of it', async () => {
    const limit = new RateLimit(10);
    expect((await ask(limit, 'a', 'download')).left).toBe('"address";r=0;t=60');
    expect(await ask(limit, 'a')).toHaveProperty('refused');
  });

  it('is none at 0, and none for whoever runs the service', async () => {
    for (const [limit, who] of [
      [new RateLimit(0), publicAt('a')],
      [new RateLimit(1), publicAt('a', true)],
    ] as const)
      for (let n = 0; n < 3; n += 1)
        expect(await ask(limit, who, 'download')).toEqual({ policy: undefined, left: undefined });
  });

  it('is one for all whose address is not known', async () => {
    const limit = new RateLimit(1);
    await ask(limit, publicAt(''));
    expect(await ask(limit, PUBLIC)).toHaveProperty('refused');
  });
});

describe('a flood of addresses', () => {
  it('leaves no more counts than the most, each with one timer', async () => {
    const most = 1000;
    const limit = new RateLimit(1, { most });
    for (let n = 0; n < 100_000; n += 1) await limit.count(publicAt(String(n)), 'usual', SENT);
    expect(vi.getTimerCount()).toBe(most);
    expect(await ask(limit, '99999')).toHaveProperty('refused');
    expect(await ask(limit, '99000')).toHaveProperty('refused');
    expect(await ask(limit, '98999')).not.toHaveProperty('refused');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not end the count of one that began after those that are over', async () => {
    const limit = new RateLimit(1, { most: 2 });
    await ask(limit, 'a');
    await vi.advanceTimersByTimeAsync(60_000);
    await ask(limit, 'a');
    // It takes the place of the first count of `a`, which is over.
    await ask(limit, 'b');
    expect(await ask(limit, 'a')).toHaveProperty('refused');
    await ask(limit, 'c');
    expect(await ask(limit, 'a')).not.toHaveProperty('refused');
    expect(await ask(limit, 'c')).toHaveProperty('refused');
  });
});

const SENT = { headersSent: true } as ServerResponse;
