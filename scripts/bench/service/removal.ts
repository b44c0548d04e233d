import type { Place } from './place.ts';

/**
 * Works in a place and removes it, at a signal too: a benchmark that is cut short must not leave a database cluster
 * behind.
 */
export async function withRemoval<T>(place: Place, work: () => Promise<T>): Promise<T> {
  const onSignal = (): void => {
    void place.remove().finally(() => process.exit(130));
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await work();
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await place.remove();
  }
}
