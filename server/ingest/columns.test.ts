import { describe, expect, it } from 'vitest';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { testCatalogue } from '../testing/layers.ts';
import { mapColumns } from './columns.ts';

function toilets(): LayerDefinition {
  const layer = testCatalogue.get('toilets');
  if (layer === undefined) throw new Error('No toilets.');
  const { stalls_male: stalls, ...attributes } = layer.attributes;
  if (stalls === undefined) throw new Error('No stalls.');
  return {
    ...layer,
    title: { zh: '公共厕所', en: 'Public toilets' },
    attributes: { ...attributes, stalls_male: { ...stalls, aliases: ['男蹲位数'] } },
  };
}

const mapped = (columns: readonly string[], given: readonly (readonly [string, string])[] = []) => {
  const { attributes, unknown, leftOut, errors } = mapColumns(columns, toilets(), new Map(given));
  return { ...Object.fromEntries(attributes), unknown, leftOut, errors: errors.map(({ message }) => message) };
};

describe('columns of a table', () => {
  it.each([
    ['name', 'name'],
    ['名称', 'name'],
    ['Name', 'name'],
    ['NAME', 'name'],
    [' name ', 'name'],
    ['名字', 'name'],
    ['公厕名称', 'name'],
    ['toilet_name', 'name'],
    ['name:zh', 'name'],
    ['name:en', 'name_en'],
    ['英文名称', 'name_en'],
    ['详细地址', 'address'],
    ['Full Address', 'address'],
    ['所属区', 'district'],
    ['男蹲位数', 'stalls_male'],
    ['男蹲位数（个）', 'stalls_male'],
    ['男厕位(个)', 'stalls_male'],
    ['Male stalls', 'stalls_male'],
    ['stalls-male', 'stalls_male'],
    ['ｎａｍｅ', 'name'],
  ])('%j is %s', (column, attribute) => {
    expect(mapped([column])).toMatchObject({ [column]: attribute, unknown: [], errors: [] });
  });

  it.each(['road_name', '道路名称', '操作员', 'operator', '（）'])('%j is none', (column) => {
    expect(mapped([column])).toEqual({ unknown: [column], leftOut: [], errors: [] });
  });

  it('that say it best have the attribute; the others are not used', () => {
    expect(mapped(['公厕名称', 'name'])).toMatchObject({ name: 'name', unknown: ['公厕名称'], errors: [] });
    expect(mapped(['公厕名称', '公共厕所名'])).toMatchObject({ unknown: ['公厕名称', '公共厕所名'], errors: [] });
  });

  // A table of dBase, hence a shapefile, keeps ten bytes of a name, five Chinese characters of GBK.
  it.each([
    ['stalls_mal', 'stalls_male'],
    ['STALLS_FEM', 'stalls_female'],
  ])('%j is %s cut off by dBase', (column, attribute) => {
    expect(mapped([column])).toMatchObject({ [column]: attribute, unknown: [], errors: [] });
  });

  it.each(['stalls_m', 'stalls_malx', 'stalls'])('%j is no cut-off name', (column) => {
    expect(mapped([column]).unknown).toEqual([column]);
  });

  it('cut off to the beginning of several names are none of them, and a whole name goes first', () => {
    const layer = toilets();
    const { stalls_male: stalls } = layer.attributes;
    if (stalls === undefined) throw new Error('No stalls.');
    const more = { ...layer, attributes: { ...layer.attributes, stalls_male_night: stalls } };
    expect(mapColumns(['stalls_mal'], more).attributes.size).toBe(0);
    expect([...mapColumns(['stalls_mal', 'stalls_male'], layer).attributes]).toEqual([['stalls_male', 'stalls_male']]);
  });

  it('are found by their whole names in what was said of them, where one alone is its beginning', () => {
    expect(mapped(['nombre_ofi'], [['nombre_oficial', 'name']])).toMatchObject({ nombre_ofi: 'name', errors: [] });
    expect(mapped(['公共厕所名'], [['公共厕所名称', 'name']])).toMatchObject({ 公共厕所名: 'name', errors: [] });
    expect(mapped(['nombre'], [['nombre_oficial', 'name']])).toMatchObject({ errors: ['no-column'] });
    expect(mapped(['nombre_ofi', 'NOMBRE_OFI'], [['nombre_oficial', 'name']])).toMatchObject({ errors: ['no-column'] });
  });

  it('that say the same equally well are an error', () => {
    expect(mapped(['name', '名称'])).toMatchObject({ errors: ['column-twice'] });
    expect(mapped(['na-me', 'n_a_m_e'])).toMatchObject({ errors: ['column-twice'] });
  });

  it('are what somebody says they are', () => {
    expect(mapped(['设施', 'name'], [['设施', 'name']])).toMatchObject({ 设施: 'name', unknown: ['name'] });
    expect(mapped(['name', '备注'], [['备注', '']])).toMatchObject({ name: 'name', unknown: [], leftOut: ['备注'] });
    expect(mapped(['name', '名称'], [['名称', '']])).toMatchObject({ name: 'name', errors: [] });
    expect(mapped(['name'], [['nam', 'name']])).toMatchObject({ errors: ['no-column'] });
    expect(mapped(['name'], [['name', 'nam']])).toMatchObject({ errors: ['map-unknown'] });
    expect(
      mapped(
        ['a', 'b'],
        [
          ['a', 'name'],
          ['b', 'name'],
        ],
      ),
    ).toMatchObject({ errors: ['column-twice'] });
  });
});
