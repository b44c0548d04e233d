import { describe, expect, it } from 'vitest';
import cases from '../catalogue/cases.ts';
import toilets from '../catalogue/toilets.ts';
import { drawLayer } from './layers.ts';
import { valueSizeExpression } from './expressions.ts';

const glyphOf = (layer: Parameters<typeof drawLayer>[0]) =>
  drawLayer(layer, 'light', 'zh').map(({ spec }) => spec).filter(({ id }) => id.endsWith(':glyph'));

describe('the marks of a point layer', () => {
  it('hold a character from zoom 14 on', () => {
    expect(glyphOf(toilets)).toMatchObject([{ minzoom: 14, layout: { 'text-field': toilets.style.glyph } }]);
  });

  it('hold the value of an attribute at every zoom, in a circle that keeps its size', () => {
    expect(glyphOf(cases)).toMatchObject([{ minzoom: cases.minzoom, layout: { 'text-field': ['to-string', ['get', 'number']] } }]);
    const circle = drawLayer(cases, 'light', 'zh').find(({ spec }) => spec.id === 'cases:circle');
    expect(circle?.spec).toMatchObject({ paint: { 'circle-radius': valueSizeExpression(cases.style.size) } });
  });
});
