import { expect, it } from 'vitest';
import type { Job, StudyResult } from '../../../tiles/api/result.ts';
import type { Study } from '../../../tiles/api/study.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { serve } from '../../testing/serve.ts';
import { TOWN_STUDY, writeTown } from '../../testing/small-town.ts';

const STUDY = {
  ...TOWN_STUDY,
  facilities: { ...TOWN_STUDY.facilities, capacity: 'stalls_female' },
  analyses: [
    { kind: 'coverage', within: [300, 900], by: 'district' },
    { kind: 'e2sfca', catchment: 1200, decay: { kind: 'gaussian' }, perDemand: true },
  ],
} satisfies Study;

describeDatabases('a study in parts', { embedded: 'full' }, (database) => {
  it('that is handed in as a job has the result of the whole', async () => {
    await writeTown(database(), testCatalogue);
    const service = await serve({ db: database(), catalogue: testCatalogue });
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${service.url}/analysis/${path}`, { ...init, headers: { 'Content-Type': 'application/json' } });
    const post = (path: string, study: Study) => ask(path, { method: 'POST', body: JSON.stringify(study) });
    const state = async (id: string): Promise<string> => ((await (await ask(`jobs/${id}`)).json()) as Job).state;
    const resultOf = async (study: Study): Promise<Partial<StudyResult>> => {
      const { id } = (await (await post('jobs', study)).json()) as Job;
      await expect.poll(() => state(id)).toBe('done');
      const { tookMs: _, ...result } = (await (await ask(`jobs/${id}/result`)).json()) as StudyResult;
      return result;
    };
    const whole = await resultOf(STUDY);
    const joined = await resultOf({ ...STUDY, parts: 'district' });
    expect(joined.results).toHaveLength(2);
    expect(JSON.stringify(joined)).toBe(JSON.stringify(whole));
    const begun = /^chengtu_jobs_begun_total (\d+)$/m.exec(await (await service.get('/metrics')).text())?.[1];
    // The whole one, and of the other its beginning, two districts and its end. A busy machine begins some again.
    expect(Number(begun)).toBeGreaterThanOrEqual(5);
    await service.close();
  });
});
