import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { copyLoadedHome } from '../../scripts/testing/loaded-home.ts';
import { startService } from '../../scripts/testing/running-service.ts';
import type { ServiceProcess } from '../../scripts/testing/service-process.ts';
import { boundsOfDegrees, touchedTiles } from '../../tiles/tile/touched.ts';
import { isTouched } from '../../tiles/tile/touching.ts';
import { openEditor, type Editor, type Place } from './edit.ts';
import { idle, jump, openPage, rendered, visit, type Opened } from './page.ts';

const ID = 'test-live';
/** In the hills, where no toilet stands. */
const HILLS: Place = { lon: 120.45, lat: 36.14 };
const BESIDE: Place = { lon: 120.453, lat: 36.141 };
/** In the bay, outside the extent of the layer. */
const BAY: Place = { lon: 120.2, lat: 36.12 };
const at = ({ lon, lat }: Place): string => `at=${String(lon)},${String(lat)},14`;
const PATH = `/?layers=toilets&${at(HILLS)}`;

let browser: Browser;
let home: string;
/** A service for these tests alone: others would count what they edit. */
let service: ServiceProcess;
let editor: Editor;
/** One page for all tests; each visits the address that it needs. */
let live: Opened & { readonly tiles: string[] };
beforeAll(async () => {
  browser = await launchBrowser();
  home = await mkdtemp(join(tmpdir(), 'chengtu-live-'));
  await copyLoadedHome(home);
  service = await startService(home);
  editor = await openEditor(home);
  live = await openLive();
});
afterEach(() => editor.remove('toilets', ID));
afterAll(async () => {
  await browser.close();
  await editor.close();
  await service.stop();
  await rm(home, { recursive: true, force: true });
});

/** Resolves once the page hears of changes, and its map is idle. */
async function openLive() {
  const tiles: string[] = [];
  let listening: Promise<unknown> = Promise.resolve();
  const opened = await openPage(browser, {
    origin: service.url,
    path: PATH,
    prepare: (page) => {
      page.on('request', (request) => {
        if (request.url().includes('/tiles/')) tiles.push(new URL(request.url()).pathname);
      });
      listening = page.waitForResponse(/\/events/);
      return Promise.resolve();
    },
  });
  await listening;
  return { ...opened, tiles };
}

async function untilDrawn(page: Page, isThere: boolean): Promise<number> {
  const sinceMs = performance.now();
  await page.waitForFunction(
    ([id, wanted]) => {
      const features = window.chengtu.map?.queryRenderedFeatures() ?? [];
      return (
        features.some((feature) => feature.sourceLayer === 'toilets' && feature.properties['id'] === id) === wanted
      );
    },
    [ID, isThere] as const,
    { polling: 20 },
  );
  return performance.now() - sinceMs;
}

function isTouchedTile(path: string, places: readonly Place[]): boolean {
  const [z = 0, x = 0, y = 0] = (/\/tiles\/toilets\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(path) ?? []).slice(1).map(Number);
  return (
    path.startsWith('/tiles/toilets/') &&
    places.some(({ lon, lat }) =>
      isTouched(touchedTiles('Point', boundsOfDegrees([lon, lat, lon, lat]), 'WebMercatorQuad', z), x, y),
    )
  );
}

describe('an open map', () => {
  it('shows an edit of the database without being asked, by the touched tiles alone', async ({ annotate }) => {
    const { page, tiles, problems } = live;
    await visit(page, PATH);
    tiles.length = 0;
    await editor.put('toilets', ID, HILLS, '新厕所');
    const appearedMs = await untilDrawn(page, true);
    await editor.put('toilets', ID, BESIDE, '新厕所');
    await page.waitForFunction(
      ([id, lon]) =>
        (window.chengtu.map?.queryRenderedFeatures() ?? []).some(
          (feature) =>
            feature.properties['id'] === id &&
            feature.geometry.type === 'Point' &&
            Math.abs((feature.geometry.coordinates[0] ?? 0) - lon) < 0.0005,
        ),
      [ID, BESIDE.lon] as const,
    );
    await editor.remove('toilets', ID);
    const vanishedMs = await untilDrawn(page, false);
    await annotate(`An edit is drawn after ${appearedMs.toFixed(0)} ms, a deletion after ${vanishedMs.toFixed(0)} ms.`);
    expect(tiles.length).toBeGreaterThan(0);
    expect(tiles.filter((path) => !isTouchedTile(path, [HILLS, BESIDE]))).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('shows markup, formulas and letters that turn the line in a name as the text that they are', async () => {
    const { page, problems } = live;
    const name = `=1+1 <img src=x onerror="document.title='run'"> \u202egnp.exe <b>${'很'.repeat(200)}</b>`;
    await visit(page, PATH);
    const title = await page.title();
    await editor.put('toilets', ID, HILLS, name);
    await untilDrawn(page, true);
    await visit(page, `/?layers=toilets&table=toilets&sel=toilets/${ID}&${at(HILLS)}`);
    const row = page.locator('.table-grid tbody tr[aria-selected=true] th');
    await row.waitFor();
    expect((await row.textContent())?.trim()).toBe(name);
    expect((await page.locator('article.feature h2').textContent())?.trim()).toBe(name);
    // What is long is cut or wrapped: nothing of it widens the page.
    const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(width).toBe(inner);
    await page.getByTestId('table').getByRole('button', { name: '下载', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV', exact: true }).click(),
    ]);
    // A spreadsheet would run what begins with an equals sign.
    expect(await readFile(await download.path(), 'utf8')).toContain(`"'${name.replaceAll('"', '""')}"`);
    await page.keyboard.press('Escape');
    expect(await page.locator('img[src=x], b').count()).toBe(0);
    expect(await page.title()).not.toBe('run');
    expect(title).not.toBe('run');
    expect(problems).toEqual([]);
  });

  it('counts it in the list of layers, and opens what became of a feature', async () => {
    await editor.put('toilets', ID, HILLS, '旧名称');
    const { page } = live;
    await visit(page, `${PATH}&sel=toilets/${ID}`);
    const name = page.locator('article.feature h2');
    await expect.poll(() => name.innerText()).toBe('旧名称');
    const inView = page.getByTestId('in-view-toilets');
    await expect.poll(() => inView.textContent()).toMatch(/\b1$/);
    await editor.put('toilets', ID, HILLS, '新名称');
    await expect.poll(() => name.innerText()).toBe('新名称');
    await editor.remove('toilets', ID);
    await page.getByText('未找到此要素').waitFor();
    expect(await name.count()).toBe(0);
    await expect.poll(() => inView.textContent()).toMatch(/\b0$/);
    await expect.poll(() => page.locator('[data-layer=toilets] .layer-facts').innerText()).toContain('共 158');
  });

  it('shows what changed of a layer while it was switched off', async () => {
    const { page } = live;
    await visit(page, PATH);
    const box = page.locator('[data-layer=toilets] input[type=checkbox]');
    await box.uncheck();
    await idle(page);
    await editor.put('toilets', ID, HILLS, '新厕所');
    await expect.poll(() => page.locator('[data-layer=toilets] .layer-facts').innerText()).toContain('共 159');
    await box.check();
    await untilDrawn(page, true);
  });

  it('shows what changed of tiles that were out of view', async () => {
    const { page } = live;
    await visit(page, PATH);
    await jump(page, [120.385, 36.065], 14);
    await editor.put('toilets', ID, HILLS, '新厕所');
    await expect.poll(() => page.locator('[data-layer=toilets] .layer-facts').innerText()).toContain('共 159');
    await jump(page, [HILLS.lon, HILLS.lat], 14);
    expect((await rendered(page, 'toilets')).map(({ id }) => id)).toContain(ID);
  });

  it('shows what changed while the service could not be reached', async () => {
    const { page, context } = live;
    await visit(page, PATH);
    await context.setOffline(true);
    await editor.put('toilets', ID, HILLS, '新厕所');
    // So that the page is likely to notice; what is expected holds also where it does not.
    await page.waitForTimeout(500);
    await context.setOffline(false);
    await untilDrawn(page, true);
  });

  it('shows what appears outside the extent that the layer had', async () => {
    const { page } = live;
    await visit(page, `/?layers=toilets&${at(BAY)}`);
    await editor.put('toilets', ID, BAY, '新厕所');
    await untilDrawn(page, true);
  });

  it('asks for each tile of a layer once where all of it changes', async () => {
    const { page, tiles } = live;
    await visit(page, '/?layers=parking&at=120.38,36.12,11');
    // On a busy machine the base map comes later than the layer.
    for (let before = -1; before !== tiles.length; ) {
      before = tiles.length;
      await page.waitForTimeout(1000);
    }
    tiles.length = 0;
    await editor.touchAll('parking');
    try {
      await expect.poll(() => tiles.length).toBeGreaterThan(2);
      // Only gives a second request time to appear.
      await page.waitForTimeout(1500);
      expect(
        tiles.filter((path, index) => tiles.indexOf(path) !== index || !path.startsWith('/tiles/parking/')),
      ).toEqual([]);
    } finally {
      await editor.restoreAll('parking');
    }
  });

  it('works as usual where the service sends no events', async () => {
    const { page, close } = await openPage(browser, {
      origin: service.url,
      path: '/?layers=toilets&at=120.385,36.065,13',
      prepare: (target) => target.route(/\/events/, (route) => route.abort()),
    });
    expect((await rendered(page, 'toilets')).length).toBeGreaterThan(5);
    await close();
  });
});

describe('an open analysis', () => {
  it('says that its data have changed, and computes again when asked to', async () => {
    const { page } = live;
    await visit(page, '/?layers=&tab=analysis&a.layer=reports');
    await page.getByTestId('analysis-tiles').waitFor();
    const total = page.getByTestId('tile-all').locator('.tile-value');
    const before = await total.innerText();
    await editor.put('reports', ID, HILLS, '新问题');
    try {
      await page.getByText('数据已更新').waitFor();
      expect(await total.innerText()).toBe(before);
      await page.getByRole('button', { name: '重新计算' }).click();
      await expect
        .poll(async () => Number((await total.innerText()).replace(/\D/g, '')))
        .toBe(Number(before.replace(/\D/g, '')) + 1);
      expect(await page.getByText('数据已更新').count()).toBe(0);
    } finally {
      await editor.remove('reports', ID);
    }
  });
});
