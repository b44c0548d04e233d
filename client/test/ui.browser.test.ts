import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { violations } from './axe.ts';

let vite: ViteDevServer;
let browser: Browser;
let page: Page;
const problems: string[] = [];
beforeAll(async () => {
  // Development alone has the page: it is no part of what the service serves.
  vite = await createServer({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    server: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
  });
  await vite.listen();
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1000, height: 900 }, reducedMotion: 'reduce' });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
});
afterAll(async () => {
  await browser.close();
  await vite.close();
});

const addressOf = (query: string): string => new URL(`/ui${query}`, vite.resolvedUrls?.local[0]).href;

describe('the page of all widgets', () => {
  it.each(['?lang=zh', '?lang=zh&theme=dark', '?lang=en', '?lang=en&theme=dark'])(
    '%s: no violation of WCAG 2.2 AA, with the dialog closed and open',
    async (query) => {
      await page.goto(addressOf(query));
      await page.locator('main h1').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.locator('section .button-outline', { hasText: /对话框|dialog/ }).click();
      await page.getByRole('dialog').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      expect(problems).toEqual([]);
    },
  );

  it('opens what stands behind a menu and a mark of explanation', async () => {
    await page.goto(addressOf('?lang=en'));
    await page.locator('.info-button').first().click();
    await page.locator('.info-text').first().waitFor();
    await page.locator('.menu > button').click();
    await page.locator('#ui-menu').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
