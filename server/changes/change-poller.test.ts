import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Queryable, Row, SqlValue } from '../platform/db/types.ts';
import { createLog } from '../platform/log/log.ts';
import type { Change } from '../layers/change.ts';
import { FEATURE_TABLE } from '../layers/feature-table-source.ts';
import { registryOf } from '../layers/registry.ts';
import { fakeDatabase } from '../testing/fake-database.ts';
import { testCatalogue } from '../testing/layers.ts';
import { ChangePoller } from './change-poller.ts';

type Answer = (params: readonly SqlValue[]) => Promise<readonly Row[]>;

let asked: (readonly SqlValue[])[];
let pruned: number;
let answer: Answer;
let poller: ChangePoller;
let seen: { changes: readonly Change[]; isFirst: boolean }[];
let lines: string[];

const NOTHING: Answer = () => Promise.resolve([]);
const rows =
  (...all: [layer: string, revision: number, boxes: number[] | null][]): Answer =>
  () =>
    Promise.resolve(
      all.map(([layer_id, revision, boxes]) => ({
        layer_id,
        revision: String(revision),
        boxes,
        current: String(revision),
      })),
    );
const NEVER: Answer = () => new Promise(() => undefined);
const FAILS: Answer = () => Promise.reject(new Error('connection cut'));
const takes =
  (ms: number, then: Answer): Answer =>
  async (params) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return then(params);
  };
/** The answers one after the other; the last one again from then on. */
const script =
  (...answers: Answer[]): Answer =>
  (params) =>
    (answers.length > 1 ? answers.shift() : answers[0])?.(params) ?? NOTHING(params);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  seen = [];
  lines = [];
  pruned = 0;
  answer = NOTHING;
  const db: Queryable = {
    query: (sql, params = []) => {
      if (sql.name === 'changes/sql/prune') {
        pruned += 1;
        return Promise.resolve([]);
      }
      asked.push(params);
      return answer(params);
    },
  };
  poller = new ChangePoller(
    db,
    registryOf(testCatalogue),
    createLog((line) => lines.push(line)),
  );
  poller.onChange('listeners', (changes, isFirst) => void seen.push({ changes, isFirst }));
});
afterEach(async () => {
  await poller.close();
  vi.useRealTimers();
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const now = (): number => performance.now();
const events = (): unknown[] => lines.map((line) => JSON.parse(line).event);

describe('the poller', () => {
  it('polls ten times a second while somebody reads, and rests when nobody has for ten seconds', async () => {
    poller.wake();
    await pass(1000);
    expect(asked.length).toBeGreaterThanOrEqual(10);
    expect(asked.length).toBeLessThanOrEqual(12);
    await pass(9500);
    const before = asked.length;
    await pass(60_000);
    expect(asked.length).toBeLessThanOrEqual(before + 1);
    expect(poller.isFresh(now())).toBe(false);
    expect(poller.isLost).toBe(false);
    const rested = asked.length;
    expect(await poller.freshen(now())).toBe(true);
    expect(asked).toHaveLength(rested + 1);
    await pass(1000);
    expect(asked.length).toBeGreaterThanOrEqual(rested + 10);
  });

  it('does not rest while it is held', async () => {
    const release = poller.hold();
    await pass(30_000);
    expect(poller.isFresh(now())).toBe(true);
    const before = asked.length;
    release();
    release();
    await pass(20_500);
    expect(asked.length).toBeLessThan(before + 220);
    const after = asked.length;
    await pass(20_000);
    expect(asked).toHaveLength(after);
  });

  it('polls at once for a revision that another process has told of, and no more than once for one that is none', async () => {
    answer = script(rows(['a', 4, null]), rows(['a', 5, null]), NOTHING);
    await poller.look();
    await pass(5);
    const reached = poller.reach(new Map([['a', 5]]));
    await pass(20);
    await reached;
    expect([asked.length, poller.revisionOf('a')]).toEqual([2, 5]);
    await poller.reach(
      new Map([
        ['a', 4],
        ['b', 0],
      ]),
    );
    expect(asked).toHaveLength(2);
    const all = Array.from({ length: 50 }, () => poller.reach(new Map([['a', 99]])));
    await pass(25);
    await Promise.all(all);
    expect(asked).toHaveLength(3);
  });

  it('keeps nobody waiting for a revision while the database is lost', async () => {
    answer = FAILS;
    await poller.look();
    const before = asked.length;
    await poller.reach(new Map([['a', 5]]));
    expect([poller.isLost, asked.length]).toEqual([true, before]);
  });

  it('asks for changes after the revisions it knows, and hands them on before a poll counts', async () => {
    answer = script(rows(['a', 4, null], ['b', 7, null]), rows(['a', 5, [1, 2, 3, 4]], ['a', 6, []]), NOTHING);
    await poller.look();
    expect(asked).toEqual([[[], [], null]]);
    expect(seen).toEqual([
      {
        isFirst: true,
        changes: [
          { layer: 'a', revision: 4, boxes: null, isReset: false },
          { layer: 'b', revision: 7, boxes: null, isReset: false },
        ],
      },
    ]);
    await poller.look();
    expect(asked[1]).toEqual([['a', 'b'], [4, 7], null]);
    expect(seen[1]).toEqual({
      isFirst: false,
      changes: [
        { layer: 'a', revision: 5, boxes: [1, 2, 3, 4], isReset: false },
        { layer: 'a', revision: 6, boxes: [], isReset: false },
      ],
    });
    await poller.look();
    expect(asked[2]).toEqual([['a', 'b'], [6, 7], null]);
    expect([seen.length, Object.fromEntries(poller.revisions), poller.stats()]).toMatchObject([
      2,
      { a: 6, b: 7 },
      { looks: 3, failures: 0, changes: 4 },
    ]);
  });

  it('reports every layer as changed where revisions have fallen', async () => {
    answer = script(rows(['a', 9, null]), rows(['a', 3, null]));
    await poller.look();
    await poller.look();
    expect(seen[1]?.changes).toEqual([{ layer: 'a', revision: 3, boxes: null, isReset: true }]);
    expect(poller.revisions.get('a')).toBe(3);
  });

  it('asks with the timeline that it knows, and reports every layer as changed on another one', async () => {
    const on =
      (timeline: number, is_other: boolean): Answer =>
      async (params) =>
        (await rows(['a', 4, null])(params)).map((row) => ({ ...row, timeline, is_other }));
    answer = script(on(1, false), on(2, true), NOTHING);
    for (let look = 0; look < 3; look += 1) await poller.look();
    expect(asked).toEqual([
      [[], [], null],
      [['a'], [4], 1],
      [['a'], [4], 2],
    ]);
    expect(seen[1]?.changes).toEqual([{ layer: 'a', revision: 4, boxes: null, isReset: true, timeline: 2 }]);
  });

  it('waits for listeners, and asks again for what one of them failed at', async () => {
    answer = script(rows(['a', 1, null]), rows(['a', 1, null]), NOTHING);
    let told = 0;
    poller.onChange('listeners', async () => {
      told += 1;
      await new Promise((resolve) => setTimeout(resolve, 60));
      if (told === 1) throw new Error('an error');
    });
    const look = poller.look();
    await pass(100);
    expect(poller.isFresh(now())).toBe(false);
    await pass(100);
    await look;
    expect([told, asked[1], poller.isFresh(now())]).toEqual([2, [[], [], null], true]);
  });

  it('is fresh for a quarter of a second from when a poll was sent, not from when it was answered', async () => {
    answer = script(takes(200, NOTHING), NEVER);
    const look = poller.look();
    await pass(200);
    await look;
    expect(poller.isFresh(now())).toBe(true);
    await pass(49);
    expect(poller.isFresh(now())).toBe(true);
    await pass(1);
    expect(poller.isFresh(now())).toBe(false);
  });

  it('shares one poll among all who wait, and polls again for a reader who came too late for it', async () => {
    answer = takes(300, NOTHING);
    const askedAtMs = now();
    const first = [poller.freshen(askedAtMs), poller.freshen(askedAtMs), poller.freshen(askedAtMs + 10)];
    await pass(280);
    const late = poller.freshen(now());
    await pass(20);
    expect(await Promise.all(first)).toEqual([true, true, true]);
    let isDone = false;
    void late.then(() => (isDone = true));
    await pass(250);
    expect([isDone, asked.length]).toEqual([false, 2]);
    await pass(60);
    expect(isDone).toBe(true);
  });

  it('catches up with everything committed before it was asked to', async () => {
    answer = takes(20, NOTHING);
    const look = poller.look();
    await pass(10);
    const caughtUp = poller.catchUp();
    await pass(10);
    await look;
    let isDone = false;
    void caughtUp.then(() => (isDone = true));
    await pass(19);
    expect([isDone, asked.length]).toEqual([false, 2]);
    await pass(1);
    expect([isDone, await caughtUp]).toEqual([true, true]);
  });

  it('tolerates one failure, and counts the database as lost after the second', async () => {
    answer = script(FAILS, rows(['a', 1, null]));
    expect(await poller.freshen(now())).toBe(true);
    expect([poller.isLost, asked.length, poller.stats().failures, lines]).toEqual([false, 2, 1, []]);
    await pass(1000);
    answer = FAILS;
    expect(await poller.freshen(now() + 250)).toBe(false);
    expect([poller.isLost, events()]).toEqual([true, ['database-lost']]);
  });

  it('counts the database as lost after a second without an answer, and recovers by itself', async () => {
    answer = NEVER;
    const waiting = poller.freshen(now());
    await pass(999);
    expect(poller.isLost).toBe(false);
    await pass(1);
    expect([await waiting, poller.isLost]).toEqual([false, true]);
    expect(await poller.freshen(now())).toBe(false);
    answer = rows(['a', 2, null]);
    await pass(1300);
    expect([poller.isLost, poller.isFresh(now()), poller.revisions.get('a'), events()]).toEqual([
      false,
      true,
      2,
      ['database-lost', 'database-back'],
    ]);
  });

  it('goes on polling a lost database though nobody reads', async () => {
    answer = FAILS;
    await poller.look();
    await pass(60_000);
    expect(asked.length).toBeGreaterThan(200);
    answer = NOTHING;
    await pass(300);
    expect(poller.isLost).toBe(false);
  });

  it('removes old changes from time to time, and tolerates a failure of that', async () => {
    poller.start();
    await pass(1_250_000);
    expect([pruned, poller.isLost]).toEqual([2, false]);
  });

  it('ends with a poll under way', async () => {
    answer = NEVER;
    poller.start();
    await pass(10);
    await poller.close();
    await pass(60_000);
    expect([asked.length, await poller.freshen(now())]).toEqual([1, false]);
  });
});

describe('a source with a database of its own', () => {
  const [layer, other] = testCatalogue.layers;
  if (layer === undefined || other === undefined) throw new Error('The test catalogue has layers.');
  let isLost: boolean;
  let revision: number;
  let own: ChangePoller;
  let told: (readonly [layer: string, revision: number, isLost: boolean])[];

  beforeEach(() => {
    isLost = false;
    revision = 5;
    told = [];
    const registry = registryOf({ city: testCatalogue.city, layers: [] });
    registry.set(layer, {
      ...FEATURE_TABLE,
      id: 'gis.public.a',
      sourceName: 'gis',
      get isLost() {
        return isLost;
      },
      database: fakeDatabase(() => Promise.resolve([])),
      changes: (_, known) =>
        Promise.resolve(
          known.get(layer.id) === revision ? [] : [{ layer: layer.id, revision, boxes: null, isReset: false }],
        ),
    });
    own = new ChangePoller(
      { query: () => Promise.resolve([]) },
      registry,
      createLog((line) => lines.push(line)),
    );
    own.onChange('caches', (changes) => {
      for (const each of changes) told.push([each.layer, each.revision, own.isLostFor([each.layer])]);
    });
  });
  afterEach(() => own.close());

  it('that cannot be looked at leaves the service as it is, and what is kept of its layers may be out of date', async () => {
    const release = own.hold();
    await pass(300);
    expect([own.isLostFor([layer.id]), own.isLost]).toEqual([false, false]);
    isLost = true;
    await pass(300);
    expect([own.isLostFor([other.id, layer.id]), own.isLostFor([other.id]), own.isLost]).toEqual([true, false, false]);
    expect(own.isFresh(now())).toBe(true);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ event: 'source-lost', source: 'gis' }),
    ]);
    release();
  });

  it('is well again once what it changed meanwhile is out of date in the caches', async () => {
    const release = own.hold();
    await pass(300);
    isLost = true;
    await pass(300);
    isLost = false;
    revision = 6;
    await pass(300);
    expect(told).toEqual([
      [layer.id, 5, false],
      [layer.id, 6, true],
    ]);
    expect([own.isLostFor([layer.id]), events()]).toEqual([false, ['source-lost', 'source-back']]);
    expect(own.lostSinceMs([layer.id])).toBeNull();
    release();
  });
});
