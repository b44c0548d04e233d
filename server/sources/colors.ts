/** Colours of layers that tables become: far enough apart to be told from each other, in both themes. */
import { createHash } from 'node:crypto';
import type { Color } from '../../tiles/layer/layer.ts';

/** In an order in which neighbours differ most. Values of a layer take them from the first on. */
const COLORS: readonly Color[] = [
  { light: '#1668b3', dark: '#62b0f0' },
  { light: '#c2410c', dark: '#fb8f5a' },
  { light: '#15803d', dark: '#5ccb85' },
  { light: '#7e22ce', dark: '#c68cf5' },
  { light: '#a16207', dark: '#e3b341' },
  { light: '#0e7490', dark: '#4cc7de' },
  { light: '#be185d', dark: '#f57cb0' },
  { light: '#4d7c0f', dark: '#a6d455' },
  { light: '#4338ca', dark: '#989bfa' },
  { light: '#b91c1c', dark: '#f58787' },
  { light: '#57534e', dark: '#b8b0a9' },
  { light: '#0f766e', dark: '#4ccfc0' },
];

const NO_COLOR: Color = { light: '#57534e', dark: '#b8b0a9' };

/** Lightness in OKLCH of both themes: readable on the map, and three steps that tell like hues apart. */
const LIGHTNESS = [
  { light: 0.52, dark: 0.78 },
  { light: 0.44, dark: 0.84 },
  { light: 0.58, dark: 0.72 },
] as const;
const CHROMA = 0.13;

/**
 * The colour of a layer, by its id alone: it stays as it is whichever other tables come and go, and is the same in
 * every process.
 */
export function colorOf(id: string): Color {
  const hash = createHash('sha256').update(id).digest();
  const hue = hash.readUInt32BE(0) % 360;
  const { light, dark } = LIGHTNESS[hash.readUInt32BE(4) % LIGHTNESS.length] ?? LIGHTNESS[0];
  return { light: hexOf(light, hue), dark: hexOf(dark, hue) };
}

/** A colour of OKLCH (Ottosson 2020) in sRGB; what lies outside is moved to its edge. */
function hexOf(lightness: number, hueDeg: number): string {
  const angle = (hueDeg * Math.PI) / 180;
  const [a, b] = [CHROMA * Math.cos(angle), CHROMA * Math.sin(angle)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
  const bytes = linear.map((value) => {
    const shown = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
    return Math.max(0, Math.min(255, Math.round(shown * 255)));
  });
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Colours of values in their order, which begin anew after the last. */
export function colorAt(index: number): Color {
  return COLORS[index % COLORS.length] ?? NO_COLOR;
}
