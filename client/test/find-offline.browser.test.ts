/** What of `/find` is there without the service, and while a new version of it is deployed. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { idle, openPage, type Opened } from './page.ts';
import { startTwoBuilds, type TwoBuilds } from './two-builds.ts';

const AT = 'lon=120.3826&lat=36.0671';
const FOUND = `/find?kind=toilet&${AT}`;
/** All that is kept of the page, in bytes. */
const MOST_BYTES = 5_000_000;

let browser: Browser;
let site: TwoBuilds;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  site = await startTwoBuilds(inject('serviceUrl'));
});
afterEach(() => site.close());

async function open(path: string): Promise<Opened> {
  const opened = await openPage(browser, { raw: true, screen: 'phone', origin: site.url, path });
  await opened.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  return opened;
}

const rows = (page: Page) => page.locator('.row');
/** The builds whose scripts the page runs. */
const builds = (page: Page) =>
  page.evaluate(() => [...((globalThis as { builds?: ReadonlySet<string> }).builds ?? [])].sort());
const kept = (page: Page, name: string) =>
  page.evaluate(async (each) => (await (await caches.open(each)).keys()).map(({ url }) => url), name);

/** Resolves once the page that is kept names the files of a build. */
async function keptPageOf(page: Page, script: string): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => (await (await caches.match(new URL('find', location.href).href))?.text()) ?? ''),
    )
    .toContain(script);
}

/** The script that a page of the service names now. */
async function scriptOf(): Promise<string> {
  const html = await (await fetch(`${site.url}/find`)).text();
  return /assets\/find-[\w-]{8}\.js/.exec(html)?.[0] ?? '';
}

/** What the base map draws now. */
async function drawnOfBase(page: Page): Promise<number> {
  await idle(page);
  return page.evaluate(
    () =>
      window.chengtu.map?.queryRenderedFeatures().filter(({ source }) => !['way', 'found', 'here'].includes(source))
        .length ?? 0,
  );
}

describe('after one visit, without the service', () => {
  it('the list is there with its map, and all that is kept is small', async () => {
    const { page, close } = await open(FOUND);
    const before = await drawnOfBase(page);
    expect(before).toBeGreaterThan(0);
    await expect
      .poll(() => kept(page, 'chengtu-find-map').then((all) => all.filter((each) => each.includes('/styles/'))))
      .toHaveLength(1);
    await expect.poll(() => kept(page, 'chengtu-find-answers')).toHaveLength(1);
    site.trouble = 'away';
    await page.goto(site.url + FOUND);
    await rows(page).first().waitFor();
    await page.getByText(/^暂时连不上服务，以下是/).waitFor();
    expect(await drawnOfBase(page)).toBe(before);
    const bytes = await page.evaluate(async () => {
      let sum = 0;
      for (const name of await caches.keys())
        for (const answer of await (await caches.open(name)).matchAll()) sum += (await answer.blob()).size;
      return sum;
    });
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    site.trouble = null;
    await page.getByRole('link', { name: '重试' }).click();
    await expect.poll(() => page.getByText(/^暂时连不上服务/).count()).toBe(0);
    await rows(page).first().waitFor();
    await close();
  });
});

describe('a new version of the page', () => {
  it('leaves a page that is open as it is, and comes with the next visit', async () => {
    // Without a place there is no map: its part of the build is asked for later.
    const { page: old, context, close } = await open('/find');
    await keptPageOf(old, await scriptOf());
    site.build = 'b';
    const next = await context.newPage();
    await next.goto(site.url + FOUND);
    await next.locator('#map canvas').waitFor();
    expect(await builds(next)).toEqual(['b']);
    await keptPageOf(next, await scriptOf());
    await old.getByRole('searchbox').fill('五四广场');
    await old.evaluate((path) => {
      history.pushState(null, '', path);
      dispatchEvent(new PopStateEvent('popstate'));
    }, FOUND);
    await rows(old).first().waitFor();
    await old.locator('#map canvas').waitFor();
    expect(await builds(old)).toEqual(['a']);
    site.trouble = 'away';
    await next.goto(site.url + FOUND);
    await rows(next).first().waitFor();
    await next.locator('#map canvas').waitFor();
    expect(await builds(next)).toEqual(['b']);
    await close();
  });

  it('that is there only in part is not kept: what was kept goes on, whole', async () => {
    const { page, close } = await open(FOUND);
    const script = await scriptOf();
    await keptPageOf(page, script);
    await expect.poll(() => kept(page, 'chengtu-find-answers')).toHaveLength(1);
    site.build = 'b';
    site.missing = /^map-/;
    await page.goto(site.url + FOUND);
    await rows(page).first().waitFor();
    await page.getByText('网页已有新版本').waitFor();
    site.trouble = 'bad-gateway';
    await page.goto(site.url + FOUND);
    await rows(page).first().waitFor();
    await page.locator('#map canvas').waitFor();
    expect(await builds(page)).toEqual(['a']);
    await keptPageOf(page, script);
    Object.assign(site, { trouble: null, missing: null });
    await page.goto(site.url + FOUND);
    await page.locator('#map canvas').waitFor();
    expect(await builds(page)).toEqual(['b']);
    await keptPageOf(page, await scriptOf());
    await close();
  });
});
