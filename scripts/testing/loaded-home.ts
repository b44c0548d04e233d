/** The home of a service that has had its first start, with the demonstration city. Made once and copied. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFull } from '../../server/testing/effort.ts';
import { hashOf, prepared } from '../../server/testing/prepared.ts';
import { demoCity } from './demo-city.ts';
import { startService } from './running-service.ts';

/** The result of a start in an empty home depends on all of these. */
const SOURCES = [
  ...['cities', 'functions', 'migrations', 'standards'].map((name) => `data/${name}`),
  ...['server', 'tiles', 'scripts/cli', 'scripts/qingdao', 'scripts/start', 'package-lock.json'],
  ...['loaded-home', 'running-service', 'service-process'].map((name) => `scripts/testing/${name}.ts`),
];
/** What the first start wrote, with the address that it answered at. */
const OUTPUT = 'first-start.json';

export interface FirstStart {
  readonly url: string;
  readonly output: string;
}

/** Copies the home into a folder, which must be empty. */
export async function copyLoadedHome(folder: string): Promise<FirstStart> {
  const key = await hashOf(SOURCES, process.version, isFull() ? 'full' : 'daily');
  const home = await prepared({ name: 'home', key, make: startFirst });
  await cp(home, folder, { recursive: true });
  return JSON.parse(await readFile(join(folder, OUTPUT), 'utf8')) as FirstStart;
}

async function startFirst(home: string): Promise<void> {
  // Half a minute of work, which demo-files.test.ts tests: a run that is not full finds the city generated.
  if (!isFull()) await cp(await demoCity(), join(home, 'demo'), { recursive: true });
  const service = await startService(home);
  const status = await service.stop();
  const output = service.output();
  if (status !== 0) throw new Error(`The service ended with status ${String(status)}:\n${output}`);
  await writeFile(join(home, OUTPUT), JSON.stringify({ url: service.url, output } satisfies FirstStart));
}
