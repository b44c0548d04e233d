import { describe, expect, it } from 'vitest';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { qingdaoLayer } from '../../../../server/testing/city.ts';
import { categoriesOf } from './categories.ts';

const layers = ['toilets', 'schools', 'parking'].map(
  (id): LayerInfo => ({ ...qingdaoLayer(id), count: 1, bbox: null, provenance: {}, updatedAt: null }),
);
const found = (q: string) => categoriesOf(q, layers).map(({ layer, kind }) => [layer, kind?.en ?? null]);

describe('words that name a kind of features', () => {
  it.each([
    ['无障碍厕所', 'toilets', 'Wheelchair accessible'],
    ['第三卫生间', 'toilets', 'Third (family) restroom'],
    ['accessible toilets', 'toilets', 'Wheelchair accessible'],
    ['小学', 'schools', 'Primary school'],
    ['primary school', 'schools', 'Primary school'],
    ['公共厕所', 'toilets', null],
    ['parking', 'parking', null],
  ])('%s', (q, layer, kind) => {
    expect(found(q)).toContainEqual([layer, kind]);
  });

  it('filter the layer by what they want', () => {
    const [category] = categoriesOf('无障碍厕所', layers);
    expect(category?.filters).toEqual({ accessible: { kind: 'flag', on: true } });
    expect(categoriesOf('小学', layers)[0]?.filters).toEqual({ level: { kind: 'choice', values: ['primary'] } });
  });

  it.each(['五四广场', '厕', 'ab', '海底捞', ''])('%s names none', (q) => {
    expect(found(q)).toEqual([]);
  });
});
