/** Load on a service of this machine, and what came of it. */
import autocannon from 'autocannon';

export interface LoadOptions {
  readonly connections: number;
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Load {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Milliseconds of every answer, by status. */
  readonly byStatus: ReadonlyMap<number, readonly number[]>;
  readonly errors: number;
}

/** Every connection asks for the paths one after the other, again and again, as soon as it has its answer. */
export async function load(origin: string, paths: readonly string[], { connections, seconds, headers }: LoadOptions): Promise<Load> {
  const byStatus = new Map<number, number[]>();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon({
      url: origin, connections, duration: seconds, timeout: 60,
      requests: paths.map((path) => ({ method: 'GET' as const, path, headers: { ...headers } })),
    }, (error: unknown, done) => {
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(done);
    });
    run.on('response', (_client, status, _bytes, ms) => {
      const known = byStatus.get(status);
      if (known) known.push(ms);
      else byStatus.set(status, [ms]);
    });
  });
  return { perSecond: result.requests.total / result.duration, p99Ms: result.latency.p99, byStatus, errors: result.errors };
}

/** The rate of answers of the statuses that are expected. Throws where any other came. */
export function rateOf(run: Load, expected: readonly number[] = [200, 204]): number {
  const others = [...run.byStatus].filter(([status]) => !expected.includes(status));
  if (others.length > 0 || run.errors > 0) {
    throw new Error(`Unexpected answers: ${others.map(([status, times]) => `${times.length} × ${status}`).join(', ')}; ${run.errors} errors.`);
  }
  return run.perSecond;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}

export function percentileOf(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}
