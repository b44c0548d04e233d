/** One address of `DATABASE_READ_URLS`, and the standbys that its connections lead to. */
import type { ServerDatabase } from '../platform/db/servers-behind.ts';
import type { Log } from '../platform/log/log.ts';
import { REST_AFTER_MS, Standby } from './standby.ts';

/** While none answers. */
const LOST_EVERY_MS = 1000;
/** While somebody reads: one that has come, or come back, is found by a connection that happens to lead to it. */
const EVERY_MS = 2000;
/** While nobody does. */
const REST_EVERY_MS = 10_000;
/** Each takes its time where a server hangs; the next one may lead to another. */
const MOST_AT_ONCE = 4;

/** What opens connections to the address. */
export interface Servers {
  /** Opens one more. Rejects where it leads nowhere. */
  look(): Promise<void>;
  close(): void;
}

export interface ReadAddressParts {
  /** Host and port, for the log. */
  readonly name: string;
  /** `onServer` is called for each server that was not known. */
  readonly open: (onServer: (server: ServerDatabase) => void) => Servers;
  /** Rejects where a server cannot do what the service asks of it. */
  readonly check: (server: ServerDatabase) => Promise<void>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export class ReadAddress {
  readonly name: string;
  readonly #parts: ReadAddressParts;
  readonly #servers: Servers;
  readonly #standbys = new Set<Standby>();
  #looks = 0;
  #timer: NodeJS.Timeout | null = null;
  #usedAtMs = -Infinity;
  /** Those told to be lost: servers by their names, and the address itself by none. */
  readonly #saidLost = new Set<string>();
  #saidMixed = false;
  #isClosed = false;

  constructor(parts: ReadAddressParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#servers = parts.open((server) => this.#add(server));
  }

  /** Those that answer. */
  get standbys(): readonly Standby[] {
    return [...this.#standbys].filter(({ isUp }) => isUp);
  }

  start(): void {
    void this.look();
  }

  /** Notes that somebody reads. */
  wake(): void {
    this.#usedAtMs = performance.now();
    for (const standby of this.#standbys) standby.wake();
  }

  /** Opens a connection, and looks how far each standby is that is found by it. Never rejects. */
  async look(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#isClosed) return;
    if (this.#looks < MOST_AT_ONCE) {
      this.#looks += 1;
      this.#schedule();
      try {
        await this.#servers.look();
        await Promise.all([...this.#standbys].map((standby) => standby.look()));
      } catch (error) {
        if (this.standbys.length === 0) this.#sayLost(error);
      } finally {
        this.#looks -= 1;
      }
    } else this.#schedule();
  }

  /** A pooler has given a transaction to another server than its connection led to; told once. */
  noteMixed(): void {
    if (this.#saidMixed) return;
    this.#saidMixed = true;
    this.#parts.log.warn('standby-pooler', { standby: this.name });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#servers.close();
    await Promise.all([...this.#standbys].map((standby) => standby.close()));
  }

  #add(database: ServerDatabase): void {
    const { log, check } = this.#parts;
    const standby = new Standby({
      database,
      check,
      onUp: () => {
        this.#saidLost.clear();
        log.info('standby-up', { standby: this.name, server: database.name });
      },
      onLost: (error, wasUp) => {
        this.#standbys.delete(standby);
        this.#sayLost(error, database.name);
        // Its connection alone may have been cut.
        if (wasUp) void this.look();
      },
    });
    this.#standbys.add(standby);
    if (performance.now() - this.#usedAtMs < REST_AFTER_MS) standby.wake();
    void standby.look();
  }

  #sayLost(error: unknown, server?: string): void {
    const name = server ?? '';
    if (this.#saidLost.has(name) || this.#isClosed) return;
    this.#saidLost.add(name);
    this.#parts.log.warn('standby-lost', { standby: this.name, ...(server === undefined ? {} : { server }), error });
  }

  #schedule(): void {
    const isResting = performance.now() - this.#usedAtMs >= REST_AFTER_MS;
    const everyMs = this.standbys.length === 0 ? LOST_EVERY_MS : isResting ? REST_EVERY_MS : EVERY_MS;
    this.#timer = setTimeout(() => void this.look(), everyMs).unref();
  }
}
