import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { violations } from './axe.ts';
import { openPage, visit, type Opened } from './page.ts';

const PATH = '/?layers=toilets&at=120.38,36.07,10';

let browser: Browser;
let opened: Opened;
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, { path: PATH });
});
afterAll(async () => {
  await browser.close();
});

interface Strip {
  /** Different colours. */
  readonly colors: number;
  /** Share of the pixels that have each of the colours asked for. */
  readonly shares: readonly number[];
}

/** Looks at a picture by strips across it, each from a height to a height in pixels; negative ones count from below. */
function look(
  page: Page,
  png: Buffer,
  strips: readonly (readonly [from: number, to: number, colors: readonly string[]])[],
): Promise<{ readonly width: number; readonly height: number; readonly strips: readonly Strip[] }> {
  return page.evaluate(
    async ({ base64, asked }) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const { width, height } = bitmap;
      const pen = new OffscreenCanvas(width, height).getContext('2d');
      if (pen === null) throw new Error('no canvas');
      pen.drawImage(bitmap, 0, 0);
      const strips = asked.map(([from, to, colors]) => {
        const [top, bottom] = [from < 0 ? height + from : from, to <= 0 ? height + to : to];
        const { data } = pen.getImageData(0, top, width, bottom - top);
        const counts = new Map<number, number>();
        for (let at = 0; at < data.length; at += 4) {
          const color = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
          counts.set(color, (counts.get(color) ?? 0) + 1);
        }
        const shares = colors.map((color) => ((counts.get(parseInt(color.slice(1), 16)) ?? 0) * 4) / data.length);
        return { colors: counts.size, shares };
      });
      return { width, height, strips };
    },
    { base64: png.toString('base64'), asked: strips },
  );
}

describe('the picture of the map', () => {
  it('has the map, its scale, its legend and its sources', async () => {
    const { page, problems } = opened;
    await visit(page, PATH);
    // The legend comes after the map, with the counts.
    await page.locator('[data-testid=map-key] .key-class').nth(3).waitFor();
    const { mapPx, colors } = await page.evaluate(() => {
      const canvas = window.chengtu.map?.getCanvas();
      const swatches = [...document.querySelectorAll<HTMLElement>('[data-testid=map-key] .key-class')];
      const hex = (css: string) =>
        `#${(css.match(/\d+/g) ?? [])
          .slice(0, 3)
          .map((channel) => Number(channel).toString(16).padStart(2, '0'))
          .join('')}`;
      return {
        mapPx: canvas?.height ?? 0,
        colors: swatches.map((swatch) => hex(getComputedStyle(swatch).backgroundColor)),
      };
    });
    expect(colors.length).toBeGreaterThan(3);
    await page.getByRole('button', { name: '分享' }).first().click();
    const dialog = page.getByRole('dialog', { name: '分享这张地图' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: '保存图片' }).click(),
    ]);
    const png = await readFile(await download.path());
    const scale = await page.evaluate(() => devicePixelRatio);
    const title = 52 * scale;
    const { height, strips } = await look(page, png, [
      [0, title, ['#ffffff']],
      [title, title + mapPx, ['#ffffff']],
      [title + mapPx + 1, 0, colors],
      [-70 * scale, 0, ['#ffffff', '#4d5b64']],
    ]);
    const [head, map, legend, notes] = strips;
    expect(height).toBeGreaterThan(title + mapPx);
    // A title on paper; a map, which is not one colour; a swatch of each class of the figure; small print below.
    expect(head?.colors).toBeGreaterThan(5);
    expect(head?.shares[0]).toBeGreaterThan(0.5);
    expect(map?.colors).toBeGreaterThan(100);
    expect(map?.shares[0]).toBeLessThan(0.5);
    for (const share of legend?.shares ?? []) expect(share).toBeGreaterThan(0);
    expect(notes?.shares[0]).toBeGreaterThan(0.5);
    expect(notes?.shares[1]).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    expect(problems).toEqual([]);
  });
});

/** What the dialogs are asked by. */
const WORDS = {
  zh: { share: '分享', print: /打印/, landscape: '横向', portrait: '纵向', sources: '数据来源：' },
  en: { share: 'Share', print: /Print/, landscape: 'Landscape', portrait: 'Portrait', sources: 'Sources: ' },
} as const;

describe('the map on paper', () => {
  it.each([
    ['A4', 'landscape', 'zh', 'few', [297, 210]],
    ['A4', 'portrait', 'en', 'all', [210, 297]],
    ['A4', 'landscape', 'en', 'all', [297, 210]],
    ['A3', 'landscape', 'en', 'few', [420, 297]],
    ['A3', 'portrait', 'zh', 'all', [297, 420]],
  ] as const)('is one sheet of %s, %s, in %s, with %s layers, their legend, scale and sources', async (...asked) => {
    const [paper, orientation, language, layers, size] = asked;
    const { page, problems } = opened;
    const all = await page.evaluate(async () => {
      const { layers } = (await (await fetch('layers')).json()) as { layers: { id: string }[] };
      return layers.map(({ id }) => id);
    });
    const shown = layers === 'all' ? all : ['toilets'];
    await visit(page, `/?layers=${shown.join()}&at=120.38,36.07,10&lang=${language}`);
    // The dialog of the browser has no page to test: the sheet stays laid out until the test is done with it.
    await page.evaluate(() => {
      window.print = () => document.documentElement.setAttribute('data-tested', 'sheet');
    });
    const words = WORDS[language];
    await page.getByRole('button', { name: words.share }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: words.print }).click();
    const dialog = page.getByRole('dialog', { name: words.print });
    await dialog.getByText(paper, { exact: true }).click();
    await dialog.getByText(words[orientation], { exact: true }).click();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: words.print }).click();
    await page.locator('html[data-tested=sheet]').waitFor();

    await page.emulateMedia({ media: 'print' });
    for (const part of ['.map-canvas', '.print-bar', '.attribution'])
      expect(await page.locator(part).first().isVisible(), part).toBe(true);
    expect(await page.getByTestId('print-foot').innerText()).toMatch(/1 : [\d,]+/);
    expect(await page.getByTestId('map-key').innerText()).toContain(words.sources);
    expect(await page.locator('.key-row .key-title').count()).toBe(shown.length);
    for (const part of ['.toolbar', '.panel', '.map-controls'])
      expect(await page.locator(part).first().isVisible(), part).toBe(false);
    // Nothing is cut, and a legend of all layers leaves the map two fifths of the page.
    const { cut, share } = await page.evaluate(() => {
      const [sheet, key] = ['.app', '.map-key'].map((each) => document.querySelector(each));
      const map = document.querySelector('.map-canvas')?.clientHeight ?? 0;
      const cut = [sheet, key].map((each) => (each?.scrollHeight ?? 0) - (each?.clientHeight ?? 0));
      return { cut, share: map / (sheet?.clientHeight ?? 0) };
    });
    expect(cut).toEqual([0, 0]);
    expect(share).toBeGreaterThan(0.4);
    await page.emulateMedia({ media: null });
    // It ends the printing as well, as the dialog of the browser does.
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    const points = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)?.slice(1).map(Number) ?? [];
    expect(points.map((each) => Math.round((each / 72) * 25.4))).toEqual(size);
    await page.evaluate(() => document.documentElement.removeAttribute('data-tested'));
    await page.locator('html:not([data-printing])').waitFor();
    expect(problems).toEqual([]);
  });

  it('is laid out and printed by the keyboard alone, and gives the focus back', async () => {
    const { page, problems } = opened;
    await visit(page, `${PATH}&lang=zh`);
    await page.evaluate(() => {
      window.print = () => document.documentElement.setAttribute('data-tested', 'sheet');
    });
    const dialog = page.getByRole('dialog', { name: WORDS.zh.print });
    await tabTo(page, page.getByRole('button', { name: WORDS.zh.share }).first());
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: WORDS.zh.print }));
    await page.keyboard.press('Enter');
    await tabTo(page, dialog.getByRole('radio', { name: 'A4' }));
    await page.keyboard.press('ArrowRight');
    await tabTo(page, dialog.getByRole('radio', { name: WORDS.zh.landscape }));
    await page.keyboard.press('ArrowRight');
    expect(await dialog.getByRole('radio', { checked: true }).count()).toBe(2);
    expect(await dialog.getByRole('radio', { name: 'A3' }).isChecked()).toBe(true);
    expect(await dialog.getByRole('radio', { name: WORDS.zh.portrait }).isChecked()).toBe(true);
    await tabTo(page, dialog.getByRole('button', { name: WORDS.zh.print }));
    await page.keyboard.press('Enter');
    await page.locator('html[data-tested=sheet]').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['printing'])).toBeDefined();
    await page.evaluate(() => {
      document.documentElement.removeAttribute('data-tested');
      dispatchEvent(new Event('afterprint'));
    });
    await page.locator('html:not([data-printing])').waitFor();
    const share = page.getByRole('button', { name: WORDS.zh.share }).first();
    await expect.poll(() => share.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(problems).toEqual([]);
  });
});

/** More than the page has places for the focus. */
const MOST_TABS = 200;

/** Moves the focus by the Tab key alone. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < MOST_TABS; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The focus does not come to ${String(target)}.`);
}
