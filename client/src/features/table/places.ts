/** Where keys lead in a table of pages. */

/** Rows of a page: as many as a browser draws at once without a wait. */
export const PAGE_ROWS = 100;

/** Where a key leads in a list of places from 0 to `last`; null for other keys. */
export function placeAfter(key: string, at: number, last: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, last);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'PageDown':
      return Math.min(at - (at % PAGE_ROWS) + PAGE_ROWS, last);
    case 'PageUp':
      return Math.max(at - (at % PAGE_ROWS) - PAGE_ROWS, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
