/** The sheet of `/find` under a finger, on a phone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, SCREENS } from '../../scripts/testing/browser.ts';
import { violations } from './axe.ts';
import { openPage, type Opened } from './page.ts';
import { drag } from './touch.ts';

const AT = 'kind=toilet&lon=120.3826&lat=36.0671';
const { width, height } = SCREENS.phone;
/** Of the screen: the map beside a list that stands at half. */
const HALF = 0.4;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(more = ''): Promise<Opened> {
  const opened = await openPage(browser, { raw: true, screen: 'phone', path: `/find?${AT}${more}` });
  await opened.page.locator('#map canvas').waitFor();
  return opened;
}

const mapHeight = (page: Page) => page.evaluate(() => document.getElementById('map')?.clientHeight ?? 0);
const scrolled = (page: Page) => page.evaluate(() => scrollY);
const sheetTop = (page: Page) =>
  page.evaluate(() => document.querySelector('.find-sheet')?.getBoundingClientRect().top ?? 0);
const size = (page: Page) => page.locator('.find-sheet').getAttribute('data-size');

/** A finger in the middle of what is seen of the sheet, which moves by so much. */
async function dragSheet(page: Page, movesPx: number): Promise<void> {
  const y = (Math.max(0, await sheetTop(page)) + height) / 2;
  await drag(page, { x: width / 2, y }, { x: width / 2, y: y + movesPx });
}

/** Whether parts of the page are seen whole. */
function inSight(page: Page, ...selectors: readonly string[]): Promise<boolean[]> {
  return Promise.all(
    selectors.map(async (selector) => {
      const box = await page.locator(selector).first().boundingBox();
      return box !== null && box.y >= 0 && box.y + box.height <= height && box.x >= 0 && box.x + box.width <= width;
    }),
  );
}

describe('the sheet on a phone', () => {
  it('goes down to a strip by a drag anywhere on it, which shows name, minutes and “go”, and up again', async () => {
    const { page, problems, close } = await open();
    expect(await mapHeight(page)).toBe(Math.round(height * HALF));
    await dragSheet(page, 200);
    await expect.poll(() => size(page)).toBe('peek');
    expect(await mapHeight(page)).toBeGreaterThan(height * 0.7);
    expect(await inSight(page, '.row h3', '.row .far', '.row .go', '.sheet-handle')).toEqual([true, true, true, true]);
    expect(await violations(page)).toEqual([]);
    await dragSheet(page, -200);
    await expect.poll(() => size(page)).toBe('half');
    expect(await mapHeight(page)).toBe(Math.round(height * HALF));
    expect(problems).toEqual([]);
    await close();
  });

  it('goes back where a drag was short', async () => {
    const { page, close } = await open();
    await dragSheet(page, 40);
    await expect.poll(() => mapHeight(page)).toBe(Math.round(height * HALF));
    expect(await size(page)).toBe('half');
    await close();
  });

  it('scrolls over the map by a drag upwards, and is pulled down again from the top of its list', async () => {
    const { page, problems, close } = await open();
    const before = await sheetTop(page);
    await dragSheet(page, -240);
    await expect.poll(() => scrolled(page)).toBeGreaterThan(150);
    expect(await sheetTop(page)).toBeLessThan(before - 100);
    expect(await mapHeight(page)).toBe(Math.round(height * HALF));
    // In the midst of the list a drag downwards scrolls, and pulls nothing.
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await drag(page, { x: width / 2, y: 300 }, { x: width / 2, y: 420 });
    await expect.poll(() => scrolled(page)).toBeGreaterThan(200);
    expect(await mapHeight(page)).toBe(Math.round(height * HALF));
    // At its top the same drag pulls. The flick before it may still carry the list on.
    let last = -1;
    const isAtRest = async (): Promise<boolean> => {
      const now = await scrolled(page);
      const same = now === last;
      last = now;
      return same;
    };
    await expect.poll(isAtRest, { interval: 300 }).toBe(true);
    await page.evaluate(() => document.querySelector('.find-body')?.scrollIntoView({ block: 'start' }));
    await dragSheet(page, 200);
    await expect.poll(() => size(page)).toBe('peek');
    expect(problems).toEqual([]);
    await close();
  });

  it('leaves the search within reach: a strip that is pulled further down shows it', async () => {
    const { page, close } = await open();
    await dragSheet(page, 200);
    await expect.poll(() => size(page)).toBe('peek');
    await expect.poll(() => scrolled(page)).toBeGreaterThan(0);
    for (let drags = 0; drags < 4; drags += 1) await dragSheet(page, 60);
    await expect.poll(() => scrolled(page)).toBe(0);
    expect(await inSight(page, '.where-text')).toEqual([true]);
    await close();
  });

  it('does by its button all that a finger does, and the button says what', async () => {
    const { page, close } = await open();
    await page.getByRole('button', { name: '收起列表' }).tap();
    await expect.poll(() => size(page)).toBe('peek');
    await page.getByRole('button', { name: '展开列表' }).press('Enter');
    await expect.poll(() => size(page)).toBe('half');
    await page.getByRole('button', { name: '收起列表' }).waitFor();
    await close();
  });

  it('shows of what was chosen its name, the minutes and the apps that lead there', async () => {
    const { page, close } = await open();
    await page.locator('.go').first().tap();
    await page.locator('.way').waitFor();
    await page.getByRole('button', { name: '收起列表' }).tap();
    await expect.poll(() => size(page)).toBe('peek');
    await expect.poll(() => inSight(page, '.way h2', '.way .far', '.apps .button')).toEqual([true, true, true]);
    await close();
  });

  it('leads from far down the list to the way of what was chosen', async () => {
    const { page, close } = await open();
    await page.locator('.go').last().tap();
    await page.locator('.way').waitFor();
    await expect.poll(() => inSight(page, '#map', '.way h2')).toEqual([true, true]);
    await close();
  });

  it('keeps its sizes in large type, and needs no swipe there', async () => {
    const { page, close } = await open('&big=true');
    const half = await mapHeight(page);
    await dragSheet(page, 30);
    await expect.poll(() => mapHeight(page)).toBe(half);
    await dragSheet(page, 250);
    await expect.poll(() => size(page)).toBe('peek');
    expect(await inSight(page, '.row h3', '.row .far', '.row .go')).toEqual([true, true, true]);
    await page.getByRole('button', { name: '展开列表' }).tap();
    await expect.poll(() => mapHeight(page)).toBe(half);
    const isSwiped = await page.locator('.kinds ul').evaluate((list) => list.scrollWidth > list.clientWidth);
    expect(isSwiped).toBe(false);
    await close();
  });
});
