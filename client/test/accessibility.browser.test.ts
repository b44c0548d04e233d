import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser, SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';
import { violations } from './axe.ts';
import { drawn, idle, openPage, openScreens, visit, type Opened } from './page.ts';

/** Address, and what is there once the view is complete. */
const VIEWS: Readonly<Record<string, readonly [path: string, shows: string]>> = {
  'the start page': ['/', '.headline-sentence'],
  'a layer with its filters, in English': ['/?lang=en&layers=toilets', 'html[lang^=en] [data-layer=toilets]'],
  'a feature': ['/?sel=districts/370202', 'article.feature h2'],
  'the cases': ['/?tab=cases', '.cases li button'],
  'a case card': ['/?tab=cases&case=egg-price-insurance', '[data-testid=case-card] h2'],
  'the analysis': ['/?tab=analysis', '[data-testid=chart-category]'],
  'nearby, dark': ['/?tab=nearby&theme=dark', 'html[data-theme=dark] .nearby'],
  'the cases, dark, in English': ['/?tab=cases&theme=dark&lang=en', 'html[lang^=en][data-theme=dark] .cases li button'],
};

let browser: Browser;
let pages: Readonly<Record<ScreenName, Opened>>;
beforeAll(async () => {
  browser = await launchBrowser();
  pages = await openScreens(browser);
});
afterAll(async () => {
  await browser.close();
});

describe.each(Object.keys(SCREENS) as ScreenName[])('WCAG 2.2 AA on a %s', (screen) => {
  it.each(Object.entries(VIEWS))('%s: no violation', async (_name, [path, shows]) => {
    const { page } = pages[screen];
    await visit(page, path);
    await page.locator(shows).first().waitFor();
    await page.waitForLoadState('networkidle');
    await drawn(page);
    expect(await violations(page)).toEqual([]);
  });

  it('the help dialog: no violation, focus inside, Escape gives it back', async () => {
    const { page } = pages[screen];
    await visit(page, '/');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});

describe('the documents', () => {
  /** The reference of the interface is long: each language and each theme is looked at once. */
  const PAGES = [
    ['/docs', 'zh', 'light'],
    ['/docs', 'zh', 'dark'],
    ['/docs', 'en', 'light'],
    ['/docs', 'en', 'dark'],
    ['/docs/api', 'zh', 'light'],
    ['/docs/api', 'en', 'dark'],
    ['/sources', 'zh', 'light'],
    ['/sources', 'en', 'dark'],
  ] as const;

  it('have no violation and miss no file, in both languages and themes', async () => {
    const { page, problems, close } = await openPage(browser, { path: '/docs', raw: true });
    for (const [path, lang, colorScheme] of PAGES) {
      await page.emulateMedia({ colorScheme });
      await page.goto(new URL(`${path}?lang=${lang}`, page.url()).href);
      expect(await violations(page), `${path} ${lang} ${colorScheme}`).toEqual([]);
    }
    expect(problems).toEqual([]);
    await close();
  });
});

describe('the keyboard alone', () => {
  it('finds a place, opens its details, leaves them, and returns to the search', async () => {
    const { page } = pages.desktop;
    await visit(page, '/');
    await page.keyboard.press('/');
    await page.keyboard.type('崂山区');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('article.feature').waitFor();
    expect(await page.locator('article.feature h2').innerText()).toContain('崂山');
    await page.keyboard.press('Escape');
    await page.locator('article.feature').waitFor({ state: 'detached' });
  });

  it('reaches the map by the skip link, moves it, and opens what lies under the cross-hairs', async () => {
    const { page, close } = await openPage(browser, { path: '/?at=120,36.75,9&layers=' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.classList.contains('maplibregl-canvas') ?? false);
    const before = await page.evaluate(() => window.chengtu.map?.getCenter().lng);
    await page.keyboard.press('ArrowRight');
    await idle(page);
    expect(await page.evaluate(() => window.chengtu.map?.getCenter().lng)).not.toBe(before);
    await visit(page, new URL(page.url()).search.replace('layers=', 'layers=districts'));
    await page.locator('.maplibregl-canvas').focus();
    await page.keyboard.press('Enter');
    await page.locator('article.feature').waitFor();
    expect(await page.locator('article.feature h2').innerText()).toContain('平度');
    await close();
  });

  it('switches a layer on with Space, and every stop of the Tab key can be seen', async () => {
    const { page } = pages.desktop;
    await visit(page, '/?layers=toilets');
    // From the start of the document, so that the key itself reaches the first stop: focus by script may show nothing.
    await page.evaluate(() => {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute('tabindex');
    });
    const seen = new Set<string>();
    for (let stop = 0; stop < 40; stop += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return null;
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        return {
          name: element.outerHTML.slice(0, 80),
          wide: box.width > 0 && box.height > 0,
          outlined: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
        };
      });
      if (focus === null) break;
      expect(focus.wide && focus.outlined, focus.name).toBe(true);
      seen.add(focus.name);
    }
    expect([...seen][0]).toContain('skip-link');
    expect(seen.size).toBeGreaterThan(20);
    const box = page.locator('[data-layer=toilets] input[type=checkbox]');
    await box.focus();
    await page.keyboard.press('Space');
    expect(await box.isChecked()).toBe(false);
  });
});
