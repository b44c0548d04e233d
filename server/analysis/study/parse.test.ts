import { describe, expect, it } from 'vitest';
import { AnalysisError, AnalysisErrors } from '../errors.ts';
import { parseAs } from './parse.ts';

/** Places and English texts of the errors of a study. */
function errorsOf(value: unknown, bytes = 100): readonly (readonly [string, string])[] {
  try {
    parseAs('Study', value, bytes);
    return [];
  } catch (error) {
    const errors = error instanceof AnalysisErrors ? error.errors : error instanceof AnalysisError ? [error] : [];
    return errors.map(({ at, text }) => [at ?? '', text.en] as const);
  }
}

const ANALYSES = [{ kind: 'coverage', within: [600] }];

describe('a study', () => {
  it.each([
    ['nothing', null, [['', 'null should be an object.']]],
    ['a list', [], [['', '[…] should be an object.']]],
    ['no analyses', {}, [['', '“analyses” is missing.']]],
    ['an empty list of them', { analyses: [] }, [['/analyses', 'At least 1 are needed; there are 0.']]],
    [
      'a misspelt property',
      { analyses: ANALYSES, facilites: {} },
      [['/facilites', 'There is no “facilites” here. Do you mean facilities?']],
    ],
    [
      'a network of neither kind',
      { analyses: ANALYSES, network: {} },
      [['/network', 'One of these is needed: stored, nodes, straight.']],
    ],
    [
      'a network whose edges lack',
      { analyses: ANALYSES, network: { nodes: [{ id: 1 }] } },
      [['/network', '“edges” is missing.']],
    ],
    [
      'a wrong cost deep inside',
      { analyses: ANALYSES, network: { nodes: [{ id: 1 }], edges: [{ from: 1, to: 1, cost: -1 }] } },
      [['/network/edges/0/cost', '-1 should be at least 0.']],
    ],
    [
      'an unknown kind of analysis',
      { analyses: [{ kind: 'cover' }] },
      [['/analyses/0/kind', expect.stringContaining('"cover" is none of: coverage, gaps')]],
    ],
    ['no kind', { analyses: [{}] }, [['/analyses/0', '“kind” is missing.']]],
    [
      'a property of another kind',
      { analyses: [{ kind: 'gaps', within: 3, p: 1 }] },
      [['/analyses/0/p', expect.stringMatching(/no “p” here/)]],
    ],
    [
      'several errors at once',
      { analyses: [{ kind: 'siting', model: 'best', p: 1.5 }], travel: { mode: 'fly' }, title: 7 },
      [
        ['/title', '7 should be a text.'],
        ['/travel/mode', '"fly" is none of: walk, cycle, drive, transit.'],
        ['/analyses/0/model', '"best" is none of: lscp, mclp, p-median, p-center.'],
        ['/analyses/0/p', '1.5 should be a whole number.'],
      ],
    ],
    [
      'a matrix of texts',
      { analyses: ANALYSES, matrix: { costs: [['1']] } },
      [['/matrix/costs/0/0', '"1" should be a number or null.']],
    ],
    [
      'a number beyond all',
      { analyses: [{ kind: 'gaps', within: Infinity }] },
      [['/analyses/0/within', 'Infinity should be a number.']],
    ],
    [
      'a triple of two',
      { analyses: [{ kind: 'moran', values: { values: [1] }, neighbours: { given: [[0, 0]] } }] },
      [['/analyses/0/neighbours/given/0', 'At least 3 are needed; there are 2.']],
    ],
    [
      'ground that is no area',
      { analyses: [{ kind: 'siting', model: 'lscp', forbidden: [{ type: 'Point', coordinates: [1, 2] }] }] },
      [
        ['/analyses/0/forbidden/0/type', '"Point" is none of: Polygon, MultiPolygon.'],
        ['/analyses/0/forbidden/0/coordinates/0', '1 should be a list.'],
        ['/analyses/0/forbidden/0/coordinates/1', '2 should be a list.'],
      ],
    ],
    [
      'amounts whose sums and powers are not finite',
      { demand: { points: [{ people: 1e308 }] }, analyses: [{ kind: 'huff', alpha: 1e6, within: 2 ** 53 - 1 }] },
      [
        ['/analyses/0/alpha', '1000000 should be at most 10.'],
        ['/demand/points/0/people', '1e+308 should be at most 10000000000000000.'],
      ],
    ],
  ] as const)('with %s is told what is wrong and where', (_name, study, expected) => {
    expect([...errorsOf(study)].sort()).toEqual([...expected].sort());
  });

  it('reads a study that calls subdistricts streets, and leaves a filter as it is', () => {
    const filter = "street = '370202001'";
    const study = {
      demand: { points: [{ lon: 120, lat: 36, people: 1, street: '甲' }] },
      facilities: { layer: 'toilets', filter },
      analyses: [{ kind: 'coverage', within: [300], by: 'street' }],
    };
    expect(parseAs('Study', structuredClone(study), 0)).toEqual({
      demand: { points: [{ lon: 120, lat: 36, people: 1, subdistrict: '甲' }] },
      facilities: { layer: 'toilets', filter },
      analyses: [{ kind: 'coverage', within: [300], by: 'subdistrict' }],
    });
  });

  it('tells the first error alone where there might be a million', () => {
    const study = { analyses: ANALYSES, matrix: { costs: [Array.from({ length: 1000 }, () => 'x')] } };
    expect(errorsOf(study, 1 << 21)).toHaveLength(1);
    expect(errorsOf(study).map(([at]) => at)).toEqual([
      '/matrix/costs/0/0',
      '/matrix/costs/0/1',
      '/matrix/costs/0/2',
      '/matrix/costs/0/3',
      '/matrix/costs/0/4',
      '',
    ]);
  });

  it.each([
    ['numbers for analyses', { analyses: Array.from({ length: 200_000 }, () => 1) }, '/analyses/0'],
    ['empty analyses', { analyses: Array.from({ length: 200_000 }, () => ({})) }, '/analyses/0'],
    [
      'rows of texts',
      { analyses: ANALYSES, matrix: { costs: Array.from({ length: 200_000 }, () => ['x']) } },
      '/matrix/costs/0/0',
    ],
    ['unknown names', Object.fromEntries(Array.from({ length: 200_000 }, (_, n) => [`n${n}`, n])), '/n0'],
  ])('is not checked to its end where it has 200,000 %s', (_, study, place) => {
    const told = errorsOf(study);
    expect(told.length).toBeLessThanOrEqual(51);
    expect(told.map(([at]) => at)).toContain(place);
    expect(told.at(-1)?.[1]).toContain('more');
  });

  it.each([
    [{ ['n'.repeat(1_000_000)]: 1, analyses: ANALYSES }],
    [{ title: [], $schema: 's'.repeat(1_000_000), analyses: 't'.repeat(1_000_000) }],
  ])('is answered without its own long texts', (study) => {
    expect(JSON.stringify(errorsOf(study as object, 1 << 21)).length).toBeLessThan(2000);
  });

  it.each([
    { analyses: ANALYSES },
    {
      $schema: 'x',
      title: 't',
      timeLimitS: 3,
      network: { stored: 'roads' },
      travel: { mode: 'walk', direction: 'from-facility' },
      demand: { stored: 'people' },
      facilities: { layer: 'toilets', filter: 'wifi = TRUE', capacity: 'stalls_male' },
      candidates: { cells: { minPeople: 3, spacingM: 200 } },
      edits: [
        { kind: 'add', id: 'x', lon: 1, lat: 2 },
        { kind: 'remove', id: 'x' },
      ],
      analyses: ANALYSES,
    },
    {
      matrix: {
        costs: [
          [1, null],
          [2, 3],
        ],
        costUnit: 'km',
      },
      demand: { points: [{ people: 1 }, { id: 7, people: 2, district: 'a' }] },
      analyses: [{ kind: 'e2sfca', catchment: 3, decay: { kind: 'steps', steps: [{ upTo: 3, weight: 1 }] } }],
    },
    {
      analyses: [
        { kind: 'hotspots', values: { points: [{ lon: 1, lat: 2, value: -3 }] }, neighbours: { contiguity: 'queen' } },
        { kind: 'kde', of: { points: [] }, bandwidthM: 3, cellM: 3 },
        { kind: 'balance', of: { layer: 'x' }, cellM: 3 },
      ],
    },
  ])('of every valid form is accepted', (study) => {
    expect(errorsOf(study)).toEqual([]);
  });
});
