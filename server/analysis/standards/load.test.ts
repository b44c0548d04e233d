import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('that the project comes with fit the catalogue, and say of every rule that it is not verified', async () => {
    const standards = await loadStandards(catalogue);
    // None of their rules is left out for a layer that the city lacks.
    expect(standards).toEqual(await readStandards(STANDARDS, catalogue));
    expect(standards.map(({ number }) => number)).toEqual(['CJJ 14-2016', 'GB 50180-2018', 'GB/T 50337-2018']);
    expect(
      standards
        .flatMap(({ rules }) => rules)
        .filter(({ certainty, clause }) => certainty !== 'unverified' || clause !== null),
    ).toEqual([]);
    expect(await loadStandards(catalogue)).toBe(standards);
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
    ['a verified rule without a clause', { certainty: 'verified' }, 'a verified rule names its clause'],
    [
      'a use of land that nobody knows',
      { landUse: ['meadow'] },
      '/rules/0/landUse/0 must be equal to one of the allowed values: residential, public',
    ],
    ['a demand of an unknown kind', { demanded: { kind: 'beauty' } }, '/rules/0/demanded'],
    ['a density of nothing', { demanded: { kind: 'density' } }, "must have required property 'min'"],
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
