import pg from 'pg';
import { DatabaseUnavailable, isConnectionLost } from './errors.ts';
import { RawClient } from './raw-rows.ts';
import type { DatabaseStats } from './types.ts';

/** The connections that requests share. */
export class Connections {
  readonly #pool: pg.Pool;

  /** `prepare` is called once for every connection, before its first statement. */
  constructor(config: pg.PoolConfig, prepare: (client: RawClient) => void) {
    this.#pool = new pg.Pool({ ...config, Client: RawClient });
    // A lost idle connection is no failure of a request: the pool drops it and makes another one when asked.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => {
      if (client instanceof RawClient) prepare(client);
    });
  }

  async use<T>(work: (client: RawClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | null = null;
    try {
      client = await this.#pool.connect();
      const result = await work(rawClient(client));
      client.release();
      return result;
    } catch (error) {
      const lost = isConnectionLost(error);
      // A connection that failed is closed, not given back.
      client?.release(lost);
      throw lost ? new DatabaseUnavailable(error) : error;
    }
  }

  stats(): DatabaseStats {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { connections: totalCount, busy: totalCount - idleCount, waiting: waitingCount, refused: 0, cancelled: 0, timedOut: 0 };
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

function rawClient(client: pg.PoolClient): RawClient {
  if (client instanceof RawClient) return client;
  throw new TypeError('The pool made a connection of another kind.');
}
