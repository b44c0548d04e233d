/**
 * The list of a phone: a sheet that scrolls over the map as every page scrolls, and from its top can be pulled down to
 * a strip, which shows the first rows. Its handle does the same.
 */

/** What of the sheet stays in sight: name, minutes and "go". */
const PEEK_PX = 208;
/** Of the screen. */
const HALF = 0.4;
const TAP_PX = 6;

export type SheetSize = 'half' | 'peek';

/** Height of the map for a size of the sheet. */
export function mapHeight(size: SheetSize, screenPx: number): number {
  return size === 'half' ? Math.round(screenPx * HALF) : Math.max(Math.round(screenPx * HALF), screenPx - PEEK_PX);
}

/** Where a dragged sheet comes to rest. */
export function nearestSize(heightPx: number, screenPx: number): SheetSize {
  const off = (size: SheetSize): number => Math.abs(mapHeight(size, screenPx) - heightPx);
  return off('peek') < off('half') ? 'peek' : 'half';
}

export function bindSheet(map: HTMLElement, root: HTMLElement): void {
  const sheet = root.querySelector<HTMLElement>('.find-sheet');
  if (sheet === null) return;
  let size: SheetSize = 'half';
  const set = (heightPx: number): void => map.style.setProperty('--map-height', `${heightPx}px`);
  const rest = (next: SheetSize): void => {
    size = next;
    sheet.dataset['size'] = next;
    if (next === 'half') map.style.removeProperty('--map-height');
    else {
      set(mapHeight(next, innerHeight));
      map.scrollIntoView({ block: 'start' });
    }
    dispatchEvent(new Event('resize'));
  };
  sheet.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-action="sheet"]') !== null)
      rest(size === 'half' ? 'peek' : 'half');
  });
  let start: { readonly y: number; readonly height: number } | null = null;
  sheet.addEventListener(
    'touchstart',
    ({ touches }) => {
      const [touch] = touches;
      const isMapInSight = map.getBoundingClientRect().bottom > 0 && sheet.getBoundingClientRect().top > 0;
      const one = touches.length === 1 && touch !== undefined && isMapInSight;
      start = one ? { y: touch.clientY, height: map.clientHeight } : null;
    },
    { passive: true },
  );
  sheet.addEventListener(
    'touchmove',
    (event) => {
      const [touch] = event.touches;
      if (start === null || touch === undefined) return;
      const movedPx = touch.clientY - start.y;
      const atTop = sheet.getBoundingClientRect().top >= map.getBoundingClientRect().bottom - 24;
      // Upwards from half the page scrolls by itself.
      const pulls = movedPx > TAP_PX && atTop;
      const lifts = movedPx < -TAP_PX && size === 'peek';
      if (!pulls && !lifts) return;
      event.preventDefault();
      set(Math.min(mapHeight('peek', innerHeight), Math.max(mapHeight('half', innerHeight), start.height + movedPx)));
    },
    { passive: false },
  );
  const end = (): void => {
    if (start !== null && map.clientHeight !== start.height) rest(nearestSize(map.clientHeight, innerHeight));
    start = null;
  };
  sheet.addEventListener('touchend', end);
  sheet.addEventListener('touchcancel', end);
}
