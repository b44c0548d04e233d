import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';
import { drawn, idle, openPage, type Opened } from './page.ts';

/**
 * Bytes over the wire, headers included, until MapLibre has the style that it draws; tiles come after. Measured 321 KB,
 * 224 of them MapLibre. The aim is 300 KB: see data/docs/performance.md.
 */
const FIRST_MAP_BYTES = 321_500;

/** How much later than the page its data come, at the least: it has been drawn without them by then. */
const LATER_MS = 500;

interface Shift {
  readonly value: number;
  /** What moved. */
  readonly of: readonly string[];
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  // The first answer takes as long as the study of the city; pages that ask meanwhile wait for the same.
  await (await fetch(`${inject('serviceUrl')}/overview`)).json();
});
afterAll(() => browser.close());

const isAsked = ({ pathname }: URL): boolean => !/^\/($|plan$|find$|assets\/|tiles\/|basemap\/)/.test(pathname);

/** Opens a page that notes what moves without the reader's doing. */
function openWatched(path: string, screen: ScreenName): Promise<Opened> {
  return openPage(browser, {
    path,
    screen,
    raw: true,
    prepare: async (page) => {
      // Answers that come before the first frame would hide what moves when they come.
      await page.route(isAsked, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, LATER_MS));
        await route.continue();
      });
      await page.addInitScript(() => {
        const shifts: Shift[] = [];
        Object.assign(globalThis, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & {
            readonly value: number;
            readonly hadRecentInput: boolean;
            readonly sources: readonly { readonly node: Node | null }[];
          })[])
            if (!entry.hadRecentInput)
              shifts.push({
                value: entry.value,
                of: entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 200) : '')),
              });
        }).observe({ type: 'layout-shift', buffered: true });
      });
    },
  });
}

/** What a page shows once its first view is complete. */
const COMPLETE: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  '/': async (page) => {
    await page.locator('.headline-sentence').waitFor();
    await page.getByTestId('map-key').waitFor();
    await idle(page);
  },
  '/plan': async (page) => {
    await page.getByTestId('share').filter({ hasText: '%' }).waitFor();
    await idle(page);
  },
  '/find': (page) => page.locator('#find [data-kind]').first().waitFor(),
};

describe.each(Object.keys(SCREENS) as ScreenName[])('the first view on a %s screen', (screen) => {
  it.each(
    Object.keys(COMPLETE).flatMap((path) => (['zh', 'en'] as const).map((language) => [path, language] as const)),
  )('of %s does not move while it loads (%s)', async (path, language) => {
    const { page, close } = await openWatched(`${path}?lang=${language}`, screen);
    await COMPLETE[path]?.(page);
    await drawn(page);
    expect(await page.evaluate(() => (globalThis as unknown as { shifts: Shift[] }).shifts)).toEqual([]);
    await close();
  });
});

it('the first map of the start page takes no more bytes than were measured', async () => {
  const { page, problems, close } = await openPage(browser);
  const files = await page.evaluate(() => {
    const [document] = performance.getEntriesByType('navigation') as PerformanceResourceTiming[];
    const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const drawnAt = all.find(({ name }) => name.includes('/styles/'))?.responseEnd ?? 0;
    return [document, ...all]
      .filter((each) => each !== undefined)
      .filter(({ name, startTime }) => startTime <= drawnAt && !/\/(tiles|basemap)\//.test(name))
      .map(({ name, transferSize }) => ({ name: new URL(name).pathname.split('/').at(-1) ?? '', transferSize }));
  });
  const bytes = files.reduce((sum, { transferSize }) => sum + transferSize, 0);
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['picture.svg', 'light.json', 'layers']));
  expect(bytes, JSON.stringify(files)).toBeLessThanOrEqual(FIRST_MAP_BYTES);
  expect(problems).toEqual([]);
  await close();
});
