import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type ScreenName } from '../../scripts/testing/browser.ts';
import { violations } from './axe.ts';
import { drawn, idle, openScreens, visit, type Opened } from './page.ts';

let browser: Browser;
let pages: Readonly<Record<ScreenName, Opened>>;
beforeAll(async () => {
  browser = await launchBrowser();
  pages = await openScreens(browser, () => ({ path: '/?layers=' }));
});
afterAll(async () => {
  await browser.close();
});

/** The layer of the areas that the map colours, and how many colours it has for them. */
function coloured(page: Page): Promise<{ readonly layer: string | undefined; readonly areas: number }> {
  return page.evaluate(() => {
    const map = window.chengtu.map;
    const fill: unknown = map?.getPaintProperty('choropleth:fill', 'fill-color');
    const branches = Array.isArray(fill) ? fill.filter((part): part is unknown[] => Array.isArray(part)).slice(1) : [];
    return {
      layer: map?.getLayer('choropleth:fill')?.sourceLayer,
      areas: branches.reduce((sum, ids) => sum + ids.length, 0),
    };
  });
}

/** The number in a text such as “在表格中查看 1,234 件”. */
function numberIn(text: string): number {
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''));
}

async function rowCount(page: Page): Promise<number> {
  const text = await page
    .getByTestId('table')
    .getByText(/共 [\d,]+ 行/)
    .innerText();
  return Number(/共 ([\d,]+) 行/.exec(text)?.[1]?.replaceAll(',', ''));
}

describe('figures by area', () => {
  it('stand in the table beside the counts, colour the map with their legend, and are all in the link', async () => {
    const { page, problems } = pages.desktop;
    await visit(page, '/?layers=&table=reports&table.view=district&table.sort=-closed');
    const table = page.getByTestId('table');
    const head = (name: string) => table.getByRole('columnheader', { name, exact: true });
    await head('每千人数量').waitFor();
    expect(await head('办结率').getAttribute('aria-sort')).toBe('descending');
    await expect.poll(() => coloured(page)).toEqual({ layer: 'districts', areas: 10 });
    const key = page.getByTestId('map-key');
    expect(await key.locator('figcaption').innerText()).toContain('办结率');
    expect(await violations(page)).toEqual([]);

    await head('每千人数量').getByRole('button').click();
    await expect.poll(() => key.locator('figcaption').innerText()).toContain('每千人数量');
    await expect.poll(() => new URL(page.url()).searchParams.get('table.sort')).toBe('-rate');
    const counts = await table.locator('tbody tr td:nth-of-type(2)').allInnerTexts();
    expect(counts.reduce((sum, count) => sum + numberIn(count), 0)).toBe(41_654 + 1_483);

    await table.locator('tbody button').first().click();
    await expect.poll(() => rowCount(page)).toBe(numberIn(counts[0] ?? ''));
    await expect.poll(() => coloured(page)).not.toMatchObject({ layer: 'districts' });
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).searchParams.get('table')).toBeNull();
    expect(problems).toEqual([]);
  });

  it('are a picture of the case analysis too, whose areas lead to their rows', async () => {
    const { page, problems } = pages.desktop;
    await visit(page, '/?layers=&tab=analysis&a.show=areas&a.by=district&a.of=mean:days_to_close');
    await page.getByTestId('analysis-legend').getByText('记录不足 10 条').waitFor();
    await expect.poll(() => coloured(page)).toEqual({ layer: 'districts', areas: 10 });
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('map').locator('canvas').first().focus();
    await page.evaluate(() => window.chengtu.map?.jumpTo({ center: [120.0, 36.8], zoom: 9 }));
    await idle(page);
    await page.keyboard.press('Enter');
    const rows = page.getByTestId('analysis-picked').getByRole('button', { name: /在表格中查看/ });
    const n = numberIn(await rows.innerText());
    await rows.click();
    await expect.poll(() => rowCount(page)).toBe(n);
    await page.getByTestId('table').getByRole('button', { name: '关闭属性表' }).click();
    expect(problems).toEqual([]);
  });
});

describe.each(['desktop', 'phone'] as const)('the rows of a hexagon on a %s', (screen) => {
  it('are as many as it counts, with the filters and the period of the analysis', async () => {
    const { page, problems } = pages[screen];
    await visit(
      page,
      '/?layers=&at=120.38,36.09,11&tab=analysis&a.show=hexagons&a.f=state:solved&a.t=2017-10-01..2017-11-30',
    );
    await page.getByTestId('analysis-legend').waitFor();
    await drawn(page);
    await page.getByTestId('map').locator('canvas').first().focus();
    const rows = page.getByTestId('analysis-picked').getByRole('button', { name: /在表格中查看/ });
    // deck.gl draws a moment after the map is idle.
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Enter');
          return rows.count();
        },
        { interval: 500 },
      )
      .toBe(1);
    const n = numberIn(await rows.innerText());
    expect(n).toBeGreaterThan(10);
    await rows.click();
    await expect.poll(() => rowCount(page)).toBe(n);
    await expect.poll(() => new URL(page.url()).searchParams.get('table.in')).toMatch(/^hexagon:/);
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('table').getByRole('button', { name: '关闭属性表' }).click();
    expect(problems).toEqual([]);
  });
});
