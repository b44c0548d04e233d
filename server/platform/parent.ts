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
