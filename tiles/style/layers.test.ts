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

  it('hold the value of an attribute at every zoom, in a circle that keeps its size', () => {
    expect(glyphOf(cases)).toMatchObject([
      { minzoom: cases.minzoom, layout: { 'text-field': ['to-string', ['get', 'number']] } },
    ]);
    const circle = drawLayer(cases, 'light', 'zh').find(({ spec }) => spec.id === 'cases:circle');
    expect(circle?.spec).toMatchObject({ paint: { 'circle-radius': valueSizeExpression(cases.style.size ?? NaN) } });
  });
});
