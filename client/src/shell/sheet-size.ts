import type { SheetSize } from '../app/types.ts';

const SIZES = ['peek', 'half', 'full'] as const;

/** Handle and tabs. */
export const PEEK_PX = 92;
const HALF = 0.48;
/** A strip of map stays in sight, to drag the sheet down from. */
const FULL_GAP_PX = 12;

export function sheetHeight(size: SheetSize, availablePx: number): number {
  switch (size) {
    case 'peek':
      return PEEK_PX;
    case 'half':
      return Math.round(availablePx * HALF);
    case 'full':
      return availablePx - FULL_GAP_PX;
  }
}

/** The size whose height is closest: where a dragged sheet comes to rest. */
export function nearestSize(heightPx: number, availablePx: number): SheetSize {
  const off = (size: SheetSize): number => Math.abs(sheetHeight(size, availablePx) - heightPx);
  return SIZES.reduce<SheetSize>((best, size) => (off(size) < off(best) ? size : best), 'peek');
}

export function step(size: SheetSize, by: 1 | -1): SheetSize {
  return SIZES[SIZES.indexOf(size) + by] ?? size;
}
