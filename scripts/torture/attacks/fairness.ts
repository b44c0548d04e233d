/** A quiet client alone, and beside one that asks as much as it can: what the second costs the first. */
import { Agent } from 'node:http';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TOWN, TOWN_STUDY } from '../../../server/testing/small-town.ts';
import { percentileOf } from '../../bench/statistics.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { onSite, Tally, type Attack } from '../attack.ts';
import { get, post, type Answered } from '../client.ts';

/** Of its own on the machine's loopback, which has 16 million of them. */
const QUIET = '127.0.0.2';
const GREEDY = '127.0.0.3';
const MEASURED_MS = 20_000;
const QUIET_EVERY_MS = 100;
const CONNECTIONS = 48;
/** What is promised: beside any other client the p95 is at most twice what it is alone. */
const MOST = 2;
/** Below this a ratio says more of the machine's noise than of the service. */
const NOISE_MS = 40;

const QUIET_PATHS = [
  '/layers/toilets/items/south-west',
  `/nearby?layer=toilets&lon=${TOWN.lon}&lat=${TOWN.lat}&radius=5000`,
  '/counts?layers=toilets&bbox=119,35,122,38',
  '/search?q=fixture',
];
const STUDY = { ...TOWN_STUDY, analyses: [{ kind: 'coverage', within: [300, 600] }] };

export const fairness: Attack = {
  name: 'fairness',
  about: TORTURE['about-fairness'],
  databases: ['embedded', 'server'],
  share: null,
  run: onSite(async (site) => {
    const tally = new Tally();
    const { url } = site.service;
    await quiet(url, 2000);
    const alone = await quiet(url, MEASURED_MS);
    const greedy = new Greedy(url);
    greedy.start();
    const beside = await quiet(url, MEASURED_MS);
    greedy.stop();
    const [p95Alone, p95Beside] = [percentileOf(alone.ms, 95), percentileOf(beside.ms, 95)];
    const ratio = p95Beside / p95Alone;
    tally.try(alone.ms.length + beside.ms.length);
    tally.wait(Math.max(...beside.ms));
    const values = {
      alone: p95Alone.toFixed(0),
      beside: p95Beside.toFixed(0),
      ratio: ratio.toFixed(1),
      refused: beside.refused,
      greedy: greedy.summary(),
    };
    tally.note(bothLanguages(TORTURE['fairness-figures'], values));
    if ((ratio > MOST && p95Beside > NOISE_MS) || beside.refused > 0)
      tally.fail('not-survived', 0, bothLanguages(TORTURE['fairness-broken'], values));
    return tally.outcome();
  }),
};

/** Ten requests a second, each when its time has come, whatever became of those before. */
async function quiet(
  url: string,
  forMs: number,
): Promise<{ readonly ms: readonly number[]; readonly refused: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const asked: Promise<Answered>[] = [];
  for (let n = 0; n * QUIET_EVERY_MS < forMs; n += 1) {
    asked.push(get(url, QUIET_PATHS[n % QUIET_PATHS.length] ?? '/', {}, { localAddress: QUIET, agent }));
    await new Promise((resolve) => setTimeout(resolve, QUIET_EVERY_MS));
  }
  const answers = await Promise.all(asked);
  agent.destroy();
  return { ms: answers.map(({ ms }) => ms), refused: answers.filter(({ status }) => status !== 200).length };
}

/** Filters, studies, jobs and streams, as many at once as it has connections. */
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
