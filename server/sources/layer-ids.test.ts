import { describe, expect, it } from 'vitest';
import { colorsFor } from './colors.ts';
import { layerIds } from './layer-ids.ts';
import { formatTableName, parseTableName } from './table-name.ts';

function idsOf(names: readonly string[], taken: readonly string[] = []): Record<string, string> {
  const tables = names.map((name) => {
    const table = parseTableName(name);
    if (table === null) throw new Error(name);
    return table;
  });
  return Object.fromEntries(layerIds(tables, new Set(taken)));
}

describe('ids of layers', () => {
  it('are the names of the tables in kebab-case, Chinese in pinyin', () => {
    expect(
      idsOf(['gis.public.public_toilets', 'gis.public.BusStops', 'gis.public.规划用地2020', 'gis.public.2020_plan']),
    ).toEqual({
      'gis.public.public_toilets': 'public-toilets',
      'gis.public.BusStops': 'bus-stops',
      'gis.public.规划用地2020': 'gui-hua-yong-di-2020',
      'gis.public.2020_plan': 'layer-2020-plan',
    });
  });

  it('have the schema, or the source too, where two would be alike, and never that of another layer', () => {
    expect(idsOf(['gis.a.wc', 'gis.b.wc', 'x.b.road', 'y.b.road', 'gis.a.toilets'], ['toilets'])).toEqual({
      'gis.a.wc': 'a-wc',
      'gis.b.wc': 'b-wc',
      'x.b.road': 'x-b-road',
      'y.b.road': 'y-b-road',
      'gis.a.toilets': 'a-toilets',
    });
  });

  it('have a hash where a name is too long, of another script, or differs in signs alone', () => {
    const ids = Object.values(idsOf([`gis.a.${'long_'.repeat(20)}`, 'gis.a.اختبار', 'gis.a."x y"', 'gis.a."x-y"']));
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^(?=.{1,48}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });
});

describe('names of tables', () => {
  it.each([
    'gis.planning.wc',
    'gis.public."My.Table"',
    'gis."规划 库"."a ""quoted"" name"',
    'gis.public.规划用地',
    'gis.Public.BusStops',
  ])('%s is read as it is written', (text) => {
    const name = parseTableName(text);
    expect(name && formatTableName(name)).toBe(text);
  });

  it.each(['wc', 'public.wc', 'a.b.c.d', 'gis..wc', 'gis.public."torn', 'gis.pub"lic.wc', ''])('%s is none', (text) => {
    expect(parseTableName(text)).toBeNull();
  });
});

it('colours of tables differ, and stay when another table appears behind them', () => {
  const names = Array.from({ length: 12 }, (_, index) => `gis.public.t${String(index)}`);
  const colors = colorsFor(names);
  expect(new Set([...colors.values()].map(({ light }) => light)).size).toBe(12);
  const more = colorsFor([...names, 'gis.public.zz']);
  expect(names.every((name) => more.get(name) === colors.get(name))).toBe(true);
});
