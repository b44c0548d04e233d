import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser, SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';
import { violations } from './axe.ts';
import { openPage } from './page.ts';

let browser: Browser;
let page: string;
beforeAll(async () => {
  browser = await launchBrowser();
  const answer = await fetch(`${inject('serviceUrl')}/nearby?layer=toilets&lon=120.38&lat=36.07&radius=50000&limit=1`);
  const { features } = (await answer.json()) as { features: { id: string }[] };
  page = `/facilities/toilets/${encodeURIComponent(features[0]?.id ?? '')}`;
});
afterAll(() => browser.close());

describe.each(Object.keys(SCREENS) as ScreenName[])('the page of a facility on a %s', (screen) => {
  it.each([
    ['zh', 'light', ''],
    ['en', 'dark', ''],
    ['zh', 'dark', '/sign'],
  ] as const)('in %s, %s%s: no violation, nothing wider than the screen', async (lang, scheme, part) => {
    const opened = await openPage(browser, {
      screen,
      raw: true,
      path: `${page}${part}?lang=${lang}`,
      prepare: (each) => each.emulateMedia({ colorScheme: scheme }),
    });
    expect(await violations(opened.page)).toEqual([]);
    const isWider = await opened.page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect([isWider, opened.problems]).toEqual([false, []]);
    await opened.close();
  });
});

describe('without a script', () => {
  it('one tap says that all is right, and the page says thanks', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'zh-CN' });
    const tab = await context.newPage();
    await tab.goto(`${inject('serviceUrl')}${page}?lang=zh`);
    await tab.getByRole('button', { name: '对，没有问题' }).click();
    await tab.getByRole('status').waitFor();
    expect(await tab.getByRole('status').textContent()).toContain('谢谢');
    await tab.getByText('不对，告诉我们哪里不对').click();
    await tab.getByLabel('开放时间不对').check();
    await tab.getByRole('button', { name: '提交' }).click();
    await tab.getByText('会转给责任单位核实').waitFor();
    await context.close();
  });
});

describe('the card of a facility on the map', () => {
  it('says first whether it is open, folds what offices keep, and leads to the page', async () => {
    const id = decodeURIComponent(page.split('/').at(-1) ?? '');
    const opened = await openPage(browser, { path: `/?layers=toilets&sel=toilets/${id}` });
    const card = opened.page.getByTestId('details');
    await card.getByTestId('facility-state').waitFor();
    expect(await card.getByText('考核得分').isVisible()).toBe(false);
    expect(await card.getByText('开放时间').isVisible()).toBe(true);
    const href = (await card.getByRole('link', { name: '设施页面' }).getAttribute('href')) ?? '';
    expect(new URL(href, inject('serviceUrl')).pathname).toBe(page);
    expect(await violations(opened.page)).toEqual([]);
    await opened.close();
  });
});
