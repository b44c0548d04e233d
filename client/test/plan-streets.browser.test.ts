import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { violations } from './axe.ts';
import { colorAt, download, drawn, idle, openPage, screenPosition, visit, type Opened } from './page.ts';

/** The toilets of the demonstration end here; a street to the north-west brings them to more people. */
const VIEW = 'of=toilets&at=120.378,36.094,14&min=10';
const STREET = [
  [120.38338, 36.0884],
  [120.37138, 36.1004],
] as const;
/** No street runs along it. */
const NOWHERE = [
  [120.372, 36.09],
  [120.3755, 36.092],
] as const;
const AREA = [
  [120.37, 36.083],
  [120.377, 36.083],
  [120.377, 36.088],
  [120.37, 36.088],
] as const;
type Place = readonly [lon: number, lat: number];

let browser: Browser;
let opened: Opened;
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, { path: `/plan?${VIEW}` });
  await answered(opened.page);
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

const byId = (page: Page, id: string): Locator => page.getByTestId(id);

/** Resolves once what is asked for has been answered. */
const answered = (page: Page): Promise<void> => page.locator('[data-testid=plan-figures][aria-busy=false]').waitFor();

const change = (page: Page): Promise<string> => byId(page, 'answer-change').innerText();
const scenario = (page: Page): string => new URL(page.url()).searchParams.get('sc') ?? '';

async function click(page: Page, [lon, lat]: Place, options: { readonly clickCount?: number } = {}): Promise<void> {
  const { x, y } = await screenPosition(page, lon, lat);
  await page.mouse.click(x, y, options);
  await drawn(page);
}

async function draw(page: Page, tool: 'street' | 'shut', places: readonly Place[]): Promise<void> {
  await byId(page, `tool-${tool}`).click();
  for (const place of places) await click(page, place);
  await byId(page, 'drawing-finish').click();
  await byId(page, 'street-card').waitFor();
  await answered(page);
}

describe('streets on the planners’ page', () => {
  it('are drawn with two clicks and show at once whom they help; undo, redo and a link do the same', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?${VIEW}`);
    await answered(page);
    const before = await byId(page, 'share').innerText();
    await byId(page, 'tool-street').click();
    await click(page, STREET[0]);
    await click(page, STREET[1], { clickCount: 2 });
    await byId(page, 'street-card').waitFor();
    await expect.poll(() => change(page)).toMatch(/^能到的居民比“现状”多 [\d,]+ 人$/);
    const gain = await change(page);
    expect(await byId(page, 'edit-counts').innerText()).toBe('街道改动 1 项');
    expect(await byId(page, 'street-length').innerText()).toBe('1.7 km');
    expect(await byId(page, 'plan-marks').innerText()).toContain('新建街道');
    // The line itself, between its signs and its ends.
    const green = async (): Promise<boolean> => {
      const [red, greens, blue] = await colorAt(page, 120.3753, 36.09648);
      return greens > red + 40 && greens > blue;
    };
    await byId(page, 'selected').getByRole('button', { name: '取消选择' }).click();
    await idle(page);
    await expect.poll(green).toBe(true);

    await page.keyboard.press('Control+z');
    await expect.poll(() => byId(page, 'share').innerText()).toBe(before);
    expect(await byId(page, 'street-rows').count()).toBe(0);
    await page.keyboard.press('Control+y');
    await expect.poll(() => change(page)).toBe(gain);
    await expect.poll(() => scenario(page)).toMatch(/;n:street-1,,120\.38\d+,36\.08\d+,-\d+,\d+$/);

    const { pathname, search } = new URL(page.url());
    const fresh = await openPage(browser, { path: pathname + search });
    await expect.poll(() => change(fresh.page)).toBe(gain);
    expect(await byId(fresh.page, 'share').innerText()).toBe(await byId(page, 'share').innerText());
    expect(fresh.problems).toEqual([]);
    await fresh.close();
    expect(problems).toEqual([]);
  });

  it('are in the exports, and come back from a study file', async () => {
    const { page, problems } = opened;
    const both = `sc=s1;${encodeURIComponent('新桥')};n:street-1,wc,120.38338,36.0884,-1200,1200;x:area-1,,120.37,36.083,700,0,0,500,-700,0&s=s1`;
    await visit(page, `/plan?${VIEW}&${both}&tab=brief`);
    await byId(page, 'export-pdf').waitFor();
    await expect.poll(() => byId(page, 'export-streets-csv').isEnabled()).toBe(true);
    const csv: Record<string, string>[] = parse((await download(page, 'export-streets-csv')).bytes.toString('utf8'), {
      columns: true,
      bom: true,
    });
    expect(csv).toHaveLength(2);
    expect(csv[0]).toMatchObject({
      改动编号: 'street-1',
      改动: '新建街道',
      影响谁: '步行、骑行',
      '几何（WKT）': 'LINESTRING (120.38338 36.0884, 120.37138 36.1004)',
    });
    expect(Number(csv[1]?.['人口（人）'])).toBeGreaterThan(0);
    const geojson = JSON.parse((await download(page, 'export-streets-geojson')).bytes.toString('utf8')) as {
      readonly features: readonly { readonly id: string; readonly geometry: { readonly type: string } }[];
    };
    expect(geojson.features.map(({ id, geometry }) => [id, geometry.type])).toEqual([
      ['street-1', 'LineString'],
      ['area-1', 'Polygon'],
    ]);
    const study = (await download(page, 'export-study')).bytes;
    expect(JSON.parse(study.toString('utf8'))).toMatchObject({
      streetEdits: [
        { kind: 'add', id: 'street-1', modes: ['walk', 'cycle'] },
        { kind: 'shut', id: 'area-1' },
      ],
    });

    await visit(page, `/plan?${VIEW}&tab=brief`);
    await byId(page, 'study-file').setInputFiles({
      name: 'a.study.json',
      mimeType: 'application/json',
      buffer: study,
    });
    await expect.poll(() => scenario(page)).toMatch(/;n:street-1,wc,.*;x:area-1,,120\.37,/);
    expect(await byId(page, 'not-shown').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('are changed in their card and on the map, a step each, and say what is wrong with them', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?${VIEW}`);
    await answered(page);
    const card = byId(page, 'street-card');
    await draw(page, 'street', NOWHERE);
    await card.getByText('封闭', { exact: true }).click();
    await expect
      .poll(() => byId(page, 'street-note').allInnerTexts())
      .toEqual(['没有找到可改的街道。请把线画在街道上。']);
    expect(await byId(page, 'street-rows').innerText()).toContain('没有找到可改的街道');
    await byId(page, 'street-delete').press('Enter');
    // The button has gone with the street: who goes on by keyboard is at the one that brings it back.
    expect(await byId(page, 'undo').evaluate((button) => button === document.activeElement)).toBe(true);
    await draw(page, 'street', STREET);
    await card.getByText('封闭', { exact: true }).click();
    await expect.poll(() => change(page)).toMatch(/少 [\d,]+ 人$/);
    expect(await byId(page, 'street-note').count()).toBe(0);
    await card.getByText('改单行', { exact: true }).click();
    expect(await byId(page, 'street-note').allInnerTexts()).toContainEqual(
      expect.stringContaining('当前的出行方式不受此改动影响'),
    );
    await expect.poll(() => scenario(page)).toMatch(/;o:street-1,,120\.383/);
    await byId(page, 'street-reverse').click();
    await expect.poll(() => scenario(page)).toMatch(/;o:street-1,,120\.371/);
    await card.getByText('新建', { exact: true }).click();
    await card.getByText('速度、单行与接入方式').click();
    await card.getByText('两端和每个交叉处').click();
    await expect.poll(() => scenario(page)).toMatch(/;n:street-1,x,/);
    await expect.poll(() => change(page)).toMatch(/多 [\d,]+ 人$/);

    const dragged = scenario(page);
    const { x, y } = await screenPosition(page, STREET[1][0], STREET[1][1]);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 120, y + 60, { steps: 6 });
    // Before it is let go.
    await expect.poll(() => byId(page, 'street-length').innerText()).not.toBe('1.7 km');
    expect(scenario(page)).toBe(dragged);
    await page.mouse.up();
    await expect.poll(() => scenario(page)).not.toBe(dragged);
    await page.keyboard.press('Control+z');
    await expect.poll(() => scenario(page)).toBe(dragged);
    await byId(page, 'street-delete').click();
    await expect.poll(() => byId(page, 'street-card').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('are shut by area: whoever is inside reaches nothing', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?${VIEW}`);
    await answered(page);
    await draw(page, 'shut', AREA);
    expect(await byId(page, 'selected').innerText()).toContain('封闭区域 1');
    const inside = Number((await byId(page, 'area-people').innerText()).replace(/\D/g, ''));
    expect(inside).toBeGreaterThan(0);
    await expect.poll(() => change(page)).toMatch(/少 [\d,]+ 人$|不再能到/);
    expect(await byId(page, 'edit-counts').innerText()).toBe('封闭区域 1 个');
    // Elsewhere nothing is selected; on it, it is.
    await byId(page, 'selected').getByRole('button', { name: '取消选择' }).click();
    await click(page, [120.3703, 36.0855]);
    await byId(page, 'area-people').waitFor();
    expect(problems).toEqual([]);
  });

  it('are drawn by keyboard alone', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?${VIEW}`);
    await answered(page);
    await byId(page, 'tool-street').focus();
    await page.keyboard.press('Enter');
    await page.locator('.plan-maps .maplibregl-canvas').first().focus();
    const status = byId(page, 'drawing').locator('[role=status]');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
    await idle(page);
    await page.keyboard.press('Enter');
    expect(await status.innerText()).toContain('已点 2 个点');
    await page.keyboard.press('Backspace');
    expect(await status.innerText()).toContain('已点 1 个点');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Enter');
    expect(await status.innerText()).toContain('已点 1 个点');
    await page.keyboard.press('ArrowUp');
    await idle(page);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Enter');
    await byId(page, 'street-card').waitFor();
    await expect.poll(() => scenario(page)).toMatch(/;n:street-1,,/);
    // Escape puts away the tool first, with what was drawn.
    await byId(page, 'tool-shut').focus();
    await page.keyboard.press('Enter');
    await page.locator('.plan-maps .maplibregl-canvas').first().focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await byId(page, 'drawing').count()).toBe(0);
    expect(await byId(page, 'street-card').count()).toBe(1);
    expect(problems).toEqual([]);
  });

  it('are not offered where nobody travels on them, and the page says why', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?${VIEW}&m=straight`);
    await answered(page);
    expect(await byId(page, 'tool-street').getAttribute('aria-disabled')).toBe('true');
    expect(await byId(page, 'tool-street').getAttribute('title')).toBe('画街道：直线出行不走街道，没有街道可改。');
    await byId(page, 'tool-street').click({ force: true });
    expect(await byId(page, 'drawing').count()).toBe(0);
    await page.getByText('直线出行不走街道，没有街道可改。').waitFor();
    expect(problems).toEqual([]);
  });

  it('are drawn with a finger on a phone, with targets that it meets', async () => {
    const { page, problems, close } = await openPage(browser, {
      screen: 'phone',
      path: `/plan?${VIEW}&lang=en&theme=dark`,
    });
    await answered(page);
    await byId(page, 'tool-street').tap();
    for (const [x, y] of [
      [80, 230],
      [200, 330],
    ] as const) {
      await page.touchscreen.tap(x, y);
      await drawn(page);
    }
    for (const button of await byId(page, 'drawing').getByRole('button').all()) {
      const { height = 0, width = 0 } = (await button.boundingBox()) ?? {};
      expect(Math.min(height, width)).toBeGreaterThanOrEqual(44);
    }
    expect(await violations(page)).toEqual([]);
    await byId(page, 'drawing-finish').tap();
    await byId(page, 'street-card').waitFor();
    expect(await byId(page, 'selected').innerText()).toContain('New street 1');
    expect(await violations(page)).toEqual([]);
    // All tools stand above the drawer that is half open.
    const sheet = (await page.locator('#panel').boundingBox())?.y ?? 0;
    const { y = 0, height = 0 } = (await byId(page, 'tool-shut').boundingBox()) ?? {};
    expect(y + height).toBeLessThanOrEqual(sheet);
    expect(problems).toEqual([]);
    await close();
  });
});
