/** Cells painted by classes of their own, in place of travel times: what can be reached from each, or its zone. */
import { rgb, type Rgb } from '../../../features/casedata/colors.ts';
import type { Theme } from '../../../state/types.ts';
import type { Cells } from './cells.ts';
import type { Units } from './hexagons.ts';
import type { Outline } from './outline.ts';

export interface Painting {
  readonly title: string;
  /** By cell: index into `colors`, or `NO_CLASS`. */
  readonly classes: Uint8Array;
  readonly colors: Readonly<Record<Theme, readonly string[]>>;
  /** By class, for the legend; empty where colours only tell neighbours apart. */
  readonly labels: readonly string[];
  readonly note: string;
  /** Around what belongs together; null for none. */
  readonly outline: Outline | null;
}

/** Of a cell that is not painted. */
export const NO_CLASS = 255;

export function paintClasses(
  { classes, colors }: Pick<Painting, 'classes' | 'colors'>,
  theme: Theme,
  out: Uint8Array,
  alpha: number,
): void {
  const palette = new Uint32Array(NO_CLASS + 1);
  colors[theme].forEach((color, k) => {
    palette[k] = packed(color, alpha);
  });
  const pixels = new Uint32Array(out.buffer, out.byteOffset, classes.length);
  for (let cell = 0; cell < classes.length; cell += 1) pixels[cell] = palette[classes[cell] as number] as number;
}

/**
 * Colours of larger units, four bytes each, where cells are too small to be told apart: the class of most people, or
 * where nobody lives of most cells.
 */
export function paintUnits(
  { classes, colors }: Pick<Painting, 'classes' | 'colors'>,
  { count, of }: Units,
  { people }: Pick<Cells, 'people'>,
  { theme, alpha }: { readonly theme: Theme; readonly alpha: number },
): Uint8Array {
  const palette = colors[theme];
  const sums = new Float64Array(count * palette.length);
  for (let cell = 0; cell < of.length; cell += 1) {
    const k = classes[cell] as number;
    if (k >= palette.length) continue;
    const at = (of[cell] as number) * palette.length + k;
    // A cell counts a little, so that units without people have a class too.
    sums[at] = (sums[at] as number) + (people[cell] as number) + CELL_WEIGHT;
  }
  const out = new Uint8Array(4 * count);
  for (let unit = 0; unit < count; unit += 1) {
    const own = sums.subarray(unit * palette.length, (unit + 1) * palette.length);
    const most = Math.max(...own);
    if (most > 0) out.set([...rgb(palette[own.indexOf(most)] ?? ''), alpha], 4 * unit);
  }
  return out;
}

const CELL_WEIGHT = 1e-6;

/** People of each class of its legend. */
export function peopleOfClasses({ classes, labels }: Painting, { people }: Pick<Cells, 'people'>): Float64Array {
  const sums = new Float64Array(labels.length);
  for (let cell = 0; cell < classes.length; cell += 1) {
    const k = classes[cell] as number;
    if (k < sums.length) sums[k] = (sums[k] as number) + (people[cell] as number);
  }
  return sums;
}

/** Red in the lowest byte: the order of bytes in memory on every machine that runs a browser. */
export function packed(color: string, alpha: number): number {
  const [red, green, blue]: Rgb = rgb(color);
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
