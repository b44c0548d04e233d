import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseUnavailable, Overloaded } from '../platform/db/errors.ts';
import { RateLimit } from '../platform/http/rate-limit.ts';
import { until } from '../testing/moments.ts';
import { FAR, TileRig, TILE } from '../testing/tile-rig.ts';

const OTHER = '/tiles/toilets/12/200/200.mvt';

let rig: TileRig;
beforeEach(async () => {
  rig = new TileRig();
  await rig.start();
});
afterEach(() => rig.close());

describe('while the database is lost', () => {
  it('tiles in memory are answered and marked stale, also those a change had touched', async () => {
    const [tile] = [await rig.ask(TILE), await rig.ask(FAR)];
    rig.changeTile();
    await rig.poller.catchUp();
    rig.lose();
    await rig.poller.catchUp();
    await until(() => !rig.poller.isFresh(performance.now()));
    rig.make = () => Promise.reject(new DatabaseUnavailable(new Error('refused')));
    for (const path of [TILE, FAR]) {
      const answer = await rig.ask(path);
      expect([answer.status, answer.headers['x-cache'], answer.headers.warning, answer.body.toString()]).toEqual([
        200,
        'stale',
        '110 - "Response is Stale"',
        rig.content,
      ]);
    }
    expect((await rig.ask(TILE, { 'if-none-match': String(tile?.headers.etag) })).status).toBe(304);
    const missing = await rig.ask('/tiles/toilets/12/1/1.mvt', { 'accept-language': 'en' });
    expect([missing.status, missing.headers['retry-after'], JSON.parse(missing.body.toString()).code]).toEqual([
      503,
      '2',
      'database-unavailable',
    ]);
    rig.look = () => Promise.resolve([]);
    await until(() => !rig.poller.isLost);
    expect((await rig.ask(FAR)).headers.warning).toBeUndefined();
    expect(rig.handler.stats()).toMatchObject({ stale: 3, refused: 1 });
  });

  it('what was asked of a standby that is behind is marked stale, also where it comes once the primary is back', async () => {
    await rig.ask(TILE);
    rig.changeTile();
    await rig.poller.catchUp();
    const behind = rig.revision - 1;
    rig.lose();
    await rig.poller.catchUp();
    let answer = (): void => undefined;
    rig.make = () =>
      new Promise((resolve) => {
        answer = () => resolve({ bytes: Buffer.from('of before'), revisions: new Map([['toilets', behind]]) });
      });
    const answers = [rig.ask(FAR)];
    await until(() => rig.made.length === 2);
    rig.look = () => Promise.resolve([]);
    await until(() => !rig.poller.isLost);
    // Who asks now, and takes part in it, is told too.
    answers.push(rig.ask(FAR));
    await until(() => rig.handler.stats().coalesced === 1);
    answer();
    for (const { headers } of await Promise.all(answers)) expect(headers['x-cache']).toBe('stale');
  });

  it('and the poller does not know it yet, a touched tile that cannot be made anew is answered as it was', async () => {
    await rig.ask(TILE);
    rig.changeTile();
    await rig.poller.catchUp();
    rig.make = () => Promise.reject(new DatabaseUnavailable(new Error('refused')));
    expect((await rig.ask(TILE)).headers['x-cache']).toBe('stale');
    rig.make = () => Promise.reject(new Overloaded());
    expect((await rig.ask(TILE)).status).toBe(503);
  });
});

describe('while the database is lost, what was withdrawn', () => {
  it.each([
    ['is shown no more', false],
    ['is shown no more by a tile that an earlier change had touched', true],
  ])('%s', async (_, isTouchedBefore) => {
    await rig.ask(TILE);
    await rig.ask(FAR);
    if (isTouchedBefore) rig.changeTile();
    await rig.poller.catchUp();
    rig.changeTile({ withdraws: true });
    await rig.poller.catchUp();
    rig.lose();
    rig.make = () => Promise.reject(new DatabaseUnavailable(new Error('refused')));
    expect((await rig.ask(TILE)).status).toBe(503);
    expect((await rig.ask(FAR)).status).toBe(200);
  });
});

describe('a tile address', () => {
  it.each([
    '/tiles/toilets.json',
    '/tiles/toilets/1/2.mvt',
    '/tiles/a/b/c/1/0/0.mvt',
    '/',
    '/layers',
    '/tiles/toilets/1/0/0.png?x=.mvt',
  ])('is not %s', async (path) => {
    expect((await rig.ask(path)).status).toBe(418);
  });

  it('is left to Express for methods that do not read, also where the tile is in memory', async () => {
    await rig.ask(TILE);
    for (const method of ['POST', 'OPTIONS', 'DELETE']) expect((await rig.ask(TILE, {}, method)).status).toBe(418);
  });

  it('that cannot be read is refused in the language asked for', async () => {
    const cases: [string, number, string][] = [
      ['/tiles/%ff/1/0/0.mvt', 400, 'malformed-request'],
      [`${TILE}?x=%00`, 400, 'malformed-request'],
      ['/tiles/toilets/1/5/0.mvt?lang=en', 400, 'bad-tile'],
      ['/tiles/toilet/1/0/0.mvt', 404, 'unknown-layer'],
      ['/tiles/toilets/Mars/1/0/0.mvt', 404, 'unknown-matrix-set'],
    ];
    for (const [path, status, code] of cases) {
      const answer = await rig.ask(path);
      const problem = JSON.parse(answer.body.toString());
      expect([answer.status, problem.code, problem.requestId], path).toEqual([
        status,
        code,
        answer.headers['x-request-id'],
      ]);
      expect(/[一-龥]/.test(problem.detail), path).toBe(!path.includes('lang=en'));
    }
    expect(rig.made).toEqual([]);
  });

  it('that the database has no time for is refused, and the log has one line for all of them', async () => {
    rig.make = () => Promise.reject(new Overloaded());
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => rig.ask(`/tiles/toilets/12/${n}/0.mvt`)));
    expect(new Set(answers.map(({ status, headers }) => `${status} ${headers['retry-after']}`))).toEqual(
      new Set(['503 1']),
    );
    expect(rig.lines.filter((line) => line.includes('"overloaded"'))).toHaveLength(1);
    expect(rig.handler.stats()).toMatchObject({ refused: 100, entries: 0 });
  });

  it('that keeps being refused has a line a second, which says how many were alike', async () => {
    rig.make = () => Promise.reject(new Overloaded());
    const askThrice = async (): Promise<void> => {
      for (const n of [1, 2, 3]) await rig.ask(`/tiles/toilets/12/${n}/0.mvt`);
    };
    const alike = (): unknown[] =>
      rig.lines.filter((line) => line.includes('"overloaded"')).map((line) => JSON.parse(line).alike);
    await askThrice();
    rig.errorClockMs = 999;
    await askThrice();
    expect(alike()).toEqual([undefined]);
    rig.errorClockMs = 1000;
    await askThrice();
    rig.errorClockMs = 2000;
    await askThrice();
    expect(alike()).toEqual([undefined, 5, 2]);
  });

  it('that fails in several ways has a line for each of them', async () => {
    const errors = [new TypeError('one'), new TypeError('two'), new RangeError('three')];
    for (const [n, error] of errors.entries()) {
      rig.make = () => Promise.reject(error);
      expect((await rig.ask(`/tiles/toilets/12/${n}/0.mvt`)).status).toBe(500);
    }
    const logged = rig.lines.filter((line) => line.includes('"internal"'));
    expect([logged.length, logged[0], logged[1]]).toEqual([
      2,
      expect.stringContaining('one'),
      expect.stringContaining('three'),
    ]);
  });

  it('is refused without asking the database where its queue is full, unless it is being made already', async () => {
    let land = (): void => undefined;
    const made = { bytes: Buffer.from('tile'), revisions: new Map([['toilets', 0]]) };
    rig.make = () =>
      new Promise((resolve) => {
        land = () => resolve(made);
      });
    const first = rig.ask('/tiles/toilets/12/1/1.mvt');
    await expect.poll(() => rig.made.length).toBe(1);
    rig.refuses = true;
    const same = rig.ask('/tiles/toilets/12/1/1.mvt');
    expect((await rig.ask('/tiles/toilets/12/2/1.mvt')).status).toBe(503);
    await expect.poll(() => rig.handler.stats().coalesced).toBe(1);
    land();
    expect([(await first).status, (await same).status, rig.made.length]).toEqual([200, 200, 1]);
  });
});

describe('the observer', () => {
  it('is told of every answer, by its route, and which of them came from memory', async () => {
    const matrixSet = '/tiles/toilets/WebMercatorQuad/12/3421/1602.mvt?x=/1/2/3';
    for (const path of [TILE, TILE, matrixSet, matrixSet]) await rig.ask(path);
    await until(() => rig.observed.length === 4);
    expect(
      rig.observed.map(({ cached, status, method, url, route }) => [
        cached === true ? 'hit' : 'miss',
        status,
        method,
        url,
        route.split('/').length,
      ]),
    ).toEqual([
      ['miss', 200, 'GET', TILE, 6],
      ['hit', 200, 'GET', TILE, 6],
      [expect.any(String), 200, 'GET', matrixSet, 7],
      ['hit', 200, 'GET', matrixSet, 7],
    ]);
  });
});

describe('the limit of an address', () => {
  it('counts tiles that are made, none from memory and none that another request waits for', async () => {
    await rig.close();
    rig = new TileRig(new RateLimit(2));
    await rig.start();
    const left = [];
    for (const path of [TILE, TILE, `${TILE}?v=1`]) left.push((await rig.ask(path)).headers['ratelimit']);
    expect(left).toEqual([expect.stringMatching(/^"address";r=1;t=\d+$/), undefined, undefined]);
    const both = await Promise.all([rig.ask(FAR), rig.ask(FAR)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const refused = await rig.ask(OTHER);
    expect([refused.status, refused.headers['ratelimit-policy'], refused.headers['retry-after']]).toEqual([
      429,
      '"address";q=2;w=60',
      expect.stringMatching(/^\d+$/),
    ]);
    expect(JSON.parse(refused.body.toString())).toMatchObject({ code: 'rate-limited' });
    expect([(await rig.ask(TILE)).status, (await rig.ask(FAR)).status, rig.made.length]).toEqual([200, 200, 2]);
  });
});
