import { parse } from 'csv-parse/sync';
import { area } from '@turf/area';
import { booleanClockwise } from '@turf/boolean-clockwise';
import { multiPolygon } from '@turf/helpers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { pdfTexts } from '../../scripts/testing/pdf-texts.ts';
import { download, held, openPage, visit, type Opened } from './page.ts';

/** South of the city, where the demonstration has its toilets, with a site added to the north of them. */
const PATH = `/plan?of=toilets&at=120.385,36.075,13&sc=s1;${encodeURIComponent('近期')};a:new-1,120.375,36.1&s=s1`;
const A4_PX = { width: 2480, height: 3508 } as const;

let browser: Browser;
let opened: Opened;
beforeAll(async () => {
  browser = await launchBrowser();
  opened = await openPage(browser, { path: `${PATH}&tab=brief` });
  await opened.page.getByTestId('share').filter({ hasText: '%' }).waitFor();
});
afterAll(async () => {
  await opened.close();
  await browser.close();
});

/**
 * Share of pixels of the upper part of a sheet that are as blue as cells within the time, and as orange as those
 * beyond.
 */
function cellColors(page: Page, png: Buffer): Promise<{ readonly blue: number; readonly orange: number }> {
  return page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob(), {
      resizeWidth: 248,
      resizeHeight: 351,
    });
    const canvas = new OffscreenCanvas(248, 200);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, 248, 200);
    let [blue, orange] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, , third = 0] = data.subarray(at, at + 3);
      if (third - red > 90) blue += 1;
      else if (red - third > 70) orange += 1;
    }
    return { blue: blue / (248 * 200), orange: orange / (248 * 200) };
  }, png.toString('base64'));
}

interface Collection {
  readonly features: readonly {
    readonly geometry: { readonly coordinates: [number, number][][][] };
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
  readonly notes: readonly string[];
  readonly provenance: { readonly people: string };
}

describe('what leaves the planners’ page', () => {
  it('is a brief for paper: A4 as PDF, and at 300 dpi as PNG with the map and its cells in it', async () => {
    const { page, problems } = opened;
    const pdf = await download(page, 'export-pdf');
    expect(pdf.name).toMatch(/^chengtu_近期_简报_\d{4}-\d\d-\d\d\.pdf$/);
    const text = pdf.bytes.toString('latin1');
    expect(text.startsWith('%PDF-')).toBe(true);
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? [];
    expect([Number(width), Number(height)].map((each) => each.toFixed(1))).toEqual(['595.3', '841.9']);
    expect(text.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
    expect(text).toMatch(new RegExp(`/Width ${A4_PX.width}\\s*/Height ${A4_PX.height}`));
    // The title in UTF-16, as PDF has it; the link on the last page is one that can be pressed.
    expect(text).toContain(Buffer.from('近期', 'utf16le').swap16().toString('latin1'));
    expect(text).toContain('/URI');
    // Its texts can be searched: the title first, at the top of the first sheet; scenarios beside each other.
    const texts = pdfTexts(pdf.bytes);
    expect(texts[0]?.text).toContain('公共厕所');
    expect(texts[0]?.y).toBeGreaterThan(780);
    for (const { x, y } of texts) expect([x >= 0 && x <= 595.3, y >= 0 && y <= 841.9]).toEqual([true, true]);
    const from = texts.findIndex((each) => each.text === '方案对比');
    const compared = texts.slice(from, from + 24).map((each) => each.text);
    expect(compared).toEqual(expect.arrayContaining(['覆盖率', '现状', '近期']));
    const share = await page.getByTestId('share').innerText();
    expect(compared).toContain(/[\d.]+%/.exec(share)?.[0]);

    const png = await download(page, 'export-png');
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([A4_PX.width, A4_PX.height]);
    const phys = png.bytes.indexOf('pHYs');
    expect([png.bytes.readUInt32BE(phys + 4), png.bytes.readUInt32BE(phys + 8), png.bytes[phys + 12]]).toEqual([
      11811, 11811, 1,
    ]);
    const { blue, orange } = await cellColors(page, png.bytes);
    expect(blue).toBeGreaterThan(0.03);
    expect(orange).toBeGreaterThan(0.03);
    await page.getByTestId('export-progress').waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  it('can be cancelled', async () => {
    // A page of its own, to which the part of the program that makes a brief comes only when the test lets it.
    const { page, problems, close } = await openPage(browser, { path: `${PATH}&tab=brief` });
    await page.getByTestId('share').filter({ hasText: '%' }).waitFor();
    const files: string[] = [];
    page.on('download', (file) => files.push(file.suggestedFilename()));
    const { reached, letGo } = await held(page, /\/export-brief/);
    await page.getByTestId('export-pdf').click();
    await reached;
    await page.getByTestId('export-cancel').click();
    await letGo();
    await page.getByText('已取消导出').first().waitFor({ state: 'attached' });
    await page.getByTestId('export-progress').waitFor({ state: 'detached' });
    expect(await page.getByTestId('export-error').count()).toBe(0);
    expect(files).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });

  it('is the data: every cell as CSV that adds up to what the page says, and gap areas as GeoJSON of the same area', async () => {
    const { page } = opened;
    const { name, bytes } = await download(page, 'export-cells-csv');
    expect(name).toMatch(/^chengtu_近期_网格_[\d-]+\.csv$/);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = parse<Record<string, string>>(bytes, { bom: true, columns: true });
    const people = (some: typeof rows): number => some.reduce((sum, row) => sum + Number(row['人口（人）']), 0);
    const within = rows.filter((row) => row['到最近设施（分钟）'] !== '' && Number(row['到最近设施（分钟）']) <= 15);
    const shown = Number(/([\d.]+)%/.exec(await page.getByTestId('share').innerText())?.[1]);
    expect((people(within) / people(rows)) * 100).toBeCloseTo(shown, 1);
    expect(new Set(rows.map((row) => row['人口数据性质']))).toEqual(new Set(['synthetic']));

    const gaps = await download(page, 'export-gaps-geojson');
    const collection = JSON.parse(gaps.bytes.toString('utf8')) as Collection;
    expect(collection.provenance.people).toBe('synthetic');
    expect(collection.notes.join(' ')).toContain('synthetic');
    expect(collection.features.length).toBeGreaterThan(0);
    for (const { geometry, properties } of collection.features) {
      // Areas of a sphere differ from those of the spheroid by some tenths of a percent.
      expect(area(multiPolygon(geometry.coordinates)) / Number(properties['areaM2'])).toBeCloseTo(1, 1.7);
      for (const polygon of geometry.coordinates) {
        polygon.forEach((ring, k) => expect([booleanClockwise(ring), ring.at(0)]).toEqual([k > 0, ring.at(-1)]));
        const [lon, lat] = polygon[0]?.[0] ?? [];
        expect(lon).toBeGreaterThan(119);
        expect(lat).toBeLessThan(38);
      }
    }
    const facilities = await download(page, 'export-facilities-csv');
    expect(facilities.bytes.toString('utf8')).toContain('new-1,120.375,36.1,新增');
  });
});

describe('what an analyst takes from the planners’ page', () => {
  it('is who goes where: every cell with its facility, by their ids, as CSV and as GeoJSON with outlines', async () => {
    const { page, problems } = opened;
    const cells = await download(page, 'export-cells-csv');
    const known = parse<Record<string, string>>(cells.bytes, { bom: true, columns: true });
    const { name, bytes } = await download(page, 'export-allocation-csv');
    expect(name).toMatch(/^chengtu_近期_需求分配_[\d-]+\.csv$/);
    const rows = parse<Record<string, string>>(bytes, { bom: true, columns: true });
    expect(Object.keys(rows[0] ?? {})).toEqual([
      '需求编号',
      '设施编号',
      '用时（分钟）',
      '人口（人）',
      '经度（°）',
      '纬度（°）',
    ]);
    expect(rows).toHaveLength(known.length);
    // The page looks an hour far, the study everywhere.
    const near = known
      .map((cell, index) => ({ cell, row: rows[index] }))
      .filter(({ cell }) => cell['最近设施编号'] !== '');
    expect(near.length).toBeGreaterThan(1000);
    for (const { cell, row } of near) {
      expect([row?.['需求编号'], row?.['设施编号']]).toEqual([cell['网格编号'], cell['最近设施编号']]);
      // The page has times rounded up to half a second, the study as they are; both write five digits or so.
      const later = Number(cell['到最近设施（分钟）']) - Number(row?.['用时（分钟）']);
      expect(later).toBeGreaterThan(-1e-3);
      expect(later).toBeLessThan(0.5 / 60 + 1e-3);
    }
    expect(rows.some((row) => row['设施编号'] === 'new-1')).toBe(true);

    const geojson = await download(page, 'export-allocation-geojson');
    const { features, provenance } = JSON.parse(geojson.bytes.toString('utf8')) as Collection;
    expect(provenance.people).toBe('synthetic');
    expect(features).toHaveLength(rows.length);
    expect(features[0]).toMatchObject({ geometry: { type: 'Polygon' }, properties: { demand: 'cell-0' } });
    expect(problems).toEqual([]);
  });

  it('is the matrix of costs: the three nearest facilities of every cell, in the language of the page', async () => {
    const english = await openPage(browser, { path: `${PATH}&tab=brief&lang=en` });
    const { page } = english;
    await page.getByTestId('share').filter({ hasText: '%' }).waitFor();
    const button = page.getByTestId('export-matrix-csv');
    expect(await button.getAttribute('aria-label')).toBe('Download Cost matrix CSV');
    expect(await page.getByTestId('export-matrix-geojson').count()).toBe(0);
    const { name, bytes } = await download(page, 'export-matrix-csv');
    expect(name).toMatch(/^chengtu_近期_Cost-matrix_[\d-]+\.csv$/);
    const rows = parse<Record<string, string>>(bytes, { bom: true, columns: true });
    expect(Object.keys(rows[0] ?? {})).toEqual(['demand id', 'facility', 'travel time (min)', 'rank, nearest first']);
    const byCell = new Map<string, typeof rows>();
    for (const row of rows) byCell.set(row['demand id'] ?? '', [...(byCell.get(row['demand id'] ?? '') ?? []), row]);
    for (const own of byCell.values()) {
      expect(own.map((row) => Number(row['rank, nearest first']))).toEqual(own.map((_, k) => k + 1));
      const minutes = own.map((row) => Number(row['travel time (min)']));
      expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
      expect([own.length <= 3, (minutes.at(-1) ?? 0) <= 60]).toEqual([true, true]);
    }
    expect([...byCell.values()].some((own) => own.length === 3)).toBe(true);
    expect(english.problems).toEqual([]);
    await english.close();
  });
});

describe('the charts', () => {
  it('select by keyboard, and follow a selection made elsewhere', async () => {
    const { page } = opened;
    await visit(page, `${PATH}&tab=charts`);
    const plot = page.getByTestId('minutes-plot');
    await plot.waitFor();
    await plot.focus();
    await page.keyboard.press('Home');
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift+ArrowRight');
    const chosen = await page.getByTestId('selected-people').innerText();
    expect(await plot.getAttribute('aria-valuetext')).toContain(chosen);
    expect(await plot.getAttribute('aria-valuetext')).toContain('0–4 分钟');
    const district = page.getByTestId('by-area').locator('.bar').filter({ hasText: '市南区' });
    await district.click();
    expect(await district.getAttribute('aria-pressed')).toBe('true');
    await page.getByTestId('gini-part').waitFor();
    await district.click();
    await page.getByTestId('gini-part').waitFor({ state: 'detached' });
    const curve = page.getByTestId('lorenz-plot');
    await curve.focus();
    await page.keyboard.press('End');
    expect(await curve.getAttribute('aria-valuetext')).toBe('离设施最近的 100% 人口，占总时间的 100%。');
  });
});
