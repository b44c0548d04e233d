/** GDAL, OWSLib, ogc-client, curl: each must find the features that there are. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { tileOf } from './tile-of.ts';
import type { Report } from './report.ts';
import { snippet, snippetsOf } from './snippets.ts';
import { run, type Tools } from './tools.ts';
import { compare, count, featuresOf, pointsOf, pxBetween, type Feature, type Lonlat } from './truth.ts';

/** Points, lines and areas. */
export const LAYERS = ['toilets', 'roads', 'zones'] as const;
const POINTS = LAYERS[0];
const MVT_ZOOM = 12;
const WMTS_ZOOM = 16;

const OWSLIB = `
import json, sys
from owslib.ogcapi.features import Features
url, layer = sys.argv[1:3]
api = Features(url + '/ogc')
assert layer in api.feature_collections(), api.feature_collections()
assert 'geometry' in api.collection_queryables(layer)['properties']
assert api.api()['openapi'].startswith('3.0')
features = api.collection_items(layer, limit=10000)['features']
one = api.collection_item(layer, features[0]['id'])
assert one['geometry'] == features[0]['geometry'], one
print(json.dumps(features))
`;
const OWSLIB_WMTS = `
import sys
from owslib.wmts import WebMapTileService
url, layer, zoom, row, column, path = sys.argv[1:]
service = WebMapTileService(url + '/wmts/1.0.0/WMTSCapabilities.xml')
assert sorted(service.contents[layer].tilematrixsetlinks) == ['CGCS2000Quad', 'WebMercatorQuad']
tile = service.gettile(layer=layer, tilematrixset='WebMercatorQuad', tilematrix=zoom, row=row, column=column,
                       format='image/png')
open(path, 'wb').write(tile.read())
`;
const OGC_CLIENT = `
import { OgcApiEndpoint } from '@camptocamp/ogc-client';
const [url, layer] = process.argv.slice(1);
const api = new OgcApiEndpoint(url + '/ogc');
const isIn = (list) => list.some((each) => (each.name ?? each) === layer);
const styles = await api.allStyles();
console.log(JSON.stringify({
  features: await api.getCollectionItems(layer, 10000),
  told: [
    [isIn(await api.featureCollections), 'features'],
    [isIn(await api.vectorTileCollections), 'vector tiles'],
    [(await api.getVectorTilesetUrl(layer, 'WebMercatorQuad'))?.startsWith(url), 'address of a tileset'],
    [styles.length === 2, 'styles'],
  ].flatMap(([isRight, what]) => (isRight ? [] : [what])),
}));
`;

export async function checkPrograms(url: string, { folder, bin }: Tools, work: string, report: Report): Promise<void> {
  const python = join(bin, 'python');
  for (const layer of LAYERS) {
    const features = await featuresOf(url, layer);
    await report.check(`GDAL, OGC API Features: ${layer}`, async () => {
      const args = ['-f', 'GeoJSON', '/vsistdout/', '-lco', 'COORDINATE_PRECISION=15', '-lco', 'RFC7946=NO'];
      const { features: read } = JSON.parse(await run('ogr2ogr', [...args, `OAPIF:${url}/ogc`, layer])) as {
        readonly features: readonly Feature[];
      };
      return compare(features, withIds(read));
    });
    await report.check(`OWSLib, OGC API Features: ${layer}`, async () =>
      compare(features, JSON.parse(await run(python, ['-c', OWSLIB, url, layer])) as Feature[]),
    );
    await report.check(`ogc-client: ${layer}`, async () => {
      const said = await run(process.execPath, ['--input-type=module', '-e', OGC_CLIENT, url, layer], { cwd: folder });
      const { features: read, told } = JSON.parse(said) as { features: Feature[]; told: string[] };
      return [...told, ...compare(features, read)];
    });
  }

  const features = await featuresOf(url, POINTS);
  const points = pointsOf(features);
  await report.check(`GDAL, vector tiles: ${POINTS}`, async () => {
    const source = [`MVT:${url}/tiles/${POINTS}/${String(MVT_ZOOM)}`, POINTS, '-oo', 'TILE_EXTENSION=mvt'];
    const args = ['-f', 'GeoJSON', '/vsistdout/', '-t_srs', 'EPSG:4326', ...source];
    const read = withIds((JSON.parse(await run('ogr2ogr', args)) as { features: Feature[] }).features);
    return pointsApart(points, pointsOf(read), MVT_ZOOM);
  });
  await report.check(`OWSLib, WMTS: ${POINTS}`, async () => {
    const [first = [0, 0]] = points.values();
    const tile = tileOf(first, WMTS_ZOOM);
    const path = join(work, 'wmts.png');
    await run(python, ['-c', OWSLIB_WMTS, url, POINTS, ...[WMTS_ZOOM, tile.y, tile.x].map(String), path]);
    const image = await loadImage(await readFile(path));
    const canvas = createCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const inTile = [...points].filter(([, each]) => {
      const { x, y } = tileOf(each, WMTS_ZOOM);
      return x === tile.x && y === tile.y;
    });
    return inTile.flatMap(([id, each]) => {
      const { left, top } = tileOf(each, WMTS_ZOOM);
      const [, , , alpha] = context.getImageData(left * image.width, top * image.height, 1, 1).data;
      return alpha === 255 ? [] : [`${id}: nothing is drawn where it is`];
    });
  });

  const snippets = await snippetsOf(url, POINTS);
  const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');
  await report.check('snippet of curl', async () => {
    const page = JSON.parse(await run('sh', ['-ec', snippet(snippets, 'curl')], { cwd: work })) as {
      features: Feature[];
    };
    const csv = lines(await readFile(join(work, `${POINTS}.csv`), 'utf8'));
    return [
      ...compare(features.slice(0, 100), page.features),
      ...(csv.length === features.length + 1 ? [] : [`CSV: ${count(csv.length - 1, features.length)}`]),
    ];
  });
  await report.check('snippet of GDAL', async () => {
    const said = await run('sh', ['-ec', snippet(snippets, 'gdal')], { cwd: work });
    const file = await run('ogrinfo', ['-ro', '-so', join(work, `${POINTS}.gpkg`), POINTS]);
    const expected = `Feature Count: ${String(features.length)}`;
    return [said, file].flatMap((text) => (text.includes(expected) ? [] : [text]));
  });
  await report.check('snippet of Python', async () => {
    const [matched, ...read] = lines(await run(python, ['-c', snippet(snippets, 'python')]));
    const expected = features.slice(0, 100);
    return [
      ...(Number(matched) === features.length ? [] : [`${String(matched)} matched`]),
      ...expected.flatMap(({ id }, nth) => (read[nth]?.startsWith(`${id} `) === true ? [] : [`${id} is missing`])),
    ];
  });
}

/** GDAL makes ids of its own where those of the features are no numbers. */
function withIds(features: readonly Feature[]): Feature[] {
  return features.map((each) => ({
    ...each,
    id: (each as unknown as { readonly properties: { readonly id: string } }).properties.id,
  }));
}

function pointsApart(
  points: ReadonlyMap<string, Lonlat>,
  read: ReadonlyMap<string, Lonlat>,
  zoom: number,
): readonly string[] {
  const told = [...points].flatMap(([id, point]) => {
    const own = read.get(id);
    if (own === undefined) return [`${id} is missing`];
    const px = pxBetween(point, own, zoom);
    return px <= 1 ? [] : [`${id}: ${px.toFixed(2)} px away`];
  });
  return read.size === points.size ? told : [count(read.size, points.size), ...told];
}
