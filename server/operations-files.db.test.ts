import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSuite } from './testing/databases.ts';
import { testCatalogue } from './testing/layers.ts';
import { serve } from './testing/serve.ts';

const FOLDER = fileURLToPath(new URL('../data/operations/', import.meta.url));
const read = (name: string): string => readFileSync(FOLDER + name, 'utf8');
const metricsIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/chengtu_\w+/g)].map(([name]) => name.replace(/_bucket$/, '')))].sort();

let known: ReadonlySet<string>;

beforeAll(async () => {
  const db = await openSuite('server', 'operations files');
  const service = await serve(
    { db, catalogue: testCatalogue },
    { DATABASE_URL: db.webUrl, DATABASE_READ_URLS: db.webUrl, DATABASE_SCHEMA: db.schema },
  );
  const text = await (await service.get('/metrics')).text();
  known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
  await service.close();
  await db.close();
});

describe('files for whoever runs the service', () => {
  it.each(['alerts.yml', 'dashboard.json'])('%s asks for figures that there are', (name) => {
    const asked = metricsIn(read(name));
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((metric) => !known.has(metric))).toEqual([]);
  });

  it('the dashboard is JSON with a panel in each place', () => {
    const { panels } = JSON.parse(read('dashboard.json')) as {
      panels: { id: number; gridPos: { x: number; y: number } }[];
    };
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(panels.length);
  });

  it('the image holds nothing that git ignores', () => {
    const lines = (name: string): string[] =>
      readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
        .split('\n')
        .map((line) => line.replace(/^\*\*\//, '').replace(/^\/|\/$/g, ''))
        .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines('.dockerignore')).toEqual(expect.arrayContaining(['.git', ...lines('.gitignore')]));
  });

  it.skipIf(spawnSync('promtool', ['--version']).error !== undefined)('promtool takes the rules', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', `${FOLDER}alerts.yml`], {
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
  });

  it.skipIf(spawnSync('systemd-analyze', ['--version']).error !== undefined)('systemd takes the units', () => {
    const units = ['chengtu.service', 'chengtu-base-backup.service', 'chengtu-base-backup.timer'];
    const { stderr } = spawnSync('systemd-analyze', ['verify', ...units.map((unit) => FOLDER + unit)], {
      encoding: 'utf8',
    });
    // The machine of a test has no program in /opt/chengtu, or no node in /usr/bin.
    expect(
      stderr.split('\n').filter((line) => units.some((unit) => line.includes(unit)) && !/not executable/.test(line)),
    ).toEqual([]);
  });
});
