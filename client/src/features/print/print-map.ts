import type { App } from '../../app/types.ts';
import { whenSettled } from '../../map/when-drawn.ts';
import { asOnPaper } from './on-paper.ts';
import { MARGIN_MM, mapHeight, metresPerMm, pageSize, PX_PER_MM, type Sheet } from './sheet.ts';

/** Words and map are fitted to each other so often; where that settles nothing, the words keep the more room. */
const ROUNDS = 4;

/**
 * Prints the map on a sheet: for as long as that takes the map is as large as it is on paper and shows what it showed,
 * so that the scale is true. Resolves once the page is as it was.
 */
export async function printMap({ map, ui }: Pick<App, 'map' | 'ui'>, sheet: Sheet): Promise<void> {
  const shown = map.peek();
  if (shown === null) return;
  // The dialog that asked for it has closed by then, and what had the focus before has it again.
  await nextFrame();
  const focused = document.activeElement;
  const root = document.documentElement;
  const { center, zoom } = { center: shown.getCenter(), zoom: shown.getZoom() };
  const bounds = shown.getBounds();
  const size = pageSize(sheet);
  const page = document.createElement('style');
  page.textContent = `@page { size: ${sheet.paper} ${sheet.orientation}; margin: ${String(MARGIN_MM)}mm; }`;
  document.head.append(page);
  const set = (name: 'width' | 'height' | 'map', mm: number): void => {
    root.style.setProperty(`--sheet-${name}`, `${String(mm)}mm`);
  };
  const fit = async (words: number): Promise<void> => {
    set('map', mapHeight(size, words));
    shown.resize();
    shown.fitBounds(bounds, { animate: false, bearing: shown.getBearing(), pitch: shown.getPitch() });
    ui.printed.value = metresPerMm(shown.getZoom(), shown.getCenter().lat);
    await nextFrame();
  };
  set('width', size.width);
  root.dataset['printing'] = 'sheet';
  try {
    // At the zoom that it has on paper the map may have another legend, which takes another room.
    let [used, needed] = [0, wordsMm()];
    for (let round = 1; round <= ROUNDS && needed !== used; round += 1) {
      used = round < ROUNDS ? needed : Math.max(used, needed);
      await fit(used);
      needed = wordsMm();
    }
    set('height', size.height);
    await new Promise<void>((resolve) => {
      whenSettled(shown, resolve);
    });
    await document.fonts.ready;
    // It comes back once the dialog of the browser is closed; where it does not wait, `afterprint` tells.
    const done = new Promise<void>((resolve) => addEventListener('afterprint', () => resolve(), { once: true }));
    window.print();
    await done;
  } finally {
    ui.printed.value = null;
    delete root.dataset['printing'];
    for (const name of ['width', 'height', 'map']) root.style.removeProperty(`--sheet-${name}`);
    page.remove();
    shown.resize();
    shown.jumpTo({ center, zoom });
    // Hidden while it was printed, it has lost the focus.
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}

/** Height on paper of all that stands above and below the map. */
function wordsMm(): number {
  const page = document.querySelector('.app');
  const map = page?.querySelector('.map-canvas');
  return asOnPaper(() => ((page?.scrollHeight ?? 0) - (map?.clientHeight ?? 0)) / PX_PER_MM);
}

/** Resolves once the page has drawn its state. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
