import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

async function all<R>(results: AsyncIterable<R>): Promise<R[]> {
  const collected: R[] = [];
  for await (const result of results) collected.push(result);
  return collected;
}

/** Waits a number of turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
}

describe('making things in order', () => {
  it('gives the results in the order of the items, however long each takes, and uses every lane for one at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 8 }),
        async (waits, laneCount, ahead) => {
          const busy = new Set<number>();
          let begun = 0;
          let taken = 0;
          const results = inOrder(waits.entries(), {
            lanes: Array.from({ length: laneCount }, (_, lane) => lane),
            ahead,
            make: async (lane, [index, wait]) => {
              expect(busy.has(lane)).toBe(false);
              busy.add(lane);
              begun += 1;
              expect(begun - taken).toBeLessThanOrEqual(ahead);
              await turns(wait);
              busy.delete(lane);
              return index;
            },
            finish: async (index) => {
              await turns(index % 3);
              return index;
            },
          });
          const order: number[] = [];
          for await (const index of results) {
            taken += 1;
            order.push(index);
          }
          expect(order).toEqual(waits.map((_, index) => index));
        },
      ),
      { seed: 3, numRuns: 50 },
    );
  });

  it('fails with the first failure, when those begun have ended', async () => {
    let running = 0;
    const results = inOrder([1, 2, 3, 4, 5, 6], {
      lanes: [0, 1, 2],
      ahead: 6,
      make: async (_lane, item) => {
        running += 1;
        await turns(item === 3 ? 1 : 5);
        running -= 1;
        if (item === 3 || item === 5) throw new Error(`item ${String(item)}`);
        return item;
      },
      finish: (made) => Promise.resolve(made),
    });
    await expect(all(results)).rejects.toThrow('item 3');
    expect(running).toBe(0);
  });

  it('stops when nobody takes more', async () => {
    const made: number[] = [];
    const results = inOrder(
      Array.from({ length: 1000 }, (_, n) => n),
      {
        lanes: [0],
        ahead: 4,
        make: async (_lane, item) => {
          await turns(1);
          made.push(item);
          return item;
        },
        finish: (item) => Promise.resolve(item),
      },
    );
    for await (const item of results) if (item === 10) break;
    expect(made.length).toBeLessThan(20);
  });
});
