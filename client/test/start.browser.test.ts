import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import type { Overview } from '../../tiles/api/overview.ts';
import { idle, openScreens, rendered, screenPosition, visit, type Opened } from './page.ts';

let browser: Browser;
let pages: Readonly<Record<'desktop' | 'phone', Opened>>;
let overview: Overview;
beforeAll(async () => {
  browser = await launchBrowser();
  // The first answer takes as long as the study of the city; pages that ask meanwhile wait for the same.
  overview = (await (await fetch(`${inject('serviceUrl')}/overview`)).json()) as Overview;
  pages = await openScreens(browser);
  for (const { page } of Object.values(pages)) {
    await page.locator('.headline-sentence').waitFor();
    await idle(page);
  }
});
afterAll(() => browser.close());

const headline = (page: Page): Promise<string> => page.locator('.headline-sentence').innerText();
/** Ids of the coloured areas that the map draws. */
const coloured = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const map = window.chengtu.map;
    if (map?.getLayer('choropleth:fill') === undefined) return [];
    const found = map.queryRenderedFeatures({ layers: ['choropleth:fill'] });
    return [...new Set(found.map(({ properties }) => String(properties['id'])))];
  });
const state = (page: Page) =>
  page.evaluate(() => {
    const { layers, filters, view, case: open } = Reflect.get(window.chengtu, 'state') as Record<string, unknown>;
    return { layers, filters, view, case: open };
  });

describe('the start page', () => {
  it('says one figure of the city, and colours every subdistrict that has a value by it', async () => {
    const { page, problems } = pages.desktop;
    const [first] = overview.figures;
    const values = Object.entries(first?.values ?? {}).filter(([, value]) => value !== null);
    const below = values.filter(([, value]) => Number(value) < 0.5).length;
    expect(values.length).toBeGreaterThan(100);
    expect(await headline(page)).toContain(`${String(below)} 个`);
    const areas = new Set(await coloured(page));
    for (const [id] of values) expect(areas, id).toContain(id);
    expect(problems).toEqual([]);
  });

  it('shows no layer that cannot be seen, and cases as flags with their numbers', async () => {
    const { page } = pages.desktop;
    const cases = await rendered(page, 'cases');
    expect(cases.length).toBeGreaterThan(5);
    expect(await page.getByText('放大后显示').count()).toBe(0);
    const styles = await page.evaluate(() =>
      window.chengtu.map
        ?.getStyle()
        .layers.filter(({ id }) => id.startsWith('cases:') && !id.includes('cluster'))
        .map(({ type }) => type),
    );
    expect(new Set(styles)).toEqual(new Set(['symbol']));
  });

  it('tells the value under the pointer, and at a click', async () => {
    const { page } = pages.desktop;
    const [first] = overview.figures;
    const [lon, lat] = [119.93, 36.93];
    const { x, y } = await screenPosition(page, lon, lat);
    await page.mouse.move(x, y);
    const tip = page.getByTestId('map-tip');
    await tip.waitFor();
    expect(await tip.innerText()).toMatch(/\d+%[\s\S]*全市 \d+%/);
    await page.mouse.click(x, y);
    const card = page.getByTestId('area-card');
    await card.waitFor();
    expect(await card.innerText()).toContain(first?.title.zh);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  });

  it('takes another figure, or none, and a link carries the choice', async () => {
    const { page } = pages.desktop;
    const choice = page.locator('.headline select');
    await choice.selectOption('none');
    await expect.poll(() => coloured(page)).toEqual([]);
    await page.waitForURL(/figure=none/);
    await visit(page, '/?figure=people-density&lang=en');
    await expect.poll(async () => (await coloured(page)).length).toBeGreaterThan(100);
    expect(await headline(page)).toMatch(/^Population density of inhabited land: \d+ of/);
    await choice.selectOption(overview.figures[0]?.id ?? '');
    await expect.poll(() => page.url()).not.toContain('figure=');
    expect(await headline(page)).toMatch(/most people cannot walk to a primary school in 15 minutes/);
    await visit(page, '/');
  });

  it('leads to facilities, cases and planning by one click each', async () => {
    const { page } = pages.desktop;
    await visit(page, '/');
    const entries = page.getByRole('navigation', { name: '从这里开始' });
    expect(await entries.getByRole('link', { name: '找设施' }).getAttribute('href')).toMatch(/\/find\?lang=zh$/);
    expect(await entries.getByRole('link', { name: '做规划' }).getAttribute('href')).toMatch(/\/plan/);
    await entries.getByRole('button', { name: /33/ }).click();
    await page.locator('.case-entry').first().waitFor();
    await visit(page, '/');
  });

  it('has the three ways above the map on a phone, and tells values at a tap', async () => {
    const { page, problems } = pages.phone;
    const above = await page.locator('.entries-above .entries').boundingBox();
    const map = await page.locator('#map').boundingBox();
    expect((above?.y ?? NaN) + (above?.height ?? NaN)).toBeLessThanOrEqual(map?.y ?? NaN);
    expect((await coloured(page)).length).toBeGreaterThan(100);
    const { x, y } = await screenPosition(page, 119.93, 36.93);
    await page.touchscreen.tap(x, y);
    await page.getByTestId('area-card').waitFor();
    expect(await page.getByTestId('map-tip').count()).toBe(0);
    expect(problems).toEqual([]);
  });
});

describe('the legend on the map', () => {
  it('lists what is shown from the top down; hides, fades and moves layers; a link carries all that', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=districts,toilets,schools&at=120.385,36.065,13');
    const key = page.getByTestId('map-key');
    const rows = () => key.locator('[data-key]').evaluateAll((all) => all.map((row) => row.getAttribute('data-key')));
    expect(await rows()).toEqual(['toilets', 'schools', 'districts']);
    await key.getByRole('button', { name: '显示“学校和幼儿园”' }).click();
    await page.waitForURL(/op\.schools=0/);
    await key.getByRole('button', { name: /“公共厕所”的类别/ }).click();
    await key.getByRole('slider').fill('40');
    await key.getByRole('button', { name: '下移' }).click();
    expect(await rows()).toEqual(['schools', 'toilets', 'districts']);
    await page.waitForURL(/op\.toilets=40.*order=schools,toilets/);
    const drawn = await page.evaluate(() => {
      const style = window.chengtu.map?.getStyle().layers ?? [];
      const at = (id: string) => style.findIndex((layer) => layer.id === id);
      return {
        above: at('schools:circle') > at('toilets:circle'),
        opacity: window.chengtu.map?.getPaintProperty('toilets:circle', 'circle-opacity'),
        hidden: window.chengtu.map?.getPaintProperty('schools:circle', 'circle-opacity'),
      };
    });
    expect(drawn).toEqual({ above: true, opacity: 0.4, hidden: 0 });
  });
});

describe('an open case', () => {
  it('shows its layers with its filters, dims the rest, leads on by the keyboard, and gives all back', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?tab=cases&layers=parking&at=120.4,36.1,12');
    const before = await state(page);
    await page.locator('[data-case=public-toilets]').click();
    await page.getByTestId('case-card').waitFor();
    await expect.poll(async () => (await state(page)).layers).toContain('toilets');
    const opened = await state(page);
    expect(opened.layers).toEqual(expect.arrayContaining(['parking', 'cases', 'toilets']));
    expect(Object.keys(opened.filters as object)).toContain('toilets');
    const faded = () => page.evaluate(() => window.chengtu.map?.getPaintProperty('parking:circle', 'circle-opacity'));
    await expect.poll(faded).toBe(0.25);
    await page.keyboard.press(']');
    await expect.poll(async () => (await state(page)).case).not.toBe('public-toilets');
    await page.getByRole('button', { name: '返回案例列表' }).first().click();
    await page.locator('.case-entry').first().waitFor();
    await expect.poll(() => state(page)).toEqual(before);
    await expect.poll(faded).toBeUndefined();
  });
});

describe('the search box', () => {
  it('takes coordinates, and says the datum', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=toilets');
    await page.getByRole('combobox', { name: /搜索/ }).fill('36°3′36″N 120°22′48″E');
    const option = page.getByRole('option').first();
    await option.waitFor();
    expect(await option.innerText()).toMatch(/120\.38000, 36\.06000[\s\S]*WGS 84/);
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await state(page)).view)
      .toMatchObject({ lon: expect.closeTo(120.38, 3) as number, lat: expect.closeTo(36.06, 3) as number });
  });

  it('takes a case by its number, and a kind of facilities as a filter', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=');
    const box = page.getByRole('combobox', { name: /搜索/ });
    await box.fill('案例4');
    await page.getByRole('option', { name: /案例 4/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/case=grid-governance/);
    await visit(page, '/?layers=');
    await box.fill('无障碍厕所');
    await page.getByRole('option', { name: /公共厕所：无障碍/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/layers=toilets.*f\.toilets=accessible!1/);
  });
});

it('measures with the keyboard: distance, then area, until Escape', async () => {
  const { page, problems } = pages.desktop;
  await visit(page, '/?layers=&at=120.38,36.06,14');
  await page.getByRole('button', { name: '测量距离和面积' }).click();
  const card = page.getByTestId('measure');
  await card.waitFor();
  await page.waitForFunction(() => document.activeElement?.classList.contains('maplibregl-canvas'));
  const move = (lon: number, lat: number): Promise<void> =>
    page.evaluate(
      ([x, y]) => {
        window.chengtu.map?.jumpTo({ center: [x ?? 0, y ?? 0] });
      },
      [lon, lat],
    );
  for (const [lon, lat] of [
    [120.38, 36.06],
    [120.39, 36.06],
    [120.39, 36.07],
  ] as const) {
    await move(lon, lat);
    await page.keyboard.press('Enter');
  }
  // Half of 900.9 m by 1,109.6 m; a point on the map is taken to the fifth decimal, which is a metre.
  await expect.poll(() => card.innerText()).toMatch(/2 km[\s\S]*面积 [\d,]+ m²/);
  const [, area = ''] = /面积 ([\d,]+) m²/.exec(await card.innerText()) ?? [];
  expect(Math.abs(Number(area.replaceAll(',', '')) / 499_830 - 1)).toBeLessThan(0.001);
  await page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
});
