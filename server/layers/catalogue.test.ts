import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { checkLayer } from './catalogue-check.ts';
import { CatalogueError, createCatalogue, loadCatalogue } from './catalogue.ts';
import { testCatalogue } from '../testing/layers.ts';

describe('the catalogue', () => {
  it('has every file of its folder, without a fault', async () => {
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

  it('names every fault of every file at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-catalogue-'));
    try {
      await writeFile(
        join(folder, 'good-name.ts'),
        `export default ${JSON.stringify({
          ...testCatalogue.get('toilets'),
          id: 'other',
          required: ['nowhere'],
          style: { color: { light: 'red', dark: '#ffffff' }, order: 1 },
        })};`,
      );
      await writeFile(join(folder, 'nothing.ts'), 'export const x = 1;');
      const error: unknown = await loadCatalogue(folder).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(CatalogueError);
      expect(error instanceof CatalogueError ? error.faults.join('\n') : '').toMatch(
        /good-name\.ts: id is other.*good-name\.ts: required names the attribute nowhere.*good-name\.ts: colour red.*nothing\.ts: the default export/s,
      );
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
  ])('refuses what clusters cannot carry: %o', (change, fault) => {
    const toilets = testCatalogue.get('toilets');
    expect(checkLayer({ ...toilets, sums: ['stalls_male', 'stalls_female'] }, 'toilets').faults).toEqual([]);
    expect(checkLayer({ ...toilets, ...change }, 'toilets').faults.join('\n')).toMatch(fault);
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

  it.each([
    ['2017-02-28', true],
    ['2017-02-29', false],
    ['2016-02-29', true],
    ['2017-2-3', false],
  ])('takes %s as a date: %s', (opened, good) => {
    expect(testCatalogue.check('toilets')({ name: 'x', district: '370202', opened }).length === 0).toBe(good);
  });

  it('throws for a layer it does not have', () => {
    expect(() => createCatalogue([]).schema('toilets')).toThrow(RangeError);
  });
});
