/** A process that answers hangs: in an endless loop, or stopped. Another has to take its place without a person. */
import { readFileSync } from 'node:fs';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { Tally, type Attack, type AttackContext } from '../attack.ts';
import { ask, get, waitFor } from '../client.ts';
import { childrenOf, signalTo } from '../site.ts';
import { PRELOAD } from './clock.ts';

/** What is promised: within this time the service is back, or says that it is not there. */
const REPLACED_WITHIN_MS = 5000;
const REPLACED_LIMIT_MS = 60_000;
/** Requests one after the other that have to be answered before all processes count as well. */
const GOOD_IN_A_ROW = 12;
const ANSWER_MS = 2000;

export const hungWorker: Attack = {
  name: 'hung-worker',
  about: TORTURE['about-hung-worker'],
  databases: ['embedded'],
  share: null,
  run: async (context) => {
    const tally = new Tally();
    await hang(context, tally, 0, '2', 'SIGUSR2');
    await hang(context, tally, 1, '2', 'SIGSTOP');
    await hang(context, tally, 2, '1', 'SIGUSR2');
    return tally.outcome();
  },
};

async function hang(
  { open }: AttackContext,
  tally: Tally,
  round: number,
  workers: string,
  signal: 'SIGUSR2' | 'SIGSTOP',
): Promise<void> {
  const site = await open({ settings: { WORKERS: workers, NODE_OPTIONS: `--import=${PRELOAD}` } });
  const { url } = site.service;
  const main = site.service.pid;
  const worker = workers === '1' ? main : (childrenOf(main).find(isWorker) ?? main);
  try {
    const expected = await get(url, '/layers/toilets/items/south-west');
    tally.try();
    signalTo(worker, signal);
    const startedAt = performance.now();
    let good = 0;
    let unanswered = 0;
    const back = await waitFor(async () => {
      // A connection of its own each time, so that every process is met.
      const answer = await ask(
        url,
        { method: 'GET', path: '/layers/toilets/items/south-west', headers: [['Connection', 'close']], body: null },
        ANSWER_MS,
      );
      if (answer.status === 200 && !answer.body.equals(expected.body))
        tally.fail(
          'wrong',
          round,
          bothLanguages(TORTURE['known-answer-changed'], { path: '/layers/toilets/items/south-west' }),
        );
      if (answer.status === 200) good += 1;
      else {
        good = 0;
        unanswered += 1;
      }
      return good >= GOOD_IN_A_ROW && performance.now() - startedAt > ANSWER_MS;
    }, REPLACED_LIMIT_MS);
    const values = { workers, signal, unanswered, seconds: Math.round((back ?? REPLACED_LIMIT_MS) / 100) / 10 };
    tally.wait(back ?? REPLACED_LIMIT_MS);
    const isLate = back === null || back > REPLACED_WITHIN_MS + ANSWER_MS + 1000;
    if (isLate) tally.fail('not-survived', round, bothLanguages(TORTURE['hang-stays'], values));
    tally.note(bothLanguages(TORTURE['hang-lasted'], values));
  } finally {
    for (const pid of [worker, main]) signalTo(pid, 'SIGCONT');
    // What hangs hears no SIGTERM.
    signalTo(worker, 'SIGKILL');
    await site.remove();
  }
}

/** A process of the cluster, not the database and none that computes studies. */
function isWorker(pid: number): boolean {
  try {
    return (
      readFileSync(`/proc/${pid}/environ`, 'latin1').includes('CHENGTU_WORKER=') &&
      readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('start.ts')
    );
  } catch {
    return false;
  }
}
