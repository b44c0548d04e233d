/** The service as `npm start` runs it, timed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Place } from './place.ts';

const LIMIT_MS = 300_000;
const POLL_MS = 50;

export interface TimedService {
  readonly url: string;
  /** From starting the process to the first good answer of `/readyz`. */
  readonly readyS: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** `env` adds to the place's. Rejects with what the service printed where it does not come up. */
export async function startTimed(place: Place, env: Readonly<Record<string, string>> = {}): Promise<TimedService> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', join(place.checkout, 'scripts/start/start.ts')], {
    cwd: place.checkout,
    env: { ...place.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  try {
    await untilReady(child, url, startedAt + LIMIT_MS);
  } catch (error) {
    await end(child);
    throw new Error(`The service did not start:\n${output.join('')}`, { cause: error });
  }
  // Nobody reads its log of requests here.
  for (const stream of [child.stdout, child.stderr]) stream.removeAllListeners('data').resume();
  return { url, readyS: (performance.now() - startedAt) / 1000, pid: child.pid ?? 0, stop: () => end(child) };
}

async function untilReady(child: ChildProcess, url: string, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`It ended with ${child.exitCode ?? child.signalCode}.`);
    if (
      await fetch(`${url}/readyz`).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`It was not ready within ${LIMIT_MS / 1000} s.`);
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
