import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import type { LayerDefinition } from '../layer/layer.ts';
import { colorExpression } from './expressions.ts';
import { legendOf } from './legend.ts';
import { qingdaoLayer } from '../../server/testing/city.ts';

const toilets = qingdaoLayer('toilets');

const base: LayerDefinition = toilets;
const red = { light: '#aa0000', dark: '#ff8888' };
const blue = { light: '#0000aa', dark: '#8888ff' };
const with_ = (style: Partial<LayerDefinition['style']>): LayerDefinition => {
  const { by: _by, ...rest } = base.style;
  return { ...base, style: { ...rest, ...style } };
};

describe('a legend', () => {
  it('is one mark where the layer has one colour', () => {
    expect(legendOf(with_({ color: red, glyph: '厕' }), 'dark')).toMatchObject({
      mark: 'circle',
      color: '#ff8888',
      glyph: '厕',
      classes: [],
    });
  });

  it('lists the values of an attribute with their labels', () => {
    const legend = legendOf(with_({ by: { attribute: 'wifi', values: { true: red, false: blue } } }), 'light');
    expect(legend.title).toEqual(base.attributes['wifi']?.title);
    expect(legend.classes).toEqual([
      { color: '#aa0000', value: 'true', label: { zh: '是', en: 'Yes' } },
      { color: '#0000aa', value: 'false', label: { zh: '否', en: 'No' } },
    ]);
  });

  it('has an entry for values that the definition does not list, in the colour they are drawn in', () => {
    const by = { attribute: 'grade', values: { first: blue } };
    const layer = with_({ color: red, by });
    const { grade } = layer.attributes;
    if (grade === undefined) throw new Error('Toilets have a grade.');
    const ofGrade = (more: object) => ({ ...layer, attributes: { ...layer.attributes, grade: { ...grade, ...more } } });
    const open = legendOf(ofGrade({ closed: false }), 'light').classes;
    expect(open.map(({ label, color }) => [label.en, color])).toEqual([
      [expect.any(String), '#0000aa'],
      ['Other', '#aa0000'],
    ]);
    expect(colorExpression(layer, 'light')).toEqual([
      'match',
      ['to-string', ['get', 'grade']],
      'first',
      '#0000aa',
      '#aa0000',
    ]);
    expect(legendOf(ofGrade({ closed: true }), 'light').classes).toHaveLength(1);
    expect(legendOf(with_({ by: { attribute: 'grade', values: {} } }), 'light').classes).toEqual([]);
  });

  it('lists classes by their bounds, with the unit', () => {
    const legend = legendOf(
      with_({
        by: {
          attribute: 'stalls_male',
          steps: [
            { from: 0, color: red },
            { from: 10, color: blue },
          ],
        },
      }),
      'light',
    );
    expect(legend.unit).toEqual(base.attributes['stalls_male']?.unit);
    expect(legend.classes.map(({ label, from, to }) => [label.en, from, to])).toEqual([
      ['0–10', 0, 10],
      ['≥ 10', 10, undefined],
    ]);
  });

  it('has a label in both languages for every class of the real catalogue', async () => {
    for (const layer of (await loadCatalogue()).layers) {
      for (const each of legendOf(layer, 'light').classes)
        expect(each.label, `${layer.id} ${each.value ?? ''}`).toEqual({
          zh: expect.stringMatching(/./),
          en: expect.stringMatching(/./),
        });
    }
  });
});
