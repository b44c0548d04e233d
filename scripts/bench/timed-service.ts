/** The service as `npm start` runs it, timed. */
import { startProcess, type ServiceProcess } from '../testing/service-process.ts';
import type { Place } from './place.ts';

const LIMIT_MS = 300_000;

export interface TimedService extends ServiceProcess {
  /** From starting the process to the first good answer of `/readyz`. */
  readonly readyS: number;
}

/** `env` adds to the place's. Rejects with what the service printed where it does not come up within five minutes. */
export async function startTimed(place: Place, env: Readonly<Record<string, string>> = {}): Promise<TimedService> {
  const startedAt = performance.now();
  const service = await startProcess({
    checkout: place.checkout,
    env: { ...place.env, ...env },
    signal: AbortSignal.timeout(LIMIT_MS),
    // Nobody reads its log of requests here.
    keepsOutput: false,
  });
  return { ...service, readyS: (performance.now() - startedAt) / 1000 };
}
