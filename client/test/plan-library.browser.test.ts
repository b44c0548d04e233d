/** The planner's own plans, as the browser keeps them; and the sites of a search before anybody adopts them. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { violations } from './axe.ts';
import { download, openPage, type Opened } from './page.ts';

const AT = 'of=toilets&at=120.375,36.1,13';
const THEIRS = `/plan?${AT}&sc=s1;${encodeURIComponent('同事方案')};a:new-1,120.375,36.1&s=s1`;

let browser: Browser;
let opened: Opened;
/** Addresses of items that pages have asked for. */
const items: string[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, {
    path: `/plan`,
    raw: true,
    prepare: (page, context) => {
      context.on('request', (request) => {
        if (request.url().includes('/items/')) items.push(request.url());
      });
      return Promise.resolve(page);
    },
  });
});
afterAll(async () => {
  await browser.close();
});

const byId = (page: Page, id: string): Locator => page.getByTestId(id);
const scenarios = (page: Page): Promise<string[]> => byId(page, 'scenario').locator('option').allInnerTexts();
const addScenario = (page: Page): Promise<void> =>
  byId(page, 'scenario-section').getByRole('button', { name: '新建' }).click();
/** Names of the plans in the dialog, which it opens and leaves open. */
async function library(page: Page): Promise<string[]> {
  if ((await byId(page, 'plan-library').count()) === 0) await byId(page, 'plan-name').click();
  await byId(page, 'plan-library').waitFor({ state: 'attached' });
  return byId(page, 'plan-library')
    .locator('li input')
    .evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value));
}
const close = (page: Page): Promise<void> => page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
const isWritten = (page: Page): Promise<void> => page.waitForURL(/sc=/).then(() => undefined);

describe('the library of plans', () => {
  it('keeps one’s own plan from the first edit, and opens it again', async () => {
    const { page } = opened;
    await addScenario(page);
    await byId(page, 'scenario-name').fill('我的方案');
    await isWritten(page);
    await expect.poll(() => library(page)).toHaveLength(1);
    expect(await violations(page)).toEqual([]);
    await close(page);
    await page.goto(new URL('/plan', page.url()).href);
    await expect.poll(() => scenarios(page)).toEqual(['现状', '我的方案']);
  });

  it('is left alone by edits of a colleague’s link, which is kept beside it when asked for', async () => {
    const { page } = opened;
    await page.goto(new URL(THEIRS, page.url()).href);
    await expect.poll(() => scenarios(page)).toEqual(['现状', '同事方案']);
    expect(await byId(page, 'save-as').count()).toBe(0);
    await addScenario(page);
    await byId(page, 'save-as').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await library(page)).toHaveLength(1);
    await close(page);
    await byId(page, 'save-as').locator('input').fill('同事的规划');
    await byId(page, 'save-as').getByRole('button', { name: '存为我的规划' }).click();
    await byId(page, 'save-as').waitFor({ state: 'detached' });
    await addScenario(page);
    await expect.poll(() => scenarios(page)).toHaveLength(4);
    expect(await library(page)).toHaveLength(2);
    const own = byId(page, 'plan-library').locator('li').filter({ hasNotText: '正在编辑' });
    await own.getByRole('button', { name: /^打开/ }).click();
    await expect.poll(() => scenarios(page)).toEqual(['现状', '我的方案']);
  });

  it('renames, deletes and takes that back, and gives a plan as a file that it reads again', async () => {
    const { page } = opened;
    await library(page);
    const row = byId(page, 'plan-library').locator('li').filter({ hasText: '正在编辑' });
    await row.locator('input').fill('北岸');
    await row.locator('input').press('Enter');
    await expect.poll(() => library(page)).toContain('北岸');
    await row.getByRole('button', { name: '导出' }).evaluate((button) => {
      button.setAttribute('data-testid', 'export-plan');
    });
    const file = await download(page, 'export-plan');
    expect(file.name).toMatch(/北岸.*\.plan\.json$/);
    expect(JSON.parse(file.bytes.toString('utf8'))).toMatchObject({ format: 'chengtu-plan', name: '北岸' });
    await row.getByRole('button', { name: '删除' }).click();
    await expect.poll(() => library(page)).not.toContain('北岸');
    await close(page);
    await expect.poll(() => scenarios(page)).toEqual(['现状']);
    await page.locator('.notice').getByRole('button', { name: '撤销' }).click();
    await expect.poll(() => scenarios(page)).toEqual(['现状', '我的方案']);

    await library(page);
    await byId(page, 'plan-file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: file.bytes });
    await byId(page, 'plan-library').waitFor({ state: 'detached' });
    expect(await library(page)).toContain('北岸 (2)');
    const wrong = await readFile(new URL('../../package.json', import.meta.url));
    await byId(page, 'plan-file').setInputFiles({ name: 'wrong.json', mimeType: 'application/json', buffer: wrong });
    await page.getByRole('alert').getByText('wrong.json').waitFor();
    await close(page);
  });

  it('keeps both versions where two tabs change one plan', async () => {
    const { page, context } = opened;
    const before = (await library(page)).length;
    await close(page);
    const other = await context.newPage();
    await other.goto(new URL('/plan', page.url()).href);
    await expect.poll(() => scenarios(other)).toEqual(await scenarios(page));
    await addScenario(page);
    await byId(page, 'scenario-name').fill('第一页');
    await expect.poll(() => page.url()).toContain(encodeURIComponent('第一页'));
    await addScenario(other);
    await byId(other, 'scenario-name').fill('第二页');
    await other.getByText('已在另一个标签页中修改').waitFor();
    expect(await library(other)).toHaveLength(before + 1);
    await other.close();
  });

  it('asks for no item that a scenario has added', () => {
    expect(items.filter((url) => url.includes('new-'))).toEqual([]);
  });

  it('says where the browser keeps nothing', async () => {
    const { page, close: closePage } = await openPage(browser, {
      path: '/plan',
      raw: true,
      prepare: (target) =>
        target.addInitScript(() => {
          Object.defineProperty(window, 'indexedDB', { value: undefined });
        }),
    });
    await addScenario(page);
    await expect.poll(() => library(page)).toHaveLength(1);
    await page.getByText('此浏览器不保存数据').waitFor();
    await closePage();
  });
});

describe('proposed sites', () => {
  it('are drawn and named at once, in the order of what they add, and become a scenario that a table compares', async () => {
    const { page } = opened;
    await page.goto(new URL(`/plan?${AT}&tab=siting&opt=mclp,3,1,20,1500,600,400`, page.url()).href);
    await byId(page, 'share').filter({ hasText: '%' }).waitFor();
    await byId(page, 'siting-start').click();
    const rows = byId(page, 'proposed-sites').locator('li');
    await expect.poll(() => rows.count()).toBe(3);
    await expect.poll(() => rows.first().innerText()).toMatch(/近/);
    const gains = async (): Promise<number[]> =>
      (await byId(page, 'proposed-sites').locator('.plan-site-gain').allInnerTexts()).map((text) =>
        Number(text.replace(/[^\d-]/g, '')),
      );
    await expect.poll(async () => (await gains())[0] ?? 0).toBeGreaterThan(0);
    expect(await gains()).toEqual((await gains()).sort((a, b) => b - a));
    expect(await violations(page)).toEqual([]);
    await byId(page, 'take-sites').click();
    await expect.poll(() => scenarios(page)).toHaveLength(2);
    await page.locator('#tab-coverage').click();
    const table = byId(page, 'scenario-table').locator('tbody tr');
    await expect.poll(() => table.count()).toBe(2);
    const shares = (await table.locator('td:first-of-type').allInnerTexts()).map(parseFloat);
    expect(shares[1]).toBeGreaterThan(shares[0] ?? Infinity);
    expect(await violations(page)).toEqual([]);
  });
});
