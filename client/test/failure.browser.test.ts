import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { idle, openPage } from './page.ts';

let browser: Browser;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(async () => { await browser.close(); });

const LOST = { status: 503, contentType: 'application/json', body: JSON.stringify({ error: { code: 'database-unavailable', message: '数据库暂时无法访问。', requestId: 'r-1234' } }) };

describe('when the server fails', () => {
  it('the page says so in the reader’s language with the request id, and works once it is back', async () => {
    let lost = true;
    const { page, close } = await openPage(browser, {
      raw: true,
      prepare: (target) => target.route(/\/layers$/, (route) => (lost ? route.fulfill(LOST) : route.continue())),
    });
    await page.getByText('r-1234').first().waitFor();
    lost = false;
    await page.getByRole('button', { name: '重试' }).first().click();
    await page.locator('[data-layer=toilets]').waitFor();
    await idle(page);
    await close();
  });

  it('a case that does not exist is said to be unknown, and the list is a step away', async () => {
    const { page, close } = await openPage(browser, { path: '/?tab=cases&case=no-such-case&layers=' });
    await page.getByText('没有这个案例').waitFor();
    await close();
  });

  it('a slow network shows that something is on its way', async () => {
    const { page, close } = await openPage(browser, {
      raw: true,
      prepare: (target) => target.route(/\/layers$/, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 1500));
        await route.continue();
      }),
    });
    await page.locator('.skeleton').first().waitFor();
    await page.locator('[data-layer=toilets]').waitFor();
    expect(await page.locator('.skeleton').count()).toBe(0);
    await close();
  });
});
