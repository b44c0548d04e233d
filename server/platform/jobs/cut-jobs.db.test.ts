import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { openBeside } from '../../testing/databases.ts';
import { onlyRow, readNumber } from '../db/rows.ts';
import { sqlText } from '../db/sql.ts';
import type { Database } from '../db/types.ts';
import { ApiError, toApiError } from '../http/errors.ts';
import { SILENT } from '../log/log.ts';
import { JobStore } from './job-store.ts';
import { Jobs, type JobTask } from './jobs.ts';

const CLIENT = '192.0.2.1';
const PARTS = 6;

describeDatabases('a job that is cut', { embedded: 'full' }, (database) => {
  const hosts: Jobs[] = [];
  const databases: Database[] = [];
  let run: (part: number, signal: AbortSignal) => Promise<void>;
  const ran: { readonly host: number; readonly part: number | null }[] = [];

  beforeAll(async () => {
    for (let host = 0; host < 3; host += 1) {
      const own = await openBeside(database());
      databases.push(own);
      const task: JobTask['run'] = async ({ part, found, signal, onStart }) => {
        onStart();
        ran.push({ host, part });
        if (part === null && found === null) return { parts: PARTS };
        if (part === null) return { result: Buffer.concat(found ?? []), partial: false };
        await run(part, signal);
        return { result: Buffer.from(String(part)), partial: false };
      };
      hosts.push(
        new Jobs({
          work: {
            rooms: { quick: 0, short: 0, long: 1 },
            isStopping: false,
            take: (body) => {
              expect(Buffer.from(body).toString()).toBe('study');
              return Promise.resolve({ title: 'cut', timeLimitS: null, lanes: ['long'], run: task });
            },
            isCancelled: (error) => error instanceof Error && error.name === 'AbortError',
          },
          store: new JobStore(own),
          log: SILENT,
          toApiError,
          most: 4,
          works: true,
        }),
      );
    }
    for (const host of hosts) host.start();
  });
  afterEach(async () => {
    ran.length = 0;
    await database().query(sqlText('delete from analysis_job'));
  });
  afterAll(async () => {
    await Promise.all(hosts.map((host) => host.close()));
    await Promise.all(databases.map((each) => each.close()));
  });

  const submit = async (): Promise<string> => {
    const [host] = hosts;
    if (host === undefined) throw new Error('There are hosts.');
    return (await host.submit(Buffer.from('study'), { client: CLIENT })).id;
  };
  const asked = async (id: string) => hosts[1]?.get(id, CLIENT);
  const count = async (what: string): Promise<number> =>
    readNumber(
      onlyRow(await database().query(sqlText(`select count(*)::int as n from analysis_job where ${what}`))),
      'n',
    );

  it('has its parts worked on wherever there is room, each once, and goes on with what they have found', async () => {
    let go: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    run = () => gone;
    const id = await submit();
    // All have room for one.
    await expect.poll(() => new Set(ran.flatMap(({ host, part }) => (part === null ? [] : [host]))).size).toBe(3);
    const meanwhile = await asked(id);
    expect(meanwhile).toMatchObject({ state: 'running', progress: { share: 0 } });
    // It counts as one job, and its parts are told to nobody.
    expect(await new JobStore(database()).list()).toHaveLength(1);
    expect(
      (await new JobStore(database()).admit({ id: 'more', title: null, client: 'x', study: Buffer.from('') }, 'x', 4))
        .others,
    ).toBe(1);
    await database().query(sqlText("delete from analysis_job where job_id = 'more'"));
    go();
    await expect.poll(async () => (await asked(id))?.state).toBe('done');
    expect((await hosts[2]?.result(id, CLIENT))?.bytes?.toString()).toBe('012345');
    expect(ran.flatMap(({ part }) => (part === null ? [] : [part])).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await count('parent is not null')).toBe(0);
    expect(await count('attempts <= 1')).toBe(1);
  });

  it('tells how many of its parts are done', async () => {
    let go: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    run = (part) => (part < 3 ? Promise.resolve() : gone);
    const id = await submit();
    await expect.poll(async () => (await asked(id))?.progress.share).toBe(0.5);
    go();
    await expect.poll(async () => (await asked(id))?.state).toBe('done');
  });

  it('fails with the error of the part that failed', async () => {
    const error = new ApiError(422, 'too-far', { zh: '太远', en: 'Too far.' });
    run = (part) => (part === 2 ? Promise.reject(error) : Promise.resolve());
    const id = await submit();
    await expect.poll(async () => (await asked(id))?.state).toBe('failed');
    expect((await asked(id))?.error).toMatchObject({ code: 'too-far', text: { en: 'Too far.' } });
    expect(await count('parent is not null')).toBe(0);
  });

  it('is cancelled with all its parts, from any host', async () => {
    run = (_part, signal) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
      );
    const id = await submit();
    await expect.poll(() => ran.length).toBe(4);
    expect(await hosts[2]?.cancel(id, '198.51.100.1')).toBe('not-yours');
    expect(await hosts[2]?.cancel(id, CLIENT)).toBe('cancelled');
    expect((await asked(id))?.state).toBe('cancelled');
    await expect.poll(() => count("state in ('waiting', 'running')")).toBe(0);
    expect(ran).toHaveLength(4);
  });

  it('is left alone by a process of 0.4.0 that is asked for it, however long it and its parts wait', async () => {
    let go: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    run = () => gone;
    const id = await submit();
    await expect.poll(() => ran.length).toBe(4);
    await askOldVersion();
    expect(await count("state = 'failed'")).toBe(0);
    go();
    await expect.poll(async () => (await asked(id))?.state).toBe('done');
  });

  it('is left alone by it where its process has let go of it, too', async () => {
    const store = new JobStore(database());
    await store.admit({ id: 'waits', title: null, client: CLIENT, study: Buffer.from('study') }, 'gone', 4);
    // No host has room for this lane.
    await store.release('gone', null, 'quick');
    await askOldVersion();
    expect((await asked('waits'))?.state).toBe('waiting');
  });

  /** What 0.4.0 does with jobs that it is asked for, of owners that it takes for silent (`fail.sql`). */
  const askOldVersion = async (): Promise<void> => {
    const waiting = "owner = '' and state = 'waiting'";
    await database().query(sqlText(`update analysis_job set seen_at = seen_at - interval '1 hour' where ${waiting}`));
    expect(await count(waiting)).toBeGreaterThan(0);
    await database().query(
      sqlText(`update analysis_job set state = 'failed', error = '{}', finished_at = now()
        where ${waiting} and seen_at <= now() - make_interval(secs => 30)`),
    );
  };
});
