/** Colours and type of what lies over the cells. */
import type { Rgb } from '../../../features/casedata/colors.ts';
import type { Theme } from '../../../state/types.ts';

export type Rgba = [number, number, number, number];

export const FONT = 'system-ui, sans-serif';
export const ACCENT: Readonly<Record<Theme, Rgb>> = { light: [214, 0, 108], dark: [255, 92, 173] };
export const FORBIDDEN: Readonly<Record<Theme, Rgb>> = { light: [163, 36, 29], dark: [255, 157, 148] };
