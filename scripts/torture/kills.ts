/** Ends processes in the middle of their work, and waits until the service is back. */
import type { Random } from '../../server/testing/random.ts';
import { TORTURE } from '../cli/messages/torture.ts';
import { oneOf, type Tally } from './attack.ts';
import { isReady, waitFor } from './client.ts';
import type { Command, Ended } from './commands.ts';
import { signalTo, type Victim } from './site.ts';

export const KILLED = ['command', 'service', 'database'] as const;
export type Killed = (typeof KILLED)[number];

/** In words for people. */
export const KILLED_TEXTS = {
  command: TORTURE['killed-command'],
  service: TORTURE['killed-service'],
  database: TORTURE['killed-database'],
} as const;

const BACK_LIMIT_MS = 120_000;

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Ends one of the processes as `kill -9` does. */
export async function kill(site: Victim, killed: Killed, random: Random, command: Command | null): Promise<void> {
  if (killed === 'command') command?.child.kill('SIGKILL');
  else if (killed === 'service') signalTo(site.service.pid, 'SIGKILL');
  else await killDatabase(site, random);
}

/** All of it, or on PostgreSQL one session, after which it restarts all others itself. */
export async function killDatabase(
  { cluster, databasePids }: Pick<Victim, 'cluster' | 'databasePids'>,
  random: Random,
): Promise<void> {
  const [first, ...sessions] = await databasePids();
  if (cluster === null) {
    if (first !== undefined) signalTo(first, 'SIGKILL');
  } else if (sessions.length > 0 && random.below(2) === 0) signalTo(oneOf(random, sessions), 'SIGKILL');
  else {
    await cluster.stop('immediate');
    await cluster.start();
  }
}

/** Runs a command to its end. @returns how long that takes, so that kills come at all of its moments */
export async function undisturbed(run: () => Command): Promise<number> {
  const { status, output, ms } = await run().ended;
  if (status !== 0) throw new Error(`What nobody disturbs fails:\n${output}`);
  return ms;
}

/** Runs a command and ends one of the processes at a random moment. @returns null where the service is not back */
export async function disturbed(
  site: Victim,
  run: () => Command,
  { killed, random, ms }: { readonly killed: Killed; readonly random: Random; readonly ms: number },
  tally: Tally,
  input: number,
): Promise<Ended | null> {
  const command = run();
  await pause(random.next() * ms * 1.1);
  await kill(site, killed, random, command);
  const ended = await command.ended;
  return (await recover(site, killed, tally, input)) ? ended : null;
}

/**
 * Starts what does not start by itself, as an administrator would, and waits until the service is ready.
 *
 * @returns whether it became ready
 */
export async function recover(site: Victim, killed: Killed, tally: Tally, input: number): Promise<boolean> {
  tally.try();
  const startedAt = performance.now();
  if (killed === 'service') await site.restart();
  const waited = await waitFor(async () => (await isReady(site.service.url)) && (await answers(site)), BACK_LIMIT_MS);
  if (waited === null) tally.notBack(input, BACK_LIMIT_MS);
  else tally.wait(performance.now() - startedAt);
  return waited !== null;
}

/** Whether the owner's own connection is back too. */
async function answers({ db }: Victim): Promise<boolean> {
  try {
    await db.query({ name: 'torture/alive', text: 'select 1' });
    return true;
  } catch {
    return false;
  }
}
