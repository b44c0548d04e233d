import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { DatabaseClient } from './client.ts';
import { DatabaseUnavailable } from './errors.ts';
import { ServerPool } from './server-pool.ts';

/** A connection that knows how it ended. */
class Fake extends EventEmitter {
  state: 'open' | 'ended' | 'lost' = 'open';

  end(): Promise<void> {
    this.state = 'ended';
    this.emit('end');
    return Promise.resolve();
  }

  lose(): void {
    this.state = 'lost';
    this.emit('end');
  }
}

/** What a pool uses of a connection. */
const asClient = (fake: Fake): DatabaseClient => fake as unknown as DatabaseClient;

function rig(idleMs = 60_000): { readonly pool: ServerPool; readonly opened: Fake[] } {
  const opened: Fake[] = [];
  const open = (): Promise<DatabaseClient> => {
    const fake = new Fake();
    opened.push(fake);
    return Promise.resolve(asClient(fake));
  };
  return { pool: new ServerPool({ open, idleMs }), opened };
}

describe('connections to one server', () => {
  it('are used again, the one used last first, and opened only where none rests', async () => {
    const { pool, opened } = rig();
    const [first, second] = [await pool.take(), await pool.take()];
    expect([opened.length, pool.size]).toEqual([2, 2]);
    second.release(false);
    first.release(false);
    expect((await pool.take()).client).toBe(first.client);
    expect((await pool.take()).client).toBe(second.client);
    expect(opened).toHaveLength(2);
  });

  it('take over one that led here by chance', async () => {
    const { pool, opened } = rig();
    const spare = new Fake();
    pool.add(asClient(spare));
    expect((await pool.take()).client).toBe(spare);
    expect([opened.length, pool.size]).toEqual([0, 1]);
  });

  it('are forgotten where they are lost, resting or not', async () => {
    const { pool, opened } = rig();
    const [first, second] = [await pool.take(), await pool.take()];
    first.release(true);
    second.release(false);
    opened[1]?.emit('end');
    expect([opened[0]?.state, pool.size]).toEqual(['ended', 0]);
    await pool.take();
    expect(opened).toHaveLength(3);
  });

  it('are closed once they have rested for long', async () => {
    const { pool, opened } = rig(5);
    (await pool.take()).release(false);
    await expect.poll(() => opened[0]?.state).toBe('ended');
    expect(pool.size).toBe(0);
  });

  it('are all cut off at the end, also one that opens meanwhile', async () => {
    const late: { give?: (client: DatabaseClient) => void } = {};
    const pool = new ServerPool({ open: () => new Promise((resolve) => (late.give = resolve)), idleMs: 60_000 });
    const spare = new Fake();
    pool.add(asClient(spare));
    const { client } = await pool.take();
    const taking = pool.take();
    await pool.end();
    const fake = new Fake();
    late.give?.(asClient(fake));
    await expect(taking).rejects.toThrow(DatabaseUnavailable);
    expect([client === asClient(spare), spare.state, fake.state, pool.size]).toEqual([true, 'lost', 'lost', 0]);
  });
});
