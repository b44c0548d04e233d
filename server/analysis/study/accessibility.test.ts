import { describe, expect, it } from 'vitest';
import type { AnalysisResult } from '../../../tiles/api/result.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { Derived } from '../engine/derived.ts';
import type { FeatureQuery, Sources } from '../engine/sources.ts';
import { parseAs } from './parse.ts';
import { runStudy } from './run.ts';

const TEXT = { zh: '公司', en: 'Firms' };
/** Two firms with jobs. */
const sources = {
  features: ({ layer, attributes = [] }: FeatureQuery) =>
    Promise.resolve({
      key: '',
      hash: '',
      value: {
        layer,
        title: TEXT,
        arePoints: true,
        ids: ['mill', 'office'],
        lonLat: Float64Array.of(120, 36, 120.01, 36),
        capacity: null,
        cost: null,
        district: [null, null],
        subdistrict: [null, null],
        attributes: Object.fromEntries(attributes.map((name) => [name, Float64Array.of(500, 40)])),
        shares: {},
        provenances: ['official'],
      },
    }),
} as unknown as Sources;

async function answer(study: object): Promise<{ results: readonly AnalysisResult[]; codes: readonly string[] }> {
  const parsed = parseAs('Study', study, 1000);
  const found = await runStudy(parsed, { sources, derived: new Derived(), taskFor: () => IDLE });
  // As it is sent: plain JSON.
  const { results, assumptions, warnings } = JSON.parse(JSON.stringify(found)) as typeof found;
  return { results, codes: [...assumptions, ...warnings].map(({ code }) => code) };
}

/** Two homes, minutes to the mill and the office. */
const TOWN = {
  matrix: {
    costs: [
      [5, 30],
      [40, 10],
    ],
    costUnit: 'min',
  },
  demand: { points: [{ people: 3 }, { people: 1 }] },
};

describe('equity of a study', () => {
  it('is of costs and of opportunities, with groups as rows and an attribute of the layer', async () => {
    const points = TOWN.demand.points.map((point, k) => ({ ...point, groups: { young: k } }));
    const { results } = await answer({
      ...TOWN,
      demand: { points },
      facilities: { layer: 'firms' },
      analyses: [
        { kind: 'equity', within: 5 },
        { kind: 'equity', within: 15, decay: { kind: 'cumulative' }, attribute: 'jobs' },
      ],
    });
    expect(results).toMatchObject([
      {
        of: 'cost',
        groups: [
          { people: 4, mean: (3 * 5 + 10) / 4, worstPeople: 1 },
          { group: 'young', mean: 10 },
        ],
      },
      { of: 'opportunities', groups: [{ mean: 385 }, { group: 'young', people: 1, mean: 40 }] },
    ]);
  });

  it('of costs takes no attribute', async () => {
    const analyses = [{ kind: 'equity', within: 5, attribute: 'jobs' }];
    await expect(answer({ ...TOWN, facilities: { layer: 'firms' }, analyses })).rejects.toMatchObject({
      code: 'attribute-needs-decay',
      at: '/analyses/0/attribute',
    });
  });
});

describe('opportunities of a study', () => {
  it('are an attribute of the layer, each analysis with its own, beside the number of facilities', async () => {
    const cumulative = { kind: 'opportunities', within: 15, decay: { kind: 'cumulative' }, perDemand: true };
    const { results, codes } = await answer({
      ...TOWN,
      facilities: { layer: 'firms' },
      analyses: [{ ...cumulative, attribute: 'jobs' }, cumulative],
    });
    expect(results).toMatchObject([
      { kind: 'opportunities', access: [500, 40], mean: (3 * 500 + 40) / 4, median: 500, none: 0, withoutWeight: 0 },
      { kind: 'opportunities', access: [1, 1], withoutWeight: null },
    ]);
    expect(codes).toContain('opportunities-weights');
    expect(codes).toContain('weight-one');
  });

  it.each([
    ['attribute-needs-layer', '/attribute', { decay: { kind: 'cumulative' }, attribute: 'jobs' }],
    ['gaussian-needs-limit', '/decay', { decay: { kind: 'gaussian' } }],
    ['steps-beyond', '/decay/steps', { within: 9, decay: { kind: 'steps', steps: [{ upTo: 5, weight: 1 }] } }],
  ])('are refused with %s', async (code, place, request) => {
    const study = {
      ...TOWN,
      facilities: { points: [{}, {}] },
      analyses: [{ kind: 'opportunities', ...request }],
    };
    await expect(answer(study)).rejects.toMatchObject({ code, at: `/analyses/0${place}` });
  });
});
