import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { runs } from '../../server/testing/effort.ts';
import { ALL_PAYLOADS } from '../../server/testing/payloads.ts';
import { go, openPage, type Opened } from './page.ts';

const TEXTS = ALL_PAYLOADS.map(({ text }) => text);
const AT = { lon: 120.384, lat: 36.062 };

/** The service's answers with the texts in them: that it gives them as they are is tested on the service. */
const item = (text: string, n: number) => ({
  type: 'Feature',
  id: `p${n}`,
  bbox: [AT.lon, AT.lat, AT.lon, AT.lat],
  geometry: { type: 'Point', coordinates: [AT.lon, AT.lat] },
  properties: { name: text, address: text, hours: text, website: text, phone: text, district: '370202' },
  layer: 'toilets',
  provenance: 'official',
  owner: text,
  updatedAt: '2026-01-01T00:00:00.000Z',
  distanceM: n,
});
const hit = (text: string, n: number) => ({
  layer: 'toilets',
  id: `p${n}`,
  name: { zh: text, en: text },
  context: { zh: text, en: text },
  provenance: 'official',
  score: 1,
  ...AT,
  bbox: [AT.lon, AT.lat, AT.lon, AT.lat],
});

let browser: Browser;
let opened: Opened;
/** Which of the texts stand as titles of layers, by layer. */
const titles = new Map<string, string>();
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, {
    path: '/?lang=en&layers=toilets',
    prepare: async (page) => {
      await page.addInitScript(() => {
        Reflect.set(window, 'pwned', () => Reflect.set(window, 'isPwned', true));
      });
      page.on('dialog', (dialog) => void dialog.dismiss());
      await page.route(/\/layers\/toilets\/items\/p\d+/, (route) => {
        const n = Number(/p(\d+)/.exec(new URL(route.request().url()).pathname)?.[1]);
        return route.fulfill({ json: item(TEXTS[n] ?? '', n) });
      });
      await page.route(/\/nearby\?/, (route) =>
        route.fulfill({ json: { type: 'FeatureCollection', features: TEXTS.map(item) } }),
      );
      await page.route(/\/search\?/, (route) =>
        route.fulfill({ json: { query: new URL(route.request().url()).searchParams.get('q'), hits: TEXTS.map(hit) } }),
      );
      await page.route(/\/layers(\?.*)?$/, async (route) => {
        const response = await route.fetch();
        const answer = (await response.json()) as { layers: { id: string; title: unknown; description: unknown }[] };
        for (const [n, layer] of answer.layers.entries()) {
          const text = TEXTS[(n * 5) % TEXTS.length] ?? '';
          titles.set(layer.id, text);
          Object.assign(layer, { title: { zh: text, en: text }, description: { zh: text, en: text } });
        }
        return route.fulfill({ response, json: answer });
      });
    },
  });
});
afterAll(() => browser.close());

/** Elements that texts could have become; none of the page's own is among them after its start. */
const planted = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      document.querySelectorAll(
        'iframe, object, embed, base, marquee, math, video, form, template, details[ontoggle], [onerror], [onload], [onclick], [onfocus], [onmouseover], a[href^="javascript:" i], a[href^="data:" i], link[href*="evil"], meta[http-equiv="refresh" i], img[src="x"]',
      ).length,
  );
const ran = (page: Page): Promise<unknown> => page.evaluate(() => Reflect.get(window, 'isPwned'));
/** The texts of all elements, as they are in the document. */
const texts = (page: Page, selector: string): Promise<(string | null)[]> =>
  page.locator(selector).evaluateAll((elements) => elements.map((element) => element.textContent));

async function nothingRan(page: Page): Promise<void> {
  expect(await ran(page)).toBeUndefined();
  expect(await planted(page)).toBe(0);
  expect(opened.problems).toEqual([]);
}

it('titles of layers are shown as they are', async () => {
  const { page } = opened;
  const shown = (await texts(page, '[data-layer]')).join('\n');
  const ids = await page
    .locator('[data-layer]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-layer')));
  expect(ids.length).toBeGreaterThan(20);
  for (const id of ids) expect(shown).toContain(titles.get(id ?? ''));
  await nothingRan(page);
});

it('names in lists of what is nearby and of what is found are shown as they are', async () => {
  const { page } = opened;
  await go(page, `/?lang=en&layers=toilets&tab=nearby&near=toilets,${AT.lon},${AT.lat},1000`);
  await page.locator('.nearby-results .hit-name').first().waitFor();
  expect(await texts(page, '.nearby-results .hit-name')).toEqual(TEXTS);
  await page.locator('#search').fill('x');
  await page.locator('#search-list [role=option]').first().waitFor();
  const options = await texts(page, '#search-list [role=option]');
  for (const [n, text] of TEXTS.entries()) expect(options[n]).toContain(text);
  await page.locator('#search').fill('');
  await page.keyboard.press('Escape');
  await nothingRan(page);
});

it('a feature shows its name and attributes as they are, and links nowhere but to http', async () => {
  const { page } = opened;
  const step = runs({ daily: 10, full: 1 });
  for (const [n, text] of TEXTS.entries()) {
    if (n % step !== 0) continue;
    await go(page, `/?lang=en&layers=toilets&sel=toilets/p${n}`);
    await page.waitForFunction(
      ([wanted, id]) =>
        document.querySelector('article.feature .feature-name')?.textContent === wanted &&
        document.querySelector('article.feature dd.code:last-of-type')?.textContent === id,
      [text, `p${n}`] as const,
    );
    expect(await page.locator('article.feature .attributes').textContent(), text).toContain(text);
  }
  const links = await page.locator('article.feature a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  for (const link of links) expect(link).toMatch(/^(?:https?:|\/facilities\/toilets\/p\d+\?)/);
  await nothingRan(page);
});
