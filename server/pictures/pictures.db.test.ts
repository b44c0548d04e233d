import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tileAt } from '../../tiles/tile/tile.ts';
import { sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { insertFixtures } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve, type TestService } from '../testing/serve.ts';

/** Where no fixture is. */
const AT = { lon: 120.9, lat: 36.9 };
const REVIEW = '测S(2026)1号';
const picture = (more = ''): string => `/static/toilets/${AT.lon},${AT.lat},15/128x128.png?base=none${more}`;

const PUT = sqlText(
  `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
   values ('toilets', $1, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326), jsonb_build_object('name', $1::text, 'wifi', $4::boolean), 'test', 'public', 'official')`,
);
const DELETE = sqlText("delete from feature where layer_id = 'toilets' and feature_id = $1");

async function pixels(response: Response) {
  const image = await loadImage(Buffer.from(await response.arrayBuffer()));
  const pen = createCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  const opacityAt = (x: number, y: number): number => data[(y * image.width + x) * 4 + 3] ?? 0;
  return { width: image.width, height: image.height, opacityAt };
}

describeDatabases('pictures of the map', { embedded: 'full' }, (database) => {
  let service: TestService;
  const put = (id: string, lon: number, lat: number, wifi = false) => database().query(PUT, [id, lon, lat, wifi]);

  beforeAll(async () => {
    await insertFixtures(database(), testCatalogue);
    service = await serve({ db: database(), catalogue: testCatalogue }, { MAP_REVIEW_NUMBER: REVIEW });
  });
  afterAll(() => service.close());

  it('show an edit in the next picture, and take it back in the one after', async () => {
    const without = await service.get(picture());
    expect(without.headers.get('content-type')).toBe('image/png');
    expect((await pixels(without)).opacityAt(64, 64)).toBe(0);
    await put('new', AT.lon, AT.lat);
    await expect.poll(async () => (await pixels(await service.get(picture()))).opacityAt(64, 64)).toBe(255);
    await database().query(DELETE, ['new']);
    await expect.poll(async () => (await pixels(await service.get(picture()))).opacityAt(64, 64)).toBe(0);
    const again = await service.get(picture());
    expect(again.headers.get('etag')).toBe(without.headers.get('etag'));
  });

  it('are asked for again by caches, and not drawn again for who holds them', async () => {
    const first = await service.get(picture('&theme=dark'));
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('public, no-cache');
    const { drawn } = await figures();
    const held = await service.get(picture('&theme=dark'), { 'if-none-match': etag });
    expect(held.status).toBe(304);
    expect((await service.get(picture('&theme=dark'))).status).toBe(200);
    expect((await figures()).drawn).toBe(drawn);
    expect((await service.get(picture('&theme=light'))).headers.get('etag')).not.toBe(etag);
  });

  it('are drawn once for all who ask for one at the same time', async () => {
    const { drawn } = await figures();
    const path = `/static/toilets/${AT.lon},${AT.lat},9/300x200.png`;
    const answers = await Promise.all(Array.from({ length: 6 }, () => service.get(path)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await figures()).drawn).toBe(drawn + 1);
  });

  it('have the features that a filter chooses, and twice the pixels with @2x', async () => {
    await put('with', AT.lon, AT.lat, true);
    const ofFilter = async (filter: string) => {
      const path = picture(`&filter=${encodeURIComponent(filter)}`).replace('.png', '@2x.png');
      return pixels(await service.get(path));
    };
    await expect.poll(async () => (await ofFilter('wifi = true')).opacityAt(128, 128)).toBe(255);
    const { width, opacityAt } = await ofFilter('wifi = false');
    expect(width).toBe(256);
    expect(opacityAt(128, 128)).toBe(0);
    await database().query(DELETE, ['with']);
  });

  it('say the map review number and the sources, bottom left, and raster tiles leave that to whoever shows them', async () => {
    const noted = await pixels(await service.get(picture()));
    expect(noted.opacityAt(2, 126)).toBeGreaterThan(200);
    const { z, x, y } = tileAt(AT, 14);
    const bare = await pixels(await service.get(`/raster/toilets/${z}/${x}/${y}.png?base=none`));
    expect([bare.width, bare.height]).toEqual([256, 256]);
    expect(bare.opacityAt(2, 254)).toBe(0);
  });

  it('of a box show what lies in its south above the lines at their foot', async () => {
    await put('south', AT.lon, AT.lat);
    const box = [AT.lon - 0.02, AT.lat, AT.lon + 0.02, AT.lat + 0.02].join();
    const isShown = async (): Promise<boolean> => {
      const { opacityAt } = await pixels(await service.get(`/static/toilets/auto/300x200.png?base=none&bbox=${box}`));
      const rows = Array.from({ length: 200 }, (_, y) => y);
      const paper = rows.find((y) => opacityAt(1, y) > 200) ?? 0;
      return rows.some((y) => y < paper && opacityAt(150, y) === 255);
    };
    await expect.poll(isShown).toBe(true);
    await database().query(DELETE, ['south']);
  });

  it.each(['WebMercatorQuad', 'CGCS2000Quad'] as const)(
    'come as raster tiles of %s, with marks in their places',
    async (matrixSet) => {
      await put('tile', AT.lon, AT.lat);
      const { z, x, y } = tileAt(AT, 15, matrixSet);
      const degrees = (matrixSet === 'CGCS2000Quad' ? 180 : 360) / 2 ** z;
      const column = ((AT.lon + 180) / degrees - x) * 256;
      // The mean of all that is drawn, which is the mark alone.
      const drawnAt = async (): Promise<number> => {
        const tile = await pixels(await service.get(`/raster/toilets/${matrixSet}/${z}/${x}/${y}@2x.png?base=none`));
        const columns = Array.from({ length: 512 * 512 }, (_, index) => index)
          .filter((index) => tile.opacityAt(index % 512, Math.floor(index / 512)) === 255)
          .map((index) => (index % 512) / 2);
        return columns.reduce((sum, each) => sum + each, 0) / columns.length;
      };
      await expect.poll(async () => Math.abs((await drawnAt()) - column)).toBeLessThan(2);
      await database().query(DELETE, ['tile']);
    },
  );

  it.each([
    ['/static/nothing/auto/300x200.png', 404, 'layers'],
    ['/static/toilets/auto/0x200.png', 400, 'size'],
    ['/static/toilets/auto/9999x200.png', 400, 'size'],
    ['/static/toilets/999,36,9/300x200.png', 400, 'lon'],
    ['/static/toilets/120,36,99/300x200.png', 400, 'zoom'],
    ['/static/toilets/120,36/300x200.png', 400, 'view'],
    ['/static/toilets/auto/300x200.png?bbox=1,2', 400, 'bbox'],
    ['/static/toilets/auto/300x200.png?theme=pink', 400, 'theme'],
    ['/static/toilets/auto/300x200.png?base=tianditu', 400, 'base'],
    ['/static/toilets/auto/300x200.png?marker=here', 400, 'marker'],
    ['/static/toilets/auto/300x200.png?filter=nothing%20%3D%201', 400, 'filter'],
    ['/static/base/auto/300x200.png?filter=name%20%3D%20%27a%27', 400, 'filter'],
    [`/static/${Array.from({ length: 41 }, (_, n) => `l${n}`).join()}/auto/300x200.png`, 400, 'layers'],
    ['/raster/toilets/9/512/1.png', 400, 'x'],
    ['/raster/toilets/99/1/1.png', 400, 'z'],
    ['/raster/toilets/9/1/1@4x.png', 400, 'y'],
    ['/raster/toilets/Nowhere/9/1/1.png', 404, 'matrixSet'],
  ])('are refused as %s with %i and the parameter', async (path, status, parameter) => {
    const answer = await service.get(path);
    expect([answer.status, ((await answer.json()) as { parameter?: string }).parameter]).toEqual([status, parameter]);
  });

  it('are let go of by a client that leaves, and the next one gets its own', async () => {
    const controller = new AbortController();
    const path = `/static/toilets,zones,districts/${AT.lon},${AT.lat},8/1280x1280@2x.png`;
    const left = fetch(service.url + path, { signal: controller.signal }).catch(() => 'left');
    await expect.poll(async () => (await figures()).busy).toBe(true);
    controller.abort();
    expect(await left).toBe('left');
    expect((await service.get(picture())).status).toBe(200);
  });

  it('come by WMTS, whose errors are reports of OWS', async () => {
    const get = async (query: string) => {
      const answer = await service.get(`/wmts?${query}`);
      return { answer, text: answer.headers.get('content-type')?.startsWith('text/xml') ? await answer.text() : '' };
    };
    const { text } = await get('SERVICE=wmts&Request=GetCapabilities&lang=en');
    expect(text).toContain('<ows:Identifier>toilets</ows:Identifier>');
    expect(text).toContain(`Map review no. ${REVIEW}`);
    const { z, x, y } = tileAt(AT, 14, 'CGCS2000Quad');
    const tile = `service=WMTS&request=GetTile&version=1.0.0&layer=toilets&style=dark&format=image/png&TileMatrixSet=CGCS2000Quad&TileMatrix=${z}&TileCol=${x}&TileRow=${y}`;
    const { answer } = await get(tile);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    const refusals = [
      ['request=GetCapabilities', 'MissingParameterValue', 'service', 400],
      ['service=WFS&request=GetCapabilities', 'InvalidParameterValue', 'service', 400],
      ['service=WMTS&request=GetFeatureInfo', 'OperationNotSupported', 'request', 501],
      ['service=WMTS&request=GetCapabilities&acceptversions=2.0.0', 'VersionNegotiationFailed', 'AcceptVersions', 400],
      [tile.replace('layer=toilets', 'layer=%3Cb%3E'), 'InvalidParameterValue', 'layer', 404],
      [tile.replace('style=dark', 'style=pink'), 'InvalidParameterValue', 'style', 400],
      [tile.replace(`TileRow=${y}`, 'TileRow=999999'), 'TileOutOfRange', 'TileRow', 400],
      [tile.replace('&TileCol', '&Other'), 'MissingParameterValue', 'TileCol', 400],
    ] as const;
    for (const [query, code, locator, status] of refusals) {
      const refused = await get(query);
      expect([query, refused.answer.status, refused.text]).toEqual([
        query,
        status,
        expect.stringContaining(`exceptionCode="${code}" locator="${locator}"`),
      ]);
      expect(refused.text).not.toContain('<b>');
    }
  });

  async function figures(): Promise<{ readonly drawn: number; readonly busy: boolean }> {
    const text = await (await service.get('/metrics')).text();
    const figure = (name: string): number => Number(new RegExp(`^chengtu_${name} (\\d+)`, 'm').exec(text)?.[1] ?? NaN);
    return { drawn: figure('pictures_drawn_total'), busy: figure('pictures_drawing') > 0 };
  }
});
