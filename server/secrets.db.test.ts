import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { sqlText } from './platform/db/sql.ts';
import { RUN } from './platform/run.ts';
import { openSuite } from './testing/databases.ts';
import { randomFrom } from './testing/edits.ts';
import { runs } from './testing/effort.ts';
import { insertFixtures } from './testing/fixtures.ts';
import { testCatalogue } from './testing/layers.ts';

const PROCESS = fileURLToPath(new URL('./testing/serving-process.ts', import.meta.url));
const REQUESTS = runs({ daily: 300, full: 3000 });
const PATHS = [
  '/search',
  '/nearby',
  '/find',
  '/layers',
  '/tiles/toilets/11/1709/798.mvt',
  '/layers/toilets/items',
  '/no',
];
const NAMES = [
  'token',
  'access_token',
  'tk',
  'key',
  'sig',
  'X-Amz-Signature',
  'password',
  'q',
  'phone',
  'filter',
  'name',
];
const HEADERS = [
  'Authorization',
  'Cookie',
  'X-Api-Key',
  'Proxy-Authorization',
  'X-Forwarded-For',
  'Referer',
  'User-Agent',
];

it('secrets planted in any place of a request, a setting or an error are in no line of ours and in no metric', async () => {
  const random = randomFrom(20_261_201);
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const db = await openSuite('server', 'secrets');
  onTestFinished(() => db.close());
  await insertFixtures(db, testCatalogue);
  const planted = new Set<string>();
  const secret = (): string => {
    const text = `s3cr${String(Math.floor(random() * 1e9))}t`;
    planted.add(text);
    return text;
  };
  const url = new URL(db.webUrl);
  url.password = secret();
  const child = spawn(process.execPath, [RUN, PROCESS], {
    env: {
      ...process.env,
      SERVE_URL: url.href,
      SERVE_SCHEMA: db.schema,
      SERVE_SETTINGS: JSON.stringify({
        OPERATOR_TOKEN: `${secret()}-${secret()}`,
        TIANDITU_KEY: secret(),
        LOG_REQUESTS: 'all',
        TRUST_PROXY: 'true',
        DATABASE_URL: url.href,
      }),
      // Nobody listens there: it fails, and is told.
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://u:${secret()}@127.0.0.1:9?token=${secret()}`,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=${secret()}`,
      OTEL_BSP_SCHEDULE_DELAY: '20',
      OTEL_EXPORTER_OTLP_TIMEOUT: '300',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const gone = new Promise((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  const origin = await new Promise<string>((resolve) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
  });
  const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<number> =>
    new Promise((resolve, reject) => {
      const req = request(origin + path, { method, headers }, (res) => {
        res.resume().once('end', () => resolve(res.statusCode ?? 0));
      });
      req.once('error', reject).end();
    });
  const value = (): string => {
    const text = secret();
    return oneOf([text, `'${text}'`, `name%3D%27${text}%27`, `postgres://u:${text}@db/city`, `Bearer%20${text}`]);
  };
  const statuses = new Set<number>();
  const send = async (): Promise<void> => {
    const query = Array.from({ length: 1 + Math.floor(random() * 3) }, () => `${oneOf(NAMES)}=${value()}`);
    const place = `lon=120.4${secret().replace(/\D/g, '')}&lat=36.1`;
    const path = `${oneOf(PATHS)}?${[...query, ...(random() < 0.3 ? [place] : []), ...(random() < 0.2 ? [secret()] : [])].join('&')}`;
    statuses.add(await ask(path, { [oneOf(HEADERS)]: secret() }, oneOf(['GET', 'GET', 'GET', 'POST', 'HEAD'])));
  };
  for (let nth = 0; nth < REQUESTS / 2; nth += 1) await send();
  // From now on statements fail, with texts of the database that repeat what they were given.
  await db.query(
    sqlText(`create or replace function spelled_alike(asked text, name text) returns boolean language plpgsql as
    $f$ begin raise exception 'cannot reach postgres://u:${secret()}@db: token=${secret()}'; end $f$`),
  );
  for (const table of ['search_term', 'search_spelling'])
    await db.query(sqlText(`alter table ${table} rename to ${table}_gone`));
  for (let nth = 0; nth < REQUESTS / 2; nth += 1) await send();
  expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 400, 404, 500]));
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  child.kill('SIGTERM');
  await gone;
  expect(output).toContain('"status":500');
  expect(output).toContain('traces-not-sent');
  const found = [...planted].filter((text) => output.includes(text) || metrics.includes(text));
  expect(found.map((text) => output.split('\n').find((line) => line.includes(text)) ?? 'metrics')).toEqual([]);
});
