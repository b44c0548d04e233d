import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Job, StudyResult } from '../tiles/api/result.ts';
import { tileAt } from '../tiles/tile/tile.ts';
import { sqlText } from './platform/db/sql.ts';
import type { Database } from './platform/db/types.ts';
import { openBeside, openSuite, type Suite } from './testing/databases.ts';
import { runs } from './testing/effort.ts';
import { insertFixtures } from './testing/fixtures.ts';
import { testCatalogue } from './testing/layers.ts';
import { passed } from './testing/moments.ts';
import { randomFrom } from './testing/edits.ts';
import { serve, type TestService } from './testing/serve.ts';
import { figureOf } from './testing/standby-rig.ts';

const EDITS = runs({ daily: 30, full: 300 });
const PLACE = { lon: 120.5, lat: 36.2 };
const Z = 11;
const { x, y } = tileAt(PLACE, Z);
const TILE = `/tiles/toilets/${String(Z)}/${String(x)}/${String(y)}.mvt`;
const WRITE = sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  values ('toilets', 'mark', ST_SetSRID(ST_MakePoint($1::float8, ${String(PLACE.lat)}), 4326), '{"name":"mark"}', 'test', 'public', 'synthetic')
  on conflict (layer_id, feature_id) do update set geom = excluded.geom`);

const random = randomFrom(20_261_130);
let db: Suite;
let beside: Database;
let told: TestService;
let asked: TestService;
beforeAll(async () => {
  db = await openSuite('server', 'hosts');
  await insertFixtures(db, testCatalogue);
  beside = await openBeside(db);
  told = await serve({ db, catalogue: testCatalogue }, { HOSTS: '2' });
  asked = await serve({ db: beside, catalogue: testCatalogue }, { HOSTS: '2' });
});
afterAll(async () => {
  for (const service of [told, asked]) await service.close();
  await beside.close();
  await db.close();
});

async function tileOf(service: TestService, headers: Record<string, string> = {}): Promise<string> {
  return Buffer.from(await (await service.get(TILE, headers)).arrayBuffer()).toString('base64');
}

/** Changes as one machine tells of them: each call resolves with the revision of the next. */
async function changesOf(service: TestService, query: string): Promise<() => Promise<string>> {
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  const events = await fetch(`${service.url}/events?layers=toilets${query}`, { signal: leave.signal });
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  return async () => {
    for (let text = ''; ; text += (await reader?.read())?.value ?? '') {
      const revision = /event: change\ndata: .*"revision":(\d+)/.exec(text)?.[1];
      if (revision !== undefined) return revision;
    }
  };
}

async function edit(nth: number): Promise<void> {
  await passed(random() * 120);
  await db.query(WRITE, [PLACE.lon + ((nth % 7) - 3) * 0.004]);
}

describe('whoever one machine has told of a change gets it from another', () => {
  it('where the event was held back', async () => {
    const next = await changesOf(told, '');
    for (let nth = 0; nth < EDITS; nth += 1) {
      // The other machine has just looked, and takes what it has for fresh.
      const before = await tileOf(asked);
      await edit(nth);
      await next();
      expect(await tileOf(asked), `edit ${String(nth)}`).not.toBe(before);
    }
  });

  it('at once, where it asks with the revision', async () => {
    const next = await changesOf(told, '&hold=false');
    for (let nth = 0; nth < EDITS; nth += 1) {
      const before = await tileOf(asked);
      await edit(nth);
      const revision = await next();
      expect(await tileOf(asked, { 'If-Revision': `toilets=${revision}` }), `edit ${String(nth)}`).not.toBe(before);
    }
  });

  it('whatever it asks for: standbys and studies are held to what the machine that was asked knows then', async () => {
    const next = await changesOf(told, '&hold=false');
    for (let nth = 0; nth < EDITS; nth += 1) {
      await edit(nth);
      const revision = await next();
      expect((await asked.get('/layers/toilets/items/mark', { 'If-Revision': `toilets=${revision}` })).status).toBe(
        200,
      );
      expect(asked.server.poller.revisionOf('toilets')).toBeGreaterThanOrEqual(Number(revision));
    }
  });
});

it('a revision that there is not yet, or not any more, keeps nobody waiting', async () => {
  for (const header of ['toilets=9007199254740991', 'nowhere=3', 'toilets', '=', 'toilets=x, ,zones=-1', '*'])
    expect((await asked.get(TILE, { 'If-Revision': header })).status, header).toBe(200);
  const asks = Array.from({ length: 200 }, () => asked.get(TILE, { 'If-Revision': 'toilets=9007199254740991' }));
  expect(new Set((await Promise.all(asks)).map(({ status }) => status))).toEqual(new Set([200]));
});

it('a machine with ROLE=worker works on the jobs that one with ROLE=web takes in, and answers nothing else', async () => {
  const db = await openSuite('server', 'roles');
  const beside = await openBeside(db);
  const [web, worker] = [
    await serve({ db, catalogue: testCatalogue }, { ROLE: 'web', DATABASE_URL: db.webUrl }),
    await serve({ db: beside, catalogue: testCatalogue }, { ROLE: 'worker', DATABASE_URL: db.webUrl }),
  ];
  onTestFinished(async () => {
    for (const service of [web, worker]) await service.close();
    await beside.close();
    await db.close();
  });
  const point = { lon: 120.4, lat: 36.1 };
  const study = { analyses: [{ kind: 'balance', of: { points: [point] }, cellM: 500 }] };
  const posted = await fetch(`${web.url}/analysis/jobs`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(study),
  });
  const { id } = (await posted.json()) as Job;
  const state = async (): Promise<string> => ((await (await web.get(`/analysis/jobs/${id}`)).json()) as Job).state;
  await expect.poll(state).toBe('done');
  const result = (await (await web.get(`/analysis/jobs/${id}/result`)).json()) as StudyResult;
  expect(result.results).toHaveLength(1);
  // The alert of jobs that nobody begins compares both.
  expect([await figureOf(web, 'jobs_taken_in_total'), await figureOf(worker, 'jobs_taken_in_total')]).toEqual([1, 0]);
  expect(await figureOf(web, 'jobs_begun_total')).toBe(0);
  // More than once where the machine is busy and the study takes longer than a quick one.
  expect(await figureOf(worker, 'jobs_begun_total')).toBeGreaterThan(0);
  const statuses = await Promise.all(
    ['/readyz', '/healthz', '/metrics', '/layers', TILE, '/', `/analysis/jobs/${id}`].map(
      async (path) => (await worker.get(path)).status,
    ),
  );
  expect(statuses).toEqual([200, 200, 200, 404, 404, 404, 404]);
});
