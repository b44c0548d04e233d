/** What is looked at all the time: whether the hosts say that they are ready, and how far standbys are behind. */
import pg from 'pg';
import { get } from '../../torture/client.ts';
import { pause } from '../../torture/kills.ts';

const EVERY_MS = 250;
const ASK_LIMIT_MS = 5000;
/** What `get` gives where nothing came. */
const NO_ANSWER = 0;
const LAG = `select coalesce(max(extract(epoch from replay_lag)) * 1000, 0)::float8 as ms from pg_stat_replication`;

export interface ReadyFigures {
  asked: number;
  /** Whether it is ready to read from was not answered in time, or the connection ended. */
  late: number;
  /** Told not to be ready to read from, while standbys stand. */
  notForReads: number;
  /** Not ready to write at, or not answered. */
  notForWrites: number;
  /** Ready for reads alone, and told so. */
  readOnly: number;
}

export class Probes {
  readonly ready: ReadyFigures = { asked: 0, late: 0, notForReads: 0, notForWrites: 0, readOnly: 0 };
  /** How far the slowest standby was behind, in ms, at each look. */
  readonly lagsMs: number[] = [];
  readonly #hosts: readonly string[];
  readonly #url: string;
  #isEnded = false;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(hosts: readonly string[], url: string) {
    this.#hosts = hosts;
    this.#url = url;
  }

  start(): void {
    this.#ended = Promise.all([...this.#hosts.map((host) => this.#askReady(host)), this.#askLag()]);
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#ended;
  }

  async #askReady(host: string): Promise<void> {
    while (!this.#isEnded) {
      const [reads, writes] = await Promise.all(
        ['/readyz', '/readyz?for=writes'].map((path) => get(host, path, {}, { limitMs: ASK_LIMIT_MS })),
      );
      this.ready.asked += 1;
      if (reads === undefined || reads.status === NO_ANSWER) this.ready.late += 1;
      else if (reads.status !== 200) this.ready.notForReads += 1;
      if (writes?.status !== 200) this.ready.notForWrites += 1;
      if (reads?.body.includes('"read-only"') === true) this.ready.readOnly += 1;
      await pause(EVERY_MS);
    }
  }

  async #askLag(): Promise<void> {
    let client: pg.Client | null = null;
    while (!this.#isEnded) {
      try {
        if (client === null) {
          client = new pg.Client({
            connectionString: this.#url,
            connectionTimeoutMillis: ASK_LIMIT_MS,
            query_timeout: ASK_LIMIT_MS,
          });
          client.on('error', () => undefined);
          await client.connect();
        }
        const { rows } = await client.query<{ readonly ms: number }>(LAG);
        this.lagsMs.push(rows[0]?.ms ?? 0);
      } catch {
        client?.end().catch(() => undefined);
        client = null;
      }
      await pause(EVERY_MS);
    }
    await client?.end().catch(() => undefined);
  }
}
