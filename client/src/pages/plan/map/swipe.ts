/** Where the divider of two maps stands, as a share of the width. */

/** Both maps stay visible. */
const LEAST = 0.05;
const STEP = 0.02;
const PAGE = 0.1;

export function dividerAt(clientX: number, left: number, width: number): number {
  return width <= 0 ? 0.5 : clamped((clientX - left) / width);
}

/** Where a key moves it, after the WAI-ARIA pattern of a window splitter; null for other keys. */
export function dividerByKey(share: number, key: string): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return clamped(share - STEP);
    case 'ArrowRight':
    case 'ArrowUp':
      return clamped(share + STEP);
    case 'PageDown':
      return clamped(share - PAGE);
    case 'PageUp':
      return clamped(share + PAGE);
    case 'Home':
      return LEAST;
    case 'End':
      return 1 - LEAST;
    default:
      return null;
  }
}

/** Three decimals: a pixel of a wide screen, and no more in the address. */
function clamped(share: number): number {
  return Math.round(Math.max(LEAST, Math.min(1 - LEAST, share)) * 1000) / 1000;
}
