import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Row } from '../platform/db/types.ts';
import { readConfig } from '../platform/config.ts';
import { createServer as createAppServer, type Server as AppServer } from '../app.ts';
import { SILENT } from '../platform/log/log.ts';
import { createHttpServer } from '../main.ts';
import { fakeDatabase } from '../testing/fake-database.ts';
import { registryOf } from '../layers/registry.ts';
import { testCatalogue } from '../testing/layers.ts';
import { until } from '../testing/moments.ts';
import { EventFeed } from './feed.ts';
import { ChangePoller } from './change-poller.ts';

const DEFINITIONS = registryOf(testCatalogue).digest;

/** The answers of the next polls, one after the other. */
let looks: (readonly Row[])[];
let app: AppServer;
let server: Server;

const row = (layer_id: string, revision: number, boxes: readonly number[] | null): Row => ({
  layer_id,
  revision: String(revision),
  boxes,
});

beforeEach(async () => {
  looks = [[row('toilets', 4, null), row('zones', 2, null), row('secrets', 1, null)]];
  const db = {
    ...fakeDatabase(() => Promise.resolve([])),
    background: { query: () => Promise.resolve(looks.shift() ?? []) },
  };
  app = createAppServer({ config: readConfig({}), db, catalogue: testCatalogue, cases: [], log: SILENT });
  server = createHttpServer(app.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  app.drain();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
  await app.close();
});

interface Listening {
  readonly head: IncomingMessage;
  /** Everything received, as event name and data. */
  events(): { event: string; data: unknown }[];
  readonly ended: Promise<void>;
  leave(): void;
}

function listen(path = '/events', port = (server.address() as AddressInfo).port): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const request = get({ port, host: '127.0.0.1', path }, (head) => {
      let text = '';
      head.setEncoding('utf8').on('data', (part: string) => (text += part));
      const ended = new Promise<void>((done) => head.on('close', done).on('error', () => undefined));
      resolve({
        head,
        ended,
        leave: () => request.destroy(),
        events: () =>
          text
            .split('\n\n')
            .slice(0, -1)
            .filter((part) => part.includes('data: '))
            .map((part) => ({
              event: /^event: (.*)$/m.exec(part)?.[1] ?? '',
              data: JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? 'null'),
            })),
      });
    }).on('error', reject);
  });
}

describe('GET /events', () => {
  it('says the revisions of the public layers first, and then what changes, in degrees', async () => {
    const { head, events } = await listen();
    expect([
      head.statusCode,
      head.headers['content-type'],
      head.headers['cache-control'],
      head.headers['access-control-allow-origin'],
      head.headers['x-request-id'],
    ]).toEqual([200, 'text/event-stream; charset=utf-8', 'no-store', '*', expect.any(String)]);
    await until(() => events().length === 1);
    expect(events()).toEqual([
      { event: 'hello', data: { revisions: { toilets: 4, zones: 2 }, definitions: DEFINITIONS } },
    ]);
    looks.push([
      row('toilets', 5, [13384000, 4306000, 13384100, 4306100]),
      row('secrets', 2, null),
      row('zones', 3, null),
      row('zones', 4, []),
    ]);
    await until(() => events().length === 3);
    expect(events().slice(1)).toEqual([
      {
        event: 'change',
        data: {
          layer: 'toilets',
          revision: 5,
          boxes: [
            [
              expect.closeTo(120.2305, 3),
              expect.closeTo(36.0391, 3),
              expect.closeTo(120.2314, 3),
              expect.closeTo(36.0398, 3),
            ],
          ],
        },
      },
      { event: 'change', data: { layer: 'zones', revision: 3, boxes: null } },
    ]);
    const late = await listen();
    await until(() => late.events().length === 1);
    expect(late.events()[0]).toEqual({
      event: 'hello',
      data: { revisions: { toilets: 5, zones: 4 }, definitions: DEFINITIONS },
    });
  });

  it('sends changes of the requested layers only, and no more boxes than a map can use', async () => {
    const [zones, all] = await Promise.all([listen('/events?layers=zones'), listen()]);
    await until(() => zones.events().length === 1 && all.events().length === 1);
    expect(zones.events()[0]?.data).toEqual({ revisions: { zones: 2 }, definitions: DEFINITIONS });
    looks.push([
      row('toilets', 5, null),
      row(
        'zones',
        3,
        Array.from({ length: 5000 }, (_, n) => [13384000 + n * 30, 4306000, 13384001 + n * 30, 4306001]).flat(),
      ),
    ]);
    await until(() => all.events().length === 3);
    expect(zones.events()).toHaveLength(2);
    const { boxes } = zones.events()[1]?.data as { boxes: number[][] };
    expect(boxes.length).toBeLessThanOrEqual(200);
    expect(boxes.length).toBeGreaterThan(20);
  });

  it('answers 404 for an unknown layer', async () => {
    const { head } = await listen('/events?layers=zones,toilet');
    expect(head.statusCode).toBe(404);
  });

  it('counts its listeners, and ends all streams when the service stops', async () => {
    const [one, two] = [await listen(), await listen()];
    await until(() => two.events().length === 1);
    one.leave();
    await until(() => app.listeners() === 1);
    app.drain();
    await two.ended;
    await until(() => app.listeners() === 0);
    expect((await listen()).head.statusCode).toBe(503);
  });

  it('takes a limited number of listeners, and drops one that does not read', async () => {
    const poller = new ChangePoller(
      { query: () => Promise.resolve(looks.shift() ?? []) },
      registryOf(testCatalogue),
      SILENT,
    );
    const feed = new EventFeed(poller, registryOf(testCatalogue), { maxListeners: 2 });
    const own = createServer((_req, res) => void feed.open(res, null));
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
    const { port } = own.address() as AddressInfo;
    looks = [[]];
    const reader = await listen('/', port);
    expect(feed.refuses('')).toBeNull();
    const sleeper = await listen('/', port);
    expect(feed.refuses('')).toBe('full');
    sleeper.head.pause();
    const boxes = Array.from({ length: 200 }, (_, n) => [
      13384000 + n * 3000,
      4306000,
      13384001 + n * 3000,
      4306001,
    ]).flat();
    for (let revision = 1; feed.listeners === 2; revision += 1) {
      looks = [[row('toilets', revision, boxes)]];
      await poller.look();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => reader.events().length > 10);
    expect(feed.listeners).toBe(1);
    own.close();
    own.closeAllConnections();
    await poller.close();
  });
});

describe('listeners of one client', () => {
  it('shut no other out: where all places are taken, the newest of whoever has the most goes', async () => {
    const env = { MAX_LISTENERS: '3', TRUST_PROXY: 'true' };
    const db = { ...fakeDatabase(() => Promise.resolve([])), background: { query: () => Promise.resolve([]) } };
    const own = createAppServer({ config: readConfig(env), db, catalogue: testCatalogue, cases: [], log: SILENT });
    const http = createHttpServer(own.listener);
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}/events`;
    const ask = (client: string) => fetch(url, { headers: { 'X-Forwarded-For': `192.0.2.99, ${client}` } });
    const many = [await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.1')];
    expect((await ask('192.0.2.1')).status).toBe(503);
    const other = await ask('192.0.2.2');
    expect([other.status, own.listeners()]).toEqual([200, 3]);
    await expect(many.at(-1)?.text()).rejects.toThrow();
    const again = await ask('192.0.2.1');
    expect([again.status, again.headers.get('retry-after'), await again.json()]).toEqual([
      429,
      '30',
      expect.objectContaining({ code: 'too-many-requests' }),
    ]);
    own.drain();
    http.close();
    http.closeAllConnections();
    await own.close();
  });
});

describe('events where several processes serve', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('come when each of them has seen the change, in their order', async () => {
    let tell: Parameters<ChangePoller['onChange']>[1] = () => undefined;
    const poller = {
      onChange: (_phase: string, listener: typeof tell) => {
        tell = listener;
      },
      freshen: () => Promise.resolve(),
      hold: () => () => undefined,
    };
    const feed = new EventFeed(poller as unknown as ChangePoller, registryOf(testCatalogue), {
      maxListeners: 1,
      delayMs: 250,
    });
    const listeners = [true, false].map((asksByRevision) => {
      const written: string[] = [];
      const res = {
        once: () => undefined,
        writeHead: () => undefined,
        flushHeaders: () => undefined,
        writableLength: 0,
        write: (text: string) => written.push(/event: (\w+)/.exec(text)?.[1] ?? ''),
      };
      return { written, opened: feed.open(res as unknown as ServerResponse, null, { asksByRevision }) };
    });
    const written = () => listeners.map((each) => each.written);
    await Promise.all(listeners.map(({ opened }) => opened));
    void tell([{ layer: 'toilets', revision: 5, boxes: null, isReset: false }], false);
    const both = ['hello', 'change'];
    // Who asks by revisions is told at once, and who does not so late that no answer can be of before.
    expect(written()).toEqual([both, []]);
    vi.advanceTimersByTime(249);
    expect(written()).toEqual([both, []]);
    vi.advanceTimersByTime(1);
    expect(written()).toEqual([both, both]);
  });
});
