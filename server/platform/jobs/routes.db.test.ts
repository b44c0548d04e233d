import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobStore } from './job-store.ts';
import type { Job, StudyResult } from '../../../tiles/api/result.ts';
import type { Study } from '../../../tiles/api/study.ts';
import { sqlText } from '../db/sql.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { ENDLESS } from '../../testing/endless.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { serve, type TestService } from '../../testing/serve.ts';
import { TOWN, writeTown } from '../../testing/small-town.ts';

const TOWN_STUDY: Study = {
  title: 'Toilets',
  network: { stored: TOWN.network },
  demand: { stored: TOWN.demand },
  facilities: { layer: TOWN.layer, capacity: 'stalls_female' },
  analyses: [
    { kind: 'coverage', within: [300, 600], by: 'district' },
    { kind: 'gaps', within: 900, most: 3 },
    { kind: 'supply', by: 'district' },
  ],
};

const QUICK = {
  kind: 'balance',
  of: {
    points: [
      { lon: 120.4, lat: 36.1 },
      { lon: 120.41, lat: 36.1 },
    ],
  },
  cellM: 500,
} as const satisfies Study['analyses'][number];

describeDatabases('jobs of analysis', { embedded: 'full' }, (database) => {
  let service: TestService;
  let other: TestService;
  beforeAll(async () => {
    await writeTown(database(), testCatalogue);
    const env = { ANALYSIS_MEMORY_MB: '64', CHENGTU_LANG: 'en' };
    service = await serve({ db: database(), catalogue: testCatalogue }, env);
    other = await serve({ db: database(), catalogue: testCatalogue }, env);
  });
  afterAll(() => Promise.all([service.close(), other.close()]));

  const post = (path: string, study: unknown, at = service): Promise<Response> =>
    fetch(`${at.url}/analysis/${path}?lang=en`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: typeof study === 'string' ? study : JSON.stringify(study),
    });
  /** As `post`, asked again where a busy machine's clock ended the reading of the body before its memory did. */
  const postAgain = async (path: string, study: unknown): Promise<[status: number, problem: { code?: string }]> => {
    for (;;) {
      const response = await post(path, study);
      const problem = (await response.json()) as { code?: string };
      if (problem.code !== 'body-out-of-time') return [response.status, problem];
    }
  };
  const submit = async (study: unknown, at = service): Promise<Job> => {
    const response = await post('jobs', study, at);
    const job = (await response.json()) as Job;
    expect([response.status, response.headers.get('location')]).toEqual([202, `/analysis/jobs/${job.id}`]);
    return job;
  };
  const state = async (id: string, at = service): Promise<Job> =>
    (await (await at.get(`/analysis/jobs/${id}?lang=en`)).json()) as Job;
  /** The states of a job that its events carry, to the end of the stream. */
  const follow = async (id: string, at = service): Promise<{ jobs: Job[]; ended: boolean }> => {
    const text = await (await at.get(`/analysis/jobs/${id}/events?lang=en`)).text();
    const events = text.split('\n\n').filter((each) => each.includes('event: '));
    return {
      jobs: events
        .filter((each) => each.includes('event: job'))
        .map((each) => JSON.parse(/^data: (.*)$/m.exec(each)?.[1] ?? 'null') as Job),
      ended: events.at(-1)?.includes('event: end') === true,
    };
  };
  const until = async (
    id: string,
    wanted: Job['state'],
    at = service,
    meets: (job: Job) => boolean = () => true,
  ): Promise<Job> => {
    for (;;) {
      const job = await state(id, at);
      if (job.state === wanted && meets(job)) return job;
      // What has ended never becomes anything else.
      if (job.finishedAt !== null) throw new Error(`The job is ${job.state}: ${JSON.stringify(job.error)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('are taken in, followed to their end from any process, and leave a result', async () => {
    const job = await submit(TOWN_STUDY);
    expect(job).toMatchObject({ title: 'Toilets', state: 'waiting', result: null, error: null });
    const [here, there] = await Promise.all([follow(job.id), follow(job.id, other)]);
    for (const { jobs, ended } of [here, there]) {
      expect([jobs.at(-1)?.state, jobs.at(-1)?.result, ended]).toEqual([
        'done',
        `/analysis/jobs/${job.id}/result`,
        true,
      ]);
    }
    const result = (await (await other.get(`/analysis/jobs/${job.id}/result`)).json()) as StudyResult;
    expect(result).toMatchObject({
      partial: false,
      costUnit: 's',
      demand: { count: 841, people: 84_100, provenance: 'synthetic' },
      warnings: [],
      results: [
        { kind: 'coverage', people: 84_100, groups: [{ key: '370202' }, { key: '370203' }] },
        { kind: 'gaps' },
        {
          kind: 'supply',
          groups: expect.arrayContaining([expect.objectContaining({ key: '370202', facilities: 2, capacity: 6 })]),
        },
      ],
    });
    expect(result.assumptions.map(({ code }) => code)).toContain('assume-facilities');
    for (const { id, name } of result.facilities) expect(name).toEqual({ zh: id, en: id });
    expect((await state(job.id)).finishedAt).toMatch(/^\d{4}-/);
  });

  it('are cancelled from any process, with what was found by then, and cancelled again without harm', async () => {
    const job = await submit({ analyses: [QUICK, ENDLESS, QUICK] });
    await until(job.id, 'running', service, ({ progress }) => progress.analysis === 1);
    const early = await service.get(`/analysis/jobs/${job.id}/result`);
    expect([early.status, early.headers.get('retry-after')]).toEqual([404, '1']);
    const cancel = async (): Promise<number> =>
      (await fetch(`${other.url}/analysis/jobs/${job.id}`, { method: 'DELETE' })).status;
    expect(await cancel()).toBe(204);
    expect(await until(job.id, 'cancelled')).toMatchObject({ error: null, result: `/analysis/jobs/${job.id}/result` });
    expect(await cancel()).toBe(204);
    const { partial, results, warnings } = (await (
      await service.get(`/analysis/jobs/${job.id}/result`)
    ).json()) as StudyResult;
    expect([partial, results.map((each) => each.kind), warnings.at(-1)?.code]).toEqual([
      true,
      ['balance', 'unfinished', 'unfinished'],
      'warn-cancelled',
    ]);
  });

  it('that take too long leave what they have found, or say why there is nothing', async () => {
    const some = await submit({ timeLimitS: 3, analyses: [QUICK, ENDLESS] });
    const none = await submit({ timeLimitS: 0.1, analyses: [ENDLESS] });
    await until(some.id, 'done');
    expect(await (await service.get(`/analysis/jobs/${some.id}/result`)).json()).toMatchObject({
      partial: true,
      results: [{ kind: 'balance' }, { kind: 'unfinished', of: 'moran', reason: 'time' }],
    });
    expect((await follow(none.id)).jobs.at(-1)).toMatchObject({
      state: 'failed',
      result: null,
      error: { code: 'analysis-out-of-time', message: expect.stringMatching(/took too long/) },
    });
  });

  it('that fail say why, in the language asked for, and where', async () => {
    const job = await submit({ ...TOWN_STUDY, facilities: { layer: 'toilets', filter: 'wifi = 3' } });
    const failed = (await follow(job.id)).jobs.at(-1);
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'bad-filter', problems: [{ at: '/facilities/filter' }] },
    });
    expect(((await (await service.get(`/analysis/jobs/${job.id}`)).json()) as Job).error?.message).toMatch(/[一-龥]/);
  });

  it('that need more memory than allowed end, and the service goes on', async () => {
    // Short to write, and forty bytes and more each in memory.
    const points = Array.from({ length: 100_000 }, () => ({}));
    const study = { analyses: Array.from({ length: 30 }, () => ({ ...QUICK, of: { points } })) };
    expect(await postAgain('jobs', study)).toEqual([503, expect.objectContaining({ code: 'analysis-out-of-memory' })]);
    const big = await submit({
      matrix: { costs: [[1]] },
      demand: { points: [{ people: 1 }] },
      facilities: { points: [{}] },
      analyses: [{ kind: 'coverage', within: [1] }],
    });
    expect((await follow(big.id)).jobs.at(-1)?.state).toBe('done');
  });

  it('that crash their process for want of memory are answered so, and the map goes on', async () => {
    // What its names take on the heap cannot be told from the text: V8 aborts inside `JSON.parse`.
    const greedy = `{${Array.from({ length: 1_300_000 }, (_, n) => `"k${n}":${n}`).join()}}`;
    for (const path of ['jobs', 'studies', 'jobs']) {
      const answered = postAgain(path, greedy);
      expect((await service.get('/tiles/toilets/0/0/0.mvt')).status).toBe(200);
      expect(await answered).toEqual([503, expect.objectContaining({ code: 'analysis-out-of-memory' })]);
    }
    const job = await submit({ analyses: [QUICK] });
    await until(job.id, 'done');
  });

  it('of a service that stops let go of it soon, and wait for another', async () => {
    const short = await serve({ db: database(), catalogue: testCatalogue });
    const job = await submit({ analyses: [ENDLESS] }, short);
    const waiting = post('studies', { analyses: [ENDLESS] }, short);
    const stream = follow(job.id, short);
    await until(job.id, 'running', short);
    short.server.drain();
    expect((await waiting).status).toBe(503);
    await stream;
    await short.close();
    // Had it been left to end by itself, it would be done.
    expect(['waiting', 'running']).toContain((await state(job.id, other)).state);
    expect((await fetch(`${other.url}/analysis/jobs/${job.id}`, { method: 'DELETE' })).status).toBe(204);
    await until(job.id, 'cancelled', other);
  });

  it('are removed after a day', async () => {
    const { id } = await submit({ analyses: [QUICK] });
    await until(id, 'done');
    await database().query(
      sqlText(`update analysis_job set finished_at = now() - interval '25 hours' where job_id = '${id}'`),
    );
    await new JobStore(database()).prune();
    expect((await service.get(`/analysis/jobs/${id}`)).status).toBe(404);
  });

  describe('are refused', () => {
    it.each([
      ['{"analyses":', 400, 'body-malformed'],
      ['{"analyses":[]}', 400, 'study-too-few'],
      ['[]', 400, 'study-wrong-type'],
      ['{"analyses":[{"kind":"coverage"},{"kind":"siting"}]}', 400, 'study-missing'],
    ] as const)('for %j', async (body, status, code) => {
      const response = await post('jobs', body);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
    });

    it('for a body that is too large, before it is read', async () => {
      const short = await serve({ db: database(), catalogue: testCatalogue }, { ANALYSIS_BODY_MB: '1' });
      const response = await post('jobs', `"${'x'.repeat(1 << 20)}"`, short);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([413, 'body-too-large']);
      await short.close();
    });

    it('where there is no such job', async () => {
      for (const path of ['', '/events', '/result'])
        expect((await service.get(`/analysis/jobs/nothing${path}`)).status).toBe(404);
      expect((await fetch(`${service.url}/analysis/jobs/nothing`, { method: 'DELETE' })).status).toBe(404);
    });
  });

  it('are not needed for what takes a moment', async () => {
    const response = await post('studies', { ...TOWN_STUDY, analyses: [{ kind: 'coverage', within: [600] }] });
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ partial: false, results: [expect.objectContaining({ kind: 'coverage' })] }),
    ]);
    const rings = await post('isochrones', {
      network: { stored: TOWN.network },
      demand: { stored: TOWN.demand },
      origins: [{ lon: TOWN.lon + 0.01, lat: TOWN.lat + 0.01 }],
      within: [300, 600],
    });
    const {
      results: [isochrones],
    } = (await rings.json()) as StudyResult;
    expect([rings.status, isochrones]).toEqual([
      200,
      {
        kind: 'isochrones',
        features: [
          expect.objectContaining({ within: 300, people: expect.any(Number) }),
          expect.objectContaining({ within: 600 }),
        ],
      },
    ]);
    const far = await post('isochrones', {
      network: { stored: TOWN.network },
      origins: [{ node: 3 }],
      within: [300, 200],
    });
    expect([far.status, await far.json()]).toEqual([
      422,
      expect.objectContaining({
        errors: [
          expect.objectContaining({ pointer: '/within' }),
          expect.objectContaining({ pointer: '/origins/0/node' }),
        ],
      }),
    ]);
  });
});
