import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyAnswer, fakeDatabase } from '../testing/fake-database.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { emptyCatalogue } from '../testing/city.ts';
import { FEATURE_TABLE } from '../layers/feature-table-source.ts';
import { testCatalogue } from '../testing/layers.ts';

let service: TestService;

beforeAll(async () => {
  service = await serve({
    db: fakeDatabase(() => Promise.reject(new Error('no database'))),
    catalogue: emptyCatalogue,
  });
});
afterAll(() => service.close());

const json = async (path: string) => {
  const response = await service.get(path);
  return { status: response.status, body: await response.json() };
};

describe('the matrix sets', () => {
  it('are listed with their definition and the addresses of their tiles', async () => {
    const { status, body } = await json('/tileMatrixSets?lang=en');
    expect(status).toBe(200);
    expect(body).toEqual({
      tileMatrixSets: [
        {
          id: 'WebMercatorQuad',
          title: 'Web Mercator',
          uri: 'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad',
          crs: 'http://www.opengis.net/def/crs/EPSG/0/3857',
          links: [
            { rel: 'self', type: 'application/json', href: `${service.url}/tileMatrixSets/WebMercatorQuad` },
            {
              rel: 'item',
              type: 'application/vnd.mapbox-vector-tile',
              templated: true,
              href: `${service.url}/tiles/{layers}/WebMercatorQuad/{tileMatrix}/{tileCol}/{tileRow}.mvt`,
            },
          ],
        },
        expect.objectContaining({ id: 'CGCS2000Quad', crs: 'http://www.opengis.net/def/crs/EPSG/0/4490' }),
      ],
    });
  });

  it('are each defined level by level', async () => {
    const { status, body } = await json('/tileMatrixSets/CGCS2000Quad?lang=zh');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: 'CGCS2000Quad',
      title: 'CGCS2000 经纬度（天地图 c 系列）',
      orderedAxes: ['Lat', 'Lon'],
      tileMatrices: expect.arrayContaining([
        expect.objectContaining({ id: '21', matrixWidth: 4194304, matrixHeight: 2097152 }),
      ]),
    });
  });

  it('that do not exist are answered with those that do', async () => {
    const { status, body } = await json('/tileMatrixSets/WorldCRS84Quad?lang=en');
    expect(status).toBe(404);
    expect(body).toMatchObject({
      code: 'unknown-matrix-set',
      parameter: 'matrixSet',
      detail: 'There is no tile matrix set “WorldCRS84Quad”. There are: WebMercatorQuad, CGCS2000Quad.',
    });
  });
});

describe('the descriptions of a layer that is defined anew while the service runs', () => {
  let edited: TestService;
  const toilets = testCatalogue.layers.find(({ id }) => id === 'toilets');
  const PATHS = ['/styles/light.json', '/layers', '/tiles/toilets.json'] as const;
  const tagOf = async (path: string): Promise<string> => String((await edited.get(path)).headers.get('etag'));

  beforeAll(async () => {
    edited = await serve({ db: fakeDatabase(emptyAnswer), catalogue: testCatalogue });
  });
  afterAll(() => edited.close());

  it('have a new tag where they show what has changed, so that no browser keeps the old style', async () => {
    if (toilets === undefined) throw new Error('The test layers have toilets.');
    const [style, list, tileJson] = await Promise.all(PATHS.map(tagOf));
    const color = { light: '#123456', dark: '#654321' };
    edited.server.registry.set({ ...toilets, style: { ...toilets.style, color } }, FEATURE_TABLE);
    const answer = await edited.get('/styles/light.json', { 'If-None-Match': String(style) });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('#123456');
    expect(await tagOf('/layers')).not.toBe(list);
    // TileJSON does not describe the style.
    expect(await tagOf('/tiles/toilets.json')).toBe(tileJson);
    edited.server.registry.set({ ...toilets, tileAttributes: ['address'] }, FEATURE_TABLE);
    expect(await tagOf('/tiles/toilets.json')).not.toBe(tileJson);
  });
});
