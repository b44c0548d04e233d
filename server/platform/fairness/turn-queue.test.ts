import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatabaseUnavailable, Overloaded, QueryCancelled } from '../db/errors.ts';
import { TurnQueue, type Ticket } from './turn-queue.ts';

describe('the queue', () => {
  let queue: TurnQueue;
  let entered: string[];
  let inside: Ticket[];
  let failed: Map<string, unknown>;
  const enter = (name: string, options: Parameters<TurnQueue['enter']>[0] = {}): void => {
    queue.enter(options).then(
      (ticket) => {
        entered.push(name);
        inside.push(ticket);
      },
      (error: unknown) => failed.set(name, error),
    );
  };
  /** The first who came in goes. */
  const leave = async (): Promise<void> => {
    await settle();
    queue.leave(inside.shift() as Ticket);
  };
  const settle = () => vi.advanceTimersByTimeAsync(0);

  beforeEach(() => {
    vi.useFakeTimers();
    queue = new TurnQueue({ slots: 2, maxWaiting: 3, maxWaitMs: 1000 });
    entered = [];
    inside = [];
    failed = new Map();
    for (const name of ['a', 'b', 'c', 'd', 'e']) enter(name);
  });
  afterEach(() => vi.useRealTimers());

  it('lets in as many as it has slots, and then the first who came', async () => {
    await settle();
    expect(entered).toEqual(['a', 'b']);
    expect(queue).toMatchObject({ inside: 2, waiting: 3 });
    for (const expected of ['c', 'd', 'e']) {
      await leave();
      await settle();
      expect(entered.at(-1)).toBe(expected);
    }
    expect(queue).toMatchObject({ inside: 2, waiting: 0 });
    await leave();
    await leave();
    expect(queue.inside).toBe(0);
  });

  it('refuses at once whom the queue has no room for', async () => {
    enter('f');
    await settle();
    expect(failed.get('f')).toBeInstanceOf(Overloaded);
    expect(queue).toMatchObject({ waiting: 3, refused: 1 });
    await leave();
    enter('g');
    await settle();
    expect(failed.has('g')).toBe(false);
  });

  it('refuses whoever has waited too long', async () => {
    await vi.advanceTimersByTimeAsync(999);
    expect(failed.size).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect([...failed.keys()]).toEqual(['c', 'd', 'e']);
    expect(failed.get('c')).toBeInstanceOf(Overloaded);
    expect(queue).toMatchObject({ inside: 2, waiting: 0, refused: 3 });
  });

  it('lets those go who do not want to wait any more, from any place', async () => {
    const controller = new AbortController();
    await leave();
    enter('f', { signal: controller.signal });
    await leave();
    enter('g');
    controller.abort();
    await settle();
    expect(failed.get('f')).toBeInstanceOf(QueryCancelled);
    await leave();
    await leave();
    await settle();
    expect(entered).toEqual(['a', 'b', 'c', 'd', 'e', 'g']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on by itself after it has waited for a client that uses little', async () => {
    queue.close();
    queue = new TurnQueue({ slots: 2, maxWaiting: 30, maxWaitMs: 100_000, busySlots: 1, lingerMs: 5 });
    entered = [];
    inside = [];
    const [greedy, quiet] = [{ clients: new Set(['greedy']) }, { clients: new Set(['quiet']) }];
    for (const name of ['a', 'b', 'c', 'd']) enter(name, greedy);
    await vi.advanceTimersByTimeAsync(9000);
    await leave();
    await leave();
    enter('first', quiet);
    await leave();
    await settle();
    expect(entered).toEqual(['a', 'b', 'c', 'first']);
    await leave();
    await vi.advanceTimersByTimeAsync(4);
    expect(entered).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(1);
    expect(entered).toEqual(['a', 'b', 'c', 'first', 'd']);
  });

  it('does not let in whose signal was aborted before, though there is room', async () => {
    queue = new TurnQueue({ slots: 1, maxWaiting: 1, maxWaitMs: 1000 });
    await expect(queue.enter({ signal: AbortSignal.abort() })).rejects.toBeInstanceOf(QueryCancelled);
    expect(queue.inside).toBe(0);
  });

  it('keeps a place for a load, however many wait and however long, in its turn', async () => {
    enter('load', { unlimited: true });
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect(failed.has('load')).toBe(false);
    enter('f');
    await leave();
    await leave();
    await settle();
    expect(entered).toEqual(['a', 'b', 'load', 'f']);
  });

  it('lets nobody wait once it is closed', async () => {
    queue.close();
    await settle();
    expect(failed.get('e')).toBeInstanceOf(DatabaseUnavailable);
    expect(queue.waiting).toBe(0);
  });
});
