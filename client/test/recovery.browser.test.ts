/** Parts of the page that do not come, and a service that is away: what the reader is told, and that all comes back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Route } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { go, idle, openPage, type Opened } from './page.ts';

let browser: Browser;
let opened: Opened;
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, { path: '/?layers=toilets&at=120.385,36.065,13' });
});
afterAll(async () => {
  await browser.close();
});

const CASES = /\/assets\/CasesTab-[\w-]+\.js$/;
const ANALYSIS = /\/assets\/AnalysisTab-[\w-]+\.js$/;

describe('a part of the page that does not come', () => {
  it('is tried again by itself, so that a moment offline is not noticed', async () => {
    const { page } = opened;
    let asked = 0;
    await page.route(CASES, (route) => {
      asked += 1;
      return asked === 1 ? route.abort('internetdisconnected') : route.continue();
    });
    await page.getByRole('tab', { name: '案例' }).click();
    await page.locator('.cases').first().waitFor();
    // Fetched until it comes, then imported.
    expect(asked).toBeGreaterThanOrEqual(2);
    await page.unroute(CASES);
  });

  it('says so, leaves the rest of the page as it is, and comes when asked for', async () => {
    const { page } = opened;
    let isLost = true;
    await page.route(ANALYSIS, (route) => (isLost ? route.abort('internetdisconnected') : route.continue()));
    await page.getByRole('tab', { name: '分析' }).click();
    const again = page.getByRole('button', { name: '重新加载' });
    await again.waitFor();
    await page.getByText('这部分没能加载').waitFor();
    await page.getByRole('tab', { name: '图层' }).click();
    await page.locator('[data-layer=toilets]').waitFor();
    await page.getByRole('tab', { name: '分析' }).click();
    await again.waitFor();
    isLost = false;
    await again.click();
    await page.getByTestId('histogram').waitFor();
    await page.unroute(ANALYSIS);
  });

  it('is told to be of an older version where the service no longer has it', async () => {
    const { page, close } = await openPage(browser, {
      raw: true,
      prepare: (target) => target.route(CASES, (route) => route.fulfill({ status: 404, body: '' })),
    });
    await page.getByRole('tab', { name: '案例' }).click();
    await page.locator('.failure').getByText('网页已有新版本').waitFor();
    await page.unroute(CASES);
    await page.locator('.failure').getByRole('button', { name: '刷新网页' }).click();
    // The address has kept what was open.
    await page.locator('.cases').first().waitFor();
    await close();
  });
});

describe('a service that is away', () => {
  it('is said to be, no old figure stands for the new view, and all comes back by itself', async () => {
    const { page } = opened;
    await go(page, '/?layers=toilets&at=120.385,36.065,13');
    const inView = page.getByTestId('in-view-toilets');
    await inView.waitFor();
    let isAway = true;
    const away = (route: Route) => (isAway ? route.abort('connectionrefused') : route.continue());
    await page.route(/\/(counts|readyz)(\?|$)/, away);
    await go(page, '/?layers=toilets&at=120.36,36.08,14');
    await page.locator('[data-testid=connection][data-trouble=offline]').waitFor();
    await expect.poll(() => inView.count()).toBe(0);
    isAway = false;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByTestId('connection').waitFor({ state: 'detached' });
    await inView.waitFor();
    await page.unroute(/\/(counts|readyz)(\?|$)/, away);
  });

  it('that does not answer is said to be silent', async () => {
    const { page } = opened;
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route(/\/counts(\?|$)/, (route) => held.then(() => route.continue()));
    await go(page, '/?layers=toilets&at=120.39,36.07,13');
    await page.locator('[data-testid=connection][data-trouble=silent]').waitFor();
    letGo();
    await page.getByTestId('connection').waitFor({ state: 'detached' });
    await idle(page);
  });

  it('whose database is lost is said to be, and the page asks again once it is back', async () => {
    const { page } = opened;
    let isLost = true;
    const lost = (route: Route) =>
      isLost
        ? route.fulfill({
            status: 503,
            contentType: 'application/problem+json',
            body: JSON.stringify({ code: 'database-unavailable', detail: '数据库暂时无法访问。', requestId: 'r-1' }),
          })
        : route.continue();
    await page.route(/\/(counts|readyz)(\?|$)/, lost);
    await go(page, '/?layers=toilets&at=120.37,36.07,14');
    await page.locator('[data-testid=connection][data-trouble=database]').waitFor();
    isLost = false;
    // Nobody does anything: the page looks by itself.
    await page.getByTestId('connection').waitFor({ state: 'detached' });
    await page.getByTestId('in-view-toilets').waitFor();
    await page.unroute(/\/(counts|readyz)(\?|$)/, lost);
  });
});
