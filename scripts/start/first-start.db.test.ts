import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUN } from '../../server/platform/run.ts';
import type { Counts, Item, LayerList } from '../../tiles/api/wire.ts';
import { openSuite, type Suite } from '../../server/testing/databases.ts';
import { readLock } from '../../server/platform/db/embedded/lock.ts';
import { sqlText } from '../../server/platform/db/sql.ts';
import { roleOf } from '../../server/testing/roles.ts';
import { copyLoadedHome, type FirstStart } from '../testing/loaded-home.ts';
import { environmentOf, startService } from '../testing/running-service.ts';
import type { ServiceProcess } from '../testing/service-process.ts';

describe('the first start, on an empty home', () => {
  let home: string;
  let first: FirstStart;
  /** Started again on what the first start has left. */
  let service: ServiceProcess;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'chengtu-first-'));
    first = await copyLoadedHome(home);
    service = await startService(home);
  });
  afterAll(async () => {
    await service.stop();
    await rm(home, { recursive: true, force: true });
  });
  const json = async (path: string): Promise<unknown> => (await fetch(service.url + path)).json();

  it('generates the city, loads every layer of it, and says where it answers', async () => {
    expect(await readdir(home)).toEqual(expect.arrayContaining(['demo', 'pgdata']));
    const { layers } = (await json('/layers')) as LayerList;
    expect(layers.length).toBeGreaterThan(20);
    const counts = (await json(`/counts?layers=${layers.map(({ id }) => id).join(',')}`)) as Counts;
    expect(layers.filter(({ id }) => !(Number(counts[id]) > 0)).map(({ id }) => id)).toEqual([]);
    for (const { output, url } of [first, { output: service.output(), url: service.url }])
      expect(output).toContain(url);
    expect(first.output).toContain(`已加载 ${layers.length} 个图层`);
  });

  it('serves the page, and the roads and people that analyses begin with', async () => {
    expect(await (await fetch(service.url)).text()).toContain('<html');
    const licences = await fetch(`${service.url}/third-party-licences.txt`);
    expect(licences.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await licences.text()).toMatch(/^maplibre-gl [\d.]+\nBSD-3-Clause$/m);
    expect(await json('/analysis/catalogue')).toMatchObject({
      networks: [{ provenance: 'synthetic' }],
      demands: [{ count: 72_000, provenance: 'synthetic' }],
    });
  });

  it('starts its database again where that ends, and says so on the console and in the log', async () => {
    process.kill(Number((await readLock(home))?.pid), 'SIGKILL');
    await expect.poll(() => service.output()).toContain('"event":"database-restart"');
    expect(service.output()).toContain('内嵌数据库意外退出');
    await expect.poll(async () => (await fetch(`${service.url}/readyz`)).status).toBe(200);
  });

  it('ends in order on a signal', async () => {
    expect(await service.stop()).toBe(0);
  });
});

const NUUK = {
  code: 'nuuk',
  name: { zh: '努克', en: 'Nuuk' },
  timeZone: 'America/Nuuk',
  bounds: [-51.8, 64.14, -51.6, 64.2],
  start: { center: [-51.72, 64.175], zoom: 12 },
};
const PLACE = {
  title: { zh: '图书馆', en: 'Libraries' },
  description: { zh: '公共图书馆。', en: 'Public libraries.' },
  theme: 'facilities',
  geometry: 'Point',
  attributes: { name: { type: 'string', title: { zh: '名称', en: 'Name' } } },
  required: ['name'],
  name: { zh: 'name' },
  owner: { zh: '市政府', en: 'Municipality' },
  visibility: 'public',
  source: { zh: '测试', en: 'Test' },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: [],
  style: { color: { light: '#0b6fa4', dark: '#5ab4e0' }, order: 210 },
  filters: [],
};
const TOILET = 'id,name,lon,lat,district\nt1,中山公园公厕,120.35,36.06,370202\n';

/** Runs a command of package.json to its end. @returns exit status and all that it wrote */
function run(script: string, args: readonly string[], env: Record<string, string>) {
  const path = fileURLToPath(new URL(`../${script}`, import.meta.url));
  const child = spawn(process.execPath, [RUN, path, ...args], { env: environmentOf(env) });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return new Promise<{ readonly status: number | null; readonly output: string }>((resolve) => {
    child.once('close', (status) => resolve({ status, output: chunks.join('') }));
  });
}

describe('a start with DEMO=off', () => {
  let folder: string;
  let db: Suite;
  let service: ServiceProcess;
  const json = async (path: string): Promise<unknown> => (await fetch(service.url + path)).json();
  const settings = (): Record<string, string> => ({ DATABASE_URL: db.url, CHENGTU_HOME: folder, CHENGTU_LANG: 'zh' });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-empty-'));
    db = await openSuite('server', 'empty start');
    service = await startService(folder, { DATABASE_URL: db.url, DEMO: 'off' });
  });
  afterAll(async () => {
    await service.stop();
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('loads nothing, and has every layer, empty', async () => {
    expect(service.output()).toContain('DEMO=off');
    const { layers } = (await json('/layers')) as LayerList;
    expect(layers.length).toBeGreaterThan(20);
    expect(layers.filter(({ count }) => count !== 0)).toEqual([]);
    expect((await fetch(`${service.url}/tiles/toilets/9/427/201.mvt`)).status).toBe(204);
    expect(await json('/analysis/catalogue')).toMatchObject({ networks: [], demands: [] });
  });

  it('takes a file of its own', async () => {
    const file = join(folder, 'toilets.csv');
    await writeFile(file, TOILET);
    const { status, output } = await run(
      'commands/load.ts',
      ['--layer', 'toilets', '--datum', 'wgs84', file],
      settings(),
    );
    expect([status, output]).toEqual([0, expect.stringContaining('toilets')]);
    const item = (await json('/layers/toilets/items/t1')) as Item;
    expect(item.properties).toMatchObject({ name: '中山公园公厕' });
    expect((await json('/counts?layers=toilets')) as Counts).toEqual({ toilets: 1 });
  });

  it('serves as a role that owns nothing, once it has the grants that the start printed', async () => {
    const web = { ...settings(), DATABASE_URL: db.webUrl, MIGRATE: 'off', PORT: '0' };
    const refused = await run('start/start.ts', [], web);
    expect([refused.status, refused.output]).toEqual([1, expect.stringMatching(/grant select on "public"\.city,/)]);
    const role = roleOf(db.webUrl);
    const { status, output } = await run('commands/migrate.ts', ['--grants', role], settings());
    expect(status).toBe(0);
    for (const line of refused.output.matchAll(/^ +(grant .*;)$/gm)) expect(output).toContain(line[1]);
    await db.administrate(output);
    const serving = await startService(folder, { DATABASE_URL: db.webUrl, MIGRATE: 'off' });
    try {
      expect(serving.output()).toContain('MIGRATE=off');
      for (const path of ['/readyz', '/layers/toilets/items/t1', '/search?q=t1', '/counts?layers=toilets', '/plan'])
        expect([path, (await fetch(serving.url + path)).status]).toEqual([path, 200]);
    } finally {
      await serving.stop();
    }
  });

  it('migrates as the owner and serves as the other role, where it has the addresses of both', async () => {
    const serving = await startService(folder, {
      DATABASE_URL: db.webUrl,
      DATABASE_OWNER_URL: db.url,
      DEMO: 'off',
    });
    try {
      expect((await fetch(`${serving.url}/layers/toilets/items/t1`)).status).toBe(200);
      // Unlike the role, a superuser sees everybody's connections.
      await db.administrate(
        `do $$ begin assert exists (select from pg_stat_activity where usename = '${roleOf(db.webUrl)}'); end $$`,
      );
    } finally {
      await serving.stop();
    }
  });

  it('refuses to serve a database that has not been migrated, and says what is missing', async () => {
    await db.query(sqlText("delete from public.schema_migration where name = '017_city.sql'"));
    const { status, output } = await run('start/start.ts', [], {
      ...settings(),
      DATABASE_URL: db.webUrl,
      MIGRATE: 'off',
      PORT: '0',
    });
    expect([status, output]).toEqual([1, expect.stringMatching(/017_city\.sql.*npm run migrate/)]);
    await db.query(
      sqlText("insert into public.schema_migration select * from schema_migration where name = '017_city.sql'"),
    );
  });

  it('refuses the database of another city, and names that city', async () => {
    const nuuk = join(folder, 'nuuk');
    await mkdir(join(nuuk, 'layers'), { recursive: true });
    await writeFile(join(nuuk, 'city.json'), JSON.stringify(NUUK));
    await writeFile(join(nuuk, 'layers/libraries.json'), JSON.stringify({ id: 'libraries', ...PLACE }));
    const { status, output } = await run('start/start.ts', [], { ...settings(), CHENGTU_CITY: nuuk, PORT: '0' });
    expect(status).toBe(1);
    expect(output).toContain('青岛 (370200)');
    expect(output).toContain('努克 (nuuk)');
    const { layers } = (await json('/layers')) as LayerList;
    expect(layers.map(({ id }) => id)).not.toContain('libraries');
  });
});
