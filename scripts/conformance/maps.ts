/** MapLibre, Leaflet and OpenLayers in Chromium: the pages that people copy, as they stand, on another site. */
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../testing/browser.ts';
import type { Report } from './report.ts';
import { snippet, snippetsOf } from './snippets.ts';
import type { Tools } from './tools.ts';
import { featuresOf, onScreen, pointsOf, type Lonlat, type Screen } from './truth.ts';

const SIZE = { width: 1000, height: 700 } as const;
/** As in the snippets. */
const COLOR = [0xd6, 0x00, 0x6c] as const;
const RADIUS_PX = 5;
/** Two points that are nearer become one shape. */
const APART_PX = 3 * RADIUS_PX;
const PRODUCT = new URL('../../node_modules/', import.meta.url).pathname;

interface WebMap {
  readonly files: Readonly<Record<string, string>>;
  /** Longitude, latitude and zoom, where the world is 512 px wide at zoom 0. */
  readonly view: string;
  /** What lies over the map. */
  readonly controls: string;
}

function webMaps(modules: string): Readonly<Record<string, WebMap>> {
  return {
    maplibre: {
      files: {
        'maplibre-gl.js': join(PRODUCT, 'maplibre-gl/dist/maplibre-gl.js'),
        'maplibre-gl.css': join(PRODUCT, 'maplibre-gl/dist/maplibre-gl.css'),
      },
      view: '[map.getCenter().lng, map.getCenter().lat, map.getZoom()]',
      controls: '.maplibregl-ctrl',
    },
    leaflet: {
      files: {
        'leaflet.js': join(modules, 'leaflet/dist/leaflet.js'),
        'leaflet.css': join(modules, 'leaflet/dist/leaflet.css'),
        'Leaflet.VectorGrid.bundled.js': join(modules, 'leaflet.vectorgrid/dist/Leaflet.VectorGrid.bundled.js'),
      },
      view: '[map.getCenter().lng, map.getCenter().lat, map.getZoom() - 1]',
      controls: '.leaflet-control',
    },
    openlayers: {
      files: { 'ol.js': join(modules, 'ol/dist/ol.js'), 'ol.css': join(modules, 'ol/ol.css') },
      view: '[...ol.proj.toLonLat(map.getView().getCenter()), map.getView().getZoom() - 1]',
      controls: '.ol-control',
    },
  };
}

/** @param layers points first, whose places are measured; others must show */
export async function checkMaps(
  url: string,
  layers: readonly string[],
  { folder }: Tools,
  report: Report,
): Promise<void> {
  const browser = await launchBrowser();
  try {
    for (const layer of layers) {
      const snippets = await snippetsOf(url, layer);
      const features = await featuresOf(url, layer);
      for (const [name, map] of Object.entries(webMaps(join(folder, 'node_modules'))))
        await report.check(`snippet of ${name}: ${layer}`, async () => {
          const drawn = await draw(browser, map, { text: snippet(snippets, name), url });
          const isPoints = features.every(({ geometry }) => geometry.type === 'Point');
          return [...drawn.errors, ...(isPoints ? differences(drawn, pointsOf(features)) : nothingShown(drawn))];
        });
    }
  } finally {
    await browser.close();
  }
}

interface Drawn {
  readonly screen: Screen;
  readonly errors: readonly string[];
  /** Whether a px has the colour of the layer. */
  readonly isColored: (x: number, y: number) => boolean;
  /** Boxes of the controls. */
  readonly covered: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}

async function draw(
  browser: Browser,
  map: WebMap,
  { text, url }: { readonly text: string; readonly url: string },
): Promise<Drawn> {
  const site = await siteOf(map.files, text);
  const page = await browser.newPage({ viewport: SIZE });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  try {
    let bases = 0;
    await page.route(`${url}/raster/base/**`, async (route) => {
      const response = await route.fetch();
      if (response.ok() && response.headers()['content-type'] === 'image/png') bases += 1;
      else errors.push(`${route.request().url()}: ${String(response.status())}`);
      // The base map has colours of its own.
      await route.fulfill({ response, body: BLANK });
    });
    await page.goto(site.url);
    const picture = await settled(page);
    const [lon, lat, zoom] = await page.evaluate<[number, number, number]>(map.view);
    const boxes = await Promise.all((await page.locator(map.controls).all()).map((each) => each.boundingBox()));
    if (bases === 0) errors.push('It asked for no base map.');
    return {
      screen: { lon, lat, zoom, ...SIZE },
      errors: errors,
      isColored: await colors(picture),
      covered: boxes.filter((box) => box !== null),
    };
  } finally {
    await page.close();
    await site.close();
  }
}

/** A site with the page and its files. Chromium keeps pages without an address of this machine from its services. */
async function siteOf(
  files: WebMap['files'],
  text: string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((req, res) => {
    const name = (req.url ?? '').slice(1);
    const file = files[name];
    if (name === 'favicon.ico') res.writeHead(204).end();
    else if (name === '') res.setHeader('Content-Type', 'text/html').end(text);
    else if (file === undefined) res.writeHead(404).end();
    else {
      res.setHeader('Content-Type', name.endsWith('.css') ? 'text/css' : 'text/javascript');
      createReadStream(file).pipe(res);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${String(port)}/`, close };
}

const BLANK = createCanvas(1, 1).toBuffer('image/png');
const LOOK_AGAIN_MS = 500;
/** Several looks alike in a row: all has come. */
const ALIKE = 4;

async function settled(page: Page): Promise<Buffer> {
  await page.waitForLoadState('networkidle');
  let last = Buffer.alloc(0);
  for (let alike = 0; alike < ALIKE; ) {
    await page.waitForTimeout(LOOK_AGAIN_MS);
    const now = await page.screenshot();
    const isSame = now.equals(last);
    alike = isSame ? alike + 1 : 0;
    last = Buffer.from(now);
  }
  return last;
}

async function colors(picture: Buffer): Promise<Drawn['isColored']> {
  const image = await loadImage(picture);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  // Half of the colour on white: the edge of a shape, or an area that shows what is under it.
  return (x, y) => {
    if (x < 0 || y < 0 || x >= image.width || y >= image.height) return false;
    const at = (y * image.width + x) * 4;
    const share = COLOR.map((value, nth) => (255 - (data[at + nth] ?? 255)) / (255 - value));
    return Math.min(...share) > 0.4 && Math.max(...share) < 1.2;
  };
}

function nothingShown({ isColored }: Drawn): string[] {
  const isShown = Array.from({ length: SIZE.height }, (_, y) => y).some((y) =>
    Array.from({ length: SIZE.width }, (_, x) => x).some((x) => isColored(x, y)),
  );
  return isShown ? [] : ['Nothing of it is drawn.'];
}

/** Every point that stands alone is drawn where it is, within 1 px; and nothing is drawn where no point is. */
function differences({ screen, isColored, covered }: Drawn, points: ReadonlyMap<string, Lonlat>): string[] {
  const places = [...points].map(([id, point]) => ({ id, ...onScreen(point, screen) }));
  const isFree = (x: number, y: number): boolean =>
    x >= APART_PX &&
    y >= APART_PX &&
    x <= SIZE.width - APART_PX &&
    y <= SIZE.height - APART_PX &&
    covered.every(
      (box) =>
        x < box.x - APART_PX ||
        y < box.y - APART_PX ||
        x > box.x + box.width + APART_PX ||
        y > box.y + box.height + APART_PX,
    );
  const alone = places.filter(
    (one) =>
      isFree(one.x, one.y) &&
      places.every((other) => other === one || Math.hypot(other.x - one.x, other.y - one.y) > APART_PX),
  );
  const told = alone.length < 5 ? [`Only ${String(alone.length)} points stand alone.`] : [];
  for (const { id, x, y } of alone) {
    const drawn = around(x, y).filter((px) => isColored(px.x, px.y));
    const off = { x: mean(drawn.map((px) => px.x + 0.5)) - x, y: mean(drawn.map((px) => px.y + 0.5)) - y };
    if (drawn.length === 0) told.push(`${id} is not drawn`);
    else if (Math.abs(off.x) > 1 || Math.abs(off.y) > 1)
      told.push(`${id}: ${off.x.toFixed(2)}, ${off.y.toFixed(2)} px away`);
  }
  for (let y = 0; y < SIZE.height; y += 1)
    for (let x = 0; x < SIZE.width; x += 1)
      if (isFree(x, y) && isColored(x, y) && !places.some((each) => Math.hypot(each.x - x, each.y - y) < RADIUS_PX + 2))
        told.push(`${String(x)}, ${String(y)}: there is no feature`);
  return told;
}

const REACH = Math.floor(APART_PX / 2);

function around(x: number, y: number): readonly { readonly x: number; readonly y: number }[] {
  const side = Array.from({ length: 2 * REACH + 1 }, (_, nth) => nth - REACH);
  return side.flatMap((down) => side.map((right) => ({ x: Math.floor(x) + right, y: Math.floor(y) + down })));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
