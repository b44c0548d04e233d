import type { App } from '../../app/types.ts';
import { MARGIN_MM, mapSize, metresPerMm, type Sheet } from './sheet.ts';

/**
 * Prints the map on a sheet: for as long as that takes the map is as large as it is on paper and shows what it showed,
 * so that the scale is true. Resolves once the page is as it was.
 */
export async function printMap({ map, ui }: Pick<App, 'map' | 'ui'>, sheet: Sheet): Promise<void> {
  const shown = map.peek();
  if (shown === null) return;
  const root = document.documentElement;
  const { center, zoom } = { center: shown.getCenter(), zoom: shown.getZoom() };
  const bounds = shown.getBounds();
  const { width, height } = mapSize(sheet);
  const page = document.createElement('style');
  page.textContent = `@page { size: ${sheet.paper} ${sheet.orientation}; margin: ${String(MARGIN_MM)}mm; }`;
  document.head.append(page);
  root.style.setProperty('--sheet-width', `${String(width)}mm`);
  root.style.setProperty('--sheet-height', `${String(height)}mm`);
  root.dataset['printing'] = 'sheet';
  shown.resize();
  shown.fitBounds(bounds, { animate: false, bearing: shown.getBearing(), pitch: shown.getPitch() });
  ui.printed.value = metresPerMm(shown.getZoom(), shown.getCenter().lat);
  try {
    await new Promise<void>((resolve) => {
      void shown.once('idle', () => resolve());
      shown.triggerRepaint();
    });
    await document.fonts.ready;
    // It comes back once the dialog of the browser is closed; where it does not wait, `afterprint` tells.
    const done = new Promise<void>((resolve) => addEventListener('afterprint', () => resolve(), { once: true }));
    window.print();
    await done;
  } finally {
    ui.printed.value = null;
    delete root.dataset['printing'];
    root.style.removeProperty('--sheet-width');
    root.style.removeProperty('--sheet-height');
    page.remove();
    shown.resize();
    shown.jumpTo({ center, zoom });
  }
}
