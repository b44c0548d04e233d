import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, type ScreenName } from '../../scripts/testing/browser.ts';
import { pdfTexts } from '../../scripts/testing/pdf-texts.ts';
import type { Study } from '../../tiles/api/study.ts';
import { violations } from './axe.ts';
import { download, openPage, visit, type Opened } from './page.ts';

/** Many of these are there, so that few more are asked for. */
const SCHOOLS = 'of=schools&at=120.385,36.075,12';
/** Fewer facilities than subdistricts. */
const CLINICS = 'of=medical-institutions&at=120.385,36.075,12';
const COARSE = 'opt=mclp,3,1,20,1500,6,1000';

let browser: Browser;
let opened: Opened;
const asked: Study[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, {
    path: `/plan?${SCHOOLS}`,
    prepare: (page) => {
      page.on('request', (request) => {
        if (request.url().endsWith('/analysis/studies')) asked.push(JSON.parse(request.postData() ?? '{}') as Study);
      });
      return Promise.resolve();
    },
  });
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

const byId = (page: Page, id: string): Locator => page.getByTestId(id);
const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);
const settled = (page: Page): Promise<void> => byId(page, 'share').filter({ hasText: '%' }).waitFor();

async function open(page: Page, path: string): Promise<void> {
  await visit(page, path);
  await settled(page);
}

/** Resolves once a part has been told of what the page shows, and not of another scenario. */
const fresh = (page: Page, part: string): Promise<void> =>
  page.locator(`[data-testid=part-${part}-body][data-stale=false][aria-busy=false] .found-answer`).waitFor();

interface Collection {
  readonly features: readonly {
    readonly id: string;
    readonly geometry: { readonly type: string; readonly coordinates: number[][][][] };
    readonly properties: { readonly people: number };
  }[];
}

/** Facilities and the people that each draws, as they are exported. */
async function shares(page: Page) {
  const { bytes } = await download(page, 'export-huff-csv');
  const [, ...rows] = parse(bytes.toString('utf8'), { bom: true });
  return rows.map(([id = '', name = '', people]) => ({ id, name, people: Number(people) }));
}

describe('what can be found out on the planners’ page', () => {
  it('is how few new sites are enough for a share of all people, proven, with a way out where none are', async () => {
    const { page, problems } = opened;
    await open(page, `/plan?${SCHOOLS}&tab=siting&${COARSE}`);
    await byId(page, 'goal-fewest').check();
    await byId(page, 'goal-share').fill('70');
    await page.keyboard.press('Tab');
    await expect.poll(() => [param(page, 'goal'), param(page, 'share')]).toEqual(['fewest', '0.7']);
    await byId(page, 'siting-start').click();
    await byId(page, 'take-sites').waitFor();
    expect(await byId(page, 'siting-objective').innerText()).toMatch(/^\d+ 处$/);
    const served = Number(/([\d.]+)%/.exec(await byId(page, 'siting-served').innerText())?.[1]);
    expect(served).toBeGreaterThanOrEqual(70);
    expect(await byId(page, 'siting-proof').innerText()).toContain('任何选择都不少于');
    const { bytes } = await download(page, 'export-run-csv');
    const rows = parse(bytes.toString('utf8'), { bom: true });
    const count = Number(/\d+/.exec(await byId(page, 'siting-objective').innerText())?.[0]);
    expect(rows).toHaveLength(1 + count);
    const { bytes: file } = await download(page, 'siting-study');
    expect(JSON.parse(file.toString('utf8'))).toMatchObject({ analyses: [{ model: 'lscp', share: 0.7 }] });

    await byId(page, 'goal-share').fill('100');
    await page.keyboard.press('Tab');
    await byId(page, 'siting-start').click();
    expect(await byId(page, 'siting-way-out').innerText()).toContain('降低比例');
    expect(problems).toEqual([]);
  });

  it('is where to build in steps: what each adds, and sites named by their year', async () => {
    const { page, problems } = opened;
    await open(page, `/plan?${SCHOOLS}&tab=siting&${COARSE}`);
    await byId(page, 'siting-periods').locator('summary').click();
    await byId(page, 'period-add').click();
    await byId(page, 'period-year-0').fill('2027');
    await byId(page, 'period-year-1').fill('2030');
    await byId(page, 'period-p-1').fill('2');
    await page.keyboard.press('Tab');
    await expect.poll(() => param(page, 'steps')).toBe('2027:3;2030:2');
    await byId(page, 'siting-start').click();
    await byId(page, 'periods-found').waitFor();
    const steps = await byId(page, 'periods-found').locator('tbody tr').allInnerTexts();
    expect(steps.map((row) => row.split(/\s/).slice(0, 2))).toEqual([
      ['2027', '3'],
      ['2030', '2'],
    ]);
    const sites = await byId(page, 'proposed-sites').locator('.link').allInnerTexts();
    expect(sites.filter((name) => name.startsWith('2027'))).toHaveLength(3);
    await byId(page, 'take-sites').click();
    await expect.poll(() => param(page, 'sc')?.match(/;a:/g)?.length).toBe(5);
    await byId(page, 'undo').click();
    await expect.poll(() => param(page, 'sc')).toBeNull();
    expect(problems).toEqual([]);
  });

  it('is which to close at least loss: listed, marked, made a scenario, undone', async () => {
    const { page, problems } = opened;
    await open(page, `/plan?${CLINICS}&tab=siting&goal=close&close=2,p-median&${COARSE}`);
    await byId(page, 'close-count').fill('4');
    await page.keyboard.press('Tab');
    await byId(page, 'close-model').selectOption('mclp');
    await expect.poll(() => param(page, 'close')).toBe('4,mclp');
    await byId(page, 'siting-start').click();
    await byId(page, 'take-closed').waitFor();
    expect(await byId(page, 'closed').locator('li').count()).toBe(4);
    expect(await byId(page, 'close-lost').innerText()).toMatch(/^[\d,]+ 人$/);
    expect(await byId(page, 'siting-proof').innerText()).toContain('关闭任何 4 处');
    await byId(page, 'take-closed').click();
    await expect.poll(() => param(page, 'sc')?.match(/;r:/g)?.length).toBe(4);
    await byId(page, 'undo').click();
    await expect.poll(() => param(page, 'sc')).toBeNull();

    await byId(page, 'close-count').fill('1000');
    await page.keyboard.press('Tab');
    await byId(page, 'siting-start').click();
    await page.getByText('请减少关闭的处数').waitFor();
    expect(problems).toEqual([]);
  });

  it('is how to divide the city into zones, which come as areas, and what to change where limits are too narrow', async () => {
    const { page, problems } = opened;
    await open(page, `/plan?${CLINICS}&tab=siting&goal=zones&${COARSE}`);
    await byId(page, 'siting-start').click();
    await byId(page, 'zones').waitFor();
    expect(await byId(page, 'zones-contiguous').innerText()).toContain('每片各自连续');
    expect(await byId(page, 'siting-proof').innerText()).toContain('任何连续的划法');
    const { bytes } = await download(page, 'export-run-geojson');
    const { features } = JSON.parse(bytes.toString('utf8')) as Collection;
    const count = Number(/\d+/.exec(await byId(page, 'zones-contiguous').innerText())?.[0]);
    expect(features.length).toBeGreaterThan(1);
    expect(features.length).toBeLessThanOrEqual(count);
    for (const { geometry } of features) {
      expect(geometry.type).toBe('MultiPolygon');
      for (const ring of geometry.coordinates.flat()) expect(ring[0]).toEqual(ring.at(-1));
    }
    const csv = parse((await download(page, 'export-run-csv')).bytes.toString('utf8'), { bom: true });
    expect(csv).toHaveLength(1 + count);

    await page.getByLabel('大致相等').check();
    await byId(page, 'zones-balance').fill('1');
    await page.keyboard.press('Tab');
    await expect.poll(() => param(page, 'zones')).toBe('subdistrict,equal,0.01,0');
    await byId(page, 'siting-start').click();
    expect(await byId(page, 'siting-way-out').innerText()).toContain('放宽与平均的差');
    await page.getByLabel('不超过设施能力').check();
    expect(await byId(page, 'siting-lack-zoneCapacity').innerText()).toContain('请选一个属性');
    await byId(page, 'zones-capacity').fill('1000');
    await page.keyboard.press('Tab');
    await byId(page, 'siting-start').click();
    await page.getByText('请勾选“总能力不足时').waitFor();
    expect(problems).toEqual([]);
  });

  it('is asked for when its part is open, and again with another scenario, and never on the first view', async () => {
    const { page, problems } = opened;
    asked.length = 0;
    await open(page, `/plan?${SCHOOLS}&tab=charts`);
    await byId(page, 'part-huff').waitFor();
    expect(asked).toEqual([]);
    await byId(page, 'part-huff').locator('summary').first().click();
    await byId(page, 'huff-shares').waitFor();
    await expect.poll(() => param(page, 'more')).toBe('huff');
    expect(asked.map(({ analyses }) => analyses)).toMatchObject([[{ kind: 'huff', within: 900 }]]);
    await byId(page, 'found-size').selectOption('places');
    await expect.poll(() => asked.at(-1)?.analyses[0]).toMatchObject({ attribute: 'places' });
    await page.locator('[data-testid=part-huff-body][aria-busy=false]').waitFor();
    const before = await byId(page, 'huff-greatest').innerText();
    const first = await byId(page, 'huff-shares').locator('tbody th').first().innerText();
    await byId(page, 'minutes').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('[data-testid=part-huff-body][data-stale=true]').waitFor();
    await page.locator('[data-testid=part-huff-body][data-stale=false]').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.locator('[data-testid=part-huff-body][data-stale=true]').waitFor();
    await page.locator('[data-testid=part-huff-body][data-stale=false]').waitFor();
    expect(await byId(page, 'huff-greatest').innerText()).toBe(before);
    const [greatest] = (await shares(page)).sort((a, b) => b.people - a.people);
    expect(first.trim()).toContain(greatest?.name);
    // A scenario without the greatest of them.
    await open(page, `/plan?${SCHOOLS}&tab=charts&more=huff&size=places&sc=s1;A;r:${greatest?.id ?? ''}&s=s1`);
    await expect.poll(async () => byId(page, 'huff-shares').locator('tbody th').first().innerText()).not.toBe(first);
    expect((await shares(page)).some(({ id }) => id === greatest?.id)).toBe(false);
    expect(problems).toEqual([]);
  });

  it('is how much can be reached, coloured on the map by the classes of its bars, by a decay of one’s choice', async () => {
    const { page, problems } = opened;
    await open(page, `/plan?${SCHOOLS}&tab=charts&more=opportunities`);
    const median = byId(page, 'opportunities-median');
    await median.waitFor();
    const all = Number(await median.innerText());
    const bars = byId(page, 'opportunities-histogram').locator('tbody tr');
    expect(await bars.count()).toBeGreaterThan(2);
    await byId(page, 'found-decay').selectOption('exponential');
    await expect.poll(() => param(page, 'decay')).toBe('exponential');
    await expect.poll(async () => Number(await median.innerText())).toBeLessThan(all);
    await byId(page, 'found-parameter').fill('0.5');
    await page.keyboard.press('Tab');
    await expect.poll(() => param(page, 'decay')).toBe('exponential,0.5');
    const { bytes } = await download(page, 'export-opportunities-csv');
    expect(bytes.toString('utf8').split('\r\n').length).toBeGreaterThan(70_000);
    await page.locator('#tab-coverage').click();
    // In its own tab alone the map shows it.
    expect(await byId(page, 'plan-legend').innerText()).not.toContain('一处也没有');
    expect(problems).toEqual([]);
  });

  it('is who can reach two, beside the gaps, and ways of travelling side by side', async () => {
    const { page, problems } = opened;
    await open(page, `/plan?${SCHOOLS}&tab=gaps&more=backup`);
    await fresh(page, 'backup');
    const twice = Number(/[\d.]+/.exec(await byId(page, 'backup-share').innerText())?.[0]);
    const once = Number(/([\d.]+)%/.exec(await byId(page, 'share').innerText())?.[1]);
    expect([twice > 0, twice < once]).toEqual([true, true]);
    expect(await byId(page, 'backup-districts').locator('tbody tr').count()).toBeGreaterThan(3);
    await open(page, `/plan?${SCHOOLS}&tab=charts&more=ways`);
    await fresh(page, 'ways');
    const ways = await byId(page, 'ways').locator('tbody tr').allInnerTexts();
    expect(ways).toHaveLength(4);
    expect(ways[0]).toContain(`${once.toFixed(1)}%`);
    expect(problems).toEqual([]);
  });

  it('is how groups fare beside each other, where the people have any', async () => {
    const { page, problems } = opened;
    const group = (name: string | null, mean: number, worst: number) => ({
      group: name,
      people: 100,
      mean,
      median: mean,
      gini: 0.4,
      palma: 2,
      worstPeople: worst,
      worstShare: worst / 100,
      unreachablePeople: 0,
      meanDifference: null,
      meanRatio: null,
    });
    let groups = [group(null, 600, 50)];
    // Of people that the test knows, whatever those of the service have.
    await page.route(/\/analysis\/studies$/, async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as { results: unknown[] };
      answer.results = [
        {
          kind: 'equity',
          of: 'cost',
          groups,
          gap: groups.length === 1 ? null : { best: 'school-age', worst: '60+', difference: 420, ratio: 1.875 },
        },
      ];
      await route.fulfill({ response, json: answer });
    });
    await open(page, `/plan?${SCHOOLS}&tab=charts&more=equity`);
    expect(await byId(page, 'equity-answer').innerText()).toContain('没有分人群');
    groups = [group(null, 600, 50), group('school-age', 480, 10), group('60+', 900, 30)];
    await byId(page, 'minutes').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => byId(page, 'equity-answer').innerText()).toContain('60 岁及以上人口平均比学龄人口');
    expect(await byId(page, 'equity-dots').locator('circle').count()).toBe(3);
    const rows = await byId(page, 'equity-groups').locator('tbody').allInnerTexts();
    expect(rows[2]).toMatch(/70\.0%.*15 分钟.*2\.00.*60\.0%/s);
    await page.unroute(/\/analysis\/studies$/);
    expect(problems).toEqual([]);
  });

  it('is in the brief, in its list of files, and in the study’s file, which opens to the same', async () => {
    const { page, problems } = opened;
    await open(page, `/plan?${CLINICS}&tab=siting&goal=close&close=2,mclp&${COARSE}&more=backup,ways&min=30`);
    await byId(page, 'siting-start').click();
    await byId(page, 'take-closed').waitFor();
    await page.locator('#tab-charts').click();
    await fresh(page, 'ways');
    await page.locator('#tab-gaps').click();
    await fresh(page, 'backup');
    const share = await byId(page, 'backup-share').innerText();
    await page.locator('#tab-brief').click();
    for (const id of ['run', 'backup', 'ways']) await byId(page, `export-${id}-csv`).waitFor();
    const texts = pdfTexts((await download(page, 'export-pdf')).bytes).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['关闭的设施', '后备覆盖：两处以上能到的人', '几种出行方式并排']));
    expect(texts.some((text) => text.includes(`${share} 的居民在 30 分钟内能到至少 2 处`))).toBe(true);

    const coming = page.waitForEvent('download');
    await byId(page, 'export-study').click();
    const path = await (await coming).path();
    const study = JSON.parse(await readFile(path, 'utf8')) as Study;
    expect(study.analyses.map(({ kind }) => kind)).toEqual([
      ...['coverage', 'gaps', 'overlap', 'assignment'],
      ...['overlap', 'coverage', 'coverage', 'coverage', 'coverage', 'closure'],
    ]);
    await open(page, `/plan?${SCHOOLS}&tab=brief`);
    await byId(page, 'study-file').setInputFiles(path);
    await expect
      .poll(() => [
        param(page, 'of'),
        param(page, 'goal'),
        param(page, 'close'),
        param(page, 'more'),
        param(page, 'min'),
      ])
      .toEqual(['medical-institutions', 'close', '2,mclp', 'backup,ways', '30']);
    expect(await byId(page, 'not-shown').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('has no violation of WCAG 2.2 AA, on any screen, and can be opened by the keyboard alone', async () => {
    for (const screen of ['desktop', 'phone'] as const satisfies readonly ScreenName[]) {
      const more = 'more=opportunities,backup,huff,equity,ways';
      const look = screen === 'phone' ? '&theme=dark&lang=en' : '';
      const { page, problems, close } = await openPage(browser, {
        screen,
        path: `/plan?${CLINICS}&tab=charts&${more}${look}`,
      });
      for (const id of ['opportunities-histogram', 'huff-shares', 'equity-groups', 'ways'])
        await byId(page, id).waitFor();
      expect(await violations(page), `${screen} charts`).toEqual([]);
      const summary = byId(page, 'part-ways').locator('summary').first();
      await summary.focus();
      await page.keyboard.press('Enter');
      await byId(page, 'ways').waitFor({ state: 'detached' });
      expect((await summary.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      for (const goal of ['place&steps=2027:1;2030:1', 'fewest', 'close', 'zones']) {
        await open(page, `/plan?${CLINICS}&tab=siting&goal=${goal}&${COARSE}${look}`);
        if (goal === 'close' || goal === 'zones') {
          await byId(page, 'siting-start').click();
          await byId(page, goal === 'close' ? 'take-closed' : 'zones').waitFor();
        }
        expect(await violations(page), `${screen} ${goal}`).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide).toBeLessThanOrEqual(0);
      }
      expect(problems).toEqual([]);
      await close();
    }
  });
});
