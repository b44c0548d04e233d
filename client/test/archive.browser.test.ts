import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/testing/browser.ts';
import { readConfig } from '../../server/platform/config.ts';
import { ArchiveFile } from '../../server/export/archive-file.ts';
import { HAS_NGINX, serveArchives } from '../../server/testing/nginx.ts';
import { pageSecurity } from '../../server/site/page-security.ts';
import { tileIdOf } from '../../server/export/pmtiles/tile-id.ts';
import { tileAt, type TileCoord } from '../../tiles/tile/tile.ts';
import { MANIFEST_FORMAT, MANIFEST_NAME, type ArchiveEntry, type ArchiveManifest } from '../../tiles/api/archives.ts';
import type { ClientConfig } from '../../tiles/api/wire.ts';
import { idle, jump, openPage, rendered, renderedClusters, visit, type Opened } from './page.ts';

const BOUNDS = [120.28, 36.03, 120.7, 36.2] as const;
const ZOOMS = { min: 8, max: 10 };
const PATH = '/?layers=toilets,parking&at=120.4,36.1,10.3';

let browser: Browser;
let folder: string;
let server: Server;
let url: string;
/** Ranges asked for. */
const ranges: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'chengtu-archive-'));
  const file = join(folder, 'city.pmtiles');
  await writeArchive(file);
  const bytes = await readFile(file);
  server = serveRanges(bytes);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/city.pmtiles`;
});
afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  await rm(folder, { recursive: true, force: true });
});

/** A layer of the service, as an archive. */
async function writeArchive(
  path: string,
  layer = 'toilets',
  isWanted = (_: TileCoord): boolean => true,
): Promise<void> {
  const [west, south, east, north] = BOUNDS;
  const tiles: TileCoord[] = [];
  for (let z = ZOOMS.min; z <= ZOOMS.max; z += 1) {
    const [first, last] = [tileAt({ lon: west, lat: north }, z), tileAt({ lon: east, lat: south }, z)];
    for (let x = first.x; x <= last.x; x += 1)
      for (let y = first.y; y <= last.y; y += 1) {
        const tile = { z, x, y };
        if (isWanted(tile)) tiles.push(tile);
      }
  }
  tiles.sort((a, b) => tileIdOf(a) - tileIdOf(b));
  const archive = await ArchiveFile.create(path, false);
  for (const tile of tiles) {
    const { z, x, y } = tile;
    const bytes = Buffer.from(
      await (
        await fetch(`${inject('serviceUrl')}/tiles/${layer}/${String(z)}/${String(x)}/${String(y)}.mvt`)
      ).arrayBuffer(),
    );
    if (bytes.length > 0) await archive.add(tileIdOf(tile), gzipSync(bytes));
  }
  await archive.finish({
    minzoom: ZOOMS.min,
    maxzoom: ZOOMS.max,
    bounds: BOUNDS,
    center: [120.4, 36.1, 10],
    metadata: { vector_layers: [{ id: layer, fields: {} }] },
  });
}

/** A web server of another origin, as an object storage is: it knows ranges, and lets other sites read. */
function serveRanges(bytes: Buffer): Server {
  return createServer((req, res) => {
    const headers = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': 'range, if-match',
      'Access-Control-Expose-Headers': 'etag, content-range',
      ETag: '"1"',
    };
    if (req.method === 'OPTIONS') {
      res.writeHead(204, headers).end();
      return;
    }
    const [, from = '0', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? '') ?? [];
    ranges.push(`${from}-${to}`);
    const part = bytes.subarray(Number(from), Number(to) + 1);
    res
      .writeHead(206, {
        ...headers,
        'Content-Range': `bytes ${from}-${String(Number(from) + part.length - 1)}/${String(bytes.length)}`,
        'Content-Length': part.length,
      })
      .end(part);
  });
}

/**
 * The page as a service with `TILE_ARCHIVE_URL` gives it: its configuration, and the policy that lets it read there.
 */
async function withArchive(page: Page, archiveUrl: string): Promise<void> {
  // A page that a test answers has no network address, so the browser would not let it read from this machine.
  await page.context().grantPermissions(['local-network-access']);
  await page.route(/\/config\.json$/, async (route) => {
    const config = (await (await route.fetch()).json()) as ClientConfig;
    await route.fulfill({ json: { ...config, tileArchiveUrl: archiveUrl } });
  });
  await page.route(
    (address) => address.pathname === '/',
    async (route) => {
      const response = await route.fetch();
      const policy = pageSecurity({ ...readConfig({}), tileArchiveUrl: archiveUrl });
      await route.fulfill({
        response,
        headers: {
          ...response.headers(),
          ...Object.fromEntries(Object.entries(policy).map(([name, value]) => [name.toLowerCase(), value])),
        },
      });
    },
  );
}

function recordTiles(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/tiles/')) asked.push(new URL(request.url()).pathname);
  });
  return asked;
}

/** A busy machine may take so long to open the archive that the service gives the tiles meanwhile. */
async function usesArchive(page: Page): Promise<void> {
  await page.waitForFunction(() => window.chengtu.map?.getStyle().sources['archive'] !== undefined);
  await idle(page);
}

describe('a tile archive', () => {
  let opened: Opened;
  let asked: string[] = [];
  beforeAll(async () => {
    ranges.length = 0;
    opened = await openPage(browser, {
      path: PATH,
      prepare: (target) => {
        asked = recordTiles(target);
        return withArchive(target, url);
      },
    });
  });
  afterAll(() => opened.close());

  it('gives the map the layers in it, and the service the others', async () => {
    const { page, problems } = opened;
    await usesArchive(page);
    expect((await rendered(page, 'toilets')).length).toBeGreaterThan(5);
    expect((await renderedClusters(page, 'toilets')).length).toBeGreaterThan(0);
    expect((await rendered(page, 'parking')).length).toBeGreaterThan(0);
    expect(ranges.length).toBeGreaterThan(1);
    expect(asked.filter((path) => path.startsWith('/tiles/toilets/'))).toEqual([]);
    expect(asked.filter((path) => path.startsWith('/tiles/parking/')).length).toBeGreaterThan(0);
    expect(problems.filter((problem) => !problem.startsWith(`request to ${url}`))).toEqual([]);
  });

  it('gives way to the service where a filter is set, and comes back', async () => {
    const { page } = opened;
    await visit(page, PATH);
    await usesArchive(page);
    asked.length = 0;
    const all =
      (await rendered(page, 'toilets')).length +
      (await renderedClusters(page, 'toilets')).reduce((sum, { count }) => sum + count, 0);
    await page.locator('[data-layer=toilets] .layer-more').click();
    const box = page.locator('#layer-toilets').getByText('免费无线网络').first();
    const shown = async (): Promise<number> =>
      (await rendered(page, 'toilets')).length +
      (await renderedClusters(page, 'toilets')).reduce((sum, { count }) => sum + count, 0);
    await box.click();
    await expect.poll(() => asked.some((path) => path.startsWith('/tiles/toilets/'))).toBe(true);
    await idle(page);
    const some = await shown();
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    await page.locator('#layer-toilets').getByRole('button', { name: '清除筛选' }).click();
    await expect.poll(shown).toBe(all);
  });

  it('is drawn beyond its last zoom, where its clusters list their features', async () => {
    const { page } = opened;
    await visit(page, PATH);
    await usesArchive(page);
    const [cluster] = (await renderedClusters(page, 'toilets')).sort((one, other) => other.count - one.count);
    if (cluster === undefined) throw new Error('no cluster');
    await jump(page, [cluster.lon, cluster.lat], 14);
    expect(await renderedClusters(page, 'toilets')).toContainEqual(expect.objectContaining({ count: cluster.count }));
    await page.locator('.maplibregl-canvas').focus();
    await page.keyboard.press('Enter');
    await page.locator('.candidates').waitFor();
    expect(await page.locator('.candidates li').count()).toBe(cluster.count);
    expect(await page.locator('.candidates h2').innerText()).toContain(String(cluster.count));
  });

  it.skipIf(!HAS_NGINX)('may be several of a manifest, which nginx alone gives', async () => {
    // Each has its own tiles of the last level, and the map asks both for all.
    const middle = tileAt({ lon: 120.4, lat: 36.1 }, ZOOMS.max).x;
    const archives = [
      { region: 'west', layer: 'toilets', isWanted: ({ z, x }: TileCoord) => z < ZOOMS.max || x <= middle },
      { region: 'east', layer: 'toilets', isWanted: ({ z, x }: TileCoord) => z === ZOOMS.max && x > middle },
      { region: 'west', layer: 'parking', isWanted: () => true },
    ];
    const root = await mkdtemp(join(tmpdir(), 'chengtu-manifest-'));
    const entries: ArchiveEntry[] = [];
    for (const { region, layer, isWanted } of archives) {
      await mkdir(join(root, region), { recursive: true });
      const at = `${region}/${layer}-0.pmtiles`;
      await writeArchive(join(root, at), layer, isWanted);
      const zooms = { minzoom: ZOOMS.min, maxzoom: ZOOMS.max };
      const about = { size: 1, sha256: '', tiles: 1, state: {}, recipe: '' };
      entries.push({ region, layers: [layer], ...zooms, bounds: BOUNDS, url: at, ...about });
    }
    const manifest: ArchiveManifest = { format: MANIFEST_FORMAT, archives: entries, retired: [] };
    await writeFile(join(root, MANIFEST_NAME), JSON.stringify(manifest));
    const nginx = await serveArchives(root);
    onTestFinished(async () => {
      await nginx.close();
      await rm(root, { recursive: true, force: true });
    });
    let several: string[] = [];
    const { page, close } = await openPage(browser, {
      path: PATH,
      prepare: (target) => {
        several = recordTiles(target);
        return withArchive(target, `${nginx.url}/${MANIFEST_NAME}`);
      },
    });
    await page.waitForFunction(() => window.chengtu.map?.getStyle().sources['archive:toilets'] !== undefined);
    await idle(page);
    expect((await rendered(page, 'toilets')).length + (await renderedClusters(page, 'toilets')).length).toBeGreaterThan(
      5,
    );
    expect((await rendered(page, 'parking')).length).toBeGreaterThan(0);
    expect(several.filter((path) => /^\/tiles\/(toilets|parking)/.test(path))).toEqual([]);
    await close();
  });

  it('that cannot be read leaves all to the service, and the reader is told', async () => {
    let told: Promise<void> = Promise.resolve();
    const { page, close } = await openPage(browser, {
      path: PATH,
      prepare: async (target) => {
        // The note passes by itself after some seconds, which on a busy machine may be before the map is there.
        told = target.getByText('瓦片存档加载失败').waitFor();
        await withArchive(target, url.replace('city', 'missing'));
        await target.route(/missing\.pmtiles/, (route) => route.fulfill({ status: 404 }));
      },
    });
    await told;
    expect((await rendered(page, 'toilets')).length).toBeGreaterThan(5);
    await close();
  });
});
