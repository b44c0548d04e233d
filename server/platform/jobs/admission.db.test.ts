import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { runJobsCommand } from '../../../scripts/commands/jobs/run.ts';
import type { Job } from '../../../tiles/api/result.ts';
import type { Study } from '../../../tiles/api/study.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { ENDLESS } from '../../testing/endless.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { serve, type TestService } from '../../testing/serve.ts';
import { sqlText } from '../db/sql.ts';

const QUICK = {
  kind: 'balance',
  of: { points: [{ lon: 120.4, lat: 36.1 }] },
  cellM: 500,
} as const satisfies Study['analyses'][number];

const MOST = 8;
const [ONE, TWO, THREE] = ['192.0.2.1', '2001:db8:1:2::7', '192.0.2.3'] as const;

describeDatabases('jobs of several clients, on two processes', { embedded: 'full' }, (database) => {
  const services: TestService[] = [];
  beforeAll(async () => {
    const env = { MAX_JOBS: String(MOST), TRUST_PROXY: 'true', CHENGTU_LANG: 'en' };
    for (let i = 0; i < 2; i += 1) services.push(await serve({ db: database(), catalogue: testCatalogue }, env));
  });
  afterAll(() => Promise.all(services.map((service) => service.close())));
  beforeEach(async () => {
    await database().query(sqlText('update analysis_job set is_unwanted = true'));
    await expect.poll(unfinished).toBe(0);
  });

  const unfinished = async (): Promise<number> =>
    (await database().query(sqlText("select 1 from analysis_job where state in ('waiting', 'running')"))).length;
  const ask = (path: string, client: string, init: RequestInit = {}, at = 0): Promise<Response> =>
    fetch(`${services[at]?.url ?? ''}/analysis/jobs${path}`, {
      ...init,
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': `198.51.100.1, ${client}` },
    });
  const submit = (client: string, analyses: Study['analyses'], at = 0): Promise<Response> =>
    ask('', client, { method: 'POST', body: JSON.stringify({ analyses }) }, at);
  const state = async (id: string): Promise<string> => ((await (await ask(`/${id}`, ONE)).json()) as Job).state;

  it('are admitted by one decision of all processes, and what is admitted is done', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => submit(ONE, [QUICK], n % 2)));
    const taken = answers.filter(({ status }) => status === 202);
    expect(taken.length).toBeGreaterThanOrEqual(MOST / 2);
    for (const answer of answers.filter(({ status }) => status !== 202)) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '10']);
      expect(await answer.json()).toMatchObject({ code: 'too-many-jobs', retryAfterS: 10 });
    }
    for (const answer of taken) {
      const { id } = (await answer.json()) as Job;
      await expect.poll(() => state(id)).toBe('done');
    }
  });

  it('leave room for others: a client holds half of what they leave free', async () => {
    const statuses: Record<string, number[]> = {};
    for (const client of [ONE, TWO, THREE]) {
      const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => submit(client, [ENDLESS], n % 2)));
      statuses[client] = answers.map(({ status }) => status).sort();
    }
    expect(statuses).toEqual({
      [ONE]: [202, 202, 202, 202, 429, 429],
      [TWO]: [202, 202, 429, 429, 429, 429],
      [THREE]: [202, 429, 429, 429, 429, 429],
    });
  });

  it('that are quick do not wait behind long ones', async () => {
    const long = (await (await submit(ONE, [ENDLESS])).json()) as Job;
    const more = (await (await submit(ONE, [ENDLESS])).json()) as Job;
    for (const client of [TWO, ONE]) {
      const { id } = (await (await submit(client, [QUICK])).json()) as Job;
      await expect.poll(() => state(id)).toBe('done');
    }
    expect([await state(long.id), await state(more.id)]).not.toContain('done');
  });

  it('are cancelled by the client that submitted them, from any process, and by no other', async () => {
    const { id } = (await (await submit(TWO, [ENDLESS])).json()) as Job;
    for (const at of [0, 1]) {
      const refused = await ask(`/${id}?lang=en`, ONE, { method: 'DELETE' }, at);
      expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ code: 'not-your-job' })]);
    }
    expect(['waiting', 'running']).toContain(await state(id));
    // Another address of the same network, by the other process.
    expect((await ask(`/${id}`, '2001:db8:1:2::99', { method: 'DELETE' }, 1)).status).toBe(204);
    await expect.poll(() => state(id)).toBe('cancelled');
  });

  it('are listed and cancelled by whoever runs the service', async () => {
    const one = (await (await submit(ONE, [ENDLESS])).json()) as Job;
    const two = (await (await submit(TWO, [ENDLESS])).json()) as Job;
    const run = (options: Parameters<typeof runJobsCommand>[1]) => runJobsCommand(database(), options, 'en');
    const { lines } = await run({ task: 'list', all: false });
    expect(lines).toHaveLength(3);
    expect(lines.find((line) => line.startsWith(two.id))).toContain('2001:db8:1:2::/64');
    expect(await run({ task: 'cancel', ids: [one.id, 'nothing'] })).toEqual({
      lines: [`Job ${one.id} will end within a second or two.`, 'There is no job nothing.'],
      isGood: false,
    });
    await expect.poll(() => state(one.id)).toBe('cancelled');
    expect((await run({ task: 'cancel-of', client: '2001:db8:1:2::/64' })).isGood).toBe(true);
    await expect.poll(() => state(two.id)).toBe('cancelled');
    expect((await run({ task: 'list', all: true })).lines.length).toBeGreaterThan(2);
    expect(await run({ task: 'cancel', ids: [one.id] })).toEqual({
      lines: [`Job ${one.id} is over already.`],
      isGood: true,
    });
  });
});
