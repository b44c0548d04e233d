import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ByteBudget } from '../fairness/byte-budget.ts';
import { readBody } from './body.ts';

const MB = 2 ** 20;
const request = (headers: Record<string, string> = {}): IncomingMessage => {
  const req = new IncomingMessage(new Socket());
  req.headers = { 'content-type': 'application/json', ...headers };
  return req;
};
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('a body', () => {
  let budget: ByteBudget;
  const read = (req: IncomingMessage, client = 'a', maxMb = 64) => readBody(req, { client, budget, maxMb });
  beforeEach(() => {
    vi.useFakeTimers();
    budget = new ByteBudget(256 * MB);
  });
  afterEach(() => vi.useRealTimers());

  it.each([
    ['whose length is told', { 'content-length': '5' }],
    ['whose length is not told', {}],
  ])('%s is read, and held until it is released', async (_, headers) => {
    const req = request(headers);
    const body = read(req);
    for (const piece of ['{"', 'a":', null]) req.push(piece);
    const { bytes, release } = await body;
    expect(bytes.toString()).toBe('{"a":');
    expect(budget.held).toBeGreaterThanOrEqual(5);
    release();
    expect([budget.held, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('is refused before a byte of it is read where its client holds its part already, and taken from others', async () => {
    for (let i = 0; i < 2; i += 1) void read(request({ 'content-length': String(60 * MB) })).catch(() => undefined);
    const third = request({ 'content-length': String(60 * MB) });
    await expect(read(third)).rejects.toMatchObject({
      status: 429,
      code: 'too-many-bodies',
      headers: { 'Retry-After': '5' },
    });
    expect(third.listenerCount('data')).toBe(0);
    const other = request({ 'content-length': String(60 * MB) });
    void read(other, 'b').catch(() => undefined);
    expect([other.listenerCount('data'), budget.held]).toEqual([1, 180 * MB]);
    await expect(read(request({ 'content-length': String(64 * MB) }), 'c')).rejects.toMatchObject({
      status: 503,
      code: 'bodies-full',
    });
  });

  it('that does not tell its length is ended where it outgrows what there is', async () => {
    budget = new ByteBudget(4 * MB);
    void read(request({ 'content-length': String(2 * MB) }), 'b').catch(() => undefined);
    const req = request();
    const body = read(req);
    for (let i = 0; i < 4; i += 1) req.push(Buffer.alloc(MB));
    await expect(body).rejects.toMatchObject({ status: 503, code: 'bodies-full' });
    expect(budget.held).toBe(2 * MB);
  });

  it('that comes too slowly is ended, and one at a slow but steady rate is not', async () => {
    const slow = request({ 'content-length': '1000000' });
    const steady = request({ 'content-length': '1000000' });
    const [ended, read_] = [read(slow), read(steady)];
    const end = expect(ended).rejects.toMatchObject({
      status: 408,
      code: 'body-too-slow',
      headers: { Connection: 'close' },
    });
    for (let second = 0; second < 40; second += 1) {
      slow.push('x'.repeat(100));
      steady.push('x'.repeat(10_000));
      await vi.advanceTimersByTimeAsync(1000);
    }
    await end;
    steady.push(null);
    expect((await read_).bytes).toHaveLength(400_000);
  });

  it('that is larger than it may be is refused, also where it did not say so', async () => {
    await expect(read(request({ 'content-length': String(2 * MB) }), 'a', 1)).rejects.toMatchObject({ status: 413 });
    const req = request();
    const body = read(req, 'a', 1);
    req.push(Buffer.alloc(MB + 1));
    await expect(body).rejects.toMatchObject({ status: 413, code: 'body-too-large' });
    expect(budget.held).toBe(0);
  });

  it('that is cut off, or is not there, leaves nothing held', async () => {
    const cut = request({ 'content-length': '10' });
    const body = read(cut);
    cut.push('123');
    await settle();
    cut.destroy(new Error('reset'));
    await expect(body).rejects.toMatchObject({ status: 400, code: 'body-cut' });
    const empty = request();
    const none = read(empty);
    empty.push(null);
    await expect(none).rejects.toMatchObject({ code: 'body-missing' });
    expect([budget.held, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
