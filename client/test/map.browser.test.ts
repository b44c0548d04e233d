import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser, Request } from 'playwright-core';
import { launchBrowser, SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';
import type { Counts, LayerList } from '../../tiles/api/wire.ts';
import { colorAt, drawn, idle, jump, openScreens, rendered, screenPosition, visit, type Opened } from './page.ts';

const JIAOZHOU_BAY = [120.22, 36.11] as const;
const OPEN_SEA = [120.55, 36.04] as const;
const PINGDU_FIELDS = [119.93, 36.93] as const;
const SHINAN = [120.385, 36.065] as const;

let browser: Browser;
let pages: Readonly<Record<ScreenName, Opened>>;
beforeAll(async () => {
  browser = await launchBrowser();
  pages = await openScreens(browser);
});
afterAll(async () => {
  await browser.close();
});

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
}

async function layers(): Promise<LayerList> {
  return (await (await fetch(`${inject('serviceUrl')}/layers`)).json()) as LayerList;
}

describe.each(Object.keys(SCREENS) as ScreenName[])('the map on a %s', (screen) => {
  it('opens on the whole city without errors, and asks no other host for anything', async () => {
    const { page, problems } = pages[screen];
    expect(await page.title()).toContain('青岛');
    for (const layer of ['boundary', 'cases']) expect((await rendered(page, layer)).length, layer).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  it('draws sea, bay and land in colours of their own', async () => {
    const { page } = pages[screen];
    await visit(page, '/?layers=');
    await jump(page, [120.2, 36.35], screen === 'phone' ? 7.6 : 8.4);
    const [sea, bay, land] = [
      await colorAt(page, ...OPEN_SEA),
      await colorAt(page, ...JIAOZHOU_BAY),
      await colorAt(page, ...PINGDU_FIELDS),
    ];
    expect(distance(sea, bay)).toBeLessThan(6);
    expect(distance(sea, land)).toBeGreaterThan(20);
  });

  it('shows the toilets of Shinan where the database has them', async () => {
    const { page } = pages[screen];
    await visit(page, '/?layers=toilets');
    await jump(page, SHINAN, 13);
    const drawn = await rendered(page, 'toilets');
    expect(drawn.length).toBeGreaterThan(5);
    for (const toilet of drawn) expect(toilet.id).toMatch(/^0[58]-/);
  });
});

describe('what the map asks for', () => {
  it('is one tile of the base map and one of all layers for each place, and no icon while it moves', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=');
    const asked: string[] = [];
    const note = (request: Request): void => void asked.push(new URL(request.url()).pathname);
    page.on('request', note);
    await visit(page, `/?at=${SHINAN.join(',')},14`);
    await jump(page, [SHINAN[0] + 0.01, SHINAN[1] + 0.01], 14);
    await expect.poll(() => page.url()).toContain('120.395');
    page.off('request', note);
    const tiles = asked.filter((path) => path.startsWith('/tiles/'));
    const placeOf = (path: string): string => path.split('/').slice(3).join('/');
    expect(new Set(tiles.map(placeOf)).size).toBeGreaterThan(3);
    // The same tile of the same source is asked for once.
    expect(new Set(tiles).size).toBe(tiles.length);
    expect(new Set(tiles.map((path) => path.split('/')[2])).size).toBe(2);
    expect(asked.filter((path) => path.includes('favicon'))).toEqual([]);
  });
});

describe('the layer tree', () => {
  beforeAll(() => visit(pages.desktop.page, '/?layers=cases,toilets'));

  it('lists every layer of the catalogue with its count', async () => {
    const { page } = pages.desktop;
    const { layers: all } = await layers();
    const rows = await page
      .locator('[data-layer]')
      .evaluateAll((nodes) => nodes.map((node) => (node as HTMLElement).dataset['layer']));
    expect(new Set(rows)).toEqual(new Set(all.map((layer) => layer.id)));
  });

  it('switches a layer on and off on the map', async () => {
    const { page } = pages.desktop;
    await jump(page, SHINAN, 13);
    const box = page.locator('[data-layer=toilets] input[type=checkbox]');
    await box.uncheck();
    await idle(page);
    expect(await rendered(page, 'toilets')).toEqual([]);
    await box.check();
    await idle(page);
    expect((await rendered(page, 'toilets')).length).toBeGreaterThan(0);
  });

  it('counts the features in view as the server does', async () => {
    const { page } = pages.desktop;
    await jump(page, SHINAN, 13.5);
    const bbox = await page.evaluate(() => window.chengtu.map?.getBounds().toArray().flat());
    const counts = (await (
      await fetch(`${inject('serviceUrl')}/counts?layers=toilets&bbox=${String(bbox)}`)
    ).json()) as Counts;
    const shown = page.getByTestId('in-view-toilets');
    await page.waitForFunction(
      (n) => document.querySelector('[data-testid=in-view-toilets]')?.textContent?.includes(String(n)) ?? false,
      counts['toilets'],
    );
    expect(await shown.textContent()).toMatch(new RegExp(`\\b${String(counts['toilets'])}\\b`));
  });
});

describe('a feature', () => {
  it('opens its details by a click, with source and provenance', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=toilets');
    await jump(page, SHINAN, 14);
    const [toilet] = await rendered(page, 'toilets');
    const item = (await (await fetch(`${inject('serviceUrl')}/layers/toilets/items/${toilet?.id ?? ''}`)).json()) as {
      geometry: { coordinates: [number, number] };
      properties: { name: string };
    };
    await jump(page, item.geometry.coordinates, 17);
    const { x, y } = await screenPosition(page, ...item.geometry.coordinates);
    await page.mouse.click(x, y);
    const details = page.locator('article.feature');
    await details.waitFor();
    const text = await details.innerText();
    expect(text).toContain(item.properties.name);
    expect(text).toMatch(/合成|近似/);
    expect(text).toContain('数据来源');
    expect(page.url()).toContain(toilet?.id ?? '?');
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
  });
});

describe('search', () => {
  it.each([
    ['五四广场', null],
    ['市南区', 'districts'],
    ['snq', 'districts'],
    ['Shinan', 'districts'],
  ])('finds %s', async (q, layer) => {
    const { page } = pages.desktop;
    await visit(page, '/');
    const answered = page.waitForResponse((response) => response.url().includes(`/search?q=${encodeURIComponent(q)}`));
    await page.locator('#search').fill(q);
    await answered;
    await drawn(page);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.search.includes('sel='));
    if (layer !== null) expect(page.url()).toContain(layer);
  });
});
