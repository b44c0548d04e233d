import { beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../layers/change.ts';
import { PUBLIC, publicAt } from '../platform/auth/principal.ts';
import { testCatalogue } from '../testing/layers.ts';
import { tileRequest } from '../testing/tile-request.ts';
import { tileBounds3857 } from '../../tiles/tile/tile.ts';
import type { TileEntry } from './entry.ts';
import { InFlightTiles } from './in-flight-tiles.ts';
import type { EncodedTile } from '../layers/source.ts';
import type { TileRequest } from './request.ts';

const TILE = { z: 12, x: 3400, y: 1600 };
const layers = testCatalogue.layers.filter(({ id }) => id === 'toilets' || id === 'zones');
const REQUEST = tileRequest(layers, TILE);

interface Query {
  readonly request: TileRequest;
  readonly signal: AbortSignal;
  readonly clients: ReadonlySet<string>;
  answer(revisions: Readonly<Record<string, number>>): void;
  fail(error: Error): void;
}

let queries: Query[];
let landed: TileEntry[];
let inFlight: InFlightTiles;
let known: Record<string, number>;

beforeEach(() => {
  queries = [];
  landed = [];
  known = {};
  inFlight = new InFlightTiles({
    make: (request, { signal, principal: { clients = new Set() } }) =>
      new Promise<EncodedTile>((resolve, reject) => {
        queries.push({
          request,
          signal,
          clients,
          fail: reject,
          answer: (revisions) =>
            resolve({ bytes: Buffer.from(`made ${queries.length}`), revisions: new Map(Object.entries(revisions)) }),
        });
      }),
    store: (entry) => landed.push(entry),
    revisionOf: (layer) => known[layer] ?? 0,
  });
});

/** A change in the middle of the tile, or far from it. */
function change(revision: number, { layer = 'toilets', far = false, whole = false, isReset = false } = {}): Change {
  const { west, south, east, north } = tileBounds3857(TILE);
  const [x, y] = [(west + east) / 2 + (far ? 1e6 : 0), (south + north) / 2];
  return { layer, revision, boxes: whole ? null : [x, y, x, y], isReset };
}

const nth = (index: number): Query => {
  const query = queries[index];
  if (!query) throw new Error(`There is no query ${index}.`);
  return query;
};

describe('a tile being made', () => {
  it('is made once for a thousand who ask for it', async () => {
    const waiters = Array.from({ length: 1000 }, () => inFlight.join(PUBLIC, REQUEST));
    expect([queries.length, inFlight.started, inFlight.joined]).toEqual([1, 1, 999]);
    nth(0).answer({ toilets: 1, zones: 1 });
    const entries = new Set(await Promise.all(waiters.map((waiter) => waiter.entry)));
    expect([entries.size, landed]).toEqual([1, [...entries]]);
    inFlight.join(PUBLIC, REQUEST);
    expect(queries).toHaveLength(2);
  });

  it('is made in the turn of any client that waits for it', () => {
    inFlight.join(publicAt('192.0.2.1'), REQUEST);
    inFlight.join(publicAt('192.0.2.2'), REQUEST);
    inFlight.join(publicAt('192.0.2.1'), REQUEST);
    expect([queries.length, ...nth(0).clients]).toEqual([1, '192.0.2.1', '192.0.2.2']);
  });

  it('is made for each visibility, and for each version of the definitions', () => {
    const principals = [PUBLIC, { visibilityKey: 'member' }, { visibilityKey: 'member' }];
    for (const principal of principals) inFlight.join(principal, REQUEST);
    expect([queries.length, inFlight.joined, inFlight.has({ visibilityKey: 'nobody' }, REQUEST)]).toEqual([
      2,
      1,
      false,
    ]);
    inFlight.join(PUBLIC, { ...REQUEST, version: REQUEST.version + 1 });
    expect(queries).toHaveLength(3);
  });

  it('is given up when the last who waits has left, and not before', async () => {
    const [one, two] = [inFlight.join(PUBLIC, REQUEST), inFlight.join(PUBLIC, REQUEST)];
    one.leave();
    one.leave();
    expect([nth(0).signal.aborted, inFlight.aborted]).toEqual([false, 0]);
    two.leave();
    expect([nth(0).signal.aborted, inFlight.aborted]).toEqual([true, 1]);
    const late = inFlight.join(PUBLIC, REQUEST);
    expect(queries).toHaveLength(2);
    nth(0).answer({ toilets: 9, zones: 9 });
    nth(1).answer({ toilets: 1, zones: 1 });
    expect(landed).toEqual([await late.entry].slice(0, landed.length));
    await expect(one.entry).rejects.toThrow();
  });

  it('that fails is not kept, and the next who asks has it made anew', async () => {
    const waiters = [inFlight.join(PUBLIC, REQUEST), inFlight.join(PUBLIC, REQUEST)];
    nth(0).fail(new Error('lost'));
    for (const waiter of waiters) await expect(waiter.entry).rejects.toThrow('lost');
    expect(landed).toEqual([]);
    inFlight.join(PUBLIC, REQUEST);
    expect(queries).toHaveLength(2);
  });

  it.each([
    ['touches it', change(5), { toilets: 4, zones: 1 }, false],
    ['touches it, and which it has seen', change(5), { toilets: 5, zones: 1 }, true],
    ['touches another place', change(5, { far: true }), { toilets: 4, zones: 1 }, true],
    [
      'touches a layer it does not hold',
      change(5, { layer: 'districts', whole: true }),
      { toilets: 4, zones: 1 },
      true,
    ],
    ['touches its whole layer', change(5, { whole: true }), { toilets: 4, zones: 1 }, false],
    ['starts the layer anew', change(2, { whole: true, isReset: true }), { toilets: 4, zones: 1 }, false],
  ])('after a change that %s is kept only where it knows of it', async (_, each, revisions, isKept) => {
    const waiter = inFlight.join(PUBLIC, REQUEST);
    inFlight.noteChange(each);
    nth(0).answer(revisions);
    const entry = await waiter.entry;
    expect(landed).toEqual(isKept ? [entry] : []);
  });

  it('is made anew for a request that comes after a change that touches it', async () => {
    const before = inFlight.join(PUBLIC, REQUEST);
    inFlight.noteChange(change(5, { far: true }));
    const between = inFlight.join(PUBLIC, REQUEST);
    inFlight.noteChange(change(6));
    const after = inFlight.join(PUBLIC, REQUEST);
    expect(queries).toHaveLength(2);
    nth(0).answer({ toilets: 5, zones: 1 });
    nth(1).answer({ toilets: 6, zones: 1 });
    expect(await between.entry).toBe(await before.entry);
    expect(await after.entry).not.toBe(await before.entry);
    expect(landed).toEqual([await after.entry]);
  });

  it.each([
    [0, 511, true],
    [0, 510, false],
    [511, 0, true],
    [511, 1, false],
  ])('at the antimeridian in column %i is touched from column %i beyond it: %s', async (x, from, isTouched) => {
    const request = tileRequest(layers, { z: 9, x, y: 200 });
    const waiter = inFlight.join(PUBLIC, request);
    const { west, south, east, north } = tileBounds3857({ z: 9, x: from, y: 200 });
    const at = x === 0 ? east - 1 : west + 1;
    inFlight.noteChange({
      layer: 'zones',
      revision: 9,
      boxes: [at, (south + north) / 2, at, (south + north) / 2],
      isReset: false,
    });
    nth(0).answer({ toilets: 1, zones: 1 });
    await waiter.entry;
    expect(landed).toHaveLength(isTouched ? 0 : 1);
  });

  it('that was started after a change is kept', async () => {
    const other = inFlight.join(PUBLIC, tileRequest(layers, { ...TILE, x: 0 }));
    inFlight.noteChange(change(5));
    const waiter = inFlight.join(PUBLIC, REQUEST);
    inFlight.noteChange(change(6, { far: true }));
    nth(1).answer({ toilets: 4, zones: 1 });
    expect(landed).toEqual([await waiter.entry].slice(0, landed.length));
    expect(landed).toHaveLength(1);
    other.leave();
  });
});
