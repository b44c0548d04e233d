/** The service exactly as `npm start` brings it up, for tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../start/start.ts', import.meta.url));
const POLL_MS = 100;
/** The settings of whoever runs the tests must not reach the service under test. */
const SETTINGS = [
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
  'CHENGTU_CITY',
  'DEMO',
];

export interface RunningService {
  readonly url: string;
  /** What it has written so far. */
  readonly output: () => string;
  /** Ends it as Ctrl-C does, and resolves to its exit status. */
  readonly stop: () => Promise<number | null>;
}

/** Starts the service with a home folder and settings on a free port, and resolves once it is ready. */
export async function startService(
  home: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const url = `http://127.0.0.1:${String(await freePort())}`;
  const child = spawn(process.execPath, ['--import', 'tsx', START], {
    env: environmentOf({ CHENGTU_HOME: home, PORT: new URL(url).port, CHENGTU_LANG: 'zh', ...settings }),
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
  try {
    await untilReady(child, url);
  } catch (error) {
    await stop();
    throw new Error(`The service did not start:\n${output()}`, { cause: error });
  }
  return { url, output, stop };
}

/** The environment of these tests, with the settings given and no others. */
export function environmentOf(settings: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const others = Object.entries(process.env).filter(([name]) => !SETTINGS.includes(name));
  return { ...Object.fromEntries(others), ...settings };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`It ended with ${child.signalCode ?? `status ${String(child.exitCode)}`}.`);
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
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
