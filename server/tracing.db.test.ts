import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Study } from '../tiles/api/study.ts';
import { tileAt } from '../tiles/tile/tile.ts';
import { sqlText } from './platform/db/sql.ts';
import { RUN } from './platform/run.ts';
import { type CollectedSpan, type Collector, openCollector } from './testing/collector.ts';
import { openSuite, type Suite } from './testing/databases.ts';
import { ENDLESS } from './testing/endless.ts';
import { freePort } from './testing/free-port.ts';
import { testCatalogue } from './testing/layers.ts';
import { TOWN, TOWN_STUDY, writeTown } from './testing/small-town.ts';

const PROCESS = fileURLToPath(new URL('./testing/serving-process.ts', import.meta.url));
/** An hour: what comes before is what a flush has sent. */
const LATER_MS = '3600000';
const { x, y } = tileAt(TOWN, 11);
const TILE = `/tiles/toilets/11/${String(x)}/${String(y)}.mvt`;
const TILE_ROUTE = 'GET /tiles/:layers/:z/:x/:y.mvt';
const OUTSIDE = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const traceparent = `00-${OUTSIDE.traceId}-${OUTSIDE.spanId}-01`;
/** Reads streets, people and facilities from the database. */
const COVERAGE = {
  ...TOWN_STUDY,
  analyses: [{ kind: 'coverage', within: [600] }],
} satisfies Study;

let db: Suite;
beforeAll(async () => {
  db = await openSuite('server', 'tracing');
  await writeTown(db, testCatalogue);
});
afterAll(() => db.close());

interface Serving {
  readonly url: string;
  readonly child: ChildProcess;
  /** Lines of its log. */
  readonly log: () => readonly string[];
  /** Ends it as systemd does. @returns its exit status */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

async function start(settings: Readonly<Record<string, string>>): Promise<Serving> {
  const child = spawn(process.execPath, [RUN, PROCESS], {
    env: { ...process.env, SERVE_URL: db.webUrl, SERVE_SCHEMA: db.schema, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return gone;
  };
  onTestFinished(async () => void (await end('SIGKILL')));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', (code) => reject(new Error(`The service ended with ${String(code)}: ${text}`)));
  });
  return {
    url,
    child,
    log: () => text.trimEnd().split('\n'),
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
}

async function collector(options?: { readonly hangs: boolean }): Promise<Collector> {
  const opened = await openCollector(options);
  onTestFinished(() => opened.close());
  return opened;
}

const endpoint = (url: string): Readonly<Record<string, string>> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_BSP_SCHEDULE_DELAY: '50',
});

const named = (spans: readonly CollectedSpan[], name: string): CollectedSpan[] =>
  spans.filter((span) => span.name === name);

async function arrived({ spans }: Collector, name: string, count = 1): Promise<readonly CollectedSpan[]> {
  await expect.poll(() => named(spans, name).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
  return named(spans, name);
}

async function submit(url: string, study: Study, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await fetch(`${url}/analysis/jobs`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(study),
  });
  const job = (await answer.json()) as { readonly id: string };
  expect(answer.status, JSON.stringify(job)).toBe(202);
  return job.id;
}

it.each(['http/protobuf', 'http/json'])(
  'a tile is one trace from its request to its statement, sent as %s',
  async (form) => {
    const at = await collector();
    const service = await start({
      ...endpoint(at.url),
      OTEL_EXPORTER_OTLP_PROTOCOL: form,
      OTEL_SERVICE_NAME: 'city-map',
    });
    for (const _ of [1, 2]) expect((await fetch(service.url + TILE, { headers: { traceparent } })).status).toBe(200);
    const [made, kept] = await arrived(at, TILE_ROUTE, 2);
    expect(at.forms).toEqual(new Set([form === 'http/json' ? 'application/json' : 'application/x-protobuf']));
    expect(made).toMatchObject({
      kind: 2,
      status: 0,
      traceId: OUTSIDE.traceId,
      parentSpanId: OUTSIDE.spanId,
      attributes: { 'http.request.method': 'GET', 'http.response.status_code': 200 },
      resource: { 'service.name': 'city-map', 'chengtu.role': 'service' },
    });
    expect(kept?.attributes['chengtu.cached']).toBe(true);
    const [tile] = named(at.spans, 'tile');
    expect(tile).toMatchObject({
      parentSpanId: made?.spanId,
      attributes: { 'chengtu.layers': 'toilets', 'chengtu.zoom': 11 },
    });
    const statements = at.spans.filter(({ parentSpanId }) => parentSpanId === tile?.spanId);
    expect(statements).toEqual([
      expect.objectContaining({
        kind: 3,
        attributes: { 'db.system.name': 'postgresql', 'db.query.summary': statements[0]?.name },
      }),
    ]);
    const lines = (): readonly string[] =>
      service.log().filter((each) => each.includes('"request"') && each.includes(OUTSIDE.traceId));
    await expect.poll(lines, { timeout: 60_000 }).toHaveLength(1);
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ event: 'request', traceId: OUTSIDE.traceId });
  },
);

it('a job is one trace through the process that takes it in and the one that computes', async () => {
  const at = await collector();
  const service = await start(endpoint(at.url));
  await submit(service.url, COVERAGE, { traceparent });
  const [study] = await arrived(at, 'analysis study');
  const [request] = await arrived(at, 'POST /analysis/jobs');
  const [job] = await arrived(at, 'job');
  expect([request?.traceId, job?.traceId, study?.traceId]).toEqual(Array(3).fill(OUTSIDE.traceId));
  expect(job?.parentSpanId).toBe(request?.spanId);
  expect(study?.parentSpanId).toBe(job?.spanId);
  expect(study?.resource['chengtu.role']).toBe('analysis');
  expect(study?.resource['process.pid']).not.toBe(job?.resource['process.pid']);
  // What the analysis reads is read by the service, as a part of the job.
  const read = at.spans.filter(({ parentSpanId, kind }) => parentSpanId === job?.spanId && kind === 3);
  expect(read.map(({ name }) => name).join()).toMatch(/analysis\/sql/);
});

it('a job that is left behind goes on with its trace in the process that takes it up', async () => {
  const at = await collector();
  const first = await start(endpoint(at.url));
  const id = await submit(first.url, { title: 'left', analyses: [{ ...ENDLESS, permutations: 500 }] }, { traceparent });
  await first.kill();
  await db.query(
    sqlText(
      "update analysis_job set owner = 'gone', state = 'waiting', seen_at = now() - interval '1 minute' where job_id = $1",
    ),
    [id],
  );
  const pidsOf = (): unknown[] => named(at.spans, 'job').map(({ resource }) => resource['process.pid']);
  const second = await start(endpoint(at.url));
  await expect.poll(pidsOf, { timeout: 60_000 }).toContain(second.child.pid);
  const taken = named(at.spans, 'job').find(({ resource }) => resource['process.pid'] === second.child.pid);
  expect(taken?.traceId).toBe(OUTSIDE.traceId);
});

it('what has ended is sent before a service that is told to stop ends', async () => {
  const at = await collector();
  const service = await start({ ...endpoint(at.url), OTEL_BSP_SCHEDULE_DELAY: LATER_MS });
  await fetch(service.url + TILE);
  expect(at.spans).toEqual([]);
  expect(await service.stop()).toBe(0);
  expect(named(at.spans, TILE_ROUTE)).toHaveLength(1);
});

it.each(['gone', 'hung'])('a collector that is %s fails no request, and keeps no service from its end', async (how) => {
  const url = how === 'hung' ? (await collector({ hangs: true })).url : `http://127.0.0.1:${String(await freePort())}`;
  const service = await start({ ...endpoint(url), OTEL_EXPORTER_OTLP_TIMEOUT: '500', OTEL_BSP_MAX_QUEUE_SIZE: '100' });
  const statuses = new Set<number>();
  for (let nth = 0; nth < 300; nth += 1) statuses.add((await fetch(service.url + TILE)).status);
  expect(statuses).toEqual(new Set([200]));
  await expect.poll(() => service.log().join(), { timeout: 60_000 }).toContain('traces-not-sent');
  expect(await service.stop()).toBe(0);
});

it('a sampler of the setting decides, and a client that says nothing is one of its share', async () => {
  const at = await collector();
  const service = await start({ ...endpoint(at.url), OTEL_TRACES_SAMPLER: 'parentbased_always_off' });
  await fetch(`${service.url}/layers`);
  await fetch(`${service.url}/layers`, { headers: { traceparent } });
  await fetch(`${service.url}/layers`, { headers: { traceparent: traceparent.replace(/01$/, '00') } });
  expect(await service.stop()).toBe(0);
  expect(at.spans.filter(({ kind }) => kind === 2).map(({ parentSpanId }) => parentSpanId)).toEqual([OUTSIDE.spanId]);
});

it('a trace holds no address, no value of a statement and no place of a person', async () => {
  const at = await collector();
  const service = await start(endpoint(at.url));
  const secret = 'planted-7f3a';
  const answers = [
    `/search?q=${secret}`,
    `/layers/toilets/items/${secret}?token=${secret}`,
    `/nearby?layer=toilets&lon=120.4123456&lat=36.1123456&name=${secret}`,
    `/${secret}`,
    `/tiles/toilets/11/${String(x)}/${String(y)}.mvt?filter=${encodeURIComponent(`name='${secret}'`)}`,
  ];
  for (const path of answers) await fetch(service.url + path, { headers: { Authorization: secret, Cookie: secret } });
  expect(await service.stop()).toBe(0);
  expect(at.spans.filter(({ kind }) => kind === 2)).toHaveLength(answers.length);
  expect(at.spans.some(({ name }) => name.startsWith('search/sql'))).toBe(true);
  for (const text of [secret, '120.412', '36.112']) expect(at.bytes().includes(text), text).toBe(false);
});

it('without a setting nothing is traced, and nothing of it is loaded', async () => {
  const service = await start({ OTEL_TRACES_SAMPLER: 'always_on' });
  await fetch(service.url + TILE, { headers: { traceparent } });
  expect(await service.stop()).toBe(0);
  expect(service.log().join()).not.toMatch(/traceId|traces-not-sent/);
});
