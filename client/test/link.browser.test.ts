import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { violations } from './axe.ts';
import { drawn, idle, jump, openPage, rendered, visit, type Opened } from './page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

function view(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const map = window.chengtu.map;
    if (map === null) throw new Error('no map');
    const { lng, lat } = map.getCenter();
    return [lng, lat, map.getZoom(), map.getBearing(), map.getPitch()];
  });
}

describe('a link', () => {
  let first: Opened;
  beforeAll(async () => {
    first = await openPage(browser, { path: '/?lang=en&theme=dark&layers=toilets,project-sites' });
  });
  afterAll(() => first.close());

  it('shows the same map to whoever opens it: view, layers, filter, selection, language and theme', async () => {
    await jump(first.page, [120.385, 36.066], 13.5);
    await first.page.evaluate(() => {
      window.chengtu.map?.jumpTo({ bearing: 20, pitch: 30 });
    });
    await first.page.locator('[data-layer=project-sites] input[type=checkbox]').uncheck();
    await first.page.locator('[data-layer=toilets] .layer-more').click();
    await first.page.locator('#layer-toilets').getByText('Wi-Fi', { exact: false }).first().click();
    await idle(first.page);
    const [toilet] = await rendered(first.page, 'toilets');
    const { pathname, search } = new URL(first.page.url());
    await visit(first.page, `${pathname}${search}&sel=toilets/${toilet?.id ?? ''}`);
    await first.page.locator('article.feature h2').waitFor();
    const second = await openPage(browser, { path: new URL(first.page.url()).search });
    await second.page.locator('article.feature h2').waitFor();
    for (const page of [first.page, second.page]) {
      expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/);
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    }
    const [a, b] = [await view(first.page), await view(second.page)];
    for (const [index, value] of a.entries()) expect(b[index]).toBeCloseTo(value, 2);
    const ids = async (page: Page): Promise<string[]> => (await rendered(page, 'toilets')).map(({ id }) => id).sort();
    expect(await ids(second.page)).toEqual(await ids(first.page));
    expect(await second.page.locator('article.feature h2').innerText()).toBe(
      await first.page.locator('article.feature h2').innerText(),
    );
    expect(await rendered(second.page, 'project-sites')).toEqual([]);
    await second.close();
  });

  it('in About leads to the licence texts of what the page is made of', async () => {
    const { page } = first;
    await page.getByRole('button', { name: 'About this map and its data' }).click();
    const link = page.getByRole('dialog').getByRole('link', { name: 'Licence texts of the software in this page' });
    expect(await violations(page)).toEqual([]);
    const response = await page.request.get(await link.evaluate((element) => (element as HTMLAnchorElement).href));
    expect([response.status(), response.headers()['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    const text = await response.text();
    for (const name of ['maplibre-gl', 'preact', 'jspdf', '@deck.gl/core', 'earcut', 'pmtiles'])
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('with nonsense in it opens the city all the same', async () => {
    const { page, problems, close } = await openPage(browser, {
      path: '/?at=abc,,,&layers=%00,../etc&sel=x&lang=xx&theme=9&a.display=zzz&case=%3Cscript%3E',
    });
    expect((await rendered(page, 'boundary')).length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await close();
  });

  it('goes back and forth between selections with the browser’s buttons', async () => {
    const { page } = first;
    await visit(page, '/?sel=districts/370202');
    await page.locator('article.feature').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('article.feature').waitFor({ state: 'detached' });
    await page.goBack();
    await page.locator('article.feature').waitFor();
    expect(await page.locator('article.feature h2').innerText()).toContain('市南');
  });
});

describe('a link to a feature on a phone', () => {
  it('shows the map all the way up, over the sheet with its details', async () => {
    const { page, close } = await openPage(browser, { screen: 'phone', path: '/?layers=toilets&sel=toilets/05-0001' });
    await page.locator('article.feature h2').waitFor();
    await idle(page);
    await drawn(page);
    const shot = (await page.screenshot()).toString('base64');
    // Of the middle of the map, above the legend: pixels that have the colour behind it.
    const bare = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      const map = document.querySelector('#map');
      if (pen === null || map === null) throw new Error('no map');
      pen.drawImage(bitmap, 0, 0);
      const { data } = pen.getImageData(70, 80, 250, 280);
      const behind = (getComputedStyle(map).backgroundColor.match(/\d+/g) ?? []).slice(0, 3).map(Number);
      let count = 0;
      for (let at = 0; at < data.length; at += 4)
        if (behind.every((each, index) => data[at + index] === each)) count += 1;
      return count / (data.length / 4);
    }, shot);
    expect(bare).toBeLessThan(0.05);
    await close();
  });
});
