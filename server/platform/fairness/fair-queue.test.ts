import { beforeEach, describe, expect, it } from 'vitest';
import { FairQueue, type Claim } from './fair-queue.ts';

interface Named extends Claim {
  readonly name: string;
}

let nowMs = 0;

function make(slots: number, maxWaiting = 100): FairQueue<Named> {
  return new FairQueue<Named>({ slots, maxWaiting, now: () => nowMs });
}

/** A claim of a client, named by it and a number; with more clients it is one that all of them wait for. */
function claim(client: string, number = 0, ...more: readonly string[]): Named {
  return { name: `${client}${String(number)}`, clients: new Set(client === '' ? [] : [client, ...more]) };
}

function claims(client: string, count: number): Named[] {
  return Array.from({ length: count }, (_, index) => claim(client, index));
}

/** Lets in whoever may, each for as long as its client's turns take, until none waits. @returns their order */
function serve(queue: FairQueue<Named>, tookMs: (claim: Named) => number = () => 10): string[] {
  const order: string[] = [];
  for (let next = queue.next(); next !== null; next = queue.next()) {
    order.push(next.name);
    nowMs += tookMs(next);
    queue.done(next);
  }
  return order;
}

/** How many claims of a client come in when nobody leaves. */
function fill(queue: FairQueue<Named>, client: string, count: number): Named[] {
  for (const each of claims(client, count)) queue.add(each);
  const inside: Named[] = [];
  for (let next = queue.next(); next !== null; next = queue.next()) inside.push(next);
  return inside;
}

beforeEach(() => {
  nowMs = 0;
});

describe('the order', () => {
  it('is that of coming for one client', () => {
    const queue = make(1);
    for (const each of claims('a', 4)) queue.add(each);
    expect(serve(queue)).toEqual(['a0', 'a1', 'a2', 'a3']);
  });

  it('lets a second client in next, however many of the first wait', () => {
    const queue = make(1);
    for (const each of claims('a', 50)) queue.add(each);
    const first = queue.next() as Named;
    queue.add(claim('b'));
    nowMs += 10;
    queue.done(first);
    expect(serve(queue)[0]).toBe('b0');
  });

  it('gives clients equal time, not equal turns', () => {
    const queue = make(1);
    for (const client of ['a', 'b']) for (const each of claims(client, 100)) queue.add(each);
    const order = serve(queue, ({ name }) => (name.startsWith('a') ? 90 : 10)).slice(0, 50);
    const turnsOfA = order.filter((name) => name.startsWith('a')).length;
    expect(turnsOfA).toBeGreaterThan(2);
    expect(turnsOfA).toBeLessThan(10);
  });

  it('does not let a client save time up while it is away', () => {
    const queue = make(1);
    for (const each of claims('a', 100)) queue.add(each);
    serve(queue);
    for (const client of ['a', 'b']) for (const each of claims(client, 20)) queue.add(each);
    const order = serve(queue).slice(0, 20);
    expect(order.filter((name) => name.startsWith('b')).length).toBeLessThanOrEqual(12);
  });

  it('brings in what several wait for when the turn of any of them comes', () => {
    const queue = make(1);
    for (const each of claims('a', 20)) queue.add(each);
    const shared = claim('a', 99);
    queue.add(shared);
    const first = queue.next() as Named;
    (shared.clients as Set<string>).add('b');
    nowMs += 10;
    queue.done(first);
    expect(serve(queue)[0]).toBe('a99');
  });

  it('counts the service itself as one more client', () => {
    const queue = make(1);
    for (const each of claims('a', 20)) queue.add(each);
    const first = queue.next() as Named;
    queue.add(claim(''));
    nowMs += 10;
    queue.done(first);
    expect(serve(queue)[0]).toBe('0');
  });
});

describe('slots', () => {
  it('are all for a client alone, until it has held them for seconds: then half stay free for who comes', () => {
    const queue = make(8);
    const inside = fill(queue, 'a', 20);
    expect(inside).toHaveLength(8);
    nowMs += 20_000;
    for (const each of inside) queue.done(each);
    expect(fill(queue, 'a', 0)).toHaveLength(4);
    queue.add(claim('b'));
    expect(queue.next()?.name).toBe('b0');
  });

  it('are fewer for who holds many while others are here', () => {
    const queue = make(8);
    const inside = fill(queue, 'a', 40);
    queue.add(claim('b'));
    nowMs += 9000;
    for (const each of inside) queue.done(each);
    const now: string[] = [];
    for (let next = queue.next(); next !== null; next = queue.next()) now.push(next.name);
    expect(now.filter((name) => name.startsWith('a'))).toHaveLength(2);
    expect(now).toContain('b0');
  });

  it('are as many as there are processors for who holds many while others are here, and one half while alone', () => {
    const queue = new FairQueue<Named>({ slots: 8, maxWaiting: 100, busySlots: 2, now: () => nowMs });
    const inside = fill(queue, 'a', 40);
    nowMs += 9000;
    for (const each of inside) queue.done(each);
    const alone = fill(queue, 'a', 0);
    expect(alone).toHaveLength(4);
    queue.add(claim('b'));
    expect(queue.next()?.name).toBe('b0');
    for (const each of alone) queue.done(each);
    expect(fill(queue, 'a', 0)).toHaveLength(1);
  });

  it('are fewer where other processes have slots of the same database', () => {
    const queue = new FairQueue<Named>({ slots: 8, maxWaiting: 100, processes: 2, now: () => nowMs });
    const inside = fill(queue, 'a', 20);
    nowMs += 20_000;
    for (const each of inside) queue.done(each);
    expect(fill(queue, 'a', 0)).toHaveLength(2);
  });

  it('are all for each of several who ask for little', () => {
    const queue = make(4);
    for (const client of ['a', 'b', 'c']) {
      for (const each of claims(client, 4)) queue.add(each);
      serve(queue);
    }
    expect(fill(queue, 'a', 4)).toHaveLength(4);
  });

  it('of one alone is one for everybody', () => {
    const queue = make(1);
    expect(fill(queue, 'a', 3)).toHaveLength(1);
  });
});

describe('a queue that lingers', () => {
  let queue: FairQueue<Named>;
  /** A client that uses much, one of whose claims is at work; more wait. */
  let atWork: Named;

  beforeEach(() => {
    queue = new FairQueue<Named>({ slots: 4, maxWaiting: 100, busySlots: 1, lingerMs: 5, now: () => nowMs });
    const inside = fill(queue, 'a', 40);
    queue.add(claim('b'));
    nowMs += 9000;
    for (const each of inside) queue.done(each);
    serveOne('b0', 1);
    nowMs += 1000;
    atWork = queue.next() as Named;
    expect(atWork.name).toMatch(/^a/);
  });

  /** Lets in who is to come next. */
  const serveOne = (name: string, tookMs: number): void => {
    const next = queue.next();
    expect(next?.name).toBe(name);
    nowMs += tookMs;
    if (next !== null) queue.done(next);
  };

  it('gives a client that uses little its turns one after the other, and then the other one', () => {
    queue.add(claim('b', 1));
    const first = queue.next() as Named;
    expect(first.name).toBe('b1');
    nowMs += 10;
    queue.done(atWork);
    // Nothing of the other comes between, neither while it is at work nor after.
    expect(queue.next()).toBeNull();
    expect(queue.lingersMs).toBe(0);
    nowMs += 1;
    queue.done(first);
    expect(queue.next()).toBeNull();
    expect(queue.lingersMs).toBe(5);
    nowMs += 3;
    queue.add(claim('b', 2));
    serveOne('b2', 1);
    nowMs += 4;
    expect(queue.next()).toBeNull();
    expect(queue.lingersMs).toBe(1);
    nowMs += 1;
    expect(queue.next()?.name).toMatch(/^a/);
    expect(queue.next()).toBeNull();
    expect(queue.lingersMs).toBe(0);
  });

  it('lets others in meanwhile that use little', () => {
    queue.add(claim('b', 1));
    serveOne('b1', 1);
    queue.add(claim('c', 1));
    serveOne('c1', 1);
  });

  it('does not for a client that uses its part', () => {
    queue.done(atWork);
    let ofOther = 0;
    for (let number = 1; number <= 200; number += 1) {
      queue.add(claim('b', number));
      for (let next = queue.next(); next !== null; next = queue.next()) {
        if (next.name.startsWith('a')) ofOther += 1;
        nowMs += 10;
        queue.done(next);
      }
      nowMs += 1;
    }
    // Alone it would take all of two seconds: the other has its half of them.
    expect(ofOther).toBeGreaterThan(30);
  });
});

describe('a full queue', () => {
  it('refuses a client alone, as full', () => {
    const queue = make(1, 3);
    fill(queue, 'a', 4);
    const late = claim('a', 9);
    expect(queue.refuses(late.clients)).toBe('full');
    expect(queue.add(late)).toEqual({ claim: late, refusal: 'full' });
    expect(queue.waiting).toBe(3);
  });

  it('sends the newest of whoever has the most away for a client with less', () => {
    const queue = make(1, 4);
    fill(queue, 'a', 5);
    expect(queue.refuses(claim('b').clients)).toBeNull();
    expect(queue.add(claim('b'))).toMatchObject({ claim: { name: 'a4' }, refusal: 'share' });
    expect(queue.add(claim('b', 1))).toMatchObject({ claim: { name: 'a3' }, refusal: 'share' });
    // Now both have two.
    const third = claim('b', 2);
    expect(queue.add(third)).toEqual({ claim: third, refusal: 'share' });
    expect(queue.refuses(claim('a').clients)).toBe('share');
  });

  it("is full, and nobody's share is used up, for who has nothing in it", () => {
    const queue = make(1, 2);
    for (const each of ['a', 'b', 'c']) queue.add(claim(each));
    queue.next();
    expect(queue.refuses(claim('d').clients)).toBe('full');
  });

  it('keeps what others wait for as well, and loads', () => {
    const queue = make(1, 3);
    fill(queue, 'a', 1);
    const [load, shared, own] = [{ ...claim('a', 1), unlimited: true }, claim('a', 2, 'c'), claim('a', 3)];
    for (const each of [own, shared, load]) queue.add(each);
    expect(queue.add(claim('b'))).toMatchObject({ claim: own });
    expect(queue.add({ ...claim('a', 4), unlimited: true })).toBeNull();
  });

  it('takes out who leaves, wherever it stands', () => {
    const queue = make(1, 2);
    fill(queue, 'a', 1);
    const [one, two] = [claim('a', 1), claim('a', 2)];
    queue.add(one);
    queue.add(two);
    expect([queue.remove(one), queue.remove(one)]).toEqual([true, false]);
    expect(queue.add(claim('a', 3))).toBeNull();
    expect(queue.claims.map(({ name }) => name)).toEqual(['a2', 'a3']);
  });
});

describe('one client at any rate', () => {
  it('makes another wait for no more than what is at work', () => {
    const queue = make(1, 30);
    const waits: number[] = [];
    let waiting: { readonly claim: Named; readonly sinceMs: number } | null = null;
    for (let step = 0; step < 700; step += 1) {
      for (const each of claims('a', 5)) queue.add(each);
      if (waiting === null && step % 7 === 0) {
        waiting = { claim: claim('b', step), sinceMs: nowMs };
        expect(queue.add(waiting.claim)?.claim.name ?? 'a').toMatch(/^a/);
      }
      const next = queue.next() as Named;
      if (next === waiting?.claim) {
        waits.push(nowMs - waiting.sinceMs);
        waiting = null;
      }
      nowMs += 10;
      queue.done(next);
    }
    expect(waits.length).toBeGreaterThan(50);
    expect(Math.max(...waits)).toBeLessThanOrEqual(10);
  });
});
