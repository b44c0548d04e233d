import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type ScreenName } from '../../scripts/testing/browser.ts';
import { violations } from './axe.ts';
import { openScreens, visit, type Opened } from './page.ts';

let browser: Browser;
let pages: Readonly<Record<ScreenName, Opened>>;
beforeAll(async () => {
  browser = await launchBrowser();
  pages = await openScreens(browser, () => ({ path: '/?layers=toilets' }));
});
afterAll(async () => {
  await browser.close();
});

async function openTable(page: Page, path: string, name: string): Promise<void> {
  await visit(page, path);
  await page.locator('[data-layer=toilets] .layer-more').click();
  await page.locator('[data-layer=toilets]').getByRole('button', { name, exact: true }).click();
  await page.locator('.table-grid tbody tr').first().waitFor();
}

async function savedText(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

describe('the table of a layer', () => {
  it('sorts, is walked by keys, shows a row on the map, and gives its rows as files', async () => {
    const { page, problems } = pages.desktop;
    await openTable(page, '/?layers=toilets', '属性表');
    const table = page.getByTestId('table');
    const rows = table.locator('tbody tr');
    await table.getByText('第 1–100 行，共 158 行').waitFor();
    const area = table.getByRole('columnheader', { name: /建筑面积/ });
    await area.getByRole('button').click();
    await area.getByRole('button').click();
    expect(await area.getAttribute('aria-sort')).toBe('descending');
    const biggest = await rows.first().locator('th').innerText();
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.locator('article.feature h2').getByText(biggest, { exact: true }).waitFor();
    await expect.poll(() => rows.first().getAttribute('aria-selected')).toBe('true');
    // Scrolled to the column that was sorted by, one lies half under the names.
    await page.locator('.table-scroll').evaluate((scroll) => scroll.scrollTo(0, 0));
    expect(await violations(page)).toEqual([]);

    await table.getByRole('button', { name: '下载', exact: true }).click();
    const csv = await savedText(page, 'CSV');
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(159);
    expect(lines[1]).toContain(biggest);
    const collection = JSON.parse(await savedText(page, 'GeoJSON')) as { source: string; features: unknown[] };
    expect(collection.features).toHaveLength(158);
    expect(collection.source).not.toBe('');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await table.getByRole('button', { name: '按区市' }).click();
    const counts = await table.locator('td.figure:nth-of-type(2)').allInnerTexts();
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(158);
    await table.locator('tbody button').first().click();
    await table.getByText(`共 ${counts[0] ?? ''} 行`).waitFor();
    expect(problems).toEqual([]);
  });

  it('covers a phone, makes way for the feature that is chosen, and comes back', async () => {
    const { page, problems } = pages.phone;
    await openTable(page, '/?lang=en&theme=dark&layers=toilets', 'Table');
    expect(await violations(page)).toEqual([]);
    await page.locator('.table-grid tbody tr').nth(2).click();
    await page.locator('article.feature h2').waitFor();
    await page.getByRole('button', { name: /Back to the table/ }).click();
    await page.getByRole('button', { name: 'Close the table' }).click();
    await page.getByTestId('table').waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });
});

describe('sharing the map', () => {
  it('offers its link, a code of it, and a picture', async () => {
    const { page, problems } = pages.desktop;
    await visit(page, '/?layers=toilets&at=120.38,36.07,12');
    await page.getByRole('button', { name: '分享' }).click();
    const dialog = page.getByRole('dialog', { name: '分享这张地图' });
    await dialog.getByRole('img', { name: /二维码/ }).waitFor();
    expect(await dialog.getByRole('textbox', { name: '链接' }).inputValue()).toContain('layers=toilets');
    expect(await violations(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: '保存图片' }).click(),
    ]);
    const png = await readFile(await download.path());
    expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect(png.length).toBeGreaterThan(20_000);
    await page.keyboard.press('Escape');
    expect(problems).toEqual([]);
  });

  it('shows the code for other pages in a page that is not of this service', async () => {
    const { page, problems } = pages.desktop;
    await visit(page, '/?layers=toilets&at=120.38,36.07,12');
    await page.getByRole('button', { name: '分享' }).click();
    await page.getByRole('button', { name: '生成嵌入代码' }).click();
    const dialog = page.getByRole('dialog', { name: '嵌入网页' });
    expect(await dialog.getByTestId('embed-code').inputValue()).toContain('<city-map layers="toilets"');
    const preview = dialog.locator('iframe.embed-preview');
    await preview.scrollIntoViewIfNeeded();
    const inside = preview.contentFrame();
    await inside.locator('canvas').waitFor();
    expect(await inside.locator('city-map').evaluate(() => origin)).toBe('null');
    expect(await inside.getByText('公共厕所').first().isVisible()).toBe(true);
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
  });
});
