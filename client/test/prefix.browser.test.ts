import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { startPrefixProxy, type PrefixProxy } from '../../server/testing/prefix-proxy.ts';
import { idle, openPage, rendered, type Opened } from './page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe('behind a proxy with a path prefix, of which the service knows nothing', () => {
  let proxy: PrefixProxy;
  let opened: Opened;
  beforeAll(async () => {
    proxy = await startPrefixProxy(inject('serviceUrl'), { prefix: '/map', strips: true, tells: false });
    opened = await openPage(browser, {
      origin: `${proxy.url}/`,
      path: '/map/?lang=en&at=120.385,36.0665,14.2&layers=toilets',
    });
  });
  afterAll(async () => {
    await opened.close();
    await proxy.close();
  });

  it('the map draws its layers, asks for nothing elsewhere, and keeps the prefix in its address', async () => {
    expect((await rendered(opened.page, 'toilets')).length).toBeGreaterThan(0);
    await opened.page.getByRole('searchbox').or(opened.page.getByRole('combobox')).first().fill('五四广场');
    await opened.page.getByRole('option').first().waitFor();
    expect(new URL(opened.page.url()).pathname).toBe('/map/');
    expect(opened.problems).toEqual([]);
    expect(proxy.strayed).toEqual([]);
  });

  it('the planners’ page is a link away, and back', async () => {
    await opened.page.goto(`${proxy.url}/plan?lang=en`);
    await idle(opened.page);
    const back = opened.page.locator('a[href^="/map/?"]').first();
    await back.waitFor();
    await back.click();
    await opened.page.waitForURL(/\/map\/\?/);
    await idle(opened.page);
    expect(await opened.page.locator('a[href^="/map/plan"]').count()).toBeGreaterThan(0);
    expect(opened.problems).toEqual([]);
    expect(proxy.strayed).toEqual([]);
  });
});
