import { getPriority, setPriority } from 'node:os';

/**
 * Calls `end` once the process that started this one by `fork` has gone, also where it went before this call: while
 * this one read its modules. Node tells of it once, to whoever listens then.
 */
export function whenParentEnds(end: () => void): void {
  process.once('disconnect', end);
  if (process.connected) return;
  process.off('disconnect', end);
  end();
}

/**
 * Ends with the process that started this one, and never before it. Ctrl+C reaches every process of a terminal: this
 * one waits for the service, which finishes what it has accepted.
 */
export function endWithParent(): void {
  whenParentEnds(() => process.exit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
}

/**
 * Lets other processes go first. Linux has a priority for each thread, and threads take that of the one that starts
 * them: those that are there already keep theirs.
 */
export function lowerPriority(by: number): void {
  try {
    setPriority(Math.min(19, getPriority() + by));
  } catch {
    // The system has no priorities for us to change: it works all the same.
  }
}
