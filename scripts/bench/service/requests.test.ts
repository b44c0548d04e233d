import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drive, UnexpectedAnswer } from './requests.ts';
import { percentile } from '../statistics.ts';

let server: Server;
let origin: string;
let open = 0;
let mostOpen = 0;
/** How many requests must be under way before the first of them is answered. */
let wanted = 1;
let enough: () => void;
let isEnough: Promise<void>;
const wantOpen = (count: number): void => {
  wanted = count;
  isEnough = new Promise((resolve) => (enough = resolve));
};
const seen: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    mostOpen = Math.max(mostOpen, ++open);
    if (open >= wanted) enough();
    seen.push(request.url ?? '');
    const answer = (): void => {
      open -= 1;
      response.writeHead(request.url === '/missing' ? 404 : 200, { etag: `"${request.url}"` }).end('four');
    };
    // A request too many gets time to appear.
    void isEnough.then(() => setTimeout(answer, 2));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('the load generator', () => {
  it('sends every request once, over as many connections as it may', async () => {
    const paths = Array.from({ length: 20 }, (_, i) => `/${i}`);
    wantOpen(4);
    const run = await drive(
      origin,
      paths.map((path) => ({ path })),
      { connections: 4, expect: [200] },
    );
    expect([...seen].sort()).toEqual([...paths].sort());
    expect(mostOpen).toBe(4);
    expect(run.answers.map(({ etag }) => etag)).toEqual(paths.map((path) => `"${path}"`));
    expect(run.meanBytes).toBe(4);
    expect(run.p95Ms).toBeGreaterThanOrEqual(run.p50Ms);
  });

  it('ends at an answer that was not expected, and names it', async () => {
    wantOpen(1);
    const run = drive(origin, [{ path: '/missing' }], { connections: 1, expect: [200] });
    await expect(run).rejects.toThrow(UnexpectedAnswer);
    await expect(run).rejects.toThrow('GET /missing answered 404: four');
  });

  it('starts nothing after its time', async () => {
    const run = await drive(origin, [{ path: '/late' }], { connections: 1, expect: [200], limitMs: 0 });
    expect(run.answers).toEqual([]);
  });

  it('sends nothing to another machine', async () => {
    await expect(drive('http://map.example', [{ path: '/' }], { connections: 1, expect: [200] })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('a percentile', () => {
  it.each([
    [50, 2],
    [95, 4],
    [100, 4],
    [0, 1],
  ])('%i of 1 to 4 is %i', (percent, value) => {
    expect(percentile([1, 2, 3, 4], percent)).toBe(value);
  });

  it('of no values is NaN', () => expect(percentile([], 50)).toBeNaN());
});
