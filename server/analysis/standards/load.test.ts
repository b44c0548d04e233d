import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { Catalogue } from '../../layers/catalogue.ts';
import { loadCatalogue } from '../../layers/catalogue.ts';
import { checkStandard } from './check.ts';
import { loadStandards, readStandards, StandardsError } from './load.ts';

const RULE = {
  id: 'some-rule',
  title: { zh: '规则', en: 'Rule' },
  clause: null,
  layer: 'toilets',
  landUse: ['green'],
  demanded: { kind: 'density', min: 5, max: 6 },
  unit: { zh: '座/km²', en: 'per km²' },
  certainty: 'unverified',
} as const;
const STANDARD = {
  id: 'some',
  number: 'GB 1-2018',
  year: 2018,
  title: { zh: '标准', en: 'Standard' },
  rules: [RULE],
} as const;

const STANDARDS = fileURLToPath(new URL('../../../data/standards/', import.meta.url));

describe('standards', () => {
  let catalogue: Catalogue;
  let folder: string;
  beforeAll(async () => {
    catalogue = await loadCatalogue();
    folder = await mkdtemp(join(tmpdir(), 'standards-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('that the project comes with fit the catalogue, those that bind in the city first', async () => {
    const standards = await loadStandards(catalogue);
    const files = await readStandards(STANDARDS, catalogue);
    expect(standards.map(({ number, version }) => [number, version])).toEqual([
      ['青岛市养老服务促进条例', '2018-11-30'],
      ['青岛市学前教育条例', '2018-11-30'],
      ['青岛市市容和环境卫生管理条例', '2017-12-01'],
      ['CJJ 14-2016', undefined],
      ['GB 50180-2018', undefined],
      ['GB/T 50337-2018', undefined],
      ['TD/T 1063-2021', undefined],
    ]);
    // Of these no rule is left out for a layer that the city lacks: what it lacks is said.
    const ids = (list: typeof files): unknown => list.map(({ id, rules }) => [id, rules.map((rule) => rule.id)]).sort();
    expect(ids(standards)).toEqual(ids(files.filter(({ id }) => id !== 'city-checkup-2021')));
    expect(await loadStandards(catalogue)).toBe(standards);
  });

  it('say of every number how sure it is, and from where', async () => {
    const rules = (await loadStandards(catalogue)).flatMap(({ id, rules: all }) => all.map((rule) => ({ id, rule })));
    for (const { id, rule } of rules) {
      const { certainty, clause, source, binds } = rule;
      expect([rule.id, certainty === 'text' && clause === null]).toEqual([rule.id, false]);
      expect([rule.id, certainty === 'quoted' && source === undefined]).toEqual([rule.id, false]);
      expect([rule.id, binds]).toEqual([
        rule.id,
        id.startsWith('qingdao-') ? { city: '370200', place: { zh: '青岛市', en: 'Qingdao' } } : undefined,
      ]);
    }
    expect(rules.filter(({ rule }) => rule.certainty === 'unverified').map(({ rule }) => rule.id)).toEqual([
      'toilets-industrial',
    ]);
    expect(rules.filter(({ rule }) => rule.certainty === 'text').map(({ rule }) => [rule.id, rule.clause])).toEqual([
      ['elderly-land', '7'],
      ['elderly-community-new', '9'],
      ['elderly-community-built', '9'],
      ['kindergarten-5000', '7'],
      ['toilets-accessible', '44'],
      ['toilets-class-one', '44'],
      ['toilets-free', '44'],
    ]);
  });

  it('say what data a rule needs and what the city lacks, and compute it once the city has them', async () => {
    const missing = (list: Awaited<ReturnType<typeof loadStandards>>): readonly (readonly [string, string])[] =>
      list.flatMap(({ rules }) =>
        rules.flatMap(({ id, missing: lacks }) => (lacks === undefined ? [] : [[id, lacks.en]])),
      );
    expect(missing(await loadStandards(catalogue))).toEqual([
      ['elderly-land', 'There is no layer elderly-care in the catalogue.'],
      ['elderly-community-new', 'There is no layer elderly-care in the catalogue.'],
      ['elderly-community-built', 'There is no layer elderly-care in the catalogue.'],
      ['kindergarten-5000', 'The layer schools has no attribute classes.'],
      ['toilets-free', 'The layer toilets has no attribute free.'],
      ['elderly-5min', 'There is no layer elderly-care in the catalogue.'],
      ['culture-15min', 'There is no layer culture-sites in the catalogue.'],
      ['sports-15min', 'There is no layer sports-sites in the catalogue.'],
      ['football-15min', 'There is no layer football-pitches in the catalogue.'],
      ['markets-10min', 'There is no layer markets in the catalogue.'],
      ['green-5min', 'There is no layer parks in the catalogue.'],
      ['forest-15min', 'There is no layer woods in the catalogue.'],
      ['fire-5min', 'There is no layer fire-stations in the catalogue.'],
      ['commute-45min', 'The service has no way to compute it.'],
      ['kindergarten-classes', 'The layer schools has no attribute classes.'],
      ['elderly-beds', 'The service has no way to compute it.'],
    ]);
    const number = { type: 'number', title: { zh: '数', en: 'number' } } as const;
    const grown = new Map(catalogue.layers.map((layer) => [layer.id, layer]));
    const [schools, toilets] = [grown.get('schools') as LayerDefinition, grown.get('toilets') as LayerDefinition];
    grown.set('schools', { ...schools, attributes: { ...schools.attributes, classes: number } });
    grown.set('parks', { ...toilets, id: 'parks', attributes: { area_m2: number } });
    grown.set('elderly-care', { ...toilets, id: 'elderly-care', geometry: 'Polygon', attributes: { land_m2: number } });
    const known = await loadStandards({ get: (id) => grown.get(id), city: catalogue.city });
    const lacks = new Map(missing(known));
    expect(['kindergarten-5000', 'kindergarten-classes', 'green-5min', 'elderly-land', 'parks-by-size']).toSatisfy(
      (ids: readonly string[]) => ids.every((id) => !lacks.has(id)),
    );
    // Areas add up, but nobody walks to a point of one.
    expect(lacks.get('elderly-5min')).toBe('The layer elderly-care has no points.');
    expect(known.map(({ id }) => id)).toContain('city-checkup-2021');
  });

  it('of one city bind in no other', async () => {
    const other = { get: (id: string) => catalogue.get(id), city: { ...catalogue.city, code: '330100' } };
    const standards = await loadStandards(other);
    expect(standards.map(({ id }) => id)).toEqual([
      'cjj-14-2016',
      'gb-50180-2018',
      'gb-t-50337-2018',
      'td-t-1063-2021',
    ]);
    // A city that none of them can be computed for is offered none.
    expect(await loadStandards({ get: () => undefined, city: { ...catalogue.city, code: '330100' } })).toEqual([]);
  });

  it('hold the densities of toilets by land use and the radii of schools', async () => {
    const demanded = (await loadStandards(catalogue)).flatMap(({ rules }) =>
      rules.map((rule) => [rule.id, rule.landUse ?? [], rule.demanded] as const),
    );
    expect(demanded).toEqual(
      expect.arrayContaining([
        ['toilets-residential', ['residential'], { kind: 'density', min: 3, max: 5 }],
        ['toilets-public', ['public', 'commercial', 'transport'], { kind: 'density', min: 4, max: 11 }],
        ['toilets-green', ['green'], { kind: 'density', min: 5, max: 6 }],
        ['toilets-industrial', ['industrial'], { kind: 'density', min: 1, max: 2 }],
        ['kindergarten-300', ['residential'], { kind: 'within', metres: 300, share: 1 }],
        ['primary-500', ['residential'], { kind: 'within', metres: 500, share: 1 }],
        ['junior-1000', ['residential'], { kind: 'within', metres: 1000, share: 1 }],
      ]),
    );
  });

  it.each([
    ['a layer that is not there', { layer: 'toilet' }, 'there is no layer toilet in the catalogue'],
    ['a layer of areas', { layer: 'districts' }, 'the layer districts has no points'],
    ['a filter that cannot be read', { filter: 'grade = ' }, /its filter grade = {2}does not fit toilets/],
    ['a filter of an attribute that is not there', { filter: "level = 'primary'" }, 'does not fit toilets'],
    [
      'a filter for a value that the attribute cannot have',
      { filter: "NOT grade IN ('first', 'fourth')" },
      'asks for grade = fourth',
    ],
    [
      'a ratio of something that is no number',
      { demanded: { kind: 'ratio', of: 'name', to: 'stalls_male', min: 1 } },
      'the attribute name of toilets is no number',
    ],
    [
      'a capacity that is not there',
      { demanded: { kind: 'per-thousand', capacity: 'beds', min: 1 } },
      'has no attribute beds',
    ],
    ['a minimum above the maximum', { demanded: { kind: 'density', min: 7, max: 6 } }, 'min is above max'],
    ['a rule read in its text without a clause', { certainty: 'text' }, 'names its clause, and clause is null'],
    ['a rule of a former name without a clause', { certainty: 'verified' }, 'names its clause, and clause is null'],
    ['a quotation of no page', { certainty: 'quoted' }, 'no source names the page'],
    [
      'a page that nobody says when it was seen',
      { certainty: 'quoted', source: { page: { zh: '页', en: 'page' }, seen: 'lately' } },
      '/rules/0/source/seen',
    ],
    [
      'a distance without a limit',
      { demanded: { kind: 'within', share: 1 } },
      'within has no limit: give metres or minutes',
    ],
    [
      'a distance with two limits',
      { demanded: { kind: 'within', metres: 300, minutes: 5, share: 1 } },
      'two limits, metres 300 and minutes 5: give one',
    ],
    [
      'minutes in a straight line',
      { demanded: { kind: 'within', minutes: 5, along: 'line', share: 1 } },
      'takes no time, but minutes is 5: give metres',
    ],
    [
      'metres of a drive',
      { demanded: { kind: 'within', metres: 900, along: 'drive', share: 1 } },
      'metres is 900: give minutes',
    ],
    [
      'a size class that holds nothing',
      {
        demanded: {
          kind: 'within-by-size',
          attribute: 'area_m2',
          classes: [{ from: 5000, below: 2000, metres: 300 }],
          share: 1,
        },
      },
      'below 2000 is not above from 5000',
    ],
    ['a threshold of what is reported only', { reportOnly: true }, 'no threshold, but min is 5 and max is 6'],
    [
      'a share that is never had',
      { demanded: { kind: 'share', attribute: 'grade', values: ['fourth'], min: 1 } },
      'the attribute grade of toilets is never fourth',
    ],
    [
      'a share of what is true or false by a word',
      { demanded: { kind: 'share', attribute: 'accessible', values: ['yes'], min: 1 } },
      'the attribute accessible of toilets is never yes',
    ],
    [
      'a share of an attribute that is not there',
      { demanded: { kind: 'share', attribute: 'free', values: [true], min: 1 } },
      'the layer toilets has no attribute free',
    ],
    [
      'people for no facility',
      { demanded: { kind: 'people-per-facility', people: 0 } },
      '/rules/0/demanded/people must be > 0',
    ],
    ['a method that is not there, without the data that it takes', { demanded: { kind: 'not-computed' } }, 'no way'],
    ['what only the service says', { missing: { zh: '缺', en: 'lack' } }, 'missing is what the service says'],
    [
      'a use of land that nobody knows',
      { landUse: ['meadow'] },
      '/rules/0/landUse/0 must be equal to one of the allowed values: residential, public',
    ],
    ['a demand of an unknown kind', { demanded: { kind: 'beauty' } }, '/rules/0/demanded'],
    ['a density of nothing', { demanded: { kind: 'density' } }, 'density has no threshold: give min or max'],
    [
      'a share above all',
      { demanded: { kind: 'within', metres: 300, share: 1.5 } },
      '/rules/0/demanded/share must be <= 1',
    ],
    ['no English', { title: { zh: '规则', en: ' ' } }, '/rules/0/title/en'],
    ['a property that is not one', { clouse: '5.1' }, '/rules/0 must not have "clouse"'],
  ])('with %s are refused', (_, change, error) => {
    const { standard, errors } = checkStandard({ ...STANDARD, rules: [{ ...RULE, ...change }] }, 'some', catalogue);
    expect(standard).toBeNull();
    expect(errors.join('\n')).toMatch(error);
  });

  it('of before, which call a rule that was read verified, are read as text where it names its clause', () => {
    const { standard, errors } = checkStandard(
      {
        ...STANDARD,
        rules: [{ ...RULE, certainty: 'verified', clause: '5.2.1' }],
        walkingCircles: [{ minutes: 5, minM: 300, maxM: 300, certainty: 'verified' }],
      },
      'some',
      catalogue,
    );
    expect(errors).toEqual([]);
    expect([standard?.rules[0]?.certainty, standard?.walkingCircles?.[0]?.certainty]).toEqual(['text', 'unverified']);
  });

  it('name their file, their rules each once, and circles that are not turned round', () => {
    const { errors } = checkStandard(
      {
        ...STANDARD,
        rules: [RULE, RULE],
        walkingCircles: [{ minutes: 5, minM: 400, maxM: 300, certainty: 'unverified' }],
      },
      'other',
      catalogue,
    );
    expect(errors).toEqual([
      "id is some, but must equal the file's name, other.",
      '/rules/1 (some-rule): its id is used by an earlier rule.',
      '/walkingCircles/0: minM is above maxM.',
    ]);
  });

  it('are refused with every error of every file at once', async () => {
    await writeFile(
      join(folder, 'some.json'),
      JSON.stringify({ ...STANDARD, year: '2018', rules: [{ ...RULE, clause: 5 }] }),
    );
    await writeFile(join(folder, 'torn.json'), '{"id": "torn"');
    await writeFile(join(folder, 'good.json'), JSON.stringify({ ...STANDARD, id: 'good' }));
    const refused = await readStandards(folder, catalogue).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StandardsError);
    expect((refused as StandardsError).errors).toEqual([
      'some.json: /year must be integer.',
      'some.json: /rules/0/clause must be string,null.',
      'torn.json: must be object.',
    ]);
  });
});
