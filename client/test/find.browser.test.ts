import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';
import type { FindAnswer } from '../../tiles/api/find.ts';
import { violations } from './axe.ts';
import { drawn, openPage } from './page.ts';

/** In the old town, where there is much. */
const HERE = { longitude: 120.3826, latitude: 36.0671 };
const AT = `lon=${HERE.longitude}&lat=${HERE.latitude}`;
const SIZES = Object.keys(SCREENS) as readonly ScreenName[];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** With a position that the reader shares, or refuses to. */
async function open(
  path: string,
  { screen = 'phone', refuses = false }: { readonly screen?: ScreenName; readonly refuses?: boolean } = {},
): ReturnType<typeof openPage> {
  return openPage(browser, {
    raw: true,
    path,
    screen,
    prepare: async (_page, context) => {
      if (refuses) return;
      await context.grantPermissions(['geolocation']);
      await context.setGeolocation(HERE);
    },
  });
}

const rows = (page: Page) => page.locator('.row');

describe.each(SIZES)('the public’s page on a %s', (screen) => {
  it('leads from the start page to a list by the way on foot in two taps', async () => {
    const { page, problems, close } = await open('/?layers=', { screen });
    await page.getByRole('navigation', { name: '从这里开始' }).getByRole('link', { name: '找设施' }).click();
    await page.getByRole('link', { name: '公厕' }).click();
    await rows(page).first().waitFor();
    const metres = await rows(page).locator('.far').allInnerTexts();
    expect(metres[0]).toMatch(/^步行 \d+ 分钟 · [\d.]+ (?:米|公里)/);
    expect(await page.locator('#spoken').textContent()).toMatch(/^公厕：.*\d+ 处$/);
    expect(problems).toEqual([]);
    await close();
  });

  it('has no barrier that axe knows', async () => {
    const { page, close } = await open(`/find?kind=parking&${AT}`, { screen });
    await rows(page).first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.locator('.go').first().click();
    await page.locator('.way').waitFor();
    expect(await violations(page)).toEqual([]);
    await close();
  });

  it('does not move while it loads', async () => {
    const { page, close } = await openPage(browser, {
      raw: true,
      path: `/find?kind=toilet&${AT}`,
      screen,
      prepare: (target) =>
        target.addInitScript(() => {
          const shifts: number[] = [];
          Object.assign(globalThis, { shifts });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
          }).observe({ type: 'layout-shift', buffered: true });
        }),
    });
    await page.locator('#map canvas').waitFor();
    await drawn(page);
    const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, each) => sum + each, 0)).toBe(0);
    await close();
  });

  it('shows the reader’s place and the first three on the map', async () => {
    const { page, close } = await open(`/find?kind=toilet&${AT}`, { screen });
    await page.locator('#map canvas').waitFor();
    const inSight = (): Promise<boolean[]> =>
      page.evaluate(() => {
        const said = document.getElementById('find-data')?.textContent ?? '{}';
        const { answer } = JSON.parse(said) as { answer: FindAnswer };
        const map = window.chengtu?.map ?? null;
        const shown = document.getElementById('map')?.getBoundingClientRect();
        const sheet = document.querySelector('.find-sheet')?.getBoundingClientRect();
        if (map === null || shown === undefined || sheet === undefined) return [];
        const bottom = sheet.left < shown.left ? shown.bottom : Math.min(shown.bottom, sheet.top);
        return [answer.place, ...answer.rows.slice(0, 3)].map(({ lon, lat }) => {
          const { x, y } = map.project([lon, lat]);
          return x > 0 && x < shown.width && y > 0 && shown.top + y < bottom;
        });
      });
    await expect.poll(inSight).toEqual([true, true, true, true]);
    await close();
  });
});

/** Opens a page whose part with the map is answered by a test; nothing is kept that could stand in. */
function openWithMap(handle: (route: Route) => Promise<void>): ReturnType<typeof openPage> {
  return openPage(browser, {
    raw: true,
    path: `/find?kind=toilet&${AT}`,
    screen: 'phone',
    prepare: async (page) => {
      await page.addInitScript(() => {
        ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('not here'));
      });
      await page.route(/\/assets\/map-[\w-]+\.js$/, handle);
    },
  });
}

describe('the map of the public’s page', () => {
  it('is tried again by itself, so that a moment offline is not noticed', async () => {
    let asked = 0;
    const { page, close } = await openWithMap((route) => {
      asked += 1;
      return asked === 1 ? route.abort('internetdisconnected') : route.continue();
    });
    await page.locator('#map canvas').waitFor();
    expect(asked).toBeGreaterThanOrEqual(2);
    await close();
  });

  it('that does not come is said to, leaves the list as it is, and comes when asked for', async () => {
    let isLost = true;
    const { page, close } = await openWithMap((route) =>
      isLost ? route.abort('internetdisconnected') : route.continue(),
    );
    const again = page.getByRole('button', { name: '重新载入地图' });
    await again.waitFor();
    expect(await rows(page).count()).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
    isLost = false;
    await again.tap();
    await page.locator('#map canvas').waitFor();
    await close();
  });

  it('of a version that was replaced comes with the new one', async () => {
    let isGone = true;
    const { page, close } = await openWithMap((route) =>
      isGone ? route.fulfill({ status: 404, body: '' }) : route.continue(),
    );
    await page.getByText('网页已有新版本').waitFor();
    isGone = false;
    await page.getByRole('button', { name: '刷新网页' }).tap();
    await page.locator('#map canvas').waitFor();
    await close();
  });
});

describe('the public’s page without a script', () => {
  it('finds by a place that is typed, and says what each row is', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: SCREENS.phone, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(`${inject('serviceUrl')}/find`);
    await page.getByRole('link', { name: '公厕' }).click();
    await page.getByRole('searchbox').fill('五四广场');
    await page.getByRole('button', { name: '查找' }).click();
    await rows(page).first().waitFor();
    expect(await page.getByRole('heading', { level: 2 }).innerText()).toMatch(/^公厕：2 公里内 \d+ 处$/);
    await page.locator('.go').first().click();
    expect(await page.locator('.way .apps a').count()).toBe(4);
    expect(await page.locator('#map').isVisible()).toBe(false);
    await context.close();
  });

  it('offers the wider radius where there is nothing, and clears what was asked', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: SCREENS.desktop, locale: 'en-GB' });
    const page = await context.newPage();
    // At sea, kilometres from the shore.
    await page.goto(`${inject('serviceUrl')}/find?kind=toilet&lon=120.42&lat=36.0&radius=1000`);
    const wider = page.getByRole('link', { name: /^Look within/ });
    await wider.click();
    expect(await rows(page).count()).toBeGreaterThan(0);
    await context.close();
  });
});

describe('the public’s page', () => {
  it('asks for a place to be typed where the position is refused', async () => {
    const { page, close } = await open('/find', { refuses: true });
    await page.getByRole('link', { name: '学校' }).click();
    await page.getByText('未获得定位权限').first().waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('q');
    await close();
  });

  it('keeps the place when the kind changes, and leads back', async () => {
    const { page, close } = await open(`/find?kind=toilet&${AT}`);
    await rows(page).first().waitFor();
    await page.locator('[data-kind="parking"]').click();
    await page.getByRole('heading', { name: /^停车场：/ }).waitFor();
    const query = new URL(page.url()).searchParams;
    expect([query.get('kind'), query.get('lon')]).toEqual(['parking', String(HERE.longitude)]);
    await page.goBack();
    await page.getByRole('heading', { name: /^公厕：/ }).waitFor();
    await close();
  });

  it('draws the way to what is chosen, and hands over to map apps', async () => {
    const { page, close } = await open(`/find?kind=toilet&${AT}`);
    await page.locator('#map canvas').waitFor();
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().includes('/find/route?')),
      page.locator('.go').first().click(),
    ]);
    expect(answer.status()).toBe(200);
    await page.locator('.way').waitFor();
    const links = await page
      .locator('.apps a')
      .evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''));
    expect(links.map((link) => link.split(/[?:]/)[0])).toEqual(['https', 'https', 'https', 'geo']);
    expect(await page.locator('.wechat').isVisible()).toBe(false);
    await close();
  });

  it('says inside WeChat how to get out of it', async () => {
    const context = await browser.newContext({
      viewport: SCREENS.phone,
      userAgent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile MicroMessenger/8.0.47',
    });
    const page = await context.newPage();
    await page.goto(`${inject('serviceUrl')}/find?kind=toilet&${AT}&lang=zh`);
    await page.locator('.go').first().click();
    await page.locator('.wechat').waitFor();
    await context.close();
  });

  it('remembers large type, and reads rows aloud by a button', async () => {
    const { page, close } = await open(`/find?kind=toilet&${AT}`);
    await page.getByRole('link', { name: '适老版' }).click();
    expect(await page.evaluate(() => document.documentElement.hasAttribute('data-big'))).toBe(true);
    expect(new URL(page.url()).searchParams.get('big')).toBe('true');
    const target = await page.locator('.go').first().boundingBox();
    expect(target?.height ?? 0).toBeGreaterThanOrEqual(60);
    await page.goto(`${inject('serviceUrl')}/find?kind=toilet&${AT}`);
    await page.locator('[data-big] .row').first().waitFor();
    const isSpoken = await page.evaluate(() => 'speechSynthesis' in window);
    expect(await page.getByRole('button', { name: '朗读' }).count()).toBe(isSpoken ? await rows(page).count() : 0);
    await close();
  });

  it('filters at once, and says how many are left', async () => {
    const { page, close } = await open(`/find?kind=toilet&${AT}&radius=5000`, { screen: 'desktop' });
    const before = await page.getByRole('heading', { level: 2 }).innerText();
    await page.getByText('筛选', { exact: true }).click();
    await page.getByLabel('第三卫生间').check();
    await expect.poll(() => page.getByRole('heading', { level: 2 }).innerText()).not.toBe(before);
    expect(new URL(page.url()).searchParams.get('with')).toBe('third_restroom');
    await close();
  });

  it('works offline after one visit, says of when it is, and asks the service again once it can', async () => {
    const { page, context, close } = await open(`/find?kind=toilet&${AT}`);
    await page.evaluate(async () => navigator.serviceWorker.ready);
    await expect
      .poll(() => page.evaluate(async () => (await (await caches.open('chengtu-find-answers')).keys()).length))
      .toBe(1);
    await expect
      .poll(() => page.evaluate(async () => (await (await caches.open('chengtu-find-shell')).keys()).length))
      .toBeGreaterThan(2);
    const bytes = await page.evaluate(async () => {
      let sum = 0;
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) sum += (await (await cache.match(request))?.blob())?.size ?? 0;
      }
      return sum;
    });
    expect(bytes).toBeLessThanOrEqual(5_000_000);
    await context.setOffline(true);
    await page.goto(`${inject('serviceUrl')}/find?kind=toilet&${AT}`);
    await rows(page).first().waitFor();
    await page.getByText(/^暂时连不上服务，以下是/).waitFor();
    await page.locator('[data-kind="school"]').click();
    await page.getByText('这里没有保存过这类设施').first().waitFor();
    await context.setOffline(false);
    await page.locator('[data-kind="toilet"]').click();
    await expect.poll(() => page.getByText(/^暂时连不上服务，以下是/).count()).toBe(0);
    await close();
  });

  it('needs little script before its map', async () => {
    const html = await (await fetch(`${inject('serviceUrl')}/find`)).text();
    const named = [...html.matchAll(/assets\/[\w-]+\.js/g)].map(([name]) => name);
    const files = new Set(named);
    expect(files.size).toBeGreaterThan(0);
    let bytes = 0;
    for (const name of files)
      bytes += gzipSync(await readFile(new URL(`../../dist/client/${name}`, import.meta.url))).length;
    expect(bytes).toBeLessThanOrEqual(45_000);
  });
});
