import { createExpression, featureFilter } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { CELLS_PER_TILE } from '../tile/pyramid.ts';
import { clusterCountExpression, clusterRadiusExpression, CLUSTER_RIM_PX } from './clusters.ts';
import type { Lang } from '../i18n.ts';
import { inkOn } from './expressions.ts';
import { drawLayer } from './layers.ts';
import { STYLE_THEMES } from './palette.ts';

const CELL_PX = 512 / CELLS_PER_TILE;
const cluster = (point_count: number) => ({
  type: 1 as const,
  properties: { cluster: true, point_count, sum_stalls: 3 },
  geometry: [],
});
const single = { type: 1 as const, properties: { id: 'a', name: 'A' }, geometry: [] };

function evaluate(expression: unknown, count: number): unknown {
  const made = createExpression(expression);
  if (made.result === 'error') throw new Error(made.value.map(({ message }) => message).join('; '));
  return made.value.evaluate({ zoom: 10 }, cluster(count));
}

function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [r = 0, g = 0, b_ = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b_;
  };
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe('the count of a cluster', () => {
  it.each<[Lang, number, string]>([
    ['en', 9, '9'],
    ['en', 999, '999'],
    ['en', 1000, '1k'],
    ['en', 1249, '1.2k'],
    ['en', 9949, '9.9k'],
    ['en', 9950, '10k'],
    ['en', 12_345, '12k'],
    ['en', 999_499, '999k'],
    ['en', 999_500, '1M'],
    ['en', 1_250_000, '1.3M'],
    ['en', 73_000_000, '73M'],
    ['zh', 9, '9'],
    ['zh', 1249, '1249'],
    ['zh', 9999, '9999'],
    ['zh', 10_000, '1万'],
    ['zh', 12_345, '1.2万'],
    ['zh', 99_499, '9.9万'],
    ['zh', 99_500, '10万'],
    ['zh', 1_234_567, '123万'],
    ['zh', 99_994_999, '9999万'],
    ['zh', 123_456_789, '1.2亿'],
  ])('in %s of %d reads %s', (lang, count, text) => {
    expect(evaluate(clusterCountExpression(lang), count)).toBe(text);
  });
});

describe('the circle of a cluster', () => {
  it('grows with its count in steps, and never out of its cell', () => {
    const radii = [9, 29, 30, 100, 1000, 10_000, 1e9].map((count) =>
      Number(evaluate(clusterRadiusExpression(), count)),
    );
    expect(radii).toEqual([...radii].sort((a, b) => a - b));
    expect(new Set(radii).size).toBeGreaterThan(3);
    expect(2 * (Math.max(...radii) + CLUSTER_RIM_PX)).toBeLessThan(CELL_PX);
  });
});

describe('clusters of the real catalogue', () => {
  it('are drawn by the layers for them, and points by the others', async () => {
    const points = (await loadCatalogue()).layers.filter((layer) => layer.geometry === 'Point');
    expect(points.length).toBeGreaterThan(0);
    for (const layer of points) {
      for (const { spec } of drawLayer(layer, 'light', 'zh')) {
        const filter = featureFilter('filter' in spec ? spec.filter : true);
        const draws = (feature: typeof single | ReturnType<typeof cluster>): boolean =>
          filter.filter({ zoom: 12 }, feature);
        const role = (spec.metadata as Record<string, unknown>)['chengtu:role'];
        const isForClusters = String(role).startsWith('cluster');
        expect(draws(cluster(20)), spec.id).toBe(isForClusters);
        expect(draws(single), spec.id).toBe(!isForClusters && role !== 'selected');
      }
    }
  });

  it('are not looked for in layers of lines and areas', async () => {
    for (const layer of (await loadCatalogue()).layers.filter((each) => each.geometry !== 'Point')) {
      expect(
        drawLayer(layer, 'light', 'zh')
          .map(({ spec }) => spec.id)
          .filter((id) => id.includes('cluster')),
        layer.id,
      ).toEqual([]);
    }
  });

  it.each(STYLE_THEMES)('have the layer’s own colour, and a count that reads on it, in the %s theme', async (theme) => {
    for (const layer of (await loadCatalogue()).layers.filter((each) => each.geometry === 'Point')) {
      const color = layer.style.color[theme];
      const specs = drawLayer(layer, theme, 'zh').map(({ spec }) => spec);
      if (layer.style.glyphAttribute !== undefined) {
        // Of flags: a flag as well, with a number that none of them has.
        expect(
          specs.find(({ id }) => id === `${layer.id}:cluster`),
          layer.id,
        ).toMatchObject({
          type: 'symbol',
          layout: { 'icon-image': `flag:${color}`, 'text-field': ['concat', '×', clusterCountExpression('zh')] },
          paint: { 'text-color': inkOn(color) },
        });
        continue;
      }
      expect(specs.find(({ id }) => id === `${layer.id}:cluster`)?.paint, layer.id).toMatchObject({
        'circle-color': color,
      });
      expect(specs.find(({ id }) => id === `${layer.id}:cluster-count`)?.paint, layer.id).toMatchObject({
        'text-color': inkOn(color),
      });
      expect(contrast(color, inkOn(color)), layer.id).toBeGreaterThanOrEqual(4.5);
    }
  });
});
