/** Layers that people look at together are told apart by hue and by lightness, whatever colours they can see. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PALETTES, STYLE_THEMES, type StyleTheme } from './palette.ts';

/** What the start page shows, what `/find` has tiles for, and what visitors look for. */
const TOGETHER = [
  'cases',
  'toilets',
  'parking',
  'schools',
  'medical-institutions',
  'service-points',
  'transport-hubs',
  'tourism',
];

type Three = readonly [number, number, number];

const linear = (hex: string): Three =>
  [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as unknown as Three;

/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. */
const SIGHTS: Readonly<Record<string, readonly Three[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (rows: readonly Three[], [x, y, z]: Three): Three =>
  rows.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Three;

/** CIELAB of linear sRGB, D65. */
function lab(rgb: Three): Three {
  const xyz = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    rgb.map((c) => Math.min(1, Math.max(0, c))) as unknown as Three,
  );
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const [x, y, z] = [f(xyz[0] / 0.95047), f(xyz[1]), f(xyz[2] / 1.08883)];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const RAD = Math.PI / 180;

/** CIEDE2000, after Sharma, Wu and Dalal 2005. */
function difference([l1, a1, b1]: Three, [l2, a2, b2]: Three): number {
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)));
  const polar = (a: number, b: number) => {
    const wide = a * (1 + g);
    return { c: Math.hypot(wide, b), h: wide === 0 && b === 0 ? 0 : (Math.atan2(b, wide) / RAD + 360) % 360 };
  };
  const [one, two] = [polar(a1, b1), polar(a2, b2)];
  const grey = one.c * two.c === 0;
  const turn = grey ? 0 : ((two.h - one.h + 540) % 360) - 180;
  const middle = grey ? one.h + two.h : (one.h + turn / 2 + 360) % 360;
  const [dl, dc, dh] = [l2 - l1, two.c - one.c, 2 * Math.sqrt(one.c * two.c) * Math.sin((turn / 2) * RAD)];
  const [l, c] = [(l1 + l2) / 2, (one.c + two.c) / 2];
  const cos = (degrees: number): number => Math.cos(degrees * RAD);
  const t =
    1 - 0.17 * cos(middle - 30) + 0.24 * cos(2 * middle) + 0.32 * cos(3 * middle + 6) - 0.2 * cos(4 * middle - 63);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * c, 1 + 0.015 * c * t];
  const rotation =
    -2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) * Math.sin(60 * RAD * Math.exp(-(((middle - 275) / 25) ** 2)));
  return Math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rotation * (dc / sc) * (dh / sh));
}

function colorOf(layer: string, theme: StyleTheme): string {
  const file = new URL(`../../data/cities/qingdao/layers/${layer}.json`, import.meta.url);
  const { style } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly style: { readonly color: Readonly<Record<StyleTheme, string>> };
  };
  return style.color[theme];
}

const pairs = TOGETHER.flatMap((a, at) => TOGETHER.slice(at + 1).map((b) => [a, b] as const));

describe('colours of layers that are shown together', () => {
  // From the table of test data of Sharma, Wu and Dalal.
  it.each<[Three, Three, number]>([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377],
  ])('are compared as the standard does: %j and %j', (a, b, expected) => {
    expect(difference(a, b)).toBeCloseTo(expected, 4);
  });

  // Ten times what can just be told side by side; the blues of before were 1 apart.
  it.each(STYLE_THEMES)('differ for everybody in the theme %s', (theme) => {
    for (const [name, sight] of Object.entries(SIGHTS))
      for (const [a, b] of pairs) {
        const [one, two] = [a, b].map((layer) => lab(times(sight, linear(colorOf(layer, theme)))));
        expect(difference(one as Three, two as Three), `${a} and ${b}, ${name}`).toBeGreaterThanOrEqual(10);
      }
  });

  it.each(STYLE_THEMES)('stand out from the ground of the theme %s', (theme) => {
    const luminance = (hex: string): number => {
      const [r, g, b] = linear(hex);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (const layer of TOGETHER) {
      const both = [luminance(colorOf(layer, theme)), luminance(PALETTES[theme].land)].sort((x, y) => y - x);
      expect(((both[0] ?? 0) + 0.05) / ((both[1] ?? 0) + 0.05), layer).toBeGreaterThanOrEqual(3);
    }
  });
});
