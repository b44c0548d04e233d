/**
 * The list of a phone: a sheet that scrolls over the map as every page scrolls, and from its top can be pulled down to
 * a strip, which shows the first rows. Its handle does the same.
 */

/** What of the sheet stays in sight, in heights of a line of the page's type: name, minutes and "go". */
const PEEK_REM = 13;
const TAP_PX = 6;
/** Part of the way between its two sizes after which a dragged sheet goes on to the other. */
const GOES_ON = 0.25;

type SheetSize = 'half' | 'peek';

/** Heights of the map, in CSS px, for each size of the sheet. */
type MapHeights = Readonly<Record<SheetSize, number>>;

function heightsOf(map: HTMLElement): MapHeights {
  const halfVh = Number.parseFloat(getComputedStyle(map).getPropertyValue('--map-half'));
  const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const half = Math.round((innerHeight * halfVh) / 100);
  return { half, peek: Math.max(half, Math.round(innerHeight - PEEK_REM * remPx)) };
}

/** Above the list, wherever in it the reader is: the map itself sticks to the screen, and is always in view. */
export function scrollToMap(map: HTMLElement): void {
  map.parentElement?.scrollIntoView({ block: 'start' });
}

/** Where a sheet comes to rest that was dragged from a size until the map had a height. */
function sizeAfterDrag(from: SheetSize, heightPx: number, heights: MapHeights): SheetSize {
  if (Math.abs(heightPx - heights[from]) <= (heights.peek - heights.half) * GOES_ON) return from;
  return from === 'half' ? 'peek' : 'half';
}

/** @param nameOf what the handle does at a size, in the reader's words */
export function bindSheet(map: HTMLElement, root: HTMLElement, nameOf: (size: SheetSize) => string): void {
  const sheet = root.querySelector<HTMLElement>('.find-sheet');
  const handle = sheet?.querySelector('[data-action="sheet"]');
  if (sheet === null || handle === null || handle === undefined) return;
  let size: SheetSize = 'half';
  const set = (heightPx: number): void => map.style.setProperty('--map-height', `${heightPx}px`);
  const rest = (next: SheetSize): void => {
    size = next;
    sheet.dataset['size'] = next;
    handle.setAttribute('aria-label', nameOf(next));
    if (next === 'half') map.style.removeProperty('--map-height');
    else {
      set(heightsOf(map)[next]);
      scrollToMap(map);
    }
    dispatchEvent(new Event('resize'));
  };
  handle.addEventListener('click', () => rest(size === 'half' ? 'peek' : 'half'));
  // A phone that is turned.
  addEventListener('resize', () => size === 'peek' && set(heightsOf(map).peek));
  /** Where the finger was when the sheet began to follow it, or may begin to. */
  let start: { readonly y: number; readonly height: number } | null = null;
  const end = (): void => {
    if (start !== null && map.clientHeight !== start.height)
      rest(sizeAfterDrag(size, map.clientHeight, heightsOf(map)));
    start = null;
  };
  sheet.addEventListener(
    'touchstart',
    ({ touches }) => {
      end();
      const [touch] = touches;
      if (touches.length === 1 && touch !== undefined) start = { y: touch.clientY, height: map.clientHeight };
    },
    { passive: true },
  );
  sheet.addEventListener(
    'touchmove',
    (event) => {
      const [touch] = event.touches;
      if (start === null || touch === undefined) return;
      const follows = map.clientHeight !== start.height;
      const movedPx = touch.clientY - start.y;
      const atTop = sheet.getBoundingClientRect().top >= map.getBoundingClientRect().bottom - 24;
      // Upwards from half, and downwards from the strip, the page scrolls by itself.
      const begins = atTop && (size === 'half' ? movedPx > TAP_PX : movedPx < -TAP_PX);
      if (!event.cancelable) {
        // The page is scrolling: the sheet follows from where the list has reached its top at the next touch.
        if (!follows) start = { ...start, y: touch.clientY };
        return;
      }
      if (!follows && !begins) return;
      event.preventDefault();
      const { half, peek } = heightsOf(map);
      set(Math.min(peek, Math.max(half, start.height + movedPx)));
    },
    { passive: false },
  );
  sheet.addEventListener('touchend', end);
  sheet.addEventListener('touchcancel', end);
}
