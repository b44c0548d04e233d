/** A quiet client alone, and beside one that asks as much as it can: what the second costs the first. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { RUN } from '../../../server/platform/run.ts';
import { TOWN } from '../../../server/testing/small-town.ts';
import { percentileOf } from '../../bench/statistics.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { onSite, Tally, type Attack } from '../attack.ts';
import { get, type Answered } from '../client.ts';

/** Of its own on the machine's loopback, which has 16 million of them. */
const QUIET = '127.0.0.2';
const MEASURED_MS = 20_000;
const QUIET_EVERY_MS = 100;
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
export const fairness: Attack = {
  name: 'fairness',
  about: TORTURE['about-fairness'],
  databases: ['embedded', 'server'],
  share: null,
  run: onSite(async (site, { defer }) => {
    const tally = new Tally();
    const { url } = site.service;
    await quiet(url, 2000);
    const alone = await quiet(url, MEASURED_MS);
    const greedy = await startGreedy(url);
    defer(() => void greedy.child.kill('SIGKILL'));
    const beside = await quiet(url, MEASURED_MS);
    const answers = await greedy.stop();
    const [p95Alone, p95Beside] = [percentileOf(alone.ms, 95), percentileOf(beside.ms, 95)];
    const ratio = p95Beside / p95Alone;
    tally.try(alone.ms.length + beside.ms.length);
    tally.wait(Math.max(...beside.ms));
    const values = {
      alone: p95Alone.toFixed(0),
      beside: p95Beside.toFixed(0),
      ratio: ratio.toFixed(1),
      refused: beside.refused,
      greedy: answers,
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

interface Greedy {
  readonly child: ChildProcess;
  /** Ends it. @returns how often it got which status */
  readonly stop: () => Promise<string>;
}

/**
 * In a process of its own, at the lowest priority: what it does to the other client is to be the service's doing, and
 * not that both run on one machine.
 */
async function startGreedy(url: string): Promise<Greedy> {
  const child = fork(RUN, [fileURLToPath(new URL('greedy.ts', import.meta.url)), url], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  return {
    child,
    stop: async () => {
      child.send('stop');
      const [summary] = (await once(child, 'message')) as [string];
      child.kill();
      return summary;
    },
  };
}
