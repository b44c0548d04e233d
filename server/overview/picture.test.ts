import { describe, expect, it } from 'vitest';
import type { OverviewFigure } from '../../tiles/api/overview.ts';
import { colorsOf } from '../../tiles/style/figure-colors.ts';
import { drawPicture, type Outline } from './picture.ts';

const square = (code: string, west: number): Outline => ({
  code,
  rings: [
    [
      [west, 36],
      [west + 0.25, 36],
      [west + 0.5, 36],
      [west + 0.5, 36.5],
      [west, 36.5],
      [west, 36],
    ],
  ],
});
const BOUNDS = [120, 36, 121, 36.5] as const;
const AREAS = [square('a', 120), square('b', 120.5)];
const text = { zh: '一', en: 'One' };
const FIGURE: OverviewFigure = {
  id: 'one',
  kind: 'reach',
  title: text,
  people: 2,
  city: 0.5,
  demand: { title: text, provenance: 'official' },
  values: { a: 0.1, b: null },
};

describe('the picture of a city', () => {
  it('shows its bounds and nothing around them, with as few points as its areas have corners', () => {
    const svg = drawPicture(AREAS, BOUNDS, null);
    const [width, height] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).slice(1).map(Number);
    expect(width).toBe(720);
    // A degree of latitude is longer than one of longitude there.
    expect((height ?? 0) / (width ?? 1)).toBeCloseTo(0.5 / Math.cos((36.25 * Math.PI) / 180), 2);
    const h = String(height);
    expect(svg).toContain(`d="M0 ${h}l360 0 0-${h}-360 0zM360 ${h}l360 0 0-${h}-360 0z"`);
  });

  it('colours areas as the map does, in both themes', () => {
    const svg = drawPicture(AREAS, BOUNDS, FIGURE);
    expect(svg).toContain(`.c0{fill:${colorsOf(FIGURE, 'light')['a'] ?? ''}}`);
    expect(svg.split('prefers-color-scheme:dark')[1]).toContain(`.c0{fill:${colorsOf(FIGURE, 'dark')['a'] ?? ''}}`);
    expect(svg.match(/<path/g)).toHaveLength(2);
    expect(svg.match(/<path class="c0"/g)).toHaveLength(1);
  });

  it('leaves out what is smaller than its grid, and shapes that are no areas', () => {
    const speck = {
      code: 'c',
      rings: [
        [
          [120.1, 36.1],
          [120.1001, 36.1],
          [120.1, 36.1001],
          [120.1, 36.1],
        ],
      ],
    };
    expect(drawPicture([speck, { code: 'd', rings: [] }], BOUNDS, null)).not.toContain('<path ');
  });
});
