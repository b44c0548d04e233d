/** The service in a process of its own, exactly as `npm start` runs it: for tests and benchmarks. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../../server/testing/free-port.ts';

const POLL_MS = 50;

export interface ServiceProcess {
  readonly url: string;
  readonly pid: number;
  /** What it has written so far, to both streams. */
  readonly output: () => string;
  /** Ends it as Ctrl-C does, and resolves to its exit status; null where a signal ended it. */
  readonly stop: () => Promise<number | null>;
}

export interface ServiceProcessOptions {
  readonly checkout: string;
  /** All of its environment but the port. */
  readonly env: NodeJS.ProcessEnv;
  /** A free one where absent. */
  readonly port?: number;
  /** Aborting it ends the wait. */
  readonly signal?: AbortSignal | undefined;
  /** Whether `output` goes on growing once the service is ready. */
  readonly keepsOutput: boolean;
}

/**
 * Resolves once `/readyz` answers well. Rejects with what the service has written where it ends before that, or where
 * the signal is aborted.
 */
export async function startProcess(options: ServiceProcessOptions): Promise<ServiceProcess> {
  const { checkout, env, signal, keepsOutput, port = await freePort() } = options;
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(checkout, 'server/run.mjs'), join(checkout, 'scripts/start/start.ts')], {
    cwd: checkout,
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const output = (): string => chunks.join('');
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended;
  };
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  while (!(await isReady(url))) {
    if (!hasEnded() && signal?.aborted !== true) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      continue;
    }
    const reason = hasEnded() ? `it ended with ${child.signalCode ?? `status ${child.exitCode}`}` : 'it took too long';
    await stop();
    throw new Error(`The service did not start, ${reason}:\n${output()}`);
  }
  if (!keepsOutput) for (const stream of [child.stdout, child.stderr]) stream.removeAllListeners('data').resume();
  return { url, pid: child.pid ?? 0, output, stop };
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}
