import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';
import type { CoverageRequest } from '../../tiles/api/coverage.ts';
import type { Study } from '../../tiles/api/study.ts';
import { violations } from './axe.ts';
import { download, openPage, visit, type Opened } from './page.ts';

/** South of the city, where the demonstration has its toilets and a line of its metro. */
const CLOSE = 'of=toilets&at=120.385,36.075,13';
const PUPILS = '学龄人口';
const HOUSEHOLDS = '户数';
const FOR = (group: string): string => `for=${encodeURIComponent(group)}`;

/** What the service was asked for by the pages of this file, newest last. */
const asked: CoverageRequest[] = [];

function record(page: Page): Promise<void> {
  page.on('request', (request) => {
    if (request.url().endsWith('/analysis/coverage')) asked.push(request.postDataJSON() as CoverageRequest);
  });
  return Promise.resolve();
}

let browser: Browser;
let opened: Opened;
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, { path: `/plan?${CLOSE}`, prepare: record });
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

const byId = (page: Page, id: string): Locator => page.getByTestId(id);
const parameter = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);
const settled = (page: Page): Promise<void> => page.locator('[data-testid=plan-figures][aria-busy=false]').waitFor();

/** The fields of the word, which stay open as the question changes. */
async function openTime(page: Page): Promise<void> {
  const word = byId(page, 'ask-time');
  if ((await word.getAttribute('aria-expanded')) !== 'true') await word.click();
}

/** The answer, once there is one. */
async function answer(page: Page): Promise<string> {
  await byId(page, 'share').filter({ hasText: '%' }).waitFor();
  return byId(page, 'share').locator('p').first().innerText();
}

const share = async (page: Page): Promise<number> => Number(/([\d.]+)%/.exec(await answer(page))?.[1]);

describe('the sentence of the planners’ page', () => {
  it('asks for a group, whom all its texts are about then, in both languages', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?${CLOSE}`);
    expect(await answer(page)).toMatch(/的居民能到，[\d,]+ 人不能$/);
    expect(await byId(page, 'ask-group').locator('option').allInnerTexts()).toEqual([
      ...['全部人口', PUPILS, '60 岁及以上人口', '家庭'],
    ]);
    await byId(page, 'ask-group').selectOption(PUPILS);
    await expect.poll(() => answer(page)).toMatch(/的学龄人口能到，[\d,]+ 人不能$/);
    await settled(page);
    expect(asked.at(-1)?.for).toBe(PUPILS);
    expect(await byId(page, 'plan-figures').innerText()).toContain('未覆盖学龄人口');
    await byId(page, 'ask-group').selectOption(HOUSEHOLDS);
    await expect.poll(() => answer(page)).toMatch(/的家庭能到，[\d,]+ 户不能$/);
    await settled(page);
    expect(await byId(page, 'plan-legend').innerText()).toMatch(/[\d,]+ 户/);
    await expect.poll(() => parameter(page, 'for')).toBe(HOUSEHOLDS);
    await visit(page, `/plan?${CLOSE}&lang=en&${FOR(PUPILS)}&tab=charts`);
    await expect.poll(() => answer(page)).toMatch(/of people of school age can get there; [\d,]+ people cannot$/);
    await page.getByText('People of school age by travel time').first().waitFor();
    // What is assumed is said next to the number.
    await page.locator('#tab-coverage').click();
    expect(await byId(page, 'assumptions').innerText()).toContain(`Only the group “${PUPILS}” is counted`);
    await page.locator('#tab-standards').click();
    expect(await byId(page, 'standards-everybody').innerText()).toContain('everybody');
    expect(problems).toEqual([]);
  });

  it('asks for public transport at a time, which a link pins, and says where no line runs', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?${CLOSE}&min=30`);
    const onFoot = await share(page);
    expect(await byId(page, 'ask-time').count()).toBe(0);
    await byId(page, 'ask-mode').selectOption('transit');
    await byId(page, 'ask-time').waitFor();
    await expect.poll(() => asked.at(-1)?.travel).toMatchObject({ mode: 'transit', transit: 'metro', depart: '08:00' });
    await expect.poll(() => share(page)).toBeGreaterThanOrEqual(onFoot);
    await settled(page);
    expect(await byId(page, 'ask-time').innerText()).toBe('周一 8:00');
    // By keyboard alone, there and back.
    await byId(page, 'ask-time').focus();
    await page.keyboard.press('Enter');
    await byId(page, 'ask-depart').fill('17:30');
    await byId(page, 'ask-date').fill('2026-12-05');
    await page.keyboard.press('Escape');
    expect(await byId(page, 'ask-time').evaluate((word) => word === document.activeElement)).toBe(true);
    await expect.poll(() => byId(page, 'ask-time').innerText()).toBe('周六 17:30');
    await byId(page, 'ask-time').click();
    await page.getByText('60 次出发的中位数').click();
    await byId(page, 'ask-window').fill('10');
    await page.keyboard.press('Tab');
    await expect
      .poll(() => [parameter(page, 'on'), parameter(page, 'leave'), parameter(page, 'win')])
      .toEqual([...['2026-12-05', '17:30', '10']]);
    await expect.poll(() => asked.at(-1)?.travel).toMatchObject({ date: '2026-12-05', depart: '17:30', window: 10 });
    const there = await answer(page);
    expect(await byId(page, 'assumptions').innerText()).toMatch(/不逐处设施计人数/);

    await page.reload();
    await expect.poll(() => answer(page)).toBe(there);
    await openTime(page);
    await byId(page, 'ask-date').fill('2040-01-02');
    expect(await byId(page, 'outside-days').innerText()).toMatch(/演示地铁.*2024.*2035/);
    // The service refuses the day, which the console tells too.
    await expect.poll(() => problems.some((each) => each.includes('422'))).toBe(true);
    expect(problems.splice(0).filter((each) => !each.includes('422'))).toEqual([]);
  });

  it('undoes a site that was added while people ride, and keeps the question', async () => {
    const { page } = opened;
    await visit(page, `/plan?of=toilets&at=120.375,36.1,13&m=transit&win=1&min=15&${FOR(HOUSEHOLDS)}`);
    await settled(page);
    const before = await answer(page);
    await byId(page, 'tool-add').click();
    await page.locator('.maplibregl-canvas').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await byId(page, 'facility-uncounted').waitFor();
    expect(await byId(page, 'facility-people').innerText()).toBe('—');
    expect(await byId(page, 'figure-gained').innerText()).toMatch(/户/);
    await page.keyboard.press('Control+z');
    await expect.poll(() => answer(page)).toBe(before);
    expect([parameter(page, 'm'), parameter(page, 'for')]).toEqual(['transit', HOUSEHOLDS]);
  });

  it('asks for the hour of cars, for who travels, and for straight lines', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?${CLOSE}&m=drive`);
    await settled(page);
    expect(await byId(page, 'ask-time').innerText()).toBe('任何时刻');
    const anyTime = await share(page);
    await openTime(page);
    await page.getByLabel('出发时刻').selectOption('08:00');
    await byId(page, 'sentence').locator('.plan-time select').nth(1).selectOption({ label: '周一' });
    await expect.poll(() => byId(page, 'ask-time').innerText()).toBe('周一 8:00');
    await expect.poll(() => asked.at(-1)?.travel?.date).toBeDefined();
    expect(asked.at(-1)?.travel).toMatchObject({ mode: 'drive', depart: '08:00' });
    await settled(page);
    expect(await share(page)).toBeLessThanOrEqual(anyTime);
    await byId(page, 'ask-mode').selectOption('wheelchair');
    await expect.poll(() => asked.at(-1)?.travel).toMatchObject({ mode: 'walk', profile: 'wheelchair' });
    await expect.poll(() => parameter(page, 'who')).toBe('wheelchair');
    await settled(page);
    expect(await byId(page, 'ask-time').count()).toBe(0);
    await byId(page, 'ask-mode').selectOption('straight');
    await byId(page, 'detour').fill('1.5');
    await page.keyboard.press('Tab');
    await expect.poll(() => asked.at(-1)?.network).toEqual({ straight: { detour: 1.5 } });
    await settled(page);
    await expect.poll(() => [parameter(page, 'm'), parameter(page, 'who')]).toEqual(['straight', null]);
    expect(problems).toEqual([]);
  });

  it('has the whole question in the study, the notes and the heads of its tables', async () => {
    const { page } = opened;
    await visit(page, `/plan?${CLOSE}&m=transit&on=2026-12-05&leave=17:30&win=5&min=20&tab=brief&${FOR(HOUSEHOLDS)}`);
    await answer(page);
    const file = await download(page, 'export-study');
    const study = JSON.parse(file.bytes.toString('utf8')) as Study;
    expect(study.travel).toEqual({
      ...{ mode: 'transit', direction: 'to-facility', transit: 'metro' },
      ...{ date: '2026-12-05', depart: '17:30', window: 5 },
    });
    expect(study.analyses.map((each) => ('for' in each ? each.for : null))).toEqual(Array(4).fill(HOUSEHOLDS));

    const table = async (what: string): Promise<string[][]> =>
      parse((await download(page, `export-${what}-csv`)).bytes.toString('utf8'), { bom: true });
    expect((await table('cells'))[0]).toContain('家庭（户）');
    const [head, ...rows] = await table('facilities');
    expect(head?.at(-2)).toBe('20 分钟内家庭（户）');
    expect(new Set(rows.map((row) => row.at(-2)))).toEqual(new Set(['']));
    const notes = (await table('notes')).map((row) => row.join(' ')).join('\n');
    expect(notes).toContain('人群 家庭 (户数)');
    expect(notes).toMatch(/步行＋公交，.*周六 17:30.*5 次的中位数/);
    expect(notes).toContain('公交时刻表');

    await visit(page, `/plan?${CLOSE}&tab=brief`);
    await byId(page, 'study-file').setInputFiles({
      ...{ name: 'a.study.json', mimeType: 'application/json', buffer: file.bytes },
    });
    await expect.poll(() => byId(page, 'ask-time').innerText()).toBe('周六 17:30');
    expect(await byId(page, 'not-shown').count()).toBe(0);
    expect(await byId(page, 'ask-group').inputValue()).toBe(HOUSEHOLDS);
  });

  it('works without streets, and says that its trips are straight lines', async () => {
    const { page, close } = await openPage(browser, {
      path: `/plan?${CLOSE}`,
      prepare: (fresh) =>
        fresh.route('**/analysis/catalogue', async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, json: { ...((await response.json()) as object), networks: [] } });
        }),
    });
    await settled(page);
    expect(await byId(page, 'ask-mode').locator('option').allInnerTexts()).toEqual(['直线步行']);
    expect(await byId(page, 'no-networks').innerText()).toContain('network:import');
    await page.locator('#tab-standards').click();
    expect(await byId(page, 'compliance-start').isDisabled()).toBe(true);
    await close();
  });

  it('reads right in one line of a phone, with targets wide enough, and without a violation of WCAG 2.2 AA', async () => {
    for (const screen of Object.keys(SCREENS) as ScreenName[])
      for (const look of ['lang=zh&theme=light', 'lang=en&theme=dark']) {
        const path = `/plan?${CLOSE}&m=transit&win=1&${FOR(PUPILS)}&${look}`;
        const { page, close } = await openPage(browser, { screen, path, prepare: record });
        await settled(page);
        if (screen === 'phone') {
          const line = byId(page, 'ask-fold').locator('summary');
          expect(await line.innerText()).toBe(
            look.includes('zh')
              ? '公共厕所，学龄人口步行＋公交15分钟能到吗？周一 8:00，全市'
              : 'Public toilets within 15 minutes by public transport for people of school age? Monday 8:00 · Whole city',
          );
          await line.click();
        }
        await byId(page, 'ask-time').click();
        await byId(page, 'ask-date').waitFor();
        const fields = byId(page, 'sentence').locator('select:visible, button:visible, input:visible');
        for (const field of await fields.all()) {
          const { height = 0, x = -1, width = 0 } = (await field.boundingBox()) ?? {};
          if (screen === 'phone') expect(height).toBeGreaterThanOrEqual(44);
          expect([x >= 0, x + width <= SCREENS[screen].width]).toEqual([true, true]);
        }
        expect(await violations(page), `${screen} ${look}`).toEqual([]);
        await close();
      }
  });
});
