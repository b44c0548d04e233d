import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { drawn, idle, openPage, visit, type Opened } from './page.ts';

/** CSS px of the compared part, in the middle of the map. */
const [WIDTH, HEIGHT] = [800, 560];
/** Its lower edge says whose map it is, on pictures alone. */
const NOTES_PX = 96;
/** Letters and edges are smoothed otherwise by a graphics library than by a GPU: means of squares are compared. */
const SQUARE_PX = 8;
/** Of 255, the largest of the three channels. Measured over the views below: a mean of 0.1 to 1.9. */
const MEAN_MOST = 3;
/** A square that differs by more than this shows something else; measured: up to 0.8% of them, of names elsewhere. */
const FAR = 24;
const FAR_SHARE_MOST = 0.02;

const VIEWS = [
  { layers: 'toilets,parking', at: '120.38,36.1,10', theme: 'light', lang: 'zh' },
  { layers: 'toilets,parking', at: '120.38,36.07,13.3', theme: 'light', lang: 'zh' },
  { layers: 'toilets,parking', at: '120.38,36.07,15.6', theme: 'dark', lang: 'zh' },
  { layers: 'streets,project-sites', at: '120.38,36.2,9.4', theme: 'dark', lang: 'en' },
  { layers: 'zones,coast,renovation-sites,indicators', at: '120.38,36.08,11.5', theme: 'light', lang: 'zh' },
  { layers: 'unit-grids,metro-lines,metro-stations,schools', at: '120.38,36.08,14.2', theme: 'light', lang: 'en' },
] as const;

let browser: Browser;
let opened: Opened;
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser);
});
afterAll(async () => {
  await browser.close();
});

/** Mean colours of the squares, row by row. */
async function squares(png: Buffer): Promise<readonly (readonly [number, number, number])[]> {
  const image = await loadImage(png);
  expect([image.width, image.height]).toEqual([WIDTH, HEIGHT]);
  const pen = createCanvas(WIDTH, HEIGHT).getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, WIDTH, HEIGHT);
  const columns = WIDTH / SQUARE_PX;
  const rows = Math.floor((HEIGHT - NOTES_PX) / SQUARE_PX);
  return Array.from({ length: columns * rows }, (_, index) => {
    const sums: [number, number, number] = [0, 0, 0];
    for (let y = 0; y < SQUARE_PX; y += 1) {
      for (let x = 0; x < SQUARE_PX; x += 1) {
        const row = Math.floor(index / columns) * SQUARE_PX + y;
        const pixel = (row * WIDTH + (index % columns) * SQUARE_PX + x) * 4;
        for (const channel of [0, 1, 2] as const) sums[channel] += data[pixel + channel] ?? 0;
      }
    }
    return sums.map((sum) => sum / SQUARE_PX ** 2) as [number, number, number];
  });
}

describe('a still picture', () => {
  it.each(VIEWS)('looks like the live map: $layers at $at, $theme, $lang', async ({ layers, at, theme, lang }) => {
    const { page } = opened;
    await visit(page, `/?layers=${layers}&at=${at}&figure=none&panel=closed&theme=${theme}&lang=${lang}`);
    await page.addStyleTag({
      content: 'body * { visibility: hidden !important } .maplibregl-canvas { visibility: visible !important }',
    });
    // Clusters give way after the map is idle, which draws it once more.
    await drawn(page);
    await idle(page);
    const seen = await page.evaluate(() => {
      const map = window.chengtu.map;
      if (map === null) throw new Error('no map');
      const box = map.getCanvas().getBoundingClientRect();
      const { lng, lat } = map.unproject([box.width / 2, box.height / 2]);
      return { lon: lng, lat, zoom: map.getZoom(), x: box.left + box.width / 2, y: box.top + box.height / 2 };
    });
    const live = await page.screenshot({
      clip: { x: Math.round(seen.x - WIDTH / 2), y: Math.round(seen.y - HEIGHT / 2), width: WIDTH, height: HEIGHT },
    });
    const answer = await fetch(
      `${inject('serviceUrl')}/static/${layers}/${seen.lon},${seen.lat},${seen.zoom}/${WIDTH}x${HEIGHT}.png?theme=${theme}&lang=${lang}`,
    );
    expect(answer.status).toBe(200);
    const [map, still] = [await squares(live), await squares(Buffer.from(await answer.arrayBuffer()))];
    const differences = map.map((square, index) =>
      Math.max(...square.map((value, channel) => Math.abs(value - (still[index]?.[channel] ?? 0)))),
    );
    const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
    const far = differences.filter((each) => each > FAR).length / differences.length;
    expect(mean).toBeLessThan(MEAN_MOST);
    expect(far).toBeLessThan(FAR_SHARE_MOST);
  });
});
