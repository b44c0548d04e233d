import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let city: string;
beforeAll(async () => {
  city = await mkdtemp(join(tmpdir(), 'chengtu-faulty-'));
  await cp(join(ROOT, 'data/cities/qingdao/city.json'), join(city, 'city.json'));
  await cp(join(ROOT, 'data/cities/qingdao/layers'), join(city, 'layers'), { recursive: true });
});
afterAll(() => rm(city, { recursive: true }));

const FAULTS = [
  ['cut off', '{"id": "wells",'],
  ['of another form', '{"id": "wells", "geometry": "Circle"}'],
] as const;
const COMMANDS = [
  ['npm start', ['scripts/start/start.ts']],
  ['npm run data:load', ['scripts/commands/load.ts', '--layer', 'toilets', 'a.csv']],
  ['npm run tiles:export', ['scripts/commands/export-tiles.ts', '--layers', 'toilets', '--out', 'a.pmtiles']],
  ['npm run sources', ['scripts/commands/sources.ts']],
] as const;

describe.each(FAULTS)('a layer file that is %s', (_, text) => {
  beforeAll(() => writeFile(join(city, 'layers/wells.json'), text));

  it.each(COMMANDS)('is a sentence of %s that names the file, and no stack', async (__, args) => {
    const { status, said } = await new Promise<{ status: number | null; said: string }>((resolve) => {
      const env = {
        ...process.env,
        CHENGTU_CITY: city,
        CHENGTU_HOME: join(city, 'home'),
        CHENGTU_LANG: 'en',
        PORT: '0',
      };
      const child = execFile(
        process.execPath,
        ['server/run.mjs', ...args],
        { cwd: ROOT, env },
        (_error, stdout, stderr) => resolve({ status: child.exitCode, said: stdout + stderr }),
      );
    });
    expect(status).toBe(1);
    expect(said).toContain('wells.json');
    expect(said).not.toMatch(/^\s+at \S+/m);
    expect(said).not.toContain('node:internal');
  });
});
