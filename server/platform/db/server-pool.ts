import { DatabaseUnavailable } from './errors.ts';
import type { DatabaseClient } from './client.ts';
import type { ClientPool, TakenClient } from './client-pool.ts';

export interface ServerPoolOptions {
  /** An open connection to the server. */
  readonly open: () => Promise<DatabaseClient>;
  /** One that nobody has used for so long is closed. */
  readonly idleMs: number;
}

/** Connections to one server, though the address that they were opened by may lead to several. */
export class ServerPool implements ClientPool {
  readonly #options: ServerPoolOptions;
  readonly #all = new Set<DatabaseClient>();
  /** The one used last is at the end, and is taken first: those that nobody needs grow old. */
  readonly #resting = new Map<DatabaseClient, NodeJS.Timeout>();
  #hasEnded = false;

  constructor(options: ServerPoolOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Takes over an open connection that nobody has asked for. */
  add(client: DatabaseClient): void {
    if (this.#keep(client)) this.#rest(client);
  }

  async take(): Promise<TakenClient> {
    const rested = [...this.#resting.keys()].at(-1);
    if (rested !== undefined) {
      this.#wake(rested);
      return this.#taken(rested);
    }
    const client = await this.#options.open();
    if (!this.#keep(client)) throw new DatabaseUnavailable(new Error('The server is no longer used.'));
    return this.#taken(client);
  }

  /** Cuts off what is at work, too: the server is lost, or the service ends. */
  end(): Promise<void> {
    this.#hasEnded = true;
    for (const timer of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
    for (const client of this.#all) client.lose();
    this.#all.clear();
    return Promise.resolve();
  }

  #taken(client: DatabaseClient): TakenClient {
    return {
      client,
      release: (isLost) => {
        if (!this.#all.has(client)) return;
        if (isLost) this.#close(client);
        else this.#rest(client);
      },
    };
  }

  /** False where it is closed, as nobody will use it. */
  #keep(client: DatabaseClient): boolean {
    if (this.#hasEnded) {
      client.lose();
      return false;
    }
    this.#all.add(client);
    client.once('end', () => {
      this.#wake(client);
      this.#all.delete(client);
    });
    return true;
  }

  #rest(client: DatabaseClient): void {
    this.#resting.set(client, setTimeout(() => this.#close(client), this.#options.idleMs).unref());
  }

  #wake(client: DatabaseClient): void {
    clearTimeout(this.#resting.get(client));
    this.#resting.delete(client);
  }

  #close(client: DatabaseClient): void {
    this.#wake(client);
    this.#all.delete(client);
    client.end().catch(() => undefined);
  }
}
