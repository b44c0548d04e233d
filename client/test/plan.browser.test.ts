import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';
import { decodeColumnar } from '../../tiles/api/columnar-message.ts';
import type { CoverageFacility, CoverageHeader } from '../../tiles/api/coverage.ts';
import { violations } from './axe.ts';
import { colorAt, download, idle, openPage, screenPosition, visit, type Opened } from './page.ts';

/** South of the city, where the demonstration has its toilets; and a place to its north without any. */
const CLOSE = 'of=toilets&at=120.385,36.075,13';
const FAR = { lon: 120.375, lat: 36.1 } as const;
const SCENARIO = `sc=s1;${encodeURIComponent('近期')};a:new-1,${FAR.lon},${FAR.lat}&s=s1`;

let browser: Browser;
/** One page for all that a wide screen shows; each test visits the address that it needs. */
let opened: Opened;
const asked: string[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  const prepare = (page: Page): Promise<void> => {
    page.on('request', (request) => {
      if (request.url().endsWith('/analysis/coverage')) asked.push(request.postData() ?? '');
    });
    return Promise.resolve();
  };
  opened = await openPage(browser, { path: `/plan?${CLOSE}&min=3`, prepare });
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

const byId = (page: Page, id: string): Locator => page.getByTestId(id);

/** Share of people within the time, in percent, once there is an answer. */
async function share(page: Page): Promise<number> {
  const text = byId(page, 'share').filter({ hasText: '%' });
  await text.waitFor();
  return Number(/([\d.]+)%/.exec(await text.innerText())?.[1]);
}

/** Resolves once the cells are there, and what is asked for has been answered. */
const settled = (page: Page): Promise<void> => page.locator('[data-testid=plan-figures][aria-busy=false]').waitFor();

async function people(page: Page, figure: 'gained' | 'lost'): Promise<number> {
  return Number((await byId(page, `figure-${figure}`).locator('.tile-value').innerText()).replace(/[^\d-]/g, ''));
}

/** Facilities as the service answers for a scenario without edits. */
async function facilities(): Promise<readonly CoverageFacility[]> {
  const body = {
    network: { stored: 'roads' },
    demand: { stored: 'people' },
    facilities: { layer: 'toilets' },
    limitS: 3600,
    withinS: 900,
    cells: 'changes',
  };
  const response = await fetch(`${inject('serviceUrl')}/analysis/coverage`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (decodeColumnar(new Uint8Array(await response.arrayBuffer())).header as CoverageHeader).facilities;
}

/** Cells within the time are blue, those beyond orange. */
const isBlue = ([red, , blue]: readonly [number, number, number]): boolean => blue > red;

describe('the planners’ page', () => {
  it('answers for the city, follows the slider without asking, and shows while a site is dragged who gains and who loses', async () => {
    const { page, problems } = opened;
    const first = await share(page);
    await settled(page);
    // The figures first, then the cells.
    expect(asked.map((body) => (JSON.parse(body) as { cells: string }).cells)).toEqual(['summary', 'packed']);
    const slider = byId(page, 'minutes');
    await slider.focus();
    for (let press = 0; press < 2; press += 1) await page.keyboard.press('ArrowRight');
    expect(await share(page)).toBeGreaterThan(first);
    expect(await byId(page, 'ask-minutes').inputValue()).toBe('5');
    await expect
      .poll(() => page.evaluate(() => performance.getEntriesByName('plan.restyle').length))
      .toBeGreaterThan(1);
    // The figures by gap and facility are asked for once the slider rests, of no cell at all.
    const askedOf = (): { readonly withinS: number; readonly cells: string }[] =>
      asked.map((body) => JSON.parse(body) as { withinS: number; cells: string });
    await expect.poll(() => askedOf().at(-1)?.withinS).toBe(300);
    expect(
      askedOf()
        .slice(2)
        .every(({ cells }) => cells === 'changes'),
    ).toBe(true);

    const chosen = (await facilities()).find(
      ({ lon, lat, unconnected }) => !unconnected && Math.abs(lon - 120.385) < 0.01 && Math.abs(lat - 36.075) < 0.01,
    );
    if (chosen === undefined) throw new Error('no facility in view');
    await byId(page, 'tool-move').click();
    const { x, y } = await screenPosition(page, chosen.lon, chosen.lat);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 150, { steps: 8 });
    // Before it is let go.
    await expect.poll(() => people(page, 'gained')).toBeGreaterThan(0);
    expect(await byId(page, 'scenario').locator('option').count()).toBe(1);
    await page.mouse.up();
    expect(await byId(page, 'edit-counts').innerText()).toContain('移动 1');
    await settled(page);
    const moved = [await people(page, 'gained'), await people(page, 'lost')];
    await page.keyboard.press('Control+z');
    await expect.poll(() => byId(page, 'figure-gained').count()).toBe(0);
    await page.keyboard.press('Control+y');
    await expect.poll(async () => [await people(page, 'gained'), await people(page, 'lost')]).toEqual(moved);
    expect(problems).toEqual([]);
  });

  it('takes a facility by keyboard, keeps scenarios with undo, and its link computes the same anew', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?of=toilets&at=${FAR.lon},${FAR.lat},13`);
    const before = await share(page);
    await byId(page, 'tool-add').click();
    await page.locator('.maplibregl-canvas').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect.poll(() => share(page)).toBeGreaterThan(before);
    await byId(page, 'scenario-name').fill('北岸 甲');
    await byId(page, 'scenario-section').getByRole('button', { name: '复制' }).click();
    expect(await byId(page, 'scenario').locator('option').allInnerTexts()).toEqual([
      '现状',
      '北岸 甲',
      '北岸 甲（副本）',
    ]);
    await byId(page, 'scenario-section').getByRole('button', { name: '删除' }).click();
    expect(await byId(page, 'scenario').locator('option').count()).toBe(2);
    await byId(page, 'undo').click();
    expect(await byId(page, 'scenario').locator('option').count()).toBe(3);
    await expect.poll(() => new URL(page.url()).searchParams.getAll('sc').length).toBe(2);

    const { page: other, close: closeOther } = await openPage(browser, {
      path: new URL(page.url()).pathname + new URL(page.url()).search,
    });
    await expect.poll(() => share(other)).toBe(await share(page));
    await expect.poll(() => people(other, 'gained')).toBe(await people(page, 'gained'));
    expect(await byId(other, 'scenario').locator('option').allInnerTexts()).toEqual(
      await byId(page, 'scenario').locator('option').allInnerTexts(),
    );
    await closeOther();
    expect(problems).toEqual([]);
  });

  it('shows two scenarios in a swipe, by pointer and keys, and as a map of differences', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?of=toilets&at=${FAR.lon},${FAR.lat},13&${SCENARIO}&cmp=swipe,base,0.95`);
    await share(page);
    const beside = { lon: FAR.lon + 0.0016, lat: FAR.lat + 0.0011 };
    const color = () => colorAt(page, beside.lon, beside.lat);
    await expect.poll(async () => isBlue(await color())).toBe(true);
    const divider = byId(page, 'divider');
    await divider.focus();
    await page.keyboard.press('Home');
    await expect.poll(async () => isBlue(await color())).toBe(false);
    // Both maps move as one.
    await page.evaluate(() => void window.chengtu.map?.panBy([60, 40], { animate: false }));
    await idle(page);
    await expect.poll(async () => isBlue(await color())).toBe(false);
    const box = await divider.boundingBox();
    const maps = await page.locator('.plan-maps').boundingBox();
    if (box === null || maps === null) throw new Error('no divider');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(maps.x + maps.width * 0.9, box.y + 80, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => isBlue(await color())).toBe(true);
    await expect.poll(() => new URL(page.url()).searchParams.get('cmp')).toMatch(/^swipe,base,0\.9/);

    await byId(page, 'compare').getByText('差异图').click();
    expect(await byId(page, 'beside').count()).toBe(0);
    const rows = byId(page, 'plan-legend').locator('tbody tr');
    expect(await rows.count()).toBe(7);
    expect(await rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['kind']))).toEqual([
      'faster',
      'faster',
      'faster',
      'same',
      'slower',
      'slower',
      'slower',
    ]);
    await expect.poll(async () => isBlue(await color())).toBe(true);
    expect(problems).toEqual([]);
  });

  it('searches for sites with a bar of what is proven, can be cancelled, and takes the sites over', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?${CLOSE}&tab=siting&opt=p-median,200,1,0,100,60`);
    await share(page);
    await byId(page, 'siting-start').click();
    await byId(page, 'siting-cancel').click();
    await expect.poll(() => byId(page, 'siting-run').getAttribute('data-status')).toBe('cancelled');

    await byId(page, 'siting').locator('select').first().selectOption('mclp');
    await page.getByLabel('新增数量').fill('3');
    await page.getByText('候选点：全城网格').click();
    await page.getByLabel('候选点最小间距').fill('1500');
    await page.keyboard.press('Tab');
    await byId(page, 'siting-start').click();
    await byId(page, 'take-sites').click();
    expect(await byId(page, 'siting-gap').innerText()).toMatch(/%$/);
    await expect.poll(() => new URL(page.url()).searchParams.get('sc')?.match(/;a:/g)?.length).toBe(3);
    await byId(page, 'undo').click();
    await expect.poll(() => new URL(page.url()).searchParams.get('sc')).toBeNull();
    expect(problems).toEqual([]);
  });

  it('asks for what a limit needs in a sentence, and says beside the sites what they were held to', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?${CLOSE}&tab=siting&opt=mclp,5,0,0,1500,20`);
    await share(page);
    await page.getByText('预算：不限').click();
    await byId(page, 'siting-budget').fill('1000');
    await page.keyboard.press('Tab');
    expect(await byId(page, 'siting-lack-cost').innerText()).toContain('请填写每处新设施的费用');
    expect(await byId(page, 'siting-start').isDisabled()).toBe(true);
    await byId(page, 'siting-cost').fill('300');
    await page.keyboard.press('Tab');
    await byId(page, 'siting-lack-cost').waitFor({ state: 'detached' });
    await expect.poll(() => new URL(page.url()).searchParams.get('cost')).toBe('1000,,300');
    await byId(page, 'siting-start').click();
    expect(await byId(page, 'siting-limits').innerText()).toBe(
      '至多 5 处；预算 1,000 万元；每处 300 万元；不计服务能力',
    );
    expect(await byId(page, 'siting-spent').innerText()).toBe('900 万元');
    const { name, bytes } = await download(page, 'siting-study');
    expect(name).toMatch(/^chengtu_.*新增设施选址_[\d-]+\.study\.json$/);
    expect(JSON.parse(bytes.toString('utf8'))).toMatchObject({
      candidates: { cells: { cost: 300 } },
      analyses: [{ kind: 'siting', p: 5, budget: 1000 }],
    });

    await page.getByText('服务能力：不计').click();
    await byId(page, 'siting-capacities').check();
    expect(await byId(page, 'siting-lack-newCapacity').innerText()).toContain('请填写每处新设施能服务多少人');
    await byId(page, 'siting-new-capacity').fill('2000');
    await page.keyboard.press('Tab');
    await page.getByLabel('由同一处服务').check();
    await expect.poll(() => new URL(page.url()).searchParams.get('cap')).toBe('1,,,,2000,whole');
    expect(problems).toEqual([]);
  });

  it('has no violation of WCAG 2.2 AA, on any screen, in any tab', async () => {
    for (const screen of Object.keys(SCREENS) as ScreenName[]) {
      const path = `/plan?${CLOSE}&${SCENARIO}${screen === 'phone' ? '&theme=dark&lang=en' : ''}`;
      const { page, problems, close } =
        screen === 'phone' ? await openPage(browser, { screen, path }) : { ...opened, close: () => Promise.resolve() };
      if (screen !== 'phone') {
        await visit(page, `${path}&cmp=swipe,base,0.5`);
        expect(await violations(page), 'with a swipe').toEqual([]);
        await visit(page, path);
      }
      await share(page);
      for (const tab of ['coverage', 'gaps', 'siting', 'standards', 'charts', 'brief']) {
        await page.locator(`#tab-${tab}`).click();
        await page.locator('.plan-body .skeleton').waitFor({ state: 'detached' });
        expect(await violations(page), `${screen} ${tab}`).toEqual([]);
      }
      expect(problems).toEqual([]);
      await close();
    }
  });

  it('asks in one sentence: another facility, way and time, of the city or a district', async () => {
    const { page, problems } = opened;
    await visit(page, '/plan?of=schools&at=120.385,36.075,13');
    const all = await share(page);
    const facilities = await byId(page, 'ask-facility').locator('option').allInnerTexts();
    expect(facilities).toEqual(expect.arrayContaining(['公共厕所', '小学', '初中']));
    expect(facilities).not.toContain('案例');
    await byId(page, 'ask-facility').selectOption({ label: '小学' });
    await expect.poll(() => share(page)).toBeLessThan(all);
    const primary = await share(page);
    await expect.poll(() => new URL(page.url()).searchParams.get('of')).toBe('schools');
    await byId(page, 'ask-minutes').selectOption('30');
    await expect.poll(() => share(page)).toBeGreaterThan(primary);
    const onFoot = await share(page);
    await byId(page, 'ask-mode').selectOption('cycle');
    await expect.poll(() => share(page)).toBeGreaterThan(onFoot);
    const city = await byId(page, 'share').innerText();
    await settled(page);
    await byId(page, 'ask-area').selectOption({ index: 1 });
    await expect.poll(() => byId(page, 'share').innerText()).not.toBe(city);
    const district = await byId(page, 'share').innerText();
    const beyond = byId(page, 'figure-beyond').locator('.tile-value');
    expect(district).toContain((await beyond.innerText()).replace(/[^\d,]/g, ''));
    await expect.poll(() => new URL(page.url()).searchParams.get('in')).toMatch(/^\d{6}$/);
    await page.reload();
    await expect.poll(() => byId(page, 'share').innerText()).toBe(district);
    await visit(page, '/plan?of=toilets&in=999999');
    await expect.poll(() => byId(page, 'unknown-area').innerText()).toContain('999999');
    await byId(page, 'ask-area').selectOption('');
    await share(page);
    expect(problems).toEqual([]);
  });

  it('asks for nothing before its first figures that these do without, in so many bytes', async () => {
    const sent: { readonly id: string; readonly url: string }[] = [];
    const bytes = new Map<string, number>();
    let first: readonly { readonly id: string; readonly url: string }[] | null = null;
    const { page, close } = await openPage(browser, {
      path: '/plan',
      raw: true,
      prepare: async (fresh, context) => {
        const network = await context.newCDPSession(fresh);
        await network.send('Network.enable');
        await network.send('Network.setCacheDisabled', { cacheDisabled: true });
        network.on('Network.requestWillBeSent', ({ requestId, request }) =>
          sent.push({ id: requestId, url: request.url }),
        );
        network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
          bytes.set(requestId, encodedDataLength);
          const isAnswer = sent.find(({ id }) => id === requestId)?.url.endsWith('/analysis/coverage') === true;
          if (isAnswer) first ??= [...sent];
        });
      },
    });
    await settled(page);
    const before = first ?? [];
    expect(before.map(({ url }) => new URL(url).pathname)).toContain('/analysis/coverage');
    expect(before.filter(({ url }) => /maplibre|show-map|bind-plan|\/layers|\/cells/.test(url))).toEqual([]);
    // 400 kbit/s carry 50,000 bytes in a second.
    expect(before.reduce((sum, { id }) => sum + (bytes.get(id) ?? 0), 0)).toBeLessThan(125_000);
    // Preloaded, it is not asked for again.
    expect(sent.filter(({ url }) => url.endsWith('/analysis/catalogue'))).toHaveLength(1);
    await close();
  });

  it('shows the answer and its figures on a phone without scrolling, and the question as one line that opens', async () => {
    for (const lang of ['zh', 'en']) {
      const { page, problems, close } = await openPage(browser, {
        screen: 'phone',
        path: `/plan?${CLOSE}&lang=${lang}`,
      });
      await settled(page);
      for (const id of ['share', 'figure-people', 'figure-beyond', 'figure-area', 'figure-facilities']) {
        const { y = -1, height = 0 } =
          (await byId(page, id).locator('strong, .tile-value').first().boundingBox()) ?? {};
        expect(y, id).toBeGreaterThan(0);
        expect(y + height, id).toBeLessThan(SCREENS.phone.height);
      }
      const before = await share(page);
      await byId(page, 'ask-fold').locator('summary').click();
      await byId(page, 'ask-minutes').selectOption('30');
      await expect.poll(() => share(page)).toBeGreaterThan(before);
      expect(await byId(page, 'ask-fold').locator('summary').innerText()).toContain('30');
      // The other tabs have the scenarios and the time in one line, too.
      await page.locator('#tab-gaps').click();
      await page.locator('.plan-body .plan-fold summary').click();
      await byId(page, 'scenario').waitFor();
      expect(problems).toEqual([]);
      await close();
    }
  });

  it('has pictures of what a scenario does in its legend, of that alone, and the city by subdistrict', async () => {
    const { page, problems } = opened;
    const marks = (): Promise<(string | undefined)[]> =>
      byId(page, 'plan-marks')
        .locator('li')
        .evaluateAll((all) => all.map((item) => (item as HTMLElement).dataset['kind']));
    const [a, b] = (await facilities()).filter(({ unconnected }) => !unconnected);
    await visit(page, `/plan?${CLOSE}`);
    await share(page);
    await expect.poll(marks).toEqual(['existing']);
    await visit(page, `/plan?${CLOSE}&sc=s1;A;m:${a?.id},120.385,36.08;r:${b?.id}&s=s1`);
    await expect.poll(marks).toEqual(['existing', 'moved', 'removed']);

    await visit(page, '/plan?of=toilets&at=120.385,36.075,9');
    await share(page);
    const fill = (): Promise<boolean> =>
      page.evaluate(() => window.chengtu.map?.getLayer('choropleth:fill') !== undefined);
    expect(await fill()).toBe(false);
    await page.getByLabel('街道', { exact: true }).check();
    await expect.poll(fill).toBe(true);
    await expect.poll(() => new URL(page.url()).searchParams.get('far')).toBe('subdistrict');
    expect(await byId(page, 'plan-legend').locator('tbody tr').count()).toBe(5);
    await visit(page, `/plan?${CLOSE}&far=subdistrict`);
    await expect.poll(fill).toBe(false);
    expect(problems).toEqual([]);
  });

  it('says how many can get there while the cells still come, and shows how far these are', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { page, close } = await openPage(browser, {
      path: `/plan?${CLOSE}&min=3`,
      prepare: (fresh) =>
        fresh.route(/\/analysis\/demand\//, async (route) => {
          await held;
          await route.continue();
        }),
    });
    const early = await share(page);
    const tiles = (): Promise<string[]> => byId(page, 'plan-figures').locator('.tile-value').allInnerTexts();
    const figures = await tiles();
    expect(figures).toHaveLength(4);
    expect(await byId(page, 'plan-figures').getAttribute('aria-busy')).toBe('true');
    release();
    await settled(page);
    expect(await share(page)).toBe(early);
    expect(await tiles()).toEqual(figures);
    await close();
  });

  it('shows a whole city in hexagons of five classes, and cells near by', async () => {
    const { page, problems } = opened;
    await visit(page, '/plan?of=toilets&at=120.385,36.075,9');
    await share(page);
    const kinds = (): Promise<(string | undefined)[]> =>
      byId(page, 'plan-legend')
        .locator('tbody tr')
        .evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['kind']));
    await expect.poll(kinds).toEqual(['share', 'share', 'share', 'share', 'share']);
    await visit(page, `/plan?${CLOSE}`);
    await share(page);
    await expect.poll(kinds).toEqual(['within', 'within', 'within', 'within', 'beyond', 'beyond', 'none']);
    expect(problems).toEqual([]);
  });

  it('lists gaps with their people and nearest facility, and says what to do when the server is lost', async () => {
    const { page } = opened;
    await visit(page, `/plan?${CLOSE}&tab=gaps`);
    await share(page);
    await byId(page, 'gap').first().click();
    expect(await byId(page, 'selected-people').innerText()).toMatch(/[\d,]+ 人/);
    expect(await byId(page, 'selected-nearest').innerText()).not.toBe('');
    // Nor is it ready: the page would ask again by itself.
    const lost = /\/(analysis\/coverage|readyz)$/;
    await page.route(lost, (route) => route.abort());
    await byId(page, 'add-here').click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('无法连接服务器');
    await page.unroute(lost);
    await page.getByRole('alert').getByRole('button').click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await byId(page, 'facility-people').waitFor();
  });
});
