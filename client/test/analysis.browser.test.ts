import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';
import { idle, openPage, openScreens, visit, type Opened } from './page.ts';

const REPORTS = 41_654 + 1_483;
const SOLVED = 34_928;

let browser: Browser;
let pages: Readonly<Record<ScreenName, Opened>>;
beforeAll(async () => {
  browser = await launchBrowser();
  pages = await openScreens(browser, () => ({ path: '/?layers=' }));
});
afterAll(async () => {
  await browser.close();
});

async function tile(page: Page, name: string): Promise<number> {
  const text = await page.getByTestId(`tile-${name}`).locator('.tile-value').innerText();
  return Number(text.replace(/[^\d.]/g, ''));
}

/** The middle of the map as PNG. */
async function picture(page: Page): Promise<string> {
  const box = await page.getByTestId('map').boundingBox();
  if (box === null) throw new Error('no map');
  const shot = await page.screenshot({
    clip: { x: box.x + box.width * 0.3, y: box.y + box.height * 0.2, width: box.width * 0.5, height: box.height * 0.4 },
  });
  return shot.toString('base64');
}

/**
 * Share of the map that looks different from an earlier picture of it: what deck.gl drew is there or is not. Both are
 * compared in 40 × 40 parts, so that a label which moved by a part of a pixel is no difference.
 */
async function changed(page: Page, before: string): Promise<number> {
  return page.evaluate(
    async (both) => {
      const size = 40;
      const [one, other] = await Promise.all(
        both.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
          const options = { resizeWidth: size, resizeHeight: size, resizeQuality: 'high' } as const;
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }), options);
          const pen = new OffscreenCanvas(size, size).getContext('2d');
          if (pen === null) throw new Error('no canvas');
          pen.drawImage(bitmap, 0, 0);
          return pen.getImageData(0, 0, size, size).data;
        }),
      );
      const parts = new Set<number>();
      for (const [at, value] of (one ?? []).entries())
        if (Math.abs(value - (other?.[at] ?? 0)) > 16) parts.add(Math.floor(at / 4));
      return parts.size / size ** 2;
    },
    [before, await picture(page)],
  );
}

/** A picture of the map costs as much as drawing it. */
const PICTURES = { interval: 500 } as const;

describe.each(Object.keys(SCREENS) as ScreenName[])('case data on a %s', (screen) => {
  let bare: string;
  beforeAll(async () => {
    bare = await picture(pages[screen].page);
  });

  it.each(['points', 'heat', 'hexagons', 'columns'])('is drawn as %s', async (display) => {
    const { page, problems } = pages[screen];
    await visit(page, '/?layers=');
    await expect.poll(() => changed(page, bare), PICTURES).toBeLessThan(0.005);
    await visit(page, `/?layers=&tab=analysis&a.show=${display}`);
    await page.getByTestId('analysis-tiles').waitFor();
    await expect.poll(() => changed(page, bare), PICTURES).toBeGreaterThan(0.05);
    expect(problems).toEqual([]);
  });
});

describe('the charts', () => {
  it('count every report of the city, and those that are solved', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=&tab=analysis');
    await page.getByTestId('analysis-tiles').waitFor();
    await expect.poll(() => tile(page, 'all')).toBe(REPORTS);
    await page
      .getByTestId('chart-theme')
      .getByRole('button', { name: /街面|街巷|道路|问题/ })
      .first()
      .click();
    await expect.poll(() => tile(page, 'all')).toBe(41_654);
    expect(await page.getByTestId('tile-closed').innerText()).toContain(SOLVED.toLocaleString('zh-CN'));
  });

  it('follow the view of the map, and filter what it shows in turn', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=&tab=analysis&at=120.38,36.1,12');
    await page.getByTestId('analysis-tiles').waitFor();
    // Until nothing filters any more, and the view is that of the address.
    await expect.poll(() => tile(page, 'all')).toBe(REPORTS);
    await expect.poll(() => tile(page, 'view')).toBeLessThan(REPORTS);
    const inView = await tile(page, 'view');
    expect(inView).toBeGreaterThan(100);
    expect(inView).toBeLessThan(REPORTS);
    await page.evaluate(() => void window.chengtu.map?.jumpTo({ zoom: 14 }));
    await idle(page);
    await expect.poll(() => tile(page, 'view')).toBeLessThan(inView);
    const bar = page.getByTestId('chart-category').getByRole('button').first();
    const before = await tile(page, 'all');
    await bar.click();
    await expect.poll(() => tile(page, 'all')).toBeLessThan(before);
    await expect.poll(() => page.url()).toContain('a.f=');
  });

  it('filter by time with the keyboard, and play', async () => {
    const { page } = pages.desktop;
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    try {
      await visit(page, '/?layers=&tab=analysis');
      await page.getByTestId('analysis-tiles').waitFor();
      const from = page.getByRole('slider', { name: '开始日期' });
      await from.focus();
      for (let press = 0; press < 12; press += 1) await page.keyboard.press('PageUp');
      await expect.poll(() => tile(page, 'all')).toBeLessThan(REPORTS);
      const window = await page.getByTestId('time-window').innerText();
      await page.getByTestId('play').click();
      await expect.poll(() => page.getByTestId('time-window').innerText()).not.toBe(window);
      await page.getByTestId('play').click();
    } finally {
      await page.emulateMedia({ reducedMotion: 'reduce' });
    }
  });

  it('step by whole weeks with one legend, at the foot of the map, and add weeks up', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=&tab=analysis&a.show=hexagons');
    const foot = page.locator('.time-foot');
    await foot.waitFor();
    const forward = foot.getByRole('button', { name: '前进一步' });
    const chosen = (): number[] => {
      const days = /a\.t=(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)/.exec(page.url())?.slice(1) ?? [];
      return days.map((day) => Date.parse(day) / 86_400_000);
    };
    const legend = (): Promise<string> => page.getByTestId('analysis-legend').innerText();
    const step = async (): Promise<number[]> => {
      const before = chosen();
      await forward.click();
      await expect.poll(chosen).not.toEqual(before);
      return chosen();
    };
    // The first week may be cut by the beginning of the data; those after it are whole.
    let [, last = NaN] = await step();
    const first = await legend();
    const sizes = [];
    for (let n = 0; n < 4; n += 1) {
      const [from = NaN, to = NaN] = await step();
      expect([from, to - from]).toEqual([last + 1, 6]);
      // 1 January 1970 was a Thursday.
      expect((from + 3) % 7).toBe(0);
      expect(await legend()).toBe(first);
      sizes.push(await tile(page, 'all'));
      last = to;
    }
    await foot.getByTestId('playback').selectOption('growing');
    const [begin] = chosen();
    const grown = await step();
    expect(grown).toEqual([begin, last + 7]);
    expect(await tile(page, 'all')).toBeGreaterThanOrEqual(sizes.at(-1) ?? Infinity);
  });

  it('are the same for whoever opens the link', async () => {
    const path = '/?layers=&tab=analysis&a.show=columns&a.by=street&a.f=district:370202&a.t=2017-10-01..2017-10-31';
    const { page } = pages.desktop;
    await visit(page, path);
    const { page: other, close } = await openPage(browser, { path });
    await other.getByTestId('analysis-tiles').waitFor();
    const total = await tile(other, 'all');
    await close();
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(REPORTS);
    await expect.poll(() => tile(page, 'all')).toBe(total);
  });
});
