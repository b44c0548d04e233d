import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page, Route } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { drawn, idle, openPage, type Opened } from './page.ts';

let browser: Browser;
let opened: Opened;
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser);
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

/** Red, green and blue of the sea that the map draws. */
function seaColor(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const map = window.chengtu.map;
    const layer = map?.getStyle().layers.find(({ id }) => id === 'base:ground-water' || id === 'base:sea');
    const color: unknown = layer === undefined ? null : map?.getPaintProperty(layer.id, 'fill-color');
    return [1, 3, 5].map((at) => Number.parseInt(String(color).slice(at, at + 2), 16));
  });
}

async function choose(page: Page, name: string): Promise<void> {
  const menu = page.locator('#page-menu');
  if (await menu.isHidden()) await page.locator('button[aria-controls=page-menu]').click();
  await menu.getByText(name, { exact: true }).click();
}

describe('the chooser of base maps', () => {
  it('draws the built-in one in its colours, in grey and as at night, and the address says which', async () => {
    const { page, problems } = opened;
    const [red = 0, , blue = 0] = await seaColor(page);
    expect(blue).toBeGreaterThan(red);
    expect(new URL(page.url()).searchParams.get('base')).toBe(null);

    await choose(page, '内置底图，灰色');
    await page.waitForFunction(() => new URL(location.href).searchParams.get('base') === 'grey');
    await expect.poll(async () => new Set(await seaColor(page)).size).toBe(1);

    await choose(page, '内置底图，深色');
    await page.waitForFunction(() => new URL(location.href).searchParams.get('base') === 'dark');
    await expect.poll(async () => Math.max(...(await seaColor(page)))).toBeLessThan(100);
    // The page itself stays light: only the map is dark.
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    expect(problems).toEqual([]);
  });

  /** Opens the page with a raster base map of another server, whose tiles are answered as a test likes. */
  const openFar = (answer: (route: Route) => Promise<void>): Promise<Opened> =>
    openPage(browser, {
      path: '/?base=far',
      raw: true,
      prepare: async (page) => {
        await page.route('**/config.json', async (route) => {
          const answer = await route.fetch();
          const far = { id: 'far', title: { zh: '远方', en: 'Far' }, tiles: ['/far/{z}/{x}/{y}'], attribution: '远方' };
          await route.fulfill({
            response: answer,
            json: { ...(await answer.json()), basemaps: [{ ...far, maxzoom: 9 }] },
          });
        });
        await page.route('**/far/**', answer);
      },
    });

  it('says so where a base map of another server shows nothing, and offers the built-in one', async () => {
    const { page, close } = await openFar((route) => route.fulfill({ status: 404 }));
    const notice = page.locator('.notice', { hasText: '所选底图还没有显示出来' });
    await notice.getByRole('button', { name: '改用内置底图' }).click();
    await page.waitForFunction(() => new URL(location.href).searchParams.get('base') === null);
    expect(await seaColor(page)).not.toContain(NaN);
    await close();
  });

  it('has the map with its legend and its layers while the server of a base map does not answer', async () => {
    const { page, close } = await openFar(() => new Promise(() => undefined));
    await page.getByTestId('map-key').waitFor();
    expect(await page.locator('#map').getAttribute('aria-busy')).toBe('false');
    expect(
      await page.evaluate(() => [
        window.chengtu.map?.loaded(),
        (window.chengtu.map?.queryRenderedFeatures() ?? []).length > 0,
      ]),
    ).toEqual([false, true]);
    await close();
  });

  it('is remembered by the browser, while a link shows everyone the same', async () => {
    const { page } = opened;
    await page.goto(new URL('/', page.url()).href);
    await idle(page);
    await drawn(page);
    expect(Math.max(...(await seaColor(page)))).toBeLessThan(100);
    await page.goto(new URL('/?base=grey', page.url()).href);
    await idle(page);
    expect(new Set(await seaColor(page)).size).toBe(1);
    await page.locator('button[aria-controls=page-menu]').click();
    const chosen = page.locator('#page-menu label', { has: page.locator('input[name=basemap]:checked') });
    expect(await chosen.innerText()).toBe('内置底图，灰色');
  });
});
