/** Load on a service of this machine, and what came of it. */
import autocannon from 'autocannon';
import { createRng } from '../../qingdao/generate/world/rng.ts';

export interface LoadOptions {
  readonly connections: number;
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Load {
  readonly perSecond: number;
  /** Answers of each status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly errors: number;
}

/**
 * Every connection requests the paths again and again, each as soon as it has the previous answer. Nothing is done for
 * single answers: the measurement would include the work of the sender.
 */
export async function load(
  origin: string,
  paths: readonly string[],
  { connections, seconds, headers }: LoadOptions,
): Promise<Load> {
  const [only] = paths;
  const rng = createRng('bench-load');
  // In another order on every connection: where all request the same tile at once, the service makes it once for all.
  const setupClient = (client: autocannon.Client): void =>
    client.setRequests(rng.shuffle(paths.map((path) => ({ method: 'GET', path, headers: { ...headers } }))));
  const result = await autocannon({
    url: origin + (only ?? ''),
    connections,
    duration: seconds,
    timeout: 60,
    headers: { ...headers },
    ...(paths.length > 1 ? { setupClient } : {}),
  });
  const statuses = Object.fromEntries(
    Object.entries(result.statusCodeStats ?? {}).map(([status, { count }]) => [status, count ?? 0]),
  );
  return { perSecond: result.requests.total / result.duration, statuses, errors: result.errors };
}

/** The rate of answers, all of which must have one of the statuses. Throws where any other came. */
export function rateOf(run: Load, expected: readonly number[] = [200, 204]): number {
  const others = Object.entries(run.statuses).filter(([status]) => !expected.includes(Number(status)));
  if (others.length > 0 || run.errors > 0) {
    throw new Error(
      `Unexpected answers: ${others.map(([status, count]) => `${count} × ${status}`).join(', ')}; ${run.errors} errors.`,
    );
  }
  return run.perSecond;
}
