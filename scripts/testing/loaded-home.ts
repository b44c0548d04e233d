/** The home of a service in which the demonstration city is loaded, made once and copied. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { copyEmbedded } from '../../server/testing/embedded-template.ts';
import { hashOf, prepared } from '../../server/testing/prepared.ts';
import { demoCity } from './demo-city.ts';
import { startService } from './running-service.ts';

/** What a start makes of an empty home depends on all of these. */
const SOURCES = [
  ...['cities', 'functions', 'migrations', 'standards'].map((name) => `data/${name}`),
  ...['server', 'tiles', 'scripts/qingdao', 'scripts/start', 'package-lock.json'],
];

/** Copies it into a folder, which must be empty. */
export async function copyLoadedHome(folder: string): Promise<void> {
  const home = await prepared({ name: 'home', key: await hashOf(SOURCES, process.version), make: load });
  await cp(home, folder, { recursive: true });
}

async function load(home: string): Promise<void> {
  await Promise.all([cp(await demoCity(), join(home, 'demo'), { recursive: true }), copyEmbedded(home)]);
  const service = await startService(home);
  const status = await service.stop();
  if (status !== 0) throw new Error(`The service ended with status ${String(status)}:\n${service.output()}`);
}
