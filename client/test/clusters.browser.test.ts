import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser, Page, Request } from 'playwright-core';
import { launchBrowser, SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';
import type { Counts } from '../../tiles/api/wire.ts';
import {
  drawn,
  held,
  idle,
  jump,
  openPage,
  openScreens,
  rendered,
  renderedClusters,
  screenPosition,
  visit,
  type Opened,
} from './page.ts';

const CITY = [120.38, 36.1] as const;

let browser: Browser;
let pages: Readonly<Record<ScreenName, Opened>>;
beforeAll(async () => {
  browser = await launchBrowser();
  pages = await openScreens(browser, (screen) => ({
    path: `/?layers=toilets&at=120.4,36.15,${screen === 'phone' ? '8.2' : '9'}`,
  }));
});
afterAll(async () => {
  await browser.close();
});

const zoomOf = (page: Page): Promise<number> => page.evaluate(() => window.chengtu.map?.getZoom() ?? NaN);

async function announced(page: Page): Promise<string> {
  return page.locator('.app > .visually-hidden[role=status]').innerText();
}

/** Chooses the filter of toilets with Wi-Fi, in a row that an earlier test may have left open. */
async function onlyWithWifi(page: Page): Promise<void> {
  const more = page.locator('[data-layer=toilets] .layer-more');
  if ((await more.getAttribute('aria-expanded')) !== 'true') await more.click();
  await page.locator('#layer-toilets').getByText('免费无线网络').first().click();
}

/**
 * How many features the map shows, those in clusters by their numbers, and how many the service counts in the whole
 * city.
 */
async function shownAndCounted(
  page: Page,
  layer: string,
  query = '',
): Promise<{ shown: number; counted: number; clusters: number }> {
  const clusters = await renderedClusters(page, layer);
  const points = await rendered(page, layer);
  const counts = (await (await fetch(`${inject('serviceUrl')}/counts?layers=${layer}${query}`)).json()) as Counts;
  return {
    shown: clusters.reduce((sum, { count }) => sum + count, 0) + points.length,
    counted: counts[layer] ?? NaN,
    clusters: clusters.length,
  };
}

describe.each(Object.keys(SCREENS) as ScreenName[])('clusters on a %s', (screen) => {
  it('stand for every feature that is not drawn itself', async () => {
    const { page, problems } = pages[screen];
    const { shown, counted, clusters } = await shownAndCounted(page, 'toilets');
    expect(clusters).toBeGreaterThan(0);
    expect(shown).toBe(counted);
    expect(problems).toEqual([]);
  });

  it('open by a click, which tells how many they are', async () => {
    const { page } = pages[screen];
    await visit(page, '/?layers=parking&at=120.38,36.12,10');
    const [largest] = (await renderedClusters(page, 'parking')).sort((a, b) => b.count - a.count);
    if (largest === undefined) throw new Error('no cluster');
    await jump(page, [largest.lon, largest.lat], 10);
    const { x, y } = await screenPosition(page, largest.lon, largest.lat);
    await page.mouse.click(x, y);
    await expect.poll(() => zoomOf(page)).toBeGreaterThanOrEqual(12);
    expect(await zoomOf(page)).toBeLessThanOrEqual(13);
    await idle(page);
    const inside = await renderedClusters(page, 'parking');
    expect(inside.every(({ count }) => count < largest.count)).toBe(true);
    expect(inside.length + (await rendered(page, 'parking')).length).toBeGreaterThan(1);
    expect(await announced(page)).toContain(`${String(largest.count)} 个要素`);
    expect(await page.locator('article.feature').count()).toBe(0);
  });
});

describe('a cluster', () => {
  it('opens by the keyboard, under the cross-hairs', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=parking&at=120.38,36.12,10&lang=en');
    const [first] = await renderedClusters(page, 'parking');
    if (first === undefined) throw new Error('no cluster');
    await jump(page, [first.lon, first.lat], 10);
    await page.locator('.maplibregl-canvas').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => zoomOf(page)).toBeGreaterThanOrEqual(12);
    expect(await announced(page)).toMatch(/^\d+ features/);
  });

  it('that has the pointer says its number in full', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=parking&at=120.38,36.12,10');
    const [first] = await renderedClusters(page, 'parking');
    if (first === undefined) throw new Error('no cluster');
    await jump(page, [first.lon, first.lat], 10);
    const { x, y } = await screenPosition(page, first.lon, first.lat);
    await page.mouse.move(x, y);
    const canvas = page.locator('.maplibregl-canvas');
    await expect.poll(() => page.getByTestId('map-tip').textContent()).toContain(`${String(first.count)} 个要素`);
    expect(await canvas.evaluate((element) => element.style.cursor)).toBe('pointer');
  });
});

describe('filters', () => {
  it('apply inside clusters too: map, list and service count alike', async () => {
    const asked: string[] = [];
    const { page, problems } = pages.desktop;
    await visit(page, '/?layers=toilets,parking&at=120.4,36.15,9.5');
    const note = (request: Request): void => {
      if (request.url().includes('/tiles/')) asked.push(request.url());
    };
    page.on('request', note);
    const before = await shownAndCounted(page, 'toilets');
    asked.length = 0;
    await onlyWithWifi(page);
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    await idle(page);
    page.off('request', note);
    expect(asked.filter((url) => !/\/tiles\/toilets\/.*\?filter=/.test(url))).toEqual([]);
    const after = await shownAndCounted(page, 'toilets', '&filter.toilets=wifi%3DTRUE');
    expect(after.counted).toBeGreaterThan(0);
    expect(after.counted).toBeLessThan(before.counted);
    expect(after.shown).toBe(after.counted);
    await expect.poll(() => page.getByTestId('in-view-toilets').textContent()).toContain(String(after.counted));
    expect(problems).toEqual([]);
  });

  it('of an address are in force from the first tile on', async () => {
    const asked: string[] = [];
    const { page, close } = await openPage(browser, {
      path: '/?layers=toilets&at=120.4,36.15,9.5&f.toilets=wifi!1',
      prepare: (target) => {
        target.on('request', (request) => {
          if (request.url().includes('/tiles/toilets/')) asked.push(request.url());
        });
        return Promise.resolve();
      },
    });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((url) => !url.includes('?filter='))).toEqual([]);
    const { shown, counted } = await shownAndCounted(page, 'toilets', '&filter.toilets=wifi%3DTRUE');
    expect(shown).toBe(counted);
    await close();
  });

  it('show the old tiles until the new ones have come', async () => {
    const { page } = pages.desktop;
    await visit(page, `/?layers=toilets&at=${String(CITY[0])},${String(CITY[1])},10`);
    const filtered = await held(page, /\/tiles\/toilets\/.*filter=/);
    const before = (await rendered(page, 'toilets')).length;
    await onlyWithWifi(page);
    await filtered.reached;
    await drawn(page);
    expect((await rendered(page, 'toilets')).length).toBe(before);
    await filtered.letGo();
    await idle(page);
    expect((await rendered(page, 'toilets')).length).not.toBe(before);
  });
});
