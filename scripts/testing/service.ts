/**
 * Global set-up of the browser tests: the service as `npm start` brings it up, on a home in which the city is loaded
 * already, and a free port. (first-start.db.test.ts starts on an empty home.) `CHENGTU_TEST_URL` names a running
 * service to use instead, and `CHENGTU_TEST_HOME` its home.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { copyLoadedHome } from './loaded-home.ts';
import { startService } from './running-service.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the service under test answers. */
    serviceUrl: string;
    /** Its home folder, with the embedded database that a test can attach to. */
    serviceHome: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env['CHENGTU_TEST_URL'];
  if (running !== undefined) {
    project.provide('serviceUrl', running);
    project.provide('serviceHome', process.env['CHENGTU_TEST_HOME'] ?? '.chengtu');
    return () => Promise.resolve();
  }
  const home = await mkdtemp(join(tmpdir(), 'chengtu-browser-'));
  try {
    await copyLoadedHome(home);
    const service = await startService(home);
    project.provide('serviceUrl', service.url);
    project.provide('serviceHome', home);
    return async () => {
      await service.stop();
      await rm(home, { recursive: true, force: true });
    };
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}
