import { describe, expect, it } from 'vitest';
import type { LayerDefinition } from '../layer/layer.ts';
import { drawLayer } from './layers.ts';
import { legendOf } from './legend.ts';
import { coloredBy } from './recolor.ts';
import { qingdaoLayer } from '../../server/testing/city.ts';

const indicators = qingdaoLayer('indicators');

const layer: LayerDefinition = indicators;

describe('a layer coloured by another attribute', () => {
  it('has its legend and its paint from it', () => {
    const other = coloredBy(layer, 'trade_total');
    expect(legendOf(other, 'light')).toMatchObject({
      title: layer.attributes['trade_total']?.title,
      classes: [{ from: 0, to: 60 }, {}, {}, {}, { from: 200 }],
    });
    expect(JSON.stringify(drawLayer(other, 'dark', 'zh'))).toContain('trade_total');
    expect(JSON.stringify(drawLayer(other, 'dark', 'zh'))).not.toContain('high_tech_firms');
  });

  it('stays unchanged where the attribute is not one of its alternatives', () => {
    expect(coloredBy(layer, undefined)).toBe(layer);
    expect(coloredBy(layer, 'name')).toBe(layer);
    expect(coloredBy(layer, 'high_tech_firms')).toBe(layer);
  });

  it('has classes that ascend', () => {
    for (const by of [layer.style.by, ...(layer.style.alternatives ?? [])]) {
      const bounds = by && 'steps' in by ? by.steps.map(({ from }) => from) : [];
      expect(bounds).toEqual([...new Set(bounds)].sort((a, b) => a - b));
    }
  });
});
