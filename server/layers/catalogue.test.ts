import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { layerErrors } from './catalogue-check.ts';
import { CatalogueError, createCatalogue, loadCatalogue } from './catalogue.ts';
import { testCatalogue } from '../testing/layers.ts';
import { emptyCatalogue, qingdaoLayer, testCity } from '../testing/city.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { QINGDAO_FOLDER } from './city.ts';
import { CITY_SCHEMAS } from './schema-files.ts';

const QINGDAO = JSON.parse(readFileSync(join(QINGDAO_FOLDER, 'city.json'), 'utf8')) as object;

describe('the catalogue', () => {
  it('has every file of its folder, without an error', async () => {
    const catalogue = await loadCatalogue();
    expect(catalogue.get('toilets')?.title.zh).toBe('公共厕所');
    for (const layer of catalogue.layers) {
      expect(new Ajv2020({ strict: false }).validateSchema(catalogue.schema(layer.id)), layer.id).toBe(true);
      expect(
        catalogue
          .check(layer.id)({ 'not an attribute': 1 })
          .map((error) => error.keyword),
        layer.id,
      ).toContain('additionalProperties');
    }
  });

  it('names every error of every file at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-catalogue-'));
    try {
      await mkdir(join(folder, 'layers'));
      await writeFile(join(folder, 'city.json'), await readFile(join(QINGDAO_FOLDER, 'city.json')));
      await writeFile(
        join(folder, 'layers/good-name.json'),
        JSON.stringify({
          ...qingdaoLayer('toilets'),
          id: 'other',
          required: ['nowhere'],
        }),
      );
      await writeFile(
        join(folder, 'layers/mistakes.json'),
        JSON.stringify({
          ...qingdaoLayer('toilets'),
          id: 'mistakes',
          style: { color: { light: 'red', dark: '#ffffff' }, order: 1 },
          minZoom: 3,
        }),
      );
      await writeFile(join(folder, 'layers/nothing.json'), '{}');
      await writeFile(join(folder, 'layers/torn.json'), '{');
      const error: unknown = await loadCatalogue(folder).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(CatalogueError);
      const errors = error instanceof CatalogueError ? error.errors.join('\n') : '';
      expect(errors).toMatch(/good-name\.json: id is other.*good-name\.json: required names the attribute nowhere/s);
      expect(errors).toMatch(/layers\/mistakes\.json: \/style\/color\/light is "red"/);
      expect(errors).toMatch(/layers\/mistakes\.json: \/ has the key "minZoom", which means nothing here/);
      expect(errors).toMatch(/layers\/nothing\.json: \/ lacks "attributes": add it/);
      expect(errors).toMatch(/layers\/torn\.json: is not JSON/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('names the errors of city.json among them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-catalogue-'));
    try {
      await writeFile(
        join(folder, 'city.json'),
        JSON.stringify({
          code: 'x',
          name: { zh: '城', en: 'City' },
          timeZone: 'Mars/Olympus',
          bounds: [1, 2, 3],
          start: { center: [1, 2], zoom: 9 },
        }),
      );
      const error: unknown = await loadCatalogue(folder).catch((reason: unknown) => reason);
      const errors = error instanceof CatalogueError ? error.errors.join('\n') : '';
      expect(errors).toMatch(/city\.json: \/timeZone is "Mars\/Olympus", which is no time-zone: correct it/);
      expect(errors).toMatch(/city\.json: \/bounds is \[1,2,3\]/);
      expect(errors).toMatch(/layers\/: there is no layer in/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('reads layers whose standard somebody called verified, as text where it names its clause', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-catalogue-'));
    try {
      await mkdir(join(folder, 'layers'));
      await writeFile(join(folder, 'city.json'), JSON.stringify({ ...QINGDAO, roles: {}, figures: [] }));
      const read = async (standard: object): Promise<unknown> => {
        const layer = {
          ...qingdaoLayer('reports'),
          standard: { number: 'GB 1', title: { zh: '标准', en: 'Standard' }, ...standard },
        };
        await writeFile(join(folder, 'layers/reports.json'), JSON.stringify(layer));
        return (await loadCatalogue(folder)).layers[0]?.standard?.certainty;
      };
      expect(await read({ certainty: 'verified', clause: '5.2.1' })).toBe('text');
      expect(await read({ certainty: 'verified' })).toBe('unverified');
      expect(await read({ certainty: 'text', clause: '7', version: '2018-11-30' })).toBe('text');
      await expect(read({ certainty: 'text' })).rejects.toThrow('standard.certainty is text, but no clause is named');
      await expect(read({ certainty: 'quoted' })).rejects.toThrow('standard.certainty is quoted, but no source');
      await expect(read({ certainty: 'sure' })).rejects.toThrow(/certainty/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('names figures that are of no layer of points, or told twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-catalogue-'));
    try {
      await mkdir(join(folder, 'layers'));
      await writeFile(join(folder, 'layers/reports.json'), JSON.stringify(qingdaoLayer('reports')));
      const figure = { id: 'a', kind: 'rate', title: { zh: '甲', en: 'A' }, layer: 'reports' };
      const figures = [figure, { ...figure, layer: 'nowhere' }];
      await writeFile(join(folder, 'city.json'), JSON.stringify({ ...QINGDAO, roles: {}, figures }));
      const error: unknown = await loadCatalogue(folder).catch((reason: unknown) => reason);
      const errors = error instanceof CatalogueError ? error.errors.join('\n') : '';
      expect(errors).toMatch(/city\.json: \/figures\/1\/layer is nowhere, which is no layer of points of the city/);
      expect(errors).toMatch(/city\.json: \/figures has the id a twice/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('reads layers that call subdistricts streets', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-catalogue-'));
    try {
      const text = JSON.stringify(qingdaoLayer('reports'));
      const former = text
        .replaceAll('"format":"subdistrict"', '"format":"street"')
        .replace('"subdistrict":', '"street":');
      expect(former).toMatch(/"format":"street".*"areas":\{"grid":"grid","street":"street"\}/);
      await mkdir(join(folder, 'layers'));
      await writeFile(join(folder, 'layers/reports.json'), former);
      await writeFile(join(folder, 'city.json'), JSON.stringify({ ...QINGDAO, roles: {}, figures: [] }));
      const { layers } = await loadCatalogue(folder);
      expect(layers).toMatchObject([
        {
          attributes: { street: { format: 'subdistrict' } },
          caseData: { areas: { grid: 'grid', subdistrict: 'street' } },
        },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    [
      {
        ...QINGDAO,
        basemaps: [
          {
            id: 'grey',
            title: { zh: '图', en: 'Map' },
            tiles: ['https://tiles.example/{z}/{x}/{y}'],
            attribution: 'x',
          },
        ],
      },
      /city\.json: \/basemaps has the id grey, which another base map has/,
    ],
    [
      {
        ...QINGDAO,
        basemaps: [
          { id: 'aerial', title: { zh: '图', en: 'Map' }, tiles: ['https://tiles.example/{z}'], attribution: 'x' },
        ],
      },
      /city\.json: \/basemaps\/aerial has the address https:\/\/tiles\.example\/\{z\}: write \{z\}, \{x\} and \{y\}/,
    ],
    [{ ...QINGDAO, bounds: [121, 35, 119, 37] }, /city\.json: \/bounds is \[121, 35, 119, 37\]: write west, south/],
    [{ ...QINGDAO, start: { center: [0, 0], zoom: 3 } }, /city\.json: \/start\/center is \[0, 0\], which lies outside/],
    [{ ...QINGDAO, roles: { sea: 'ocean' } }, /city\.json: \/roles\/sea is ocean, which is no layer of the city/],
  ])('refuses a city that makes no sense: %#', async (city, error) => {
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-catalogue-'));
    try {
      await mkdir(join(folder, 'layers'));
      await writeFile(join(folder, 'layers/toilets.json'), JSON.stringify(qingdaoLayer('toilets')));
      await writeFile(join(folder, 'city.json'), JSON.stringify(city));
      await expect(loadCatalogue(folder)).rejects.toThrow(error);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    [{ sums: ['name'] }, /sums: attribute name is no number/],
    [{ sums: ['nowhere'] }, /sums names the attribute nowhere/],
    [{ sums: ['stalls_male', 'stalls_male'] }, /sums names an attribute twice/],
    [{ sums: ['a', 'b', 'c', 'd', 'e'] }, /sums: at most 4/],
    [{ sums: ['stalls_male'], geometry: 'Polygon' as const }, /only layers of points/],
    [
      {
        attributes: {
          ...testCatalogue.get('toilets')?.attributes,
          sum_stalls: { type: 'integer' as const, title: { zh: '厕位', en: 'Stalls' } },
        },
      },
      /sum_stalls: the name is reserved/,
    ],
  ])('refuses what clusters cannot carry: %o', (change, error) => {
    const toilets = testCatalogue.get('toilets');
    if (toilets === undefined) throw new Error('No toilets.');
    const errors = (layer: LayerDefinition): string[] => [...layerErrors(layer, 'toilets')];
    expect(errors({ ...toilets, sums: ['stalls_male', 'stalls_female'] })).toEqual([]);
    expect(errors({ ...toilets, ...change }).join('\n')).toMatch(error);
  });

  it('writes a schema with titles, units and labels in both languages, optional attributes nullable', () => {
    const { properties, required, additionalProperties } = testCatalogue.schema('toilets');
    expect(properties.grade).toEqual({
      type: ['string', 'null'],
      title: '等级',
      'x-title-en': 'Grade',
      enum: ['first', 'second', 'third', null],
      'x-labels': {
        first: { zh: '一类', en: 'Class 1' },
        second: { zh: '二类', en: 'Class 2' },
        third: { zh: '三类', en: 'Class 3' },
      },
    });
    expect(properties.name?.type).toBe('string');
    expect([required, additionalProperties]).toEqual([['name', 'district'], false]);
  });

  it('takes any value where a list is not closed, and says which are known', () => {
    const toilets = testCatalogue.get('toilets');
    if (toilets?.attributes.grade === undefined) throw new Error('No grade.');
    const { closed: _, ...grade } = toilets.attributes.grade;
    const open = createCatalogue([{ ...toilets, attributes: { ...toilets.attributes, grade } }], testCity);
    expect(open.schema('toilets').properties.grade).toMatchObject({ 'x-labels': { first: { zh: '一类' } } });
    expect(open.schema('toilets').properties.grade).not.toHaveProperty('enum');
    const fifth = { name: 'x', district: '370202', grade: 'fifth' };
    expect([open, testCatalogue].map((each) => each.check('toilets')(fifth).length)).toEqual([0, 1]);
  });

  it.each([
    ['2017-02-28', true],
    ['2017-02-29', false],
    ['2016-02-29', true],
    ['2017-2-3', false],
  ])('takes %s as a date: %s', (opened, good) => {
    expect(testCatalogue.check('toilets')({ name: 'x', district: '370202', opened }).length === 0).toBe(good);
  });

  it('throws for a layer it does not have', () => {
    expect(() => emptyCatalogue.schema('toilets')).toThrow(RangeError);
  });
});

describe('the schemas that editors complete from', () => {
  it.each([...CITY_SCHEMAS])('%s is what the service checks by (npm run data:schemas)', async (file, text) => {
    const url = new URL(`../../data/schemas/${file}`, import.meta.url);
    expect(JSON.parse(await readFile(url, 'utf8'))).toEqual(JSON.parse(text));
  });

  it.each(['city.json', 'layers/toilets.json'])('is named by %s', async (file) => {
    const path = join(QINGDAO_FOLDER, file);
    const { $schema } = JSON.parse(await readFile(path, 'utf8')) as { $schema: string };
    expect(existsSync(join(path, '..', $schema))).toBe(true);
  });
});
