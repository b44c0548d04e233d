/**
 * The greedy client of the attack `fairness`, in a process of its own; argument: address of the service. Says `ready`
 * when it has begun, and at `stop` how often it got which status.
 */
import { Agent } from 'node:http';
import { whenParentEnds } from '../../../server/platform/parent.ts';
import { TOWN_STUDY } from '../../../server/testing/small-town.ts';
import { get, post } from '../client.ts';

/** Of its own on the machine's loopback, which has 16 million of them. */
const GREEDY = '127.0.0.3';
const CONNECTIONS = 48;
const STUDY = { ...TOWN_STUDY, analyses: [{ kind: 'coverage', within: [300, 600] }] };

/** Filters, studies, jobs and columns, as many at once as it has connections. */
class Greedy {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  readonly #statuses = new Map<number, number>();
  #stopped = false;

  constructor(url: string) {
    this.#url = url;
  }

  start(): void {
    for (let n = 0; n < CONNECTIONS; n += 1) void this.#askAgain(n);
  }

  stop(): void {
    this.#stopped = true;
    this.#agent.destroy();
  }

  summary(): string {
    return [...this.#statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ');
  }

  async #askAgain(n: number): Promise<void> {
    for (let round = 0; !this.#stopped; round += 1) {
      const { path, body } = requestOf(n, round);
      const from = { localAddress: GREEDY, agent: this.#agent };
      const { status } = await (body === undefined
        ? get(this.#url, path, {}, from)
        : post(this.#url, path, body, from));
      if (this.#stopped) return;
      this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
      // One that is refused asks again all the same.
      if (status === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function requestOf(n: number, round: number): { readonly path: string; readonly body?: object } {
  switch (n % 6) {
    case 0:
      return { path: '/analysis/studies', body: STUDY };
    case 1:
      return { path: '/analysis/jobs', body: STUDY };
    case 2:
      return { path: `/tiles/toilets,districts,roads/9/427/200.mvt?filter=name%20LIKE%20%27%25${round}%25%27` };
    case 3:
      return {
        path: `/counts?layers=toilets,districts,roads&bbox=119,35,122,38&filter=CASEI(name)%20LIKE%20%27%25${round}%25%27`,
      };
    case 4:
      return { path: `/search?q=fixture${round}` };
    default:
      return { path: '/layers/roads/columns?properties=name' };
  }
}

const greedy = new Greedy(process.argv[2] ?? '');
process.on('message', () => {
  greedy.stop();
  process.send?.(greedy.summary());
});
whenParentEnds(() => process.exit());
greedy.start();
process.send?.('ready');
