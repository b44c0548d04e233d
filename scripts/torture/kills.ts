/** Ends processes in the middle of their work, and waits until the service is back. */
import type { Random } from '../../server/testing/random.ts';
import { oneOf } from './attack.ts';
import { isReady, waitFor } from './client.ts';
import type { Command } from './commands.ts';
import { signalTo, type Victim } from './site.ts';

export const KILLED = ['command', 'service', 'database'] as const;
export type Killed = (typeof KILLED)[number];

export const BACK_LIMIT_MS = 120_000;

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
async function killDatabase({ cluster, databasePids }: Victim, random: Random): Promise<void> {
  const [first, ...sessions] = await databasePids();
  if (cluster === null) {
    if (first !== undefined) signalTo(first, 'SIGKILL');
  } else if (sessions.length > 0 && random.below(2) === 0) signalTo(oneOf(random, sessions), 'SIGKILL');
  else {
    await cluster.stop('immediate');
    await cluster.start();
  }
}

/**
 * Starts what does not start by itself, as an administrator would, and waits until the service is ready.
 *
 * @returns how long that took, in milliseconds; null where it did not become ready
 */
export async function recover(site: Victim, killed: Killed): Promise<number | null> {
  const startedAt = performance.now();
  if (killed === 'service') await site.restart();
  const waited = await waitFor(async () => (await isReady(site.service.url)) && (await answers(site)), BACK_LIMIT_MS);
  return waited === null ? null : performance.now() - startedAt;
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
