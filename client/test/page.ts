/** The map page as the browser tests drive it. */
import { readFile } from 'node:fs/promises';
import type { Map as MapLibre } from 'maplibre-gl';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { inject } from 'vitest';
// Declares `serviceUrl`.
import type {} from '../../scripts/testing/service.ts';
import { SCREENS, type ScreenName } from '../../scripts/testing/browser.ts';

declare global {
  interface Window {
    /** Set by the client for tests and for the console: see client/src/app/bind-document.ts. */
    readonly chengtu: { readonly map: MapLibre | null };
  }
}

export interface OpenOptions {
  readonly screen?: ScreenName;
  /** Service to ask, instead of the one that all tests share. */
  readonly origin?: string;
  /** Path and query. */
  readonly path?: string;
  /** Called before the page is opened, to route or record requests. */
  readonly prepare?: (page: Page, context: BrowserContext) => Promise<unknown>;
  /** Of the browser; that of the machine where absent. */
  readonly timezoneId?: string;
  /** Do not wait for the map. */
  readonly raw?: boolean;
}

export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the console and of scripts, and requests to other hosts: there should be none. */
  readonly problems: string[];
  close(): Promise<void>;
}

/** Upper limit for every wait; vitest's own (vitest.config.ts) is longer. */
const PATIENCE_MS = 300_000;

/** Opens the page in a context of its own and waits until the map is idle. */
export async function openPage(browser: Browser, options: OpenOptions = {}): Promise<Opened> {
  const origin = options.origin ?? inject('serviceUrl');
  const context = await browser.newContext({
    viewport: SCREENS[options.screen ?? 'desktop'],
    reducedMotion: 'reduce',
    hasTouch: options.screen === 'phone',
    isMobile: options.screen === 'phone',
    locale: 'zh-CN',
    ...(options.timezoneId === undefined ? {} : { timezoneId: options.timezoneId }),
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    // What failed to load is named by its place alone.
    if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(origin)) problems.push(`request to ${url}`);
  });
  await options.prepare?.(page, context);
  await page.goto(new URL(options.path ?? '/', origin).href);
  if (options.raw !== true) await idle(page);
  return { page, context, problems, close: () => context.close() };
}

/** One page per screen for all tests of a file, to be opened before any of them: each visits what it needs. */
export async function openScreens(
  browser: Browser,
  options: (screen: ScreenName) => OpenOptions = () => ({}),
): Promise<Readonly<Record<ScreenName, Opened>>> {
  const open = (screen: ScreenName): Promise<Opened> => openPage(browser, { ...options(screen), screen });
  return { desktop: await open('desktop'), phone: await open('phone') };
}

/** Resolves once the map has loaded what it shows and stands still. */
export async function idle(page: Page): Promise<void> {
  await page.waitForFunction(() => window.chengtu?.map !== null && window.chengtu?.map !== undefined);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const map = window.chengtu.map;
        if (map === null) throw new Error('no map');
        const settled = (): boolean => map.loaded() && map.areTilesLoaded() && !map.isMoving();
        if (settled()) {
          resolve();
          return;
        }
        void map.once('idle', () => resolve());
        // The event comes with a frame, and the last answer need not ask for one.
        map.triggerRepaint();
      }),
  );
}

/**
 * What the open page shows at another address, as going back or forth in its history does: a tenth of the work of
 * opening a page anew. Parameters that the address does not name are as at first.
 */
export async function visit(page: Page, path: string): Promise<void> {
  await go(page, path);
  await drawn(page);
  await idle(page);
}

/** As `visit`, but does not wait for the map. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

/** Resolves once the page has drawn its state, and transitions of colours have ended. */
export async function drawn(page: Page): Promise<void> {
  for (let frame = 0; frame < 3; frame += 1)
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          requestAnimationFrame(resolve);
        }),
    );
}

export interface Held {
  /** Resolves once the page has sent a request. */
  readonly reached: Promise<void>;
  /** Lets the held requests pass, and all that follow. */
  readonly letGo: () => Promise<void>;
}

/** Holds the requests of a page to some addresses, as a slow network does for as long as a test needs. */
export async function held(page: Page, url: RegExp): Promise<Held> {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let reach = (): void => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const passing: Promise<void>[] = [];
  await page.route(url, (route) => {
    reach();
    const pass = opened.then(() => route.continue());
    passing.push(pass);
    return pass;
  });
  return {
    reached,
    letGo: async () => {
      open();
      // Removing a route passes on the requests that it holds, which cannot be passed on here then.
      await Promise.all(passing);
      await page.unroute(url);
    },
  };
}

/** Moves the map at once and waits until it is idle again. */
export async function jump(page: Page, center: readonly [lon: number, lat: number], zoom: number): Promise<void> {
  await page.evaluate(
    ([lon, lat, z]) => {
      // Returns nothing: it would take seconds to serialise the map for the test.
      window.chengtu.map?.jumpTo({ center: [lon ?? 0, lat ?? 0], zoom: z ?? 0 });
    },
    [...center, zoom],
  );
  await drawn(page);
  await idle(page);
}

export interface Rendered {
  readonly layer: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Features of a catalogue layer that the map draws as themselves now, each once. */
export function rendered(page: Page, layer: string): Promise<Rendered[]> {
  return page.evaluate((wanted) => {
    const map = window.chengtu.map;
    const found = new Map<string, { layer: string; id: string; properties: Record<string, unknown> }>();
    for (const feature of map?.queryRenderedFeatures() ?? []) {
      if (feature.sourceLayer !== wanted || feature.properties['cluster'] === true) continue;
      const id = String(feature.properties['id']);
      found.set(id, { layer: wanted, id, properties: feature.properties });
    }
    return [...found.values()];
  }, layer);
}

export interface RenderedCluster {
  readonly count: number;
  readonly lon: number;
  readonly lat: number;
}

/** Clusters of a catalogue layer that the map draws now, each once. */
export function renderedClusters(page: Page, layer: string): Promise<RenderedCluster[]> {
  return page.evaluate((wanted) => {
    const found = new Map<unknown, { count: number; lon: number; lat: number }>();
    for (const { id, sourceLayer, properties, geometry } of window.chengtu.map?.queryRenderedFeatures() ?? []) {
      if (sourceLayer !== wanted || properties['cluster'] !== true || geometry.type !== 'Point') continue;
      const [lon = 0, lat = 0] = geometry.coordinates;
      found.set(id, { count: Number(properties['point_count']), lon, lat });
    }
    return [...found.values()];
  }, layer);
}

/** Where a place stands on the page, in CSS px. */
export async function screenPosition(page: Page, lon: number, lat: number): Promise<{ x: number; y: number }> {
  return page.evaluate(
    ([x, y]) => {
      const map = window.chengtu.map;
      if (map === null) throw new Error('no map');
      const point = map.project([x ?? 0, y ?? 0]);
      const box = map.getCanvas().getBoundingClientRect();
      return { x: box.left + point.x, y: box.top + point.y };
    },
    [lon, lat],
  );
}

/** Colour at a place of the map, as the screen shows it. */
export async function colorAt(page: Page, lon: number, lat: number): Promise<readonly [number, number, number]> {
  const { x, y } = await screenPosition(page, lon, lat);
  const shot = await page.screenshot({ clip: { x: Math.round(x), y: Math.round(y), width: 1, height: 1 } });
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(1, 1);
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('no canvas');
    pen.drawImage(bitmap, 0, 0);
    const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
    return [r ?? 0, g ?? 0, b ?? 0] as const;
  }, shot.toString('base64'));
}

/** Clicks a button by its test id, and reads the file that comes. */
export async function download(page: Page, button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await page.getByTestId(button).click();
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}
