import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import type { Item, LayerInfo, NearbyResult } from '../../tiles/api/wire.ts';
import { openPage } from './page.ts';

/** Half past one in the morning of 5 March in the city; the day before wherever the sun rises later. */
const MOMENT = '2017-03-04T17:30:00Z';
const ZONES = ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati'] as const;

/** Has reports carry a moment where the demonstration city has a day. */
async function withMoments(page: Page, attribute: string): Promise<void> {
  await page.route(
    ({ pathname }) => pathname === '/layers',
    async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { readonly layers: readonly LayerInfo[] };
      const layers = body.layers.map((layer) => {
        const { [attribute]: day } = layer.attributes;
        if (layer.id !== 'reports' || day === undefined) return layer;
        return { ...layer, attributes: { ...layer.attributes, [attribute]: { ...day, format: 'date-time' } } };
      });
      await route.fulfill({ response, json: { ...body, layers } });
    },
  );
  await page.route(
    ({ pathname }) => pathname.startsWith('/layers/reports/items/'),
    async (route) => {
      const response = await route.fetch();
      const item = (await response.json()) as Item;
      await route.fulfill({ response, json: { ...item, properties: { ...item.properties, [attribute]: MOMENT } } });
    },
  );
}

describe('a browser in another time zone', () => {
  let browser: Browser;
  let attribute: string;
  let id: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    const ask = async <T>(path: string): Promise<T> => (await (await fetch(inject('serviceUrl') + path)).json()) as T;
    attribute = (await ask<LayerInfo>('/layers/reports')).caseData?.date ?? '';
    const near = await ask<NearbyResult>('/nearby?layer=reports&lon=120.384&lat=36.066&radius=20000&limit=1');
    id = near.features[0]?.id ?? '';
    expect([attribute, id]).not.toContain('');
  });
  afterAll(() => browser.close());

  /** The details of a feature, and the texts of the charts. */
  async function shownIn(
    timezoneId: string,
  ): Promise<{ readonly details: string; readonly charts: readonly string[] }> {
    const prepare = (page: Page): Promise<void> => withMoments(page, attribute);
    const { page, problems, close } = await openPage(browser, {
      timezoneId,
      prepare,
      path: `/?layers=reports&sel=reports/${encodeURIComponent(id)}`,
    });
    const card = page.locator('article.feature');
    await card.waitFor();
    const details = await card.innerText();
    await page.goto(new URL('/?layers=&tab=analysis', inject('serviceUrl')).href);
    await page.getByTestId('analysis-tiles').waitFor();
    await expect.poll(() => page.getByTestId('time-window').innerText()).toMatch(/\d/);
    const charts = [page.getByTestId('time-window'), page.getByTestId('analysis-tiles')];
    const texts = await Promise.all(charts.map((each) => each.innerText()));
    expect(await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe(timezoneId);
    expect(problems).toEqual([]);
    await close();
    return { details, charts: texts };
  }

  it('shows the days and hours of the city, in details and charts', async () => {
    const [home, ...others] = [await shownIn(ZONES[0]), await shownIn(ZONES[1]), await shownIn(ZONES[2])];
    expect(home.details).toContain('2017年3月5日');
    expect(home.details).toContain('01:30');
    for (const other of others) expect(other).toEqual(home);
  });
});
