import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { StudyResultSchema, type AnalysisResult, type StudyResult } from '../../../tiles/api/result.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { jsonSchema } from './json-schema.ts';
import { parseAs } from './parse.ts';
import { runStudy } from './run.ts';

const isAnswer = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(
  jsonSchema(StudyResultSchema, 'en'),
);

/** Four villages of 40, 30, 20 and 10 people, two clinics and three sites; nothing but a matrix is read. */
const VILLAGES = {
  demand: { points: [40, 30, 20, 10].map((people, index) => ({ id: `v${String(index)}`, people })) },
  facilities: { points: [{ id: 'old clinic' }, { id: 'new clinic' }] },
  candidates: { points: [{ id: 'meadow' }, { id: 'mill' }, { id: 'moor' }] },
  matrix: {
    costs: [
      [1, 2, 9, 9, 9],
      [2, 5, 2, 5, 9],
      [9, 9, 3, 1, 9],
      [9, 9, 9, 9, 4],
    ],
  },
};

/** The study, checked as a body is, and its answer, which is as its schema says. */
async function run(study: object): Promise<StudyResult> {
  const parsed = parseAs('Study', { ...VILLAGES, ...study }, 1000);
  const answer = await runStudy(parsed, { sources: {} as Sources, derived: new Derived(), taskFor: () => IDLE });
  const read: unknown = JSON.parse(JSON.stringify(answer));
  isAnswer(read);
  expect(isAnswer.errors).toBeNull();
  return read as StudyResult;
}

const only = async <K extends AnalysisResult['kind']>(kind: K, request: object, study: object = {}) => {
  const [result] = (await run({ ...study, analyses: [{ kind, gap: 0, ...request }] })).results;
  expect(result?.kind).toBe(kind);
  return result as Extract<AnalysisResult, { readonly kind: K }>;
};

describe('a share of the people', () => {
  const fewest = (share: number) => only('siting', { model: 'lscp', within: 3, share });

  it('is covered by as few sites as it takes, and of as few by those that cover most', async () => {
    expect(await fewest(0.7)).toMatchObject({ objective: 0, chosen: [], served: { people: 70, share: 0.7 } });
    // The meadow and the mill both cover the third village, the mill from nearer.
    expect(await fewest(0.8)).toMatchObject({ objective: 1, bound: 1, chosen: ['mill'], served: { people: 90 } });
  });

  it('that no choice covers is said with the most that can be', async () => {
    const { results, warnings } = await run({
      analyses: [{ kind: 'siting', model: 'lscp', within: 3, share: 0.95 }],
    });
    expect(results).toMatchObject([{ status: 'infeasible', chosen: [], objective: null, bound: null, gap: null }]);
    expect(warnings.find(({ code }) => code === 'warn-infeasible')?.message.en).toContain('cover 90% at most');
  });

  it('belongs to the model that asks for the fewest', async () => {
    const refused = only('siting', { model: 'mclp', within: 3, p: 1, share: 0.5 });
    await expect(refused).rejects.toMatchObject({ code: 'share-for-lscp', at: '/analyses/0/share' });
  });
});

describe('periods', () => {
  it('choose one after the other, and what stands stays', async () => {
    const found = await only('siting', { model: 'mclp', within: 4, periods: [{ p: 1 }, { p: 1 }] });
    expect(found).toMatchObject({
      status: 'optimal',
      chosen: ['mill', 'moor'],
      objective: 100,
      before: 70,
      periods: [
        { chosen: ['mill'], objective: 90, before: 70, served: { people: 90 } },
        { chosen: ['moor'], objective: 100, before: 90, served: { people: 100, share: 1 } },
      ],
    });
    const fewest = await only('siting', {
      model: 'lscp',
      within: 4,
      periods: [{ share: 0.7 }, { share: 0.9 }, { share: 1 }],
    });
    expect(fewest.periods?.map(({ chosen }) => chosen)).toEqual([[], ['mill'], ['moor']]);
  });

  it('have limits each, which are checked in their places', async () => {
    const refused = (request: object) => only('siting', { model: 'mclp', within: 4, ...request });
    await expect(refused({ p: 1, periods: [{ p: 1 }] })).rejects.toMatchObject({ code: 'periods-and-limits' });
    await expect(refused({ periods: [{ p: 1 }, {}] })).rejects.toMatchObject({
      code: 'needs-p',
      at: '/analyses/0/periods/1',
    });
    await expect(refused({ periods: [{ p: 2 }, { p: 2 }] })).rejects.toMatchObject({
      code: 'p-above-candidates',
      at: '/analyses/0/periods',
    });
    await expect(only('siting', { model: 'lscp', within: 4, periods: [{}] })).rejects.toMatchObject({
      code: 'period-needs-share',
    });
  });
});

describe('closing facilities', () => {
  it('loses least, by people or by cost, and says what is lost', async () => {
    const found = await only('closure', { model: 'mclp', close: 1, within: 3, perDemand: true });
    // The new clinic has the first village alone, the old one the second too.
    expect(found).toMatchObject({
      status: 'optimal',
      closed: [{ id: 'new clinic', people: 0 }],
      opened: [],
      objective: 70,
      before: 70,
      served: { people: 70 },
      today: { served: { people: 70 } },
    });
    expect(found.allocation?.map(({ facility }) => facility)).toEqual(['old clinic', 'old clinic', null, null]);
    const fixed = await only('closure', { model: 'mclp', close: 1, within: 3, fixed: ['new clinic'] });
    expect(fixed).toMatchObject({ closed: [{ id: 'old clinic', people: 70 }], objective: 40, before: 70 });
    const cost = await only('closure', { model: 'p-median', close: 1 });
    expect(cost).toMatchObject({ closed: [{ id: 'new clinic' }], objective: 40 + 60 + 180 + 90, before: 370 });
  });

  it('moves facilities where sites may open', async () => {
    const found = await only('closure', { model: 'mclp', close: 1, p: 1, within: 3 });
    expect(found).toMatchObject({ status: 'optimal', closed: [{ id: 'new clinic' }], objective: 90, before: 70 });
    expect(found.opened.map(({ id, people }) => [id, people])).toEqual([['mill', 20]]);
  });

  it('is refused where it names nobody or leaves nothing to choose', async () => {
    const refused = (request: object) => only('closure', { model: 'p-median', ...request });
    await expect(refused({ close: 3 })).rejects.toMatchObject({ code: 'closure-too-many', at: '/analyses/0/close' });
    await expect(refused({ close: 2 })).rejects.toMatchObject({ code: 'closure-nothing-left' });
    await expect(refused({ close: 1, fixed: ['x'] })).rejects.toMatchObject({ code: 'closure-fixed' });
    await expect(only('closure', { model: 'mclp', close: 1 })).rejects.toMatchObject({ code: 'needs-within' });
  });
});
