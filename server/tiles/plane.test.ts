import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tileBounds3857 } from '../../tiles/tile.ts';
import { DatabaseUnavailable, Overloaded } from '../db/errors.ts';
import type { Row } from '../db/types.ts';
import { Pulse } from '../freshness/pulse.ts';
import type { AnsweredRequest } from '../http/observe.ts';
import { createLog } from '../log.ts';
import { testCatalogue } from '../testing/layers.ts';
import type { MadeTile } from './made.ts';
import { TilePlane } from './plane.ts';
import type { TileRequest } from './request.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const TILE = '/tiles/toilets/12/3400/1600.mvt';
const FAR = '/tiles/toilets/12/100/100.mvt';

let server: Server;
let plane: TilePlane;
let pulse: Pulse;
let agent: Agent;
let made: TileRequest[];
let signals: AbortSignal[];
let observed: AnsweredRequest[];
let lines: string[];
let look: () => Promise<readonly Row[]>;
let make: (request: TileRequest) => Promise<MadeTile>;

/** Revision of every layer, and what the next tiles hold. */
let revision: number;
let content: string;

async function start(): Promise<void> {
  const log = createLog((line) => lines.push(line));
  pulse = new Pulse({ query: () => look() }, log);
  plane = new TilePlane({
    catalogue: testCatalogue, config: { tileCacheMb: 8 }, pulse, log, observer: { answered: (request) => void observed.push(request) },
    make: (request, { signal }) => {
      made.push(request);
      signals.push(signal);
      return make(request);
    },
  });
  server = createServer((req, res) => {
    if (!plane.handle(req, res)) res.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

beforeEach(() => {
  agent = new Agent({ keepAlive: true, maxSockets: 300 });
  [made, signals, observed, lines] = [[], [], [], []];
  revision = 1;
  content = 'tile '.repeat(500);
  look = () => Promise.resolve([]);
  make = () => Promise.resolve({ bytes: Buffer.from(content), revisions: new Map([['toilets', revision], ['zones', revision]]) });
});
afterEach(async () => {
  agent.destroy();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
  await pulse.close();
});

function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', path, headers, method, agent }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }));
    }).on('error', reject).end();
  });
}

async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The next look tells of a change in the middle of the first tile. */
function changeTile(): void {
  const { west, south, east, north } = tileBounds3857({ z: 12, x: 3400, y: 1600 });
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  revision += 1;
  const row = { layer_id: 'toilets', revision: String(revision), boxes: [x, y, x, y] };
  look = () => {
    look = () => Promise.resolve([]);
    return Promise.resolve([row]);
  };
}

const lose = (): void => {
  look = () => Promise.reject(new Error('lost'));
};

describe('a tile', () => {
  beforeEach(() => start());

  it('is made once, and from then on answered from memory with the very same headers', async () => {
    const [first, second] = [await ask(TILE, { 'accept-encoding': 'br', 'x-request-id': 'one' }), await ask(TILE, { 'accept-encoding': 'br', 'x-request-id': 'one' })];
    expect([first.status, first.headers['x-cache'], second.headers['x-cache'], made.length]).toEqual([200, 'miss', 'hit', 1]);
    expect(brotliDecompressSync(second.body).toString()).toBe(content);
    const [{ 'x-cache': _a, date: _b, ...a }, { 'x-cache': _c, date: _d, ...b }] = [first.headers, second.headers];
    expect(b).toEqual(a);
    expect(a).toMatchObject({
      'x-request-id': 'one', 'content-encoding': 'br', 'content-type': 'application/vnd.mapbox-vector-tile', 'cache-control': 'public, no-cache', vary: 'Accept-Encoding',
      'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff', 'content-length': String(first.body.length), etag: expect.stringMatching(/^"[\w-]{22}-br"$/),
    });
    expect((await ask(TILE)).headers['x-request-id']).toMatch(/^[\w-]{8,}$/);
    expect(plane.stats()).toMatchObject({ hits: 2, misses: 1, entries: 1 });
  });

  it('is the same by every spelling of its address, whatever its query says that it does not know', async () => {
    for (const path of [TILE, `${TILE}?v=1`, '/tiles/toilets,toilets/12/3400/1600.mvt', '/tiles/%74oilets/12/3400/1600.mvt', '/tiles/toilets/WebMercatorQuad/12/3400/1600.mvt']) {
      expect((await ask(path)).body.toString(), path).toBe(content);
    }
    for (let n = 0; n < 50; n += 1) await ask(`${TILE}?v=${n}`);
    await ask(`${TILE}?datetime=2999-01-01`);
    expect([made.length, plane.stats().entries]).toEqual([1, 1]);
  });

  it('is told by 304 to who holds it, from memory and newly made, without its body by HEAD, and by 204 where empty', async () => {
    const { headers: { etag = '' } } = await ask(TILE);
    const again = await ask(TILE, { 'if-none-match': `"other", W/${etag}` });
    expect([again.status, again.body.length, again.headers.etag, again.headers['content-length'], again.headers['content-type']]).toEqual([304, 0, etag, undefined, undefined]);
    const head = await ask(TILE, {}, 'HEAD');
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, String(content.length)]);
    content = '';
    const empty = await ask(FAR, { 'accept-encoding': 'gzip' });
    expect([empty.status, empty.headers['content-encoding'], (await ask(FAR, { 'accept-encoding': 'gzip', 'if-none-match': String(empty.headers.etag) })).status]).toEqual([204, undefined, 304]);
    expect((await ask('/tiles/toilets/12/1/1.mvt', { 'if-none-match': '*' })).status).toBe(304);
    expect([made.length, plane.stats().notModified]).toEqual([3, 3]);
  });

  it('is made once for all who ask for it at the same time, in whatever coding', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const before = make;
    make = async (request) => {
      await held;
      return before(request);
    };
    const asked = Array.from({ length: 200 }, (_, n) => ask(TILE, { 'accept-encoding': ['br', 'gzip', 'identity'][n % 3] ?? '' }));
    await until(() => plane.stats().coalesced === 199);
    release();
    const answers = await Promise.all(asked);
    expect([made.length, new Set(answers.map(({ headers }) => headers.etag)).size, new Set(answers.map(({ status }) => status))]).toEqual([1, 3, new Set([200])]);
  });

  it('is made once also for those who come before the first look', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    look = async () => {
      await held;
      look = () => Promise.resolve([]);
      return [{ layer_id: 'toilets', revision: '1', boxes: null }];
    };
    let arrived = 0;
    server.on('request', () => (arrived += 1));
    const asked = [ask(TILE), ask(TILE)];
    await until(() => arrived === 2);
    release();
    await Promise.all(asked);
    expect([made.length, (await ask(TILE)).headers['x-cache']]).toEqual([1, 'hit']);
  });

  it('is given up when all who asked for it have left', async () => {
    make = () => new Promise(() => undefined);
    const leaving = [TILE, TILE].map((path) => httpRequest({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', path }).on('error', () => undefined));
    for (const each of leaving) each.end();
    await until(() => plane.stats().coalesced === 1);
    leaving[0]?.destroy();
    await until(() => observed.length === 1);
    expect([signals[0]?.aborted, observed[0]]).toMatchObject([false, { aborted: true, route: '/tiles/:layers/:z/:x/:y.mvt' }]);
    leaving[1]?.destroy();
    await until(() => signals[0]?.aborted === true);
    expect(plane.stats()).toMatchObject({ aborted: 1, entries: 0 });
    expect(lines.filter((line) => line.includes('"error"'))).toEqual([]);
  });

  it('that a change touches is made anew, and no other', async () => {
    const [tile, far] = [await ask(TILE), await ask(FAR)];
    changeTile();
    content = 'new '.repeat(500);
    await pulse.catchUp();
    const after = await ask(TILE, { 'if-none-match': String(tile.headers.etag) });
    expect([after.status, after.body.toString(), after.headers['x-cache']]).toEqual([200, content, 'miss']);
    expect((await ask(FAR, { 'if-none-match': String(far.headers.etag) })).status).toBe(304);
    expect([made.length, (await ask(TILE)).headers['x-cache'], plane.stats().invalidated, plane.stats().entries]).toEqual([3, 'hit', 1, 2]);
  });

  it('asked for after a while without readers waits for a look', async () => {
    await ask(TILE);
    await pulse.close();
    await new Promise((resolve) => setTimeout(resolve, 260));
    // A closed pulse looks no more: what it knows holds no longer.
    expect((await ask(TILE)).headers['x-cache']).toBe('stale');
  });

  it('made before a change that comes while it is made is given to who waits, and not kept', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const old = { bytes: Buffer.from('old'), revisions: new Map([['toilets', 1]]) };
    make = async () => {
      await held;
      return old;
    };
    const waiting = ask(TILE);
    await until(() => made.length === 1);
    changeTile();
    await pulse.catchUp();
    make = () => Promise.resolve({ bytes: Buffer.from('new'), revisions: new Map([['toilets', revision]]) });
    expect((await ask(TILE)).body.toString()).toBe('new');
    release();
    expect((await waiting).body.toString()).toBe('old');
    expect([(await ask(TILE)).body.toString(), made.length]).toEqual(['new', 2]);
  });
});

describe('while the database is lost', () => {
  beforeEach(() => start());

  it('tiles in memory are answered and marked stale, also those a change had touched', async () => {
    const [tile] = [await ask(TILE), await ask(FAR)];
    changeTile();
    await pulse.catchUp();
    lose();
    await pulse.catchUp();
    await until(() => !pulse.isFresh(performance.now()));
    make = () => Promise.reject(new DatabaseUnavailable(new Error('refused')));
    for (const path of [TILE, FAR]) {
      const answer = await ask(path);
      expect([answer.status, answer.headers['x-cache'], answer.headers.warning, answer.body.toString()]).toEqual([200, 'stale', '110 - "Response is Stale"', content]);
    }
    expect((await ask(TILE, { 'if-none-match': String(tile?.headers.etag) })).status).toBe(304);
    const missing = await ask('/tiles/toilets/12/1/1.mvt', { 'accept-language': 'en' });
    expect([missing.status, missing.headers['retry-after'], JSON.parse(missing.body.toString()).error.code]).toEqual([503, '2', 'database-unavailable']);
    look = () => Promise.resolve([]);
    await until(() => !pulse.isLost);
    expect((await ask(FAR)).headers.warning).toBeUndefined();
    expect(plane.stats()).toMatchObject({ stale: 3, refused: 1 });
  });

  it('and the pulse does not know it yet, a touched tile that cannot be made anew is answered as it was', async () => {
    await ask(TILE);
    changeTile();
    await pulse.catchUp();
    make = () => Promise.reject(new DatabaseUnavailable(new Error('refused')));
    expect((await ask(TILE)).headers['x-cache']).toBe('stale');
    make = () => Promise.reject(new Overloaded());
    expect((await ask(TILE)).status).toBe(503);
  });
});

describe('a tile address', () => {
  beforeEach(() => start());

  it.each(['/tiles/toilets.json', '/tiles/toilets/1/2.mvt', '/tiles/a/b/c/1/0/0.mvt', '/', '/layers', '/tiles/toilets/1/0/0.png?x=.mvt'])('is not %s', async (path) => {
    expect((await ask(path)).status).toBe(418);
  });

  it('is left to Express for methods that are not to read, also where the tile is in memory', async () => {
    await ask(TILE);
    for (const method of ['POST', 'OPTIONS', 'DELETE']) expect((await ask(TILE, {}, method)).status).toBe(418);
  });

  it('that cannot be read is refused in the language asked for', async () => {
    const cases: [string, number, string][] = [['/tiles/%ff/1/0/0.mvt', 400, 'malformed-request'], [`${TILE}?x=%00`, 400, 'malformed-request'], ['/tiles/toilets/1/5/0.mvt?lang=en', 400, 'bad-tile'], ['/tiles/toilet/1/0/0.mvt', 404, 'unknown-layer'], ['/tiles/toilets/Mars/1/0/0.mvt', 404, 'unknown-grid']];
    for (const [path, status, code] of cases) {
      const answer = await ask(path);
      const { error } = JSON.parse(answer.body.toString());
      expect([answer.status, error.code, error.requestId], path).toEqual([status, code, answer.headers['x-request-id']]);
      expect(/[一-龥]/.test(error.message), path).toBe(!path.includes('lang=en'));
    }
    expect(made).toEqual([]);
  });

  it('that the database has no time for is refused, and the log has one line for all of them', async () => {
    make = () => Promise.reject(new Overloaded());
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => ask(`/tiles/toilets/12/${n}/0.mvt`)));
    expect(new Set(answers.map(({ status, headers }) => `${status} ${headers['retry-after']}`))).toEqual(new Set(['503 1']));
    expect(lines.filter((line) => line.includes('"overloaded"'))).toHaveLength(1);
    expect(plane.stats()).toMatchObject({ refused: 100, entries: 0 });
  });
});

describe('the observer', () => {
  it('is told of every answer, by its route, and which of them came from memory', async () => {
    await start();
    const grid = '/tiles/toilets/WebMercatorQuad/12/3421/1602.mvt?x=/1/2/3';
    for (const path of [TILE, TILE, grid, grid]) await ask(path);
    await until(() => observed.length === 4);
    expect(observed.map(({ cached, status, method, url, route }) => [cached === true ? 'hit' : 'miss', status, method, url, route.split('/').length])).toEqual([
      ['miss', 200, 'GET', TILE, 6], ['hit', 200, 'GET', TILE, 6], [expect.any(String), 200, 'GET', grid, 7], ['hit', 200, 'GET', grid, 7],
    ]);
  });
});
