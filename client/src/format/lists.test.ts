import { describe, expect, it } from 'vitest';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { AreaName, LayerInfo, SearchHit } from '../../../tiles/api/wire.ts';
import { controlsOf } from './filter-controls.ts';
import { layerTree } from './layer-tree.ts';
import { provenanceKinds, provenanceShares } from './provenance.ts';
import { groupHits } from './search.ts';
import { qingdaoLayer } from '../../../server/testing/city.ts';

const toilets = qingdaoLayer('toilets');

const text = (zh: string) => ({ zh, en: zh });
const definition: LayerDefinition = toilets;
const layer = (id: string, theme: LayerDefinition['theme'], zh: string, en: string): LayerInfo => ({
  ...definition,
  id,
  theme,
  title: { zh, en },
  count: 1,
  bbox: null,
  provenance: {},
  updatedAt: null,
});

describe('the layer tree', () => {
  const list = {
    themes: [
      { id: 'facilities', title: { zh: '公共设施', en: 'Facilities' } },
      { id: 'grids', title: { zh: '网格', en: 'Grids' } },
    ],
    layers: [
      layer('toilets', 'facilities', '公共厕所', 'Public toilets'),
      layer('parking', 'facilities', '停车场', 'Parking'),
    ],
    areas: {},
  };

  it('leaves out themes without layers', () => {
    expect(layerTree(list, '').map(({ id }) => id)).toEqual(['facilities']);
  });

  it('finds layers by their title in either language, and all of a theme by its own', () => {
    const found = (words: string) => layerTree(list, words).flatMap(({ layers }) => layers.map(({ id }) => id));
    expect(found('TOILET')).toEqual(['toilets']);
    expect(found('停车')).toEqual(['parking']);
    expect(found('设施')).toEqual(['toilets', 'parking']);
    expect(found('xyz')).toEqual([]);
  });
});

describe('the filter form', () => {
  const areas = {
    // The city itself, whose role is neither district nor subdistrict.
    370200: { ...text('青岛市'), role: 'city' } as unknown as AreaName,
    370202: { ...text('市南区'), role: 'district' as const },
    370203: { ...text('市北区'), role: 'district' as const },
    370202001: { ...text('八大峡街道'), role: 'subdistrict' as const, district: '370202' },
    370203001: { ...text('辽宁路街道'), role: 'subdistrict' as const, district: '370203' },
  };
  const attribute = (format: 'district' | 'subdistrict') => ({ type: 'string' as const, title: text(format), format });
  const form = (kind: 'choice' | 'range', attributes: LayerDefinition['attributes'], districts: string[] = []) =>
    controlsOf(
      { attributes, filters: Object.keys(attributes).map((name) => ({ attribute: name, kind })) },
      areas,
      districts,
    );

  it('offers the districts, not the city, and the subdistricts of the districts chosen', () => {
    const values = (districts: string[]) =>
      form('choice', { district: attribute('district'), subdistrict: attribute('subdistrict') }, districts).map(
        (control) => (control.kind === 'choice' ? control.options.map(({ value }) => value) : []),
      );
    expect(values([])).toEqual([
      ['370202', '370203'],
      ['370202001', '370203001'],
    ]);
    expect(values(['370203'])).toEqual([['370202', '370203'], ['370203001']]);
  });

  it('asks for text where the catalogue lists no values, and for yes or no where there are two', () => {
    expect(form('choice', { road: { type: 'string', title: text('road') } })).toMatchObject([{ kind: 'text' }]);
    expect(form('choice', { wifi: { type: 'boolean', title: text('wifi') } })).toMatchObject([{ kind: 'flag' }]);
  });

  it('carries the unit of a range', () => {
    expect(form('range', { area: { type: 'number', title: text('area'), unit: text('m²') } })).toMatchObject([
      { kind: 'range', unit: text('m²') },
    ]);
  });
});

describe('search results', () => {
  it('are grouped by layer in the order of their best hit, with one running number over all groups', () => {
    const hit = (name: string, of: string): SearchHit => ({
      layer: of,
      id: name,
      name: text(name),
      context: text(''),
      lon: 0,
      lat: 0,
      bbox: [0, 0, 0, 0],
      score: 1,
    });
    const groups = groupHits([hit('a', 'roads'), hit('b', 'toilets'), hit('c', 'roads')]);
    expect(groups.map((group) => [group.layer, group.first, group.hits.map(({ id }) => id)])).toEqual([
      ['roads', 0, ['a', 'c']],
      ['toilets', 2, ['b']],
    ]);
  });
});

describe('provenance', () => {
  it('is a share of all features, whatever layer they are in', () => {
    const shares = provenanceShares([
      { provenance: { synthetic: 60 } },
      { provenance: { synthetic: 15, official: 25 } },
    ]);
    expect(shares).toEqual({ synthetic: 0.75, official: 0.25, imported: 0, approximate: 0 });
    expect(provenanceShares([]).official).toBe(0);
  });

  it('names the most frequent kind first', () => {
    expect(provenanceKinds({ provenance: { approximate: 4, synthetic: 120 } })).toEqual(['synthetic', 'approximate']);
  });
});
