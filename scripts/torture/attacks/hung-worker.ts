/** A process that answers hangs: in an endless loop, or stopped. Another has to take its place without a person. */
import { readFileSync } from 'node:fs';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { Tally, type Attack, type AttackContext } from '../attack.ts';
import { get, waitFor } from '../client.ts';
import { isUnavailable, TOLD_WITHIN_MS } from '../faults.ts';
import { childrenOf, signalTo } from '../site.ts';
import { PRELOAD } from './clock.ts';

/** As a service has it that nobody has told otherwise. */
const HUNG_AFTER_S = 10;
/** What is promised: the process is replaced after `HUNG_AFTER_S` and a start, which takes long on a busy machine. */
const REPLACED_WITHIN_MS = HUNG_AFTER_S * 1000 + 30_000;
const REPLACED_LIMIT_MS = 90_000;
/** Requests one after the other that have to be answered before all processes count as well. */
const GOOD_IN_A_ROW = 12;
const ANSWER_MS = 2000;
const PATH = '/layers/toilets/items/south-west';

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
  { open, defer }: AttackContext,
  tally: Tally,
  round: number,
  workers: string,
  signal: 'SIGUSR2' | 'SIGSTOP',
): Promise<void> {
  const site = await open({
    settings: { WORKERS: workers, HUNG_AFTER_S: String(HUNG_AFTER_S), NODE_OPTIONS: `--import=${PRELOAD}` },
  });
  const { url } = site.service;
  const workersNow = (): readonly number[] => childrenOf(site.service.pid).filter(isWorker);
  /** Whether the service has said that a process answers. */
  const isTold = (pid: number): boolean =>
    site.service
      .output()
      .split('\n')
      .some((line) => line.includes('"worker-ready"') && line.includes(`"pid":${pid}}`));
  const [worker] = workersNow();
  if (worker === undefined) throw new Error('The service has no process that answers.');
  // What hangs hears no SIGTERM.
  const end = (): void => void (isWorker(worker) && signalTo(worker, 'SIGKILL'));
  defer(end);
  const expected = await get(url, PATH);
  tally.try();
  signalTo(worker, signal);
  const startedAt = performance.now();
  const sinceStart = (): number => performance.now() - startedAt;
  let good = 0;
  let refused = 0;
  let unanswered = 0;
  /** When the last request was asked that got neither the answer nor a reason why there is none. */
  let silentMs = 0;
  const back = await waitFor(async () => {
    const askedMs = sinceStart();
    // A connection of its own each time, so that every process is met.
    const answer = await get(url, PATH, { Connection: 'close' }, { limitMs: ANSWER_MS });
    if (answer.status === 200 && !answer.body.equals(expected.body))
      tally.fail('wrong', round, bothLanguages(TORTURE['known-answer-changed'], { path: PATH }));
    good = answer.status === 200 ? good + 1 : 0;
    if (isUnavailable(answer)) refused += 1;
    else if (answer.status !== 200) {
      unanswered += 1;
      silentMs = askedMs;
    }
    const now = workersNow();
    const isReplaced = now.length === Number(workers) && !now.includes(worker) && now.every(isTold);
    return isReplaced && good >= GOOD_IN_A_ROW;
  }, REPLACED_LIMIT_MS);
  const values = {
    workers,
    signal,
    unanswered,
    refused,
    silent: Math.round(silentMs / 100) / 10,
    seconds: Math.round((back ?? REPLACED_LIMIT_MS) / 100) / 10,
  };
  tally.wait(back ?? REPLACED_LIMIT_MS);
  if (silentMs > TOLD_WITHIN_MS) tally.fail('not-survived', round, bothLanguages(TORTURE['hang-untold'], values));
  if (back === null || back > REPLACED_WITHIN_MS)
    tally.fail('not-survived', round, bothLanguages(TORTURE['hang-stays'], values));
  tally.note(bothLanguages(TORTURE['hang-lasted'], values));
  end();
  await site.remove();
}

/** A process of the cluster that answers: not the database, and none that computes studies or stands in. */
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
