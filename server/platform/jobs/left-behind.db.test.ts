import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { Job, StudyResult } from '../../../tiles/api/result.ts';
import type { Study } from '../../../tiles/api/study.ts';
import type { Suite } from '../../testing/databases.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { ENDLESS } from '../../testing/endless.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { serve, type TestService } from '../../testing/serve.ts';
import { onlyRow, readNumber } from '../db/rows.ts';
import { sqlText } from '../db/sql.ts';
import { RUN } from '../run.ts';

const PROCESS = fileURLToPath(new URL('../../testing/serving-process.ts', import.meta.url));
/** Takes seconds, and comes to its end. */
const SLOW = { title: 'Slow', analyses: [{ ...ENDLESS, permutations: 2000 }] } satisfies Study;

describeDatabases('a job that is left behind', { embedded: 'full' }, (database, kind) => {
  const ends: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    for (const end of ends.splice(0)) await end();
    await database().query(sqlText('delete from analysis_job'));
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  const start = async (): Promise<TestService> => {
    const service = await serve({ db: database(), catalogue: testCatalogue }, { TRUST_PROXY: 'true', MAX_JOBS: '8' });
    let end: Promise<void> | null = null;
    const close = (): Promise<void> => (end ??= service.close());
    ends.push(close);
    return { ...service, close };
  };
  const ask = (url: string, path: string, init: RequestInit = {}, client = '192.0.2.1'): Promise<Response> =>
    fetch(`${url}/analysis/${path}`, {
      ...init,
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': client },
    });
  const submit = async (url: string, study: Study): Promise<string> => {
    const response = await ask(url, 'jobs', { method: 'POST', body: JSON.stringify(study) });
    expect(response.status).toBe(202);
    return ((await response.json()) as Job).id;
  };
  const job = async (url: string, id: string): Promise<Job> => (await ask(url, `jobs/${id}?lang=en`)).json() as never;
  const result = async (url: string, path: string, init: RequestInit = {}): Promise<Omit<StudyResult, 'tookMs'>> => {
    const { tookMs, ...found } = (await (await ask(url, path, init)).json()) as StudyResult;
    expect(tookMs).toEqual(expect.any(Number));
    return found;
  };
  const column = async (id: string, what: string): Promise<number> =>
    readNumber(
      onlyRow(await database().query(sqlText(`select (${what})::int as n from analysis_job where job_id = $1`), [id])),
      'n',
    );
  /** As if the process that worked on them had been silent for long. */
  const silence = (): Promise<unknown> =>
    database().query(sqlText("update analysis_job set owner = 'gone', seen_at = now() - interval '1 minute'"));
  const isRunning = (id: string): Promise<number> => column(id, "state = 'running'");
  const expectDone = async (url: string, id: string, study: Study): Promise<void> => {
    await expect.poll(async () => (await job(url, id)).state).toBe('done');
    const anew = await result(url, 'studies', { method: 'POST', body: JSON.stringify(study) });
    expect(await result(url, `jobs/${id}/result`)).toEqual(anew);
    expect(await column(id, 'study is null')).toBe(1);
  };

  if (kind === 'server') {
    it('by a process that was killed comes to the same result after the next start', async () => {
      const victim = await startProcess(database());
      ends.push(() => killed(victim));
      const id = await submit(victim.url, SLOW);
      await expect.poll(() => isRunning(id)).toBe(1);
      await killed(victim);
      expect(await isRunning(id)).toBe(1);
      await silence();
      await expectDone((await start()).url, id, SLOW);
      expect(await column(id, 'attempts')).toBe(2);
    });

    it('by two processes that it ended, one after the other, is given up with a sentence', async () => {
      let id = '';
      for (const attempt of [1, 2]) {
        const victim = await startProcess(database());
        ends.push(() => killed(victim));
        if (attempt === 1) id = await submit(victim.url, { analyses: [ENDLESS] });
        await expect.poll(() => column(id, 'attempts')).toBe(attempt);
        await killed(victim);
        expect(await isRunning(id)).toBe(1);
        await silence();
      }
      const { url } = await start();
      await expect.poll(async () => (await job(url, id)).state).toBe('failed');
      const { error, result: none } = await job(url, id);
      expect([error, none]).toEqual([
        { code: 'job-given-up', message: expect.stringMatching(/unexpectedly, twice/) as string },
        null,
      ]);
      expect(await column(id, 'study is null')).toBe(1);
    });
  }

  it('by a service that stops is worked on by the next, however often that happens', async () => {
    let service = await start();
    const id = await submit(service.url, SLOW);
    for (let stop = 0; stop < 3; stop += 1) {
      await expect.poll(() => isRunning(id)).toBe(1);
      service.server.drain();
      await service.close();
      expect(await column(id, "state = 'waiting' and owner = '' and attempts = 0")).toBe(1);
      service = await start();
    }
    await expectDone(service.url, id, SLOW);
  });

  it('stays cancelled, whether its process is lost or stops', async () => {
    for (const isLost of [true, false]) {
      const service = await start();
      const id = await submit(service.url, { analyses: [ENDLESS] });
      await expect.poll(() => isRunning(id)).toBe(1);
      if (isLost) {
        await database().query(sqlText('update analysis_job set is_unwanted = true'));
        await silence();
      } else {
        expect((await ask(service.url, `jobs/${id}`, { method: 'DELETE' })).status).toBe(204);
      }
      await service.close();
      const next = await start();
      await expect.poll(async () => (await job(next.url, id)).state).toBe('cancelled');
      expect(await column(id, 'study is null')).toBe(1);
    }
  });

  it('stays that of its client: in its limits, cancelled by nobody else, its study in no answer', async () => {
    const service = await start();
    const ids = [];
    for (let i = 0; i < 4; i += 1) ids.push(await submit(service.url, { title: `t${i}`, analyses: [ENDLESS] }));
    await service.close();
    const next = await start();
    const [id = ''] = ids;
    await expect.poll(() => isRunning(id)).toBe(1);
    expect(await job(next.url, id)).toMatchObject({ title: 't0', state: 'running' });
    // A client may hold half of what others leave free: those that wait to be taken up count.
    const more = await ask(next.url, 'jobs', { method: 'POST', body: JSON.stringify(SLOW) });
    expect([more.status, await more.json()]).toEqual([429, expect.objectContaining({ code: 'too-many-jobs' })]);
    expect(await (await ask(next.url, `jobs/${id}`, {}, '192.0.2.9')).text()).not.toContain('moran');
    expect((await ask(next.url, `jobs/${id}`, { method: 'DELETE' }, '192.0.2.9')).status).toBe(403);
    for (const each of ids) expect((await ask(next.url, `jobs/${each}`, { method: 'DELETE' })).status).toBe(204);
    for (const each of ids) await expect.poll(async () => (await job(next.url, each)).state).toBe('cancelled');
  });

  it('of before studies were kept fails, and says so', async () => {
    const service = await start();
    const id = await submit(service.url, { analyses: [ENDLESS] });
    await service.close();
    await database().query(sqlText('update analysis_job set study = null'));
    const { url } = await start();
    await expect.poll(async () => (await job(url, id)).error?.code).toBe('job-lost');
  });
});

interface ServingProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

async function startProcess({ webUrl, schema }: Suite): Promise<ServingProcess> {
  const child = spawn(process.execPath, [RUN, PROCESS], {
    env: { ...process.env, SERVE_URL: webUrl, SERVE_SCHEMA: schema },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', (code) => reject(new Error(`The service ended with ${String(code)}.`)));
  });
  return { child, url };
}

/** Ends it as nothing can be caught. */
async function killed({ child }: ServingProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
