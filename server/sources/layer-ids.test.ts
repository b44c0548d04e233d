import { describe, expect, it } from 'vitest';
import { colorOf } from './colors.ts';
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

it('colours of layers differ, are those of their ids alone, and can be read in both themes', () => {
  const ids = Array.from({ length: 12 }, (_, index) => `t${String(index)}`);
  const colors = ids.map(colorOf);
  expect(new Set(colors.map(({ light }) => light)).size).toBe(12);
  expect(colorOf('t3')).toEqual(colors[3]);
  for (const { light, dark } of Array.from({ length: 500 }, (_, index) => colorOf(`layer-${String(index)}`))) {
    expect([contrast(light, '#ffffff'), contrast(dark, '#1b1f24')].every((ratio) => ratio >= 3)).toBe(true);
  }
});

/** Of WCAG 2. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}
