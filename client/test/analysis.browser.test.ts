import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';
import { idle, openPage, visit, type Opened } from './page.ts';

const REPORTS = 41_654 + 1_483;
const SOLVED = 34_928;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

async function tile(page: Page, name: string): Promise<number> {
  const text = await page.getByTestId(`tile-${name}`).locator('.tile-value').innerText();
  return Number(text.replace(/[^\d.]/g, ''));
}

/** Number of different colours in a part of the map: what deck.gl drew is there or is not. */
async function colors(page: Page): Promise<number> {
  const box = await page.getByTestId('map').boundingBox();
  if (box === null) throw new Error('no map');
  const shot = await page.screenshot({
    clip: { x: box.x + box.width * 0.3, y: box.y + box.height * 0.2, width: box.width * 0.5, height: box.height * 0.4 },
  });
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (pen === null) throw new Error('no canvas');
    pen.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(pen.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    return new Set(pixels).size;
  }, shot.toString('base64'));
}

describe.each(Object.keys(SCREENS) as ScreenName[])('case data on a %s', (screen) => {
  let opened: Opened;
  let bare: number;
  beforeAll(async () => {
    opened = await openPage(browser, { screen, path: '/?layers=' });
    bare = await colors(opened.page);
  });
  afterAll(async () => {
    await opened.close();
  });

  it.each(['points', 'heat', 'hexagons', 'columns'])('is drawn as %s', async (display) => {
    const { page, problems } = opened;
    await visit(page, '/?layers=');
    await expect.poll(() => colors(page)).toBeLessThan(bare + 100);
    await visit(page, `/?layers=&tab=analysis&a.show=${display}`);
    await page.getByTestId('analysis-tiles').waitFor();
    await expect.poll(() => colors(page)).toBeGreaterThan(bare + 100);
    expect(problems).toEqual([]);
  });
});

describe('the charts', () => {
  it('count every report of the city, and those that are solved', async () => {
    const { page, close } = await openPage(browser, { path: '/?layers=&tab=analysis' });
    await page.getByTestId('analysis-tiles').waitFor();
    await expect.poll(() => tile(page, 'all')).toBe(REPORTS);
    await page
      .getByTestId('chart-theme')
      .getByRole('button', { name: /街面|街巷|道路|问题/ })
      .first()
      .click();
    await expect.poll(() => tile(page, 'all')).toBe(41_654);
    expect(await page.getByTestId('tile-closed').innerText()).toContain(SOLVED.toLocaleString('zh-CN'));
    await close();
  });

  it('follow the view of the map, and filter what it shows in turn', async () => {
    const { page, close } = await openPage(browser, { path: '/?layers=&tab=analysis&at=120.38,36.1,12' });
    await page.getByTestId('analysis-tiles').waitFor();
    await idle(page);
    const inView = await tile(page, 'view');
    expect(inView).toBeGreaterThan(100);
    expect(inView).toBeLessThan(REPORTS);
    await page.evaluate(() => window.chengtu.map?.jumpTo({ zoom: 14 }));
    await idle(page);
    await expect.poll(() => tile(page, 'view')).toBeLessThan(inView);
    const bar = page.getByTestId('chart-category').getByRole('button').first();
    const before = await tile(page, 'all');
    await bar.click();
    await expect.poll(() => tile(page, 'all')).toBeLessThan(before);
    await expect.poll(() => page.url()).toContain('a.f=');
    await close();
  });

  it('filter by time with the keyboard, and play', async () => {
    const { page, close } = await openPage(browser, { path: '/?layers=&tab=analysis', reducedMotion: 'no-preference' });
    await page.getByTestId('analysis-tiles').waitFor();
    const from = page.getByRole('slider', { name: '开始日期' });
    await from.focus();
    for (let press = 0; press < 12; press += 1) await page.keyboard.press('PageUp');
    await expect.poll(() => tile(page, 'all')).toBeLessThan(REPORTS);
    const window = await page.getByTestId('time-window').innerText();
    await page.getByTestId('play').click();
    await expect.poll(() => page.getByTestId('time-window').innerText()).not.toBe(window);
    await page.getByTestId('play').click();
    await close();
  });

  it('are the same for whoever opens the link', async () => {
    const path = '/?layers=&tab=analysis&a.show=columns&a.by=street&a.f=district:370202&a.t=2017-10-01..2017-10-31';
    const totals = [];
    for (const _ of [1, 2]) {
      const { page, close } = await openPage(browser, { path });
      await page.getByTestId('analysis-tiles').waitFor();
      totals.push(await tile(page, 'all'));
      await close();
    }
    expect(totals[0]).toBeGreaterThan(0);
    expect(totals[0]).toBe(totals[1]);
  });
});
