/** Maps in pages of another origin, as departments have them: plain HTML that knows nothing of this service. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createServer as createAppServer } from '../../server/app.ts';
import { readConfig } from '../../server/platform/config.ts';
import { createLog } from '../../server/platform/log/log.ts';
import { emptyCatalogue } from '../../server/testing/city.ts';
import { fakeDatabase } from '../../server/testing/fake-database.ts';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import type { OEmbed } from '../../tiles/api/oembed.ts';
import type { CityMap, CityMapElement, FrameMap } from '../src/embed/types.ts';
import { violations } from './axe.ts';
import { openEditor, type Editor } from './edit.ts';

const SERVICE = inject('serviceUrl');
const CENTER = { lon: 120.45, lat: 36.14 };
const MAP = `layers="toilets" center="${String(CENTER.lon)},${String(CENTER.lat)}" zoom="14"`;
const ID = 'test-embed';
/** All that a map needs of the page around it. */
const POLICY = [
  "default-src 'none'",
  `script-src ${SERVICE} 'nonce-own'`,
  `connect-src ${SERVICE}`,
  `img-src ${SERVICE} data: blob:`,
  'worker-src blob:',
  `frame-src ${SERVICE}`,
  "style-src 'unsafe-inline'",
].join('; ');
let policy = POLICY;
/** The loader of `<city-map>`, all that it loads at once included. */
const LOADER_BYTES = 12 * 1024;

declare global {
  interface Window {
    /** What the page has heard. */
    heard: [type: string, detail: unknown][];
    sdkMap: CityMap;
    frame: FrameMap | string;
  }
}

/** HTML by path. */
const pages = new Map<string, string>();
let site: Server;
/** Of another host than the service's, by name. */
let origin: string;
let browser: Browser;
let editor: Editor;
let contexts: BrowserContext[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  editor = await openEditor(inject('serviceHome'));
  site = createServer((req, res) => {
    res.setHeader('Content-Type', 'text/html; charset=utf-8');
    res.setHeader('Content-Security-Policy', policy);
    res.end(pages.get(req.url ?? '') ?? '');
  });
  await new Promise<void>((resolve) => site.listen(0, resolve));
  origin = `http://localhost:${String((site.address() as AddressInfo).port)}`;
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
  await editor.remove('toilets', ID);
});
afterAll(async () => {
  await browser.close();
  await editor.close();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
});

interface Opened {
  readonly page: Page;
  /** Addresses asked for. */
  readonly requests: string[];
  /** Errors of the console and of scripts. */
  readonly problems: string[];
}

async function open(
  body: string,
  { lang = 'zh', frames = [] }: { readonly lang?: string; readonly frames?: readonly string[] } = {},
): Promise<Opened> {
  const path = `/${String(pages.size)}`;
  pages.set(
    path,
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>某局</title></head><body><main><h1>某局</h1>${body}</main></body></html>`,
  );
  policy = POLICY.replace('frame-src', `frame-src ${frames.join(' ')}`);
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, reducedMotion: 'reduce' });
  context.setDefaultTimeout(300_000);
  contexts.push(context);
  const page = await context.newPage();
  const [requests, problems]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.addInitScript(() => {
    window.heard = [];
    for (const type of ['map-load', 'map-click', 'map-select', 'map-move', 'map-error'])
      addEventListener(type, (event) => window.heard.push([type, (event as CustomEvent<unknown>).detail]));
  });
  await page.goto(origin + path);
  return { page, requests, problems };
}

const loader = `<script type="module" src="${SERVICE}/embed.js"></script>`;
const own = (code: string): string => `<script type="module" nonce="own">${code}</script>`;

/** Resolves once so many maps have drawn. */
const untilLoaded = (page: Page, maps = 1): Promise<unknown> =>
  page.waitForFunction((n) => window.heard.filter(([type]) => type === 'map-load').length >= n, maps);
const heard = (page: Page, wanted: string): Promise<unknown[]> =>
  page.evaluate((name) => window.heard.filter(([type]) => type === name).map(([, detail]) => detail), wanted);
const tilesOf = (requests: readonly string[]): string[] =>
  requests.flatMap((url) => {
    const { pathname, search } = new URL(url);
    return pathname.startsWith('/tiles/') ? [pathname + search] : [];
  });

describe('<city-map> in a page of another origin', () => {
  it('draws where it is in view, under a strict policy of the page, and shows an edit without being asked', async () => {
    const { page, requests, problems } = await open(`<city-map id="map" ${MAP}></city-map>${loader}`);
    await untilLoaded(page);
    // The page's own policy, which holds for the workers too, has let everything pass.
    expect(problems.filter((problem) => !problem.includes('/static/'))).toEqual([]);
    expect(
      requests.filter((url) => !url.startsWith(SERVICE) && !url.startsWith(origin) && !url.startsWith('blob:')),
    ).toEqual([]);
    await editor.put('toilets', ID, CENTER, '新厕所');
    const feature = await page.evaluate(
      ([layer, id]) =>
        new Promise((resolve) => {
          const map = document.querySelector('city-map')?.map;
          map?.on('select', (event) => resolve(event.feature?.properties['name']));
          map?.select({ layer, id });
        }),
      ['toilets', ID] as const,
    );
    expect(feature).toBe('新厕所');
    await expect.poll(() => page.locator('city-map article.card h2').innerText()).toBe('新厕所');
    const before = tilesOf(requests).length;
    await editor.put('toilets', ID, CENTER, '再改名');
    await expect.poll(() => page.locator('city-map article.card h2').innerText()).toBe('再改名');
    await expect.poll(() => tilesOf(requests).length).toBeGreaterThan(before);
  });

  it('loads a loader within its budget, and no map before it is in view or touched', async () => {
    const { page, requests } = await open(
      `<city-map id="touched" load="touch" ${MAP}></city-map><div style="height: 4000px"></div><city-map id="below" ${MAP}></city-map>${loader}`,
    );
    const box = page.locator('#touched').getByRole('button', { name: '打开地图' });
    await box.waitFor();
    const scripts = requests.filter((url) => url.startsWith(SERVICE) && url.endsWith('.js'));
    const bytes = await Promise.all(
      scripts.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length),
    );
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(LOADER_BYTES);
    expect(requests.filter((url) => /maplibre|\/layers|\/tiles\//.test(url))).toEqual([]);
    // A picture of the service in its place, of the same view.
    await expect
      .poll(() => requests.filter((url) => url.includes('/static/')))
      .toEqual([expect.stringMatching(/\/static\/toilets\/120\.45,36\.14,14\/\d+x400@2x\.png\?/)]);
    await box.focus();
    await page.keyboard.press('Enter');
    await untilLoaded(page);
    expect(await page.evaluate(() => document.querySelector<CityMapElement>('#below')?.map)).toBeNull();
    await page.locator('#below').scrollIntoViewIfNeeded();
    await untilLoaded(page, 2);
  });

  it('two of them share one stream of events and one pool of workers, and the stream ends with them', async () => {
    const { page, requests } = await open(
      `<city-map ${MAP}></city-map><city-map layers="parking" center="120.38,36.07" zoom="13"></city-map>${loader}`,
    );
    await untilLoaded(page);
    await page.locator('city-map').nth(1).scrollIntoViewIfNeeded();
    await untilLoaded(page, 2);
    const of = (path: string): number => requests.filter((url) => new URL(url).pathname === path).length;
    expect([of('/events'), of('/config.json'), of('/layers')]).toEqual([1, 1, 1]);
    expect(page.workers()).toHaveLength(1);
    // MapLibre keeps its workers for the next map.
    const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/events'));
    await page.evaluate(() => document.querySelectorAll('city-map').forEach((map) => map.remove()));
    await ended;
  });

  it('follows its attributes while it lives, and tells what it cannot use', async () => {
    const { page, requests } = await open(`<city-map ${MAP}></city-map>${loader}`);
    await untilLoaded(page);
    const set = (name: string, value: string): Promise<void> =>
      page.evaluate(([key, to]) => document.querySelector('city-map')?.setAttribute(key, to), [name, value] as const);
    const map = page.locator('city-map');

    await set('layers', 'parking,schools');
    await map.locator('.key').getByText('停车场', { exact: true }).waitFor();
    await expect.poll(() => tilesOf(requests).some((path) => path.startsWith('/tiles/parking,schools/'))).toBe(true);
    await set('filters', '{"parking": "name LIKE \'%医院%\'"}');
    await expect
      .poll(() => tilesOf(requests).some((path) => /^\/tiles\/parking\/.*[?]filter=name/.test(path)))
      .toBe(true);
    await set('center', '120.38,36.07');
    await expect.poll(() => heard(page, 'map-move')).toContainEqual({ view: expect.objectContaining({ lon: 120.38 }) });
    await set('theme', 'dark');
    await expect.poll(() => requests.some((url) => url.includes('/styles/dark.json'))).toBe(true);
    await set('lang', 'en');
    await map.getByRole('button', { name: 'Zoom in' }).waitFor();
    expect(await map.locator('.key').innerText()).toContain('Parking');

    await set('zoom', 'near');
    await set('layers', 'parking,nothing');
    await set('filters', '{"parking": "no_such = 1"}');
    await expect
      .poll(async () => (await heard(page, 'map-error')).map((error) => (error as { code: string }).code))
      .toEqual(expect.arrayContaining(['bad-attribute', 'unknown-layer']));
    // What the service says of the filter, in the language of the map.
    await expect.poll(async () => JSON.stringify(await heard(page, 'map-error'))).toMatch(/no_such/);
  });

  it('has its legend, sources and controls by keyboard, and no fault that axe finds', async () => {
    const { page } = await open(`<city-map ${MAP} theme="dark"></city-map>${loader}`, { lang: 'en' });
    await untilLoaded(page);
    const map = page.locator('city-map');
    expect(await map.locator('.credit').innerText()).toContain('Data:');
    const key = map.getByRole('button', { name: 'Legend' });
    await key.focus();
    await page.keyboard.press('Enter');
    expect(await key.getAttribute('aria-expanded')).toBe('false');
    await map.locator('canvas').focus();
    await page.keyboard.press('+');
    await expect.poll(async () => (await heard(page, 'map-move')).length).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
  });

  it('says so where the service does not answer, and loads when asked again', async () => {
    const { page } = await open(`<city-map id="map" load="touch" ${MAP}></city-map>`);
    await page.route(/create-map/, (route) => route.abort());
    await page.evaluate((src) => {
      const script = document.createElement('script');
      script.type = 'module';
      script.src = src;
      document.head.append(script);
    }, `${SERVICE}/embed.js`);
    await page.getByRole('button', { name: '打开地图' }).click();
    await page.getByText('地图程序没有载入，请重试。').waitFor();
    await page.unroute(/create-map/);
    await page.getByRole('button', { name: '重试' }).click();
    await untilLoaded(page);
  });
});

describe('the SDK in a page of another origin', () => {
  it('shows layers, a selection and the own GeoJSON of the page, and tells of clicks on them', async () => {
    const { page, problems } = await open(
      `<div id="map" style="height: 500px"></div>${own(`
        import { createMap } from '${SERVICE}/sdk.js';
        const map = createMap(document.querySelector('#map'), { layers: ['toilets'], view: { lon: 120.45, lat: 36.14, zoom: 14 }, lang: 'en', theme: 'light' });
        for (const type of ['load', 'click', 'select', 'error']) map.on(type, (event) => window.heard.push(['map-' + type, event]));
        map.setGeoJson('mine', { type: 'Feature', properties: { name: '<b>own</b>' }, geometry: { type: 'Point', coordinates: [120.45, 36.14] } }, { color: '#c00', radius: 12, label: 'name' });
        window.sdkMap = map;`)}`,
    );
    await untilLoaded(page);
    await page.waitForTimeout(0);
    const box = await page.locator('#map canvas').boundingBox();
    const middle = { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
    await expect
      .poll(async () => {
        await page.mouse.click(middle.x, middle.y);
        return JSON.stringify((await heard(page, 'map-click')).at(-1));
      })
      .toContain('"own":[{"source":"mine","properties":{"name":"<b>own</b>"}}]');
    await page.evaluate(() => {
      window.sdkMap.setGeoJson('bad', { type: 'Nonsense' });
      window.sdkMap.highlight([{ layer: 'toilets', id: 'not-there' }]);
      window.sdkMap.setView({ lon: 120.4, lat: 36.1, zoom: 12 });
    });
    await expect
      .poll(async () => (await heard(page, 'map-error')).map((error) => (error as { code: string }).code).sort())
      .toEqual(['bad-geojson', 'unknown-item']);
    await expect.poll(() => page.evaluate(() => window.sdkMap.view?.zoom)).toBe(12);
    await page.evaluate(() => window.sdkMap.destroy());
    expect(await page.locator('#map > *').count()).toBe(0);
    expect(problems.filter((problem) => !problem.includes('not-there'))).toEqual([]);
  });
});

describe('an iframe in a page of another origin', () => {
  const frame = `<iframe id="frame" title="地图" src="${SERVICE}/embed?layers=toilets&amp;at=120.45,36.14,14&amp;lang=en" style="width:100%;height:500px;border:0"></iframe>`;

  it('is a map that its page speaks with, and that no other window commands', async () => {
    const { page } = await open(
      `${frame}${own(`
        import { connectFrame } from '${SERVICE}/sdk.js';
        const frame = await connectFrame(document.querySelector('#frame'));
        for (const type of ['load', 'move', 'error']) frame.on(type, (event) => window.heard.push(['map-' + type, event]));
        window.frame = frame;`)}`,
    );
    await untilLoaded(page);
    await page.evaluate(() => {
      (window.frame as FrameMap).setView({ lon: 120.4, lat: 36.1, zoom: 12 });
    });
    await expect
      .poll(() => heard(page, 'map-move'))
      .toContainEqual({ view: expect.objectContaining({ lon: 120.4, zoom: 12 }) });
    // The frame is connected: who greets it again, from inside or outside, has a port that nobody answers.
    const answered = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(true);
          const target = document.querySelector<HTMLIFrameElement>('#frame')?.contentWindow;
          target?.postMessage({ chengtu: 'hello', versions: [1] }, '*', [port2]);
          target?.postMessage({ call: 'setView', args: [{ lon: 0, lat: 0, zoom: 1 }] }, '*');
          setTimeout(() => resolve(false), 500);
        }),
    );
    expect(answered).toBe(false);
    expect((await heard(page, 'map-move')).length).toBe(1);
  });

  it('shows nothing to a site that may not embed it, and a map to one that may', async () => {
    const serve = async (allowed: string): Promise<{ readonly url: string; close(): Promise<void> }> => {
      const app = createAppServer({
        config: readConfig({ EMBED_ORIGINS: allowed }),
        db: fakeDatabase(() => Promise.resolve([])),
        catalogue: emptyCatalogue,
        cases: [],
        log: createLog(() => undefined),
      });
      const server = createServer(app.listener);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return {
        url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
        close: async () => {
          server.closeAllConnections();
          server.close();
          await app.close();
        },
      };
    };
    const [shut, ajar] = [await serve('https://www.example.gov.cn'), await serve(origin)];
    try {
      const { page } = await open(
        `<iframe id="shut" title="a" src="${shut.url}/embed"></iframe><iframe id="ajar" title="b" src="${ajar.url}/embed"></iframe>`,
        { frames: [shut.url, ajar.url] },
      );
      await page.frameLocator('#ajar').locator('.shell').waitFor();
      expect(await page.frameLocator('#shut').locator('#map').count()).toBe(0);
    } finally {
      await shut.close();
      await ajar.close();
    }
  });

  it('never speaks with a frame that shows another page', async () => {
    const { page } = await open(
      `<iframe id="frame" title="x" src="${SERVICE}/docs"></iframe>${own(`
        import { connectFrame } from '${SERVICE}/sdk.js';
        window.frame = await connectFrame(document.querySelector('#frame')).catch((error) => String(error));`)}`,
    );
    await expect
      .poll(() => page.evaluate(() => (typeof window.frame === 'string' ? window.frame : '')))
      .toContain('No map of');
  });

  it('is what a consumer of oEmbed finds for a link to the map, and puts into its page', async () => {
    const html = await (await fetch(`${SERVICE}/?layers=toilets&at=120.45,36.14,14`)).text();
    const found = /type="application\/json\+oembed" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const answer = (await (await fetch(`${found}&maxwidth=640`)).json()) as OEmbed;
    const { page } = await open(answer.html);
    expect(answer.width).toBe(640);
    await page.frameLocator('iframe').locator('.credit').getByText('数据：').waitFor();
    expect((await page.locator('iframe').boundingBox())?.width).toBe(640);
  });
});
