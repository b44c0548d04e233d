import pg from 'pg';

/** A connection that can be cut off. */
export class DatabaseClient extends pg.Client {
  #lost = false;

  /** True once `lose` was called: the connection is not to be used again. */
  get isLost(): boolean {
    return this.#lost;
  }

  /** Cuts the connection off. Its running query rejects with an error for which `isConnectionLost` is true. */
  lose(): void {
    this.#lost = true;
    this.connection.stream.destroy();
  }
}
