/** Where open connections rest between statements. */
import pg from 'pg';
import { DatabaseClient } from './client.ts';

/** A connection that is somebody's until it is released. */
export interface TakenClient {
  readonly client: DatabaseClient;
  /** Gives it back, or closes it where it is lost. */
  release(isLost: boolean): void;
}

export interface ClientPool {
  /** Open connections, whether somebody has them or not. */
  readonly size: number;
  /** One that rests, or else a new one. Rejects with the driver's error. */
  take(): Promise<TakenClient>;
  end(): Promise<void>;
}

/** That of the driver: every connection goes to one address, wherever that leads. */
export class DriverPool implements ClientPool {
  readonly #pool: pg.Pool;

  /** `prepare` is called once for every connection, before its first statement. */
  constructor(config: pg.PoolConfig, prepare: (client: DatabaseClient) => void) {
    this.#pool = new pg.Pool({ ...config, Client: DatabaseClient });
    // No request fails with an idle connection that is lost: the pool drops it and opens another when needed.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => prepare(databaseClient(client)));
  }

  get size(): number {
    return this.#pool.totalCount;
  }

  async take(): Promise<TakenClient> {
    const taken = await this.#pool.connect();
    return { client: databaseClient(taken), release: (isLost) => taken.release(isLost) };
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

function databaseClient(client: pg.PoolClient): DatabaseClient {
  if (client instanceof DatabaseClient) return client;
  throw new TypeError('The pool made a connection of another kind.');
}
