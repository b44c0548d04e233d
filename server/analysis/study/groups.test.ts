import { describe, expect, it } from 'vitest';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { StudyResult } from '../../../tiles/api/result.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { Derived } from '../engine/derived.ts';
import type { FeatureQuery, Sources } from '../engine/sources.ts';
import { parseAs } from './parse.ts';
import { runStudy } from './run.ts';

const WARDS = ['east', 'west'];
const ATTRIBUTES: Readonly<Record<string, readonly number[]>> = {
  residents: [100, 200],
  pupils: [30, NaN],
  losses: [1, -1],
};
const ward = (lon: number): GeoJSONGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [lon, 36],
      [lon + 0.01, 36],
      [lon + 0.01, 36.01],
      [lon, 36.01],
      [lon, 36],
    ],
  ],
});
const sources = {
  areas: () => Promise.resolve({ key: '', hash: '', value: { ids: WARDS, geometries: [ward(120), ward(120.01)] } }),
  features: ({ layer, attributes = [] }: FeatureQuery) =>
    Promise.resolve({
      key: '',
      hash: '',
      value: {
        layer,
        title: { zh: '街区', en: 'Wards' },
        ids: WARDS,
        district: [null, null],
        subdistrict: [null, null],
        attributes: Object.fromEntries(attributes.map((name) => [name, Float64Array.from(ATTRIBUTES[name] ?? [])])),
        provenances: ['official'],
      },
    }),
} as unknown as Sources;

async function answer(study: object): Promise<StudyResult> {
  const found = await runStudy(parseAs('Study', study, 1000), {
    sources,
    derived: new Derived(),
    taskFor: () => IDLE,
  });
  return JSON.parse(JSON.stringify(found)) as StudyResult;
}

/** Three blocks of a town: minutes to its school and its clinic, which stand at either end. */
const TOWN = {
  matrix: {
    costs: [
      [2, 20],
      [8, 9],
      [25, 3],
    ],
    costUnit: 'min',
  },
  demand: {
    points: [
      { people: 100, groups: { 'school-age': 40, '60+': 5 } },
      { people: 80, groups: { 'school-age': 10, '60+': 10 } },
      { people: 60, groups: { '60+': 45 } },
    ],
  },
  facilities: { points: [{ id: 'school' }, { id: 'clinic' }] },
};

describe('groups of people', () => {
  it('are counted each by itself, and the answer says whom', async () => {
    const coverage = { kind: 'coverage', within: [5] };
    const { results, demand, assumptions } = await answer({
      ...TOWN,
      analyses: [
        coverage,
        { ...coverage, for: 'school-age' },
        { kind: 'overlap', within: 10, for: '60+' },
        { kind: 'assignment', for: 'school-age' },
        { kind: 'opportunities', within: 10, decay: { kind: 'cumulative' }, for: '60+' },
        { kind: 'huff', for: '60+' },
        { kind: 'cells' },
      ],
    });
    expect(demand?.groups).toEqual([
      { name: 'school-age', people: 50 },
      { name: '60+', people: 60 },
    ]);
    expect(results).toMatchObject([
      { people: 240, within: [{ people: 160 }] },
      { people: 50, within: [{ people: 40, peopleShare: 0.8 }] },
      { facilities: [{ people: 15 }, { people: 55 }], peopleByCount: [0, 50, 10] },
      { facilities: [{ people: 50 }, { people: 0 }], meanCost: (40 * 2 + 10 * 8) / 50 },
      { people: 60, mean: (5 * 1 + 10 * 2 + 45 * 1) / 60 },
      { people: 60 },
      {
        cells: [
          { people: 100, groups: { 'school-age': 40, '60+': 5 } },
          {},
          { groups: { 'school-age': 0, '60+': 45 } },
        ],
      },
    ]);
    expect(assumptions.map(({ message }) => message.en)).toContain('Analysis 2 counts the group “school-age” alone.');
  });

  it('decide where the next site goes', async () => {
    const siting = { kind: 'siting', model: 'mclp', within: 5, p: 1, gap: 0 };
    const { results } = await answer({
      matrix: TOWN.matrix,
      demand: TOWN.demand,
      candidates: TOWN.facilities,
      analyses: [siting, { ...siting, for: '60+' }],
    });
    expect(results).toMatchObject([
      { chosen: ['school'], objective: 100 },
      { chosen: ['clinic'], objective: 45 },
    ]);
  });

  it('are missed where the demand has none', async () => {
    const points = TOWN.demand.points.map(({ people }) => ({ people }));
    const analyses = [{ kind: 'equity', within: 10 }];
    const said = async (demand: object): Promise<readonly string[]> =>
      (await answer({ ...TOWN, demand, analyses })).warnings.map(({ code }) => code);
    expect(await said({ points })).toContain('no-groups');
    expect(await said(TOWN.demand)).not.toContain('no-groups');
  });

  it('decide which facility is missed least', async () => {
    const closure = { kind: 'closure', model: 'mclp', within: 5, close: 1 };
    const { results } = await answer({ ...TOWN, analyses: [closure, { ...closure, for: '60+' }] });
    expect(results).toMatchObject([
      { closed: [{ id: 'clinic' }], objective: 100 },
      { closed: [{ id: 'school' }], objective: 45 },
    ]);
  });

  it('fill the catchments of facilities', async () => {
    const pupils = [30, 10, 60];
    const areas = [120, 120.01, 120.02].map((lon, k) => ({
      geometry: ward(lon),
      people: 500,
      groups: { pupils: pupils[k] },
    }));
    const points = [120.005, 120.025].map((lon, k) => ({ id: `school-${String(k)}`, lon, lat: 36.005, capacity: 60 }));
    const districts = { kind: 'districts', useCapacities: true, for: 'pupils' };
    const { results } = await answer({
      network: { straight: {} },
      demand: { areas },
      facilities: { points },
      analyses: [districts],
    });
    expect(results).toMatchObject([{ status: 'optimal', zones: [{ people: 40 }, { people: 60 }] }]);
  });

  it('are those of areas and of attributes of a layer, 0 where there is no number', async () => {
    const analyses = [{ kind: 'cells' }];
    const layer = { layer: 'wards', people: 'residents', groups: { pupils: 'pupils' } };
    const areas = [120, 120.01].map((lon, k) => ({ geometry: ward(lon), people: 9, groups: { pupils: k } }));
    const groupsIn = async (demand: object): Promise<unknown> => {
      const [cells] = (await answer({ demand, analyses })).results;
      return cells?.kind === 'cells' ? cells.cells.map(({ groups }) => groups) : null;
    };
    expect(await groupsIn(layer)).toEqual([{ pupils: 30 }, { pupils: 0 }]);
    expect(await groupsIn({ areas })).toEqual([{ pupils: 0 }, { pupils: 1 }]);
    await expect(groupsIn({ ...layer, groups: { lost: 'losses' } })).rejects.toMatchObject({
      code: 'group-wrong',
      at: '/demand/groups/lost',
    });
  });

  it.each([
    ['unknown-group', TOWN.demand, 'schoolage'],
    ['no-groups', { points: [{ people: 1 }, { people: 1 }, { people: 1 }] }, '60+'],
    ['group-nobody', { points: [{ people: 1, groups: { a: 0 } }, { people: 1 }, { people: 1 }] }, 'a'],
  ])('are refused with %s', async (code, demand, name) => {
    const study = { ...TOWN, demand, analyses: [{ kind: 'assignment' }, { kind: 'coverage', within: [5], for: name }] };
    await expect(answer(study)).rejects.toMatchObject({ code, at: '/analyses/1/for' });
  });
});
