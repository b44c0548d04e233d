import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FEATURE_TABLE } from '../layers/feature-table-source.ts';
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import { until } from '../testing/moments.ts';
import { FAR, TileRig, TILE } from '../testing/tile-rig.ts';

let rig: TileRig;
beforeEach(async () => {
  rig = new TileRig();
  await rig.start();
});
afterEach(() => rig.close());

describe('a tile', () => {
  it('is made once, and from then on answered from memory with the very same headers', async () => {
    const [first, second] = [
      await rig.ask(TILE, { 'accept-encoding': 'br', 'x-request-id': 'one' }),
      await rig.ask(TILE, { 'accept-encoding': 'br', 'x-request-id': 'one' }),
    ];
    expect([first.status, first.headers['x-cache'], second.headers['x-cache'], rig.made.length]).toEqual([
      200,
      'miss',
      'hit',
      1,
    ]);
    expect(brotliDecompressSync(second.body).toString()).toBe(rig.content);
    const [{ 'x-cache': _a, date: _b, ...a }, { 'x-cache': _c, date: _d, ...b }] = [first.headers, second.headers];
    expect(b).toEqual(a);
    expect(a).toMatchObject({
      'x-request-id': 'one',
      'content-encoding': 'br',
      'content-type': 'application/vnd.mapbox-vector-tile',
      'cache-control': 'public, no-cache',
      vary: 'Accept-Encoding',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'content-length': String(first.body.length),
      etag: expect.stringMatching(/^"[\w-]{22}-br"$/),
    });
    expect((await rig.ask(TILE)).headers['x-request-id']).toMatch(/^[\w-]{8,}$/);
    expect(rig.handler.stats()).toMatchObject({ hits: 2, misses: 1, entries: 1 });
  });

  it('is the same for every spelling of its address, with any unknown query parameters', async () => {
    for (const path of [
      TILE,
      `${TILE}?v=1`,
      '/tiles/toilets,toilets/12/3400/1600.mvt',
      '/tiles/%74oilets/12/3400/1600.mvt',
      '/tiles/toilets/WebMercatorQuad/12/3400/1600.mvt',
    ]) {
      expect((await rig.ask(path)).body.toString(), path).toBe(rig.content);
    }
    for (let n = 0; n < 50; n += 1) await rig.ask(`${TILE}?v=${n}`);
    await rig.ask(`${TILE}?datetime=2999-01-01`);
    expect([rig.made.length, rig.handler.stats().entries]).toEqual([1, 1]);
  });

  it('is 304 for a client that holds it, even newly made, has no body for HEAD, and is 204 where empty', async () => {
    const {
      headers: { etag = '' },
    } = await rig.ask(TILE);
    const again = await rig.ask(TILE, { 'if-none-match': `"other", W/${etag}` });
    expect([
      again.status,
      again.body.length,
      again.headers.etag,
      again.headers['content-length'],
      again.headers['content-type'],
    ]).toEqual([304, 0, etag, undefined, undefined]);
    const head = await rig.ask(TILE, {}, 'HEAD');
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([
      200,
      0,
      String(rig.content.length),
    ]);
    rig.content = '';
    const empty = await rig.ask(FAR, { 'accept-encoding': 'gzip' });
    expect([
      empty.status,
      empty.headers['content-encoding'],
      (await rig.ask(FAR, { 'accept-encoding': 'gzip', 'if-none-match': String(empty.headers.etag) })).status,
    ]).toEqual([204, undefined, 304]);
    expect((await rig.ask('/tiles/toilets/12/1/1.mvt', { 'if-none-match': '*' })).status).toBe(304);
    expect([rig.made.length, rig.handler.stats().notModified]).toEqual([3, 3]);
  });

  it('is made once for all who ask for it at the same time, in whatever coding', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const before = rig.make;
    rig.make = async (request) => {
      await held;
      return before(request);
    };
    const asked = Array.from({ length: 200 }, (_, n) =>
      rig.ask(TILE, { 'accept-encoding': ['br', 'gzip', 'identity'][n % 3] ?? '' }),
    );
    await until(() => rig.handler.stats().coalesced === 199);
    release();
    const answers = await Promise.all(asked);
    expect([
      rig.made.length,
      new Set(answers.map(({ headers }) => headers.etag)).size,
      new Set(answers.map(({ status }) => status)),
    ]).toEqual([1, 3, new Set([200])]);
  });

  it('is made once also for those who come before the first poll', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    rig.look = async () => {
      await held;
      rig.look = () => Promise.resolve([]);
      return [{ layer_id: 'toilets', revision: '1', boxes: null }];
    };
    let arrived = 0;
    rig.server.on('request', () => (arrived += 1));
    const asked = [rig.ask(TILE), rig.ask(TILE)];
    await until(() => arrived === 2);
    release();
    await Promise.all(asked);
    expect([rig.made.length, (await rig.ask(TILE)).headers['x-cache']]).toEqual([1, 'hit']);
  });

  it('is given up when all who asked for it have left', async () => {
    rig.make = () => new Promise(() => undefined);
    const leaving = [TILE, TILE].map((path) =>
      httpRequest({ port: (rig.server.address() as AddressInfo).port, host: '127.0.0.1', path }).on(
        'error',
        () => undefined,
      ),
    );
    for (const each of leaving) each.end();
    await until(() => rig.handler.stats().coalesced === 1);
    leaving[0]?.destroy();
    await until(() => rig.observed.length === 1);
    expect([rig.signals[0]?.aborted, rig.observed[0]]).toMatchObject([
      false,
      { aborted: true, route: '/tiles/:layers/:z/:x/:y.mvt' },
    ]);
    leaving[1]?.destroy();
    await until(() => rig.signals[0]?.aborted === true);
    expect(rig.handler.stats()).toMatchObject({ aborted: 1, entries: 0 });
    expect(rig.lines.filter((line) => line.includes('"error"'))).toEqual([]);
  });

  it('of a source that cannot tell of changes is not kept', async () => {
    const { changes: _, ...silent } = FEATURE_TABLE;
    rig.registry.set(rig.registry.layer('toilets'), { ...silent, id: 'silent' });
    for (let n = 0; n < 2; n += 1) expect((await rig.ask(TILE)).headers['x-cache']).toBe('miss');
    expect([rig.made.length, rig.handler.stats().entries]).toEqual([2, 0]);
  });

  it('that a change touches is made anew, and no other', async () => {
    const [tile, far] = [await rig.ask(TILE), await rig.ask(FAR)];
    rig.changeTile();
    rig.content = 'new '.repeat(500);
    await rig.poller.catchUp();
    const after = await rig.ask(TILE, { 'if-none-match': String(tile.headers.etag) });
    expect([after.status, after.body.toString(), after.headers['x-cache']]).toEqual([200, rig.content, 'miss']);
    expect((await rig.ask(FAR, { 'if-none-match': String(far.headers.etag) })).status).toBe(304);
    expect([
      rig.made.length,
      (await rig.ask(TILE)).headers['x-cache'],
      rig.handler.stats().invalidated,
      rig.handler.stats().entries,
    ]).toEqual([3, 'hit', 1, 2]);
  });

  it('in memory is marked as stale once the poller has stopped', async () => {
    await rig.ask(TILE);
    await rig.poller.close();
    await until(() => !rig.poller.isFresh(performance.now()));
    // A closed poller no longer polls, so what it knows may no longer hold.
    expect((await rig.ask(TILE)).headers['x-cache']).toBe('stale');
  });

  describe('whose source cannot be looked at', () => {
    const later = (): unknown => vi.advanceTimersByTime(600_000);
    beforeEach(async () => {
      await rig.ask(TILE);
      vi.useFakeTimers({ toFake: ['performance'] });
      vi.spyOn(rig.poller, 'lostSinceMs').mockReturnValue(performance.now());
    });
    afterEach(() => {
      vi.restoreAllMocks();
      vi.useRealTimers();
    });

    it('is served as what may be old for a minute, and then asked of the source, which may well answer', async () => {
      rig.content = 'new '.repeat(500);
      expect((await rig.ask(TILE)).headers['x-cache']).toBe('stale');
      later();
      const anew = await rig.ask(TILE);
      expect([anew.headers['x-cache'], anew.body.toString(), rig.made.length]).toEqual(['miss', rig.content, 2]);
      expect((await rig.ask(TILE)).headers['x-cache']).toBe('stale');
      later();
      expect((await rig.ask(TILE)).headers['x-cache']).toBe('miss');
    });

    it('is asked of a source that does not answer once a minute, and served as what may be old meanwhile', async () => {
      later();
      rig.make = () => Promise.reject(new DatabaseUnavailable('gone'));
      for (let n = 0; n < 3; n += 1) expect((await rig.ask(TILE)).headers['x-cache']).toBe('stale');
      expect(rig.made.length).toBe(2);
      later();
      expect((await rig.ask(TILE)).headers['x-cache']).toBe('stale');
      expect(rig.made.length).toBe(3);
    });

    it('that is not at hand is asked of the source', async () => {
      expect((await rig.ask(FAR)).headers['x-cache']).toBe('miss');
    });
  });

  it('that a change touches while it is being made goes to those who wait, and is not kept', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const old = { bytes: Buffer.from('old'), revisions: new Map([['toilets', 1]]) };
    rig.make = async () => {
      await held;
      return old;
    };
    const waiting = rig.ask(TILE);
    await until(() => rig.made.length === 1);
    rig.changeTile();
    await rig.poller.catchUp();
    rig.make = () => Promise.resolve({ bytes: Buffer.from('new'), revisions: new Map([['toilets', rig.revision]]) });
    expect((await rig.ask(TILE)).body.toString()).toBe('new');
    release();
    expect((await waiting).body.toString()).toBe('old');
    expect([(await rig.ask(TILE)).body.toString(), rig.made.length]).toEqual(['new', 2]);
  });
});
