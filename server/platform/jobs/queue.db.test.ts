import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { openBeside } from '../../testing/databases.ts';
import { openRelay } from '../../testing/relay.ts';
import { onlyRow, readText } from '../db/rows.ts';
import { sqlText } from '../db/sql.ts';
import type { Database } from '../db/types.ts';
import { toApiError } from '../http/errors.ts';
import { SILENT } from '../log/log.ts';
import { RUN } from '../run.ts';
import { JobStore } from './job-store.ts';
import { Jobs, type JobWork } from './jobs.ts';

const PROCESS = fileURLToPath(new URL('../../testing/job-process.ts', import.meta.url));
const JOBS = 40;
const CLIENTS = 8;

/** Work that is only handed in here. */
const ELSEWHERE: JobWork = {
  rooms: { quick: 0, short: 0, long: 0 },
  isStopping: false,
  take: () =>
    Promise.resolve({ title: null, timeLimitS: null, lanes: ['long'], run: () => Promise.reject(new Error('here')) }),
  isCancelled: () => false,
};

interface Worker {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Names of the jobs that it has begun, in their order. */
  readonly begun: string[];
  readonly log: string[];
  go(): void;
  end(signal: NodeJS.Signals): Promise<void>;
}

describeDatabases('the queue of jobs', { embedded: 'full' }, (database, kind) => {
  const workers: Worker[] = [];
  let others: Database;
  let host: Jobs;
  beforeAll(async () => {
    others = await openBeside(database());
    host = new Jobs({ work: ELSEWHERE, store: new JobStore(others), log: SILENT, toApiError, most: 100, works: false });
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')));
    await database().query(sqlText('delete from analysis_job'));
  });
  afterAll(async () => {
    await host.close();
    await others.close();
  });

  const start = async (url = database().webUrl): Promise<Worker> => {
    const child = spawn(process.execPath, [RUN, PROCESS], {
      env: { ...process.env, SERVE_URL: url, SERVE_SCHEMA: database().schema },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const worker: Worker = {
      child,
      pid: child.pid ?? 0,
      begun: [],
      log: [],
      go: () => child.stdin.write('go\n'),
      end: async (signal) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.kill(signal);
        await gone;
      },
    };
    workers.push(worker);
    let isReady = false;
    child.stdout.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().trim().split('\n')) {
        if (line === 'ready') isReady = true;
        else worker.begun.push(line.replace('begun ', ''));
      }
    });
    child.stderr.on('data', (chunk: Buffer) => worker.log.push(chunk.toString()));
    await expect.poll(() => isReady).toBe(true);
    return worker;
  };
  /** Ids by name. */
  const submit = async (count: number, name = 'job'): Promise<Map<string, string>> => {
    const ids = new Map<string, string>();
    for (let n = 0; n < count; n += 1) {
      const client = `192.0.2.${String(n % CLIENTS)}`;
      ids.set(`${name}${String(n)}`, (await host.submit(Buffer.from(`${name}${String(n)}`), { client })).id);
    }
    return ids;
  };
  const states = async (): Promise<Record<string, number>> => {
    const rows = await database().query(sqlText('select state, count(*)::int as n from analysis_job group by state'));
    return Object.fromEntries(rows.map(({ state, n }) => [String(state), Number(n)]));
  };
  const column = async (id: string | undefined, what: string): Promise<string> =>
    readText(
      onlyRow(
        await database().query(sqlText(`select (${what})::text as t from analysis_job where job_id = $1`), [id ?? '']),
      ),
      't',
    );
  const allBegun = (): string[] => workers.flatMap(({ begun }) => begun);
  const silence = (what: string): Promise<unknown> =>
    database().query(sqlText(`update analysis_job set seen_at = now() - interval '1 minute' where ${what}`));

  it('gives each job to one of all processes, whichever has room', async () => {
    for (let n = 0; n < 4; n += 1) await start();
    const ids = await submit(JOBS);
    // Whoever has one has no room for more: the next goes to another.
    await expect.poll(() => workers.map(({ begun }) => begun.length)).toEqual([1, 1, 1, 1]);
    // Clients come in turn.
    expect(new Set(allBegun())).toEqual(new Set(['job0', 'job1', 'job2', 'job3']));
    for (const worker of workers) worker.go();
    await expect.poll(states).toEqual({ done: JOBS });
    expect(allBegun().sort()).toEqual([...ids.keys()].sort());
    for (const [name, id] of ids) {
      const { bytes } = (await host.result(id, '')) ?? { bytes: null };
      const worker = workers.find(({ begun }) => begun.includes(name));
      expect(bytes && gunzipSync(bytes).toString()).toBe(String(worker?.pid));
    }
  });

  it('gives a job once more where its process is killed or stops, and no job besides', async () => {
    for (let n = 0; n < 4; n += 1) await start();
    const ids = await submit(12);
    await expect.poll(() => allBegun().length).toBe(4);
    const [killed, stopped, ...left] = workers;
    const [killedJob = '', stoppedJob = ''] = [killed, stopped].map((worker) => worker?.begun[0] ?? '');
    await killed?.end('SIGKILL');
    await stopped?.end('SIGTERM');
    expect(await column(ids.get(stoppedJob), "state = 'waiting' and owner = '' and attempts = 0")).toBe('true');
    expect(await column(ids.get(killedJob), "state = 'running' and owner <> ''")).toBe('true');
    await silence(`job_id = '${ids.get(killedJob) ?? ''}'`);
    for (const worker of left) worker.go();
    await expect.poll(states).toEqual({ done: 12 });
    const again = allBegun().filter((name, at, all) => all.indexOf(name) !== at);
    expect(again.sort()).toEqual([killedJob, stoppedJob].sort());
    // What is over before its beginning was written down is counted as begun no more.
    expect(await column(ids.get(killedJob), 'attempts')).toMatch(/^[12]$/);
    expect(await column(ids.get(stoppedJob), 'attempts')).toMatch(/^[01]$/);
  });

  it('is cancelled from any host: what is worked on, and what waits', async () => {
    await start();
    const ids = await submit(3);
    await expect.poll(allBegun).toEqual(['job0']);
    expect(await host.cancel(ids.get('job0') ?? '', '192.0.2.9')).toBe('not-yours');
    for (const name of ['job0', 'job2'])
      expect(await host.cancel(ids.get(name) ?? '', `192.0.2.${name.slice(3)}`)).toBe('cancelled');
    await expect.poll(states).toEqual({ cancelled: 2, running: 1 });
    await expect.poll(allBegun).toEqual(['job0', 'job1']);
  });

  it('leaves to a process of another version what it holds, while it gives signs of life', async () => {
    const ids = await submit(2, 'old');
    // As versions before wrote it, which hold all that they have taken in.
    await database().query(sqlText("update analysis_job set owner = 'old', state = 'running', attempts = 1"));
    await start();
    const younger = await submit(3);
    workers[0]?.go();
    await expect.poll(states).toEqual({ running: 2, done: 3 });
    expect(allBegun().sort()).toEqual([...younger.keys()].sort());
    await silence(`job_id = '${ids.get('old1') ?? ''}'`);
    await expect.poll(states).toEqual({ running: 1, done: 4 });
    expect(await column(ids.get('old0'), 'owner')).toBe('old');
  });

  if (kind === 'server') {
    it('lets owners come first when a database is back that was lost for long', async () => {
      const relay = await openRelay(database().webUrl);
      try {
        const owner = await start(relay.url);
        await submit(1);
        await expect.poll(allBegun).toEqual(['job0']);
        const idle = await start(relay.url);
        relay.hold();
        await silence('true');
        // Both have missed it.
        for (const { log } of [owner, idle]) await expect.poll(() => log.join('')).toContain('jobs-not-seen');
        relay.resume();
        await submit(1, 'after');
        await expect.poll(() => idle.begun).toEqual(['after0']);
        for (const worker of workers) worker.go();
        await expect.poll(states).toEqual({ done: 2 });
        expect(owner.begun).toEqual(['job0']);
      } finally {
        await relay.close();
      }
    });
  }

  it('works on what it was given where the answer that said so was lost', async () => {
    const begun: string[] = [];
    let isLost = true;
    class LossyStore extends JobStore {
      override async take(...asked: Parameters<JobStore['take']>): ReturnType<JobStore['take']> {
        const taken = await super.take(...asked);
        if (taken === null || !isLost) return taken;
        isLost = false;
        throw new Error('the connection was cut');
      }
    }
    const work: JobWork = {
      ...ELSEWHERE,
      rooms: { quick: 0, short: 0, long: 2 },
      take: (body) =>
        Promise.resolve({
          title: null,
          timeLimitS: null,
          lanes: ['long'],
          run: () => {
            begun.push(Buffer.from(body).toString());
            return Promise.resolve({ result: Buffer.from('x'), partial: false });
          },
        }),
    };
    await submit(1);
    const jobs = new Jobs({ work, store: new LossyStore(others), log: SILENT, toApiError, most: 100, works: true });
    jobs.start();
    await expect.poll(() => isLost).toBe(false);
    expect(await states()).toEqual({ waiting: 1 });
    expect(begun).toEqual([]);
    await silence('true');
    await expect.poll(states).toEqual({ done: 1 });
    expect(begun).toEqual(['job0']);
    await jobs.close();
  });

  it('has a job that outgrows the quick lane wait in the next one, as often begun as before', async () => {
    const tried: string[] = [];
    const work: JobWork = {
      ...ELSEWHERE,
      rooms: { quick: 1, short: 1, long: 1 },
      take: () =>
        Promise.resolve({
          title: null,
          timeLimitS: null,
          lanes: ['quick', 'long'],
          run: ({ lane, onStart }) => {
            onStart();
            tried.push(lane);
            return Promise.resolve(lane === 'quick' ? 'outgrown' : { result: Buffer.from('x'), partial: false });
          },
        }),
    };
    const jobs = new Jobs({ work, store: new JobStore(others), log: SILENT, toApiError, most: 100, works: true });
    jobs.start();
    const { id } = await jobs.submit(Buffer.from('{}'), { client: '192.0.2.1' });
    await expect.poll(() => column(id, 'state')).toBe('done');
    expect(tried).toEqual(['quick', 'long']);
    expect(await column(id, 'attempts || lane || (study is null)')).toMatch(/^[01]longtrue$/);
    await jobs.close();
  });
});
