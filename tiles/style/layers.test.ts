import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { drawLayer } from './layers.ts';
import { valueSizeExpression } from './expressions.ts';
import { qingdaoLayer } from '../../server/testing/city.ts';

const cases = qingdaoLayer('cases');
const parking = qingdaoLayer('parking');
const toilets = qingdaoLayer('toilets');

const glyphOf = (layer: Parameters<typeof drawLayer>[0], lang: 'zh' | 'en' = 'zh') =>
  drawLayer(layer, 'light', lang)
    .map(({ spec }) => spec)
    .filter(({ id }) => id.endsWith(':glyph'));

describe('the marks of a point layer', () => {
  it('hold a character from zoom 14 on', () => {
    expect(glyphOf(toilets)).toMatchObject([{ minzoom: 14, layout: { 'text-field': '厕' } }]);
  });

  it('hold the character of the language, or one that serves both', () => {
    expect(glyphOf(toilets, 'en')).toMatchObject([{ layout: { 'text-field': 'WC' } }]);
    expect(glyphOf(parking, 'zh')).toMatchObject([{ layout: { 'text-field': 'P' } }]);
    expect(glyphOf(parking, 'en')).toMatchObject([{ layout: { 'text-field': 'P' } }]);
  });

  it('hold nothing Chinese on the English map', async () => {
    for (const layer of (await loadCatalogue()).layers) {
      expect(JSON.stringify(glyphOf(layer, 'en').map(({ layout }) => layout)), layer.id).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('are flags with the value of an attribute at every zoom, never circles', () => {
    const specs = drawLayer(cases, 'light', 'zh').map(({ spec }) => spec);
    expect(specs.filter(({ id }) => id === 'cases:flag')).toMatchObject([
      {
        type: 'symbol',
        minzoom: cases.minzoom,
        layout: {
          'text-field': ['to-string', ['get', 'number']],
          'text-size': valueSizeExpression(cases.style.size ?? NaN),
          'icon-text-fit': 'both',
        },
      },
    ]);
    expect(specs.map(({ id }) => id)).not.toContain('cases:circle');
    expect(glyphOf(cases)).toEqual([]);
  });

  it('give way whole: a flag that has no room leaves neither its number nor its ground', () => {
    const [flag] = drawLayer(cases, 'light', 'zh').filter(({ spec }) => spec.id === 'cases:flag');
    const layout = JSON.stringify(flag?.spec.layout);
    expect(layout).not.toMatch(/allow-overlap|ignore-placement|optional/);
  });
});
