import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { go, held, idle, openPage, rendered, visit, type Held, type Opened } from './page.ts';

let browser: Browser;
/** One page for all that fails after loading; each test visits the address that it needs. */
let opened: Opened;
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, { path: '/?layers=' });
});
afterAll(async () => {
  await browser.close();
});

const LOST = {
  status: 503,
  contentType: 'application/problem+json',
  body: JSON.stringify({ code: 'database-unavailable', detail: '数据库暂时无法访问。', requestId: 'r-1234' }),
};

describe('when the server fails', () => {
  it('the page says so in the reader’s language with the request id, and works once it is back', async () => {
    let lost = true;
    const { page, close } = await openPage(browser, {
      raw: true,
      path: '/?layers=toilets',
      prepare: async (target) => {
        await target.route(/\/layers$/, (route) => (lost ? route.fulfill(LOST) : route.continue()));
        // Nor is it ever ready: the page would ask again by itself, at the moment of the click too.
        await target.route(/\/readyz$/, (route) => route.fulfill(LOST));
      },
    });
    await page.getByText('r-1234').first().waitFor();
    lost = false;
    await page.getByRole('button', { name: '重试' }).first().click();
    await page.locator('[data-layer=toilets]').waitFor();
    await idle(page);
    await close();
  });

  it('a case that does not exist is said to be unknown, and the list is a step away', async () => {
    const { page } = opened;
    await visit(page, '/?tab=cases&case=no-such-case&layers=');
    await page.getByText('未找到此案例').waitFor();
  });

  it('a slow network shows that something is on its way', async () => {
    let gate: Held | undefined;
    const { page, close } = await openPage(browser, {
      raw: true,
      path: '/?layers=toilets',
      prepare: async (target) => {
        gate = await held(target, /\/layers$/);
      },
    });
    await page.locator('.skeleton').first().waitFor();
    await gate?.letGo();
    await page.locator('[data-layer=toilets]').waitFor();
    await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
    await close();
  });
});

/** An answer as of a service that has too much to do, or whose database is lost. */
const refusal = (code: string) => ({
  status: 503,
  headers: { 'Retry-After': '1' },
  contentType: 'application/json',
  body: JSON.stringify({ code, detail: '…', retryAfterS: 1, requestId: 'r-1' }),
});

describe('when the server is too busy for tiles', () => {
  // Each begins without the tiles of the one before. Its notices stay, and no two tests wait for the same one.
  beforeEach(() => visit(opened.page, '/?layers='));
  afterEach(() => opened.page.unroute(/\/tiles\/toilets\//));

  it('they come by themselves after the time it says, and the reader is told once', async () => {
    const askedMs = new Map<string, number[]>();
    // A page of its own: also the tiles that it opens with are refused.
    const { page, close } = await openPage(browser, {
      raw: true,
      path: '/?layers=toilets&at=120.385,36.065,13',
      prepare: (target) =>
        target.route(/\/tiles\/toilets\//, (route) => {
          const url = route.request().url();
          const times = askedMs.get(url) ?? [];
          askedMs.set(url, [...times, performance.now()]);
          return times.length === 0 ? route.fulfill(refusal('overloaded')) : route.continue();
        }),
    });
    await page.getByText('服务器繁忙').waitFor();
    expect(await page.locator('.notice').count()).toBe(1);
    await expect.poll(async () => (await rendered(page, 'toilets')).length).toBeGreaterThan(5);
    // In place of a tile that fails MapLibre tries the one of the zoom before, which is no longer wanted then.
    const inView = () => [...askedMs].filter(([url]) => url.includes('/tiles/toilets/13/'));
    expect(inView().length).toBeGreaterThan(1);
    // Each waits for a time of its own: the first ones are there before the last ones are asked for again.
    await expect.poll(() => inView().filter(([, times]) => times.length < 2)).toEqual([]);
    await idle(page);
    for (const [url, [first = 0, second = 0, ...more]] of inView()) {
      // A busy machine only lengthens it: the page waits from when it has the answer, which is after `first`.
      expect(second - first, url).toBeGreaterThan(950);
      expect(more, url).toEqual([]);
    }
    expect(await page.getByText('部分图块加载失败').count()).toBe(0);
    await close();
  });

  it('they are not asked for without end, and come when the reader asks', async () => {
    let isBusy = true;
    let asked = 0;
    const { page } = opened;
    await page.route(/\/tiles\/toilets\//, (route) => {
      asked += 1;
      return isBusy
        ? route.fulfill({ ...refusal('overloaded'), body: JSON.stringify({ code: 'overloaded', retryAfterS: 0.05 }) })
        : route.continue();
    });
    await go(page, '/?layers=toilets&at=120.385,36.065,16');
    await page.getByText('部分图块加载失败').waitFor();
    // The map is there all the same.
    await idle(page);
    // A second without requests: twenty times what the service asks them to wait. It comes once they have ended.
    let before = asked;
    await expect
      .poll(async () => {
        before = asked;
        await page.waitForTimeout(1000);
        return asked - before;
      })
      .toBe(0);
    isBusy = false;
    await page.getByRole('button', { name: '重试' }).click();
    await expect.poll(() => asked).toBeGreaterThan(before);
    await idle(page);
  });

  it('drawn tiles stay, and the reader is told that the database is lost', async () => {
    let isLost = false;
    const { page } = opened;
    await page.route(/\/tiles\/toilets\//, (route) =>
      isLost ? route.fulfill(refusal('database-unavailable')) : route.continue(),
    );
    await visit(page, '/?layers=toilets&at=120.385,36.065,13');
    const before = (await rendered(page, 'toilets')).length;
    expect(before).toBeGreaterThan(5);
    isLost = true;
    await page.evaluate(() => window.chengtu.map?.refreshTiles('toilets'));
    await page.getByText('数据暂时无法更新').waitFor();
    // Only gives an error time to appear.
    await page.waitForTimeout(300);
    expect((await rendered(page, 'toilets')).length).toBe(before);
  });
});
