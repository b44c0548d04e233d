import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import type { ComplianceResult } from '../../tiles/api/standard.ts';
import type { Job, StudyResult } from '../../tiles/api/result.ts';
import { decodeColumnar } from '../../tiles/api/columnar-message.ts';
import { violations } from './axe.ts';
import { colorAt, download, drawn, idle, openPage, visit, type Opened } from './page.ts';

const AT = 'at=120.385,36.075,13';

let browser: Browser;
let opened: Opened;
/** The check-up as the service answers it to anybody. */
let answer: ComplianceResult;
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, { path: `/plan?of=schools&${AT}&tab=standards` });
  answer = await checkup();
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

async function checkup(): Promise<ComplianceResult> {
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${inject('serviceUrl')}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'Content-Type': 'application/json' },
    });
    return (await response.json()) as T;
  };
  const first = await ask<Job>('/analysis/jobs', {
    network: { stored: 'roads' },
    demand: { stored: 'people' },
    analyses: [{ kind: 'compliance', standard: 'td-t-1063-2021', by: 'subdistrict' }],
  });
  let job = first;
  while (job.state === 'waiting' || job.state === 'running') job = await ask<Job>(`/analysis/jobs/${first.id}`);
  const { results } = await ask<StudyResult>(`/analysis/jobs/${first.id}/result`);
  const [result] = results;
  if (result?.kind !== 'compliance') throw new Error('The service gave no check-up.');
  return result;
}

/** Centre of the cell of the most people beyond the reach of a rule, of those on the map. */
async function uncoveredBy(page: Page, rule: string): Promise<readonly [lon: number, lat: number]> {
  const bytes = await (await fetch(`${inject('serviceUrl')}/analysis/demand/people/cells`)).arrayBuffer();
  const { lonLat, people } = decodeColumnar(new Uint8Array(bytes)).arrays;
  const whole = answer.rows.find((row) => row.rule === rule && row.scope === 'whole');
  const isIn = (ranges: readonly (readonly [number, number])[], cell: number): boolean =>
    ranges.some(([from, to]) => cell >= from && cell < to);
  let [most, found]: [number, readonly [number, number]] = [-1, [NaN, NaN]];
  const [west, south, east, north] = await page.evaluate(() => window.chengtu.map?.getBounds().toArray().flat() ?? []);
  for (let cell = 0; cell < (people?.length ?? 0); cell += 1) {
    const [lon, lat] = [Number(lonLat?.[2 * cell]), Number(lonLat?.[2 * cell + 1])];
    // Away from the panel and the edges.
    const isSeen =
      lon > ((west ?? 0) + (east ?? 0)) / 2 &&
      lon < (east ?? 0) - 0.01 &&
      lat > (south ?? 0) + 0.01 &&
      lat < (north ?? 0) - 0.01;
    if (!isSeen || Number(people?.[cell]) <= most || isIn(whole?.covered ?? [], cell)) continue;
    [most, found] = [Number(people?.[cell]), [lon, lat]];
  }
  return found;
}

const percent = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? '—'
    : value.toLocaleString('zh-CN', { style: 'percent', maximumFractionDigits: 1 });

describe('the check-up of fifteen-minute living circles', () => {
  it('is one click: every coverage for which there is a layer, for the city and by subdistrict', async () => {
    const { page, problems } = opened;
    await page.getByTestId('checkup-start').click();
    await page.getByTestId('checkup-report').waitFor();
    const computed = ['primary-10min', 'secondary-15min', 'health-15min', 'hospital-2km', 'metro-800m'];
    for (const id of computed) {
      const whole = answer.rows.find((row) => row.rule === id && row.scope === 'whole');
      expect(await page.getByTestId(`indicator-${id}`).locator('strong').innerText(), id).toBe(percent(whole?.value));
      expect(await page.getByTestId(`indicator-${id}`).innerText()).toContain('转引');
    }
    const table = page.getByTestId('checkup-areas');
    const areas = new Set(answer.rows.filter(({ cells }) => cells.length > 0).map(({ area }) => area));
    // The head and every area, of which null is the whole.
    expect(await table.locator('tr').count()).toBe(1 + areas.size);
    const columns = computed.map((id) => answer.rows.filter(({ rule }) => rule === id));
    const expected = [...areas].map((area) =>
      columns.map((column) => percent(column.find((row) => row.area === area)?.value)),
    );
    const shown = await table
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)));
    expect(shown).toEqual(expected);
    expect(problems).toEqual([]);
  });

  it('names those that lack data, with what each needs, and gives them no number', async () => {
    const { page } = opened;
    expect(answer.missing.length).toBe(11);
    expect(await page.getByTestId('checkup-count').innerText()).toBe('已计算 5 项，缺数据 11 项。');
    for (const { rule, needs, lacks } of answer.missing) {
      const text = await page.getByTestId(`missing-${rule}`).innerText();
      expect(text).toContain(needs.zh);
      expect(text).toContain(lacks.zh);
      expect(text).not.toMatch(/\d%/);
      expect(await page.getByTestId(`indicator-${rule}`).count()).toBe(0);
    }
  });

  it('paints the indicator that is picked, covered and not covered, and says how many people each is', async () => {
    const { page } = opened;
    const legend = page.getByTestId('plan-legend').first();
    // The first one is shown without a click.
    expect(await page.getByTestId('show-primary-10min').getAttribute('aria-pressed')).toBe('true');
    expect(await legend.innerText()).toContain('未覆盖');
    await page.getByTestId('show-metro-800m').click();
    await legend.filter({ hasText: '轨道站点' }).waitFor();
    const whole = answer.rows.find((row) => row.rule === 'metro-800m' && row.scope === 'whole');
    expect((await legend.innerText()).replaceAll(',', '')).toContain(`${String(whole?.numerator)} 人`);
    await drawn(page);
    await idle(page);
    const [near, far] = [
      await colorAt(page, 120.3843, 36.0653),
      await colorAt(page, ...(await uncoveredBy(page, 'metro-800m'))),
    ];
    expect(near[2] - near[0]).toBeGreaterThan(40);
    expect(far[0] - far[2]).toBeGreaterThan(40);
    await page.getByTestId('show-metro-800m').click();
    await legend.filter({ hasText: '未覆盖' }).waitFor({ state: 'detached' });
  });

  it('leaves as CSV with every figure, its source and force, and as PDF with the map', async () => {
    const { page, problems } = opened;
    await page.getByTestId('show-primary-10min').click();
    const csv = await download(page, 'standard-csv');
    expect(csv.name).toMatch(/^chengtu_十五分钟生活圈体检_\d{4}-\d\d-\d\d\.csv$/);
    const rows = parse<Record<string, string>>(csv.bytes, { bom: true, columns: true });
    expect(rows.length).toBe(answer.rows.length + answer.missing.length);
    answer.rows.forEach(({ rule, area, value, numerator, denominator }, index) => {
      const found = rows[index];
      expect([found?.['规则编号'], found?.['区域代码']]).toEqual([rule, area ?? '']);
      expect([found?.['值'], found?.['分子'], found?.['分母']]).toEqual(
        [value, numerator, denominator].map((each) => (each === null ? '' : String(each))),
      );
    });
    expect(new Set(rows.map((row) => row['确定程度']))).toEqual(new Set(['转引']));
    expect(new Set(rows.map((row) => row['约束力']))).toEqual(new Set(['推荐性，不具约束力']));
    expect(rows.slice(answer.rows.length).every((row) => row['值'] === '' && row['缺少的数据'] !== '')).toBe(true);

    const pdf = await download(page, 'standard-pdf');
    expect(pdf.name).toMatch(/^chengtu_十五分钟生活圈体检_\d{4}-\d\d-\d\d\.pdf$/);
    const text = pdf.bytes.toString('latin1');
    expect(text.startsWith('%PDF-')).toBe(true);
    expect(text.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2);
    expect(text).toContain(Buffer.from('生活圈体检', 'utf16le').swap16().toString('latin1'));
    expect(problems).toEqual([]);
  });

  it('counts the edits of the scenario, and says so', async () => {
    const { page, problems } = opened;
    const [lon, lat] = await uncoveredBy(page, 'primary-10min');
    await visit(
      page,
      `/plan?of=schools&${AT}&tab=standards&sc=s1;${encodeURIComponent('近期')};a:new-1,${lon.toFixed(5)},${lat.toFixed(5)}&s=s1`,
    );
    await page.getByTestId('checkup-start').click();
    const said = page.getByTestId('assume-edits');
    await said.waitFor();
    expect(await said.innerText()).toContain('新增 1 处、移动 0 处、撤除 0 处');
    expect(await page.getByTestId('checkup-report').innerText()).toContain('新增的 1 处未说明是什么，按符合计入');
    const csv = await download(page, 'standard-csv');
    const rows = parse<Record<string, string>>(csv.bytes, { bom: true, columns: true });
    const before = answer.rows.find((row) => row.rule === 'primary-10min' && row.scope === 'whole');
    const after = rows.find((row) => row['规则编号'] === 'primary-10min' && row['区域代码'] === '');
    expect(Number(after?.['分子'])).toBeGreaterThan(before?.numerator ?? NaN);
    expect(after?.['分母']).toBe(String(before?.denominator));
    expect(problems).toEqual([]);
  });

  it('is accessible', async () => {
    expect(await violations(opened.page)).toEqual([]);
  });
});

describe('the choice of standards', () => {
  it('has what fits the layer first, and of that what binds, and says which binds', async () => {
    const { page } = opened;
    await visit(page, `/plan?of=toilets&${AT}&tab=standards`);
    const select = page.getByTestId('standard');
    await select.waitFor();
    expect(await select.locator('optgroup').first().getAttribute('label')).toBe('有约束力');
    expect(await select.locator('option').first().innerText()).toBe('青岛市市容和环境卫生管理条例 (2017-12-01)');
    expect(await page.getByTestId('standard-facts').innerText()).toContain('在青岛市有约束力');
    await select.selectOption('gb-t-50337-2018');
    expect(await page.getByTestId('standard-facts').innerText()).toContain('推荐性，不具约束力');
    expect(await page.getByTestId('outranked').innerText()).toContain('青岛市市容和环境卫生管理条例在青岛市有约束力');

    await visit(page, `/plan?of=schools&${AT}&tab=standards`);
    await page.getByTestId('standard-facts').filter({ hasText: '青岛市' }).waitFor();
    expect(await select.locator('option').first().innerText()).toBe('青岛市学前教育条例 (2018-11-30)');
  });

  it('says clause and version of what was read, and what data a binding rule lacks', async () => {
    const { page, problems } = opened;
    await visit(page, `/plan?of=toilets&${AT}&tab=standards&std=qingdao-sanitation-2017`);
    await page.getByTestId('compliance-start').click();
    const rule = page.getByTestId('rule-toilets-accessible');
    await rule.waitFor();
    expect(await rule.innerText()).toContain('原文：青岛市市容和环境卫生管理条例（2017-12-01）第 44 条，已通读。');
    expect(await rule.innerText()).toContain('在青岛市有约束力');
    const free = await page.getByTestId('missing-toilets-free').innerText();
    expect(free).toContain('图层 toilets 没有属性 free');
    expect(free).toContain('布尔属性 free');
    expect(problems).toEqual([]);
  });
});
