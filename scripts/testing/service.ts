/**
 * Global set-up of the browser tests: the service exactly as `npm start` brings it up, on an empty home and a free
 * port, so that a first start is part of every test run. `CHENGTU_TEST_URL` names a running service to use instead, and
 * `CHENGTU_TEST_HOME` its home.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {} from 'vitest';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the service under test answers. */
    serviceUrl: string;
    /** Its home folder, with the embedded database that a test can attach to. */
    serviceHome: string;
  }
}

const START = fileURLToPath(new URL('../start/start.ts', import.meta.url));
const START_TIMEOUT_MS = 240_000;
const POLL_MS = 250;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env['CHENGTU_TEST_URL'];
  if (running !== undefined) {
    project.provide('serviceUrl', running);
    project.provide('serviceHome', process.env['CHENGTU_TEST_HOME'] ?? '.chengtu');
    return () => Promise.resolve();
  }
  const home = await mkdtemp(join(tmpdir(), 'chengtu-browser-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const child = spawn(process.execPath, ['--import', 'tsx', START], {
    env: { ...withoutSettings(process.env), CHENGTU_HOME: home, PORT: String(port), CHENGTU_LANG: 'zh' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(home, { recursive: true, force: true });
  };
  try {
    await untilReady(child, url);
  } catch (error) {
    await stop();
    throw new Error(`The service did not start:\n${output.join('')}`, { cause: error });
  }
  project.provide('serviceUrl', url);
  project.provide('serviceHome', home);
  return stop;
}

/** The settings of whoever runs the tests must not reach the service under test. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = [
    'DATABASE_URL',
    'HOST',
    'TRUST_PROXY',
    'TIANDITU_KEY',
    'BASEMAP_URL',
    'BASEMAP_ATTRIBUTION',
    'MAP_REVIEW_NUMBER',
    'WORKERS',
    'TILE_CACHE_MB',
    'DATABASE_CONNECTIONS',
    'STATEMENT_TIMEOUT_MS',
    'TILE_ARCHIVE_URL',
    'LOG_REQUESTS',
  ];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !settings.includes(name)));
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`It ended with status ${String(child.exitCode)}.`);
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`It was not ready within ${String(START_TIMEOUT_MS / 1000)} s.`);
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
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
