/** Colours of the analysis. Every kind of colour vision can tell them apart, on light and dark backgrounds. */
import type { Theme } from '../../state/types.ts';

/** After Okabe & Ito 2008; the last is for everything else. */
const CATEGORIES: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#0072b2', '#d55e00', '#009e73', '#aa4499', '#b8860b', '#444444', '#8a949b'],
  dark: ['#56b4e9', '#ff9a4d', '#33d1a0', '#e39bd0', '#f0e442', '#f4f6f7', '#7d8d97'],
};
export const CATEGORY_COLORS = 6;

/** From few to many, after cividis: ordered by lightness; the far end contrasts most with the background. */
const RAMP: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#f3e79b', '#dfc95e', '#a9a06b', '#6f7470', '#3f4d6d', '#12285c'],
  dark: ['#253a66', '#4b5a79', '#77777d', '#a59c74', '#d5c35d', '#fdea73'],
};

export type Rgb = [red: number, green: number, blue: number];

/** Colour of the `index`-th most frequent value; beyond the palette all are `other`. */
export function categoryColor(theme: Theme, index: number): string {
  const palette = CATEGORIES[theme];
  return palette[Math.min(index, CATEGORY_COLORS)] ?? '#888888';
}

/** `classes` colours spread over the ramp; a single one takes its far end. */
export function rampColors(theme: Theme, classes: number): string[] {
  const ramp = RAMP[theme];
  const last = ramp.length - 1;
  return Array.from(
    { length: classes },
    (_, k) => ramp[classes === 1 ? last : Math.round((k * last) / (classes - 1))] ?? '#888888',
  );
}

export function rgb(color: string): Rgb {
  const value = parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
