import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import type { CaseList } from '../../tiles/api/wire.ts';
import { idle, openPage, rendered, visit, type Opened } from './page.ts';

let browser: Browser;
/** One page for all tests; each visits the address that it needs. */
let opened: Opened;
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, { path: '/?layers=' });
});
afterAll(async () => {
  await browser.close();
});

async function cases(): Promise<CaseList['cases']> {
  return ((await (await fetch(`${inject('serviceUrl')}/cases`)).json()) as CaseList).cases;
}

describe('the case cards', () => {
  it('are 33, each with its summary, every figure with unit and source line, and its rule with the worked example', async () => {
    const records = await cases();
    expect(records).toHaveLength(33);
    const { page, problems } = opened;
    await visit(page, `/?tab=cases&case=${records[0]?.id ?? ''}&layers=`);
    for (const record of [...records].sort((a, b) => a.number - b.number)) {
      const card = page.getByTestId('case-card');
      await card.getByRole('heading', { level: 2 }).getByText(record.title.zh).waitFor();
      const text = await card.evaluate((node) => node.textContent ?? '');
      expect(text, record.id).toContain(record.summary.zh);
      for (const figure of record.figures) {
        expect(text, `${record.id} ${figure.id}`).toContain(figure.name.zh);
        expect(text, `${record.id} ${figure.id}`).toContain(figure.source.quote);
        expect(text, `${record.id} ${figure.id}`).toContain(figure.unit.zh);
      }
      expect(await card.getByTestId('rule').count(), record.id).toBe(record.rule === undefined ? 0 : 1);
      if (record.rule) expect(text, record.id).toContain(record.rule.statement.zh);
      expect(text, record.id).not.toContain('与出处不一致');
      if (record.number < 33) await page.getByRole('button', { name: '下一个' }).click();
    }
    expect(problems).toEqual([]);
  });

  it('compute their rule on what the reader types, refuse nonsense, and come back to the example', async () => {
    const { page } = opened;
    await visit(page, '/?tab=cases&case=egg-price-insurance&layers=');
    const rule = page.getByTestId('rule');
    await expect.poll(() => rule.locator('.rule-output').innerText()).toMatch(/5,?244/);
    const agreed = rule.locator('input').first();
    await agreed.fill('3.5');
    await expect.poll(() => rule.locator('.rule-output').innerText()).not.toMatch(/5,?244/);
    await agreed.fill('-1');
    await rule
      .getByText(/不能小于/)
      .first()
      .waitFor();
    await rule.getByRole('button', { name: '恢复算例' }).click();
    await expect.poll(() => rule.locator('.rule-output').innerText()).toMatch(/5,?244/);
  });

  it('show their entities on the map, and only those', async () => {
    const { page } = opened;
    await visit(page, '/?tab=cases&case=public-toilets&layers=');
    await page
      .getByTestId('case-card')
      .getByRole('button', { name: /公共厕所/ })
      .first()
      .click();
    await expect
      .poll(async () => {
        await idle(page);
        return (await rendered(page, 'toilets')).length;
      })
      .toBeGreaterThan(50);
    for (const toilet of await rendered(page, 'toilets')) expect(toilet.id).toMatch(/^05-/);
  });

  it('open from their mark on the map', async () => {
    const { page } = opened;
    await visit(page, '/?layers=cases&at=120.52,36.87,11');
    const [mark] = await rendered(page, 'cases');
    expect(mark?.id).toBe('approval-agents');
    const at = await page.evaluate(() => {
      const map = window.chengtu.map;
      const [feature] = map?.queryRenderedFeatures().filter((each) => each.sourceLayer === 'cases') ?? [];
      if (map === null || feature?.geometry.type !== 'Point') throw new Error('no mark');
      const point = map.project(feature.geometry.coordinates as [number, number]);
      const box = map.getCanvas().getBoundingClientRect();
      return { x: box.left + point.x, y: box.top + point.y };
    });
    await page.mouse.click(at.x, at.y);
    await page.getByTestId('case-card').waitFor();
    expect(page.url()).toContain('case=approval-agents');
  });

  it('are found by theme, district and text, in English too', async () => {
    const { page } = opened;
    await visit(page, '/?tab=cases&lang=en&layers=');
    await page.getByText('33 cases').waitFor();
    await page.getByRole('searchbox').fill('toilet');
    await expect.poll(() => page.getByText(/^\d+ cases?$/).innerText()).not.toBe('33 cases');
    await page
      .getByRole('button', { name: /toilet/i })
      .first()
      .waitFor();
  });
});
