/** QGIS of Debian, without a screen: features, a filter of its own, and four kinds of tiles drawn where they are. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from './report.ts';
import { installDebian, run } from './tools.ts';
import { compare, count, featuresOf, pointsOf, type Feature } from './truth.ts';

/** The Python that Debian builds QGIS for, whatever another one comes first on the path. */
const PYTHON = '/usr/bin/python3';
const DEBIAN = ['qgis', 'python3-qgis'];
const ENV = { QT_QPA_PLATFORM: 'offscreen', XDG_RUNTIME_DIR: '/tmp' };

const START = `
import json, sys
from qgis.core import *
app = QgsApplication([], False)
app.initQgis()
`;
const FEATURES = `${START}
url, layer, subset = sys.argv[1:]
source = f" pagingEnabled='true' srsname='OGC:CRS84' typename='{layer}' url='{url}/ogc'"
read = QgsVectorLayer(source, layer, 'OAPIF')
assert read.isValid(), read.error().message()
# Shortest text that reads as the same number.
features = [{'id': f['id'], 'geometry': json.loads(f.geometry().asJson(17))} for f in read.getFeatures()]
read.setSubsetString(subset)
print(json.dumps({'features': features, 'filtered': [f['id'] for f in read.getFeatures()] if subset else []}))
`;
/**
 * Draws each source by itself, and tells at which of the places it has drawn nothing within one px: QGIS cuts a layer
 * at its box, and so the symbols of its outermost points in their middle.
 */
const TILES = `${START}
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
asked = json.load(open(sys.argv[1]))
wgs84 = QgsCoordinateReferenceSystem('EPSG:4326')
told = {}
for name, [kind, source, crs] in asked['sources'].items():
    layer = QgsVectorTileLayer(source, name) if kind == 'vector' else QgsRasterLayer(source, name, 'wms')
    assert layer.isValid(), name + ': ' + layer.error().message()
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(1200, 900))
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    way = QgsCoordinateTransform(wgs84, settings.destinationCrs(), QgsProject.instance())
    settings.setExtent(way.transformBoundingBox(QgsRectangle(*asked['bbox'])))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image, pixel = job.renderedImage(), settings.mapToPixel()
    around = [(x, y) for x in [-1, 0, 1] for y in [-1, 0, 1]]
    drawn = lambda at: any(image.pixelColor(round(at.x()) + x, round(at.y()) + y).alpha() > 0 for x, y in around)
    told[name] = [id for id, at in asked['points'].items() if not drawn(pixel.transform(way.transform(QgsPointXY(*at))))]
print(json.dumps(told))
`;

export async function checkQgis(url: string, layers: readonly string[], work: string, report: Report): Promise<void> {
  await install();
  const [points = ''] = layers;
  for (const layer of layers) {
    const features = await featuresOf(url, layer);
    await report.check(`QGIS, OGC API Features: ${layer}`, async () => {
      const subset = layer === points ? 'accessible = true' : '';
      const said = await run(PYTHON, ['-c', FEATURES, url, layer, subset], { env: ENV });
      const read = JSON.parse(said) as { readonly features: Feature[]; readonly filtered: string[] };
      const expected = subset === '' ? 0 : await matched(url, layer, subset);
      return [
        ...compare(features, read.features),
        ...(read.filtered.length === expected ? [] : [`filtered: ${count(read.filtered.length, expected)}`]),
      ];
    });
  }
  const places = [...pointsOf(await featuresOf(url, points))];
  await report.check(`QGIS, tiles: ${points}`, async () => {
    const [lons, lats] = [places.map(([, [lon]]) => lon), places.map(([, [, lat]]) => lat)];
    const path = join(work, 'qgis.json');
    const bbox = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
    const margin = 0.01;
    await writeFile(
      path,
      JSON.stringify({
        bbox: bbox.map((value, side) => (side < 2 ? value - margin : value + margin)),
        points: Object.fromEntries(places),
        sources: sourcesOf(url, points),
      }),
    );
    const told = JSON.parse(await run(PYTHON, ['-c', TILES, path], { env: ENV })) as Record<string, string[]>;
    return Object.entries(told).flatMap(([source, ids]) => ids.map((id) => `${source}: nothing is drawn at ${id}`));
  });
}

async function install(): Promise<void> {
  const isThere = await run(PYTHON, ['-c', 'import qgis.core'], { env: ENV }).then(
    () => true,
    () => false,
  );
  if (!isThere) await installDebian(DEBIAN);
}

async function matched(url: string, layer: string, filter: string): Promise<number> {
  const query = new URLSearchParams({ f: 'json', limit: '1', filter });
  const answer = await fetch(`${url}/ogc/collections/${layer}/items?${query.toString()}`);
  return ((await answer.json()) as { readonly numberMatched: number }).numberMatched;
}

/** As QGIS keeps a connection: kind, source, and the system that it is drawn in. */
function sourcesOf(url: string, layer: string): Readonly<Record<string, readonly [string, string, string]>> {
  const place = '%7Bz%7D/%7Bx%7D/%7By%7D';
  const wmts = (set: string, crs: string): string =>
    `crs=${crs}&format=image/png&layers=${layer}&styles=light&tileMatrixSet=${set}` +
    `&url=${url}/wmts/1.0.0/WMTSCapabilities.xml`;
  return {
    'vector tiles': ['vector', `type=xyz&url=${url}/tiles/${layer}/${place}.mvt&zmax=16&zmin=0`, 'EPSG:3857'],
    'raster tiles': [
      'raster',
      `type=xyz&url=${url}/raster/${layer}/WebMercatorQuad/${place}.png?base%3Dnone&zmax=18&zmin=0`,
      'EPSG:3857',
    ],
    'WMTS, EPSG:3857': ['raster', wmts('WebMercatorQuad', 'EPSG:3857'), 'EPSG:3857'],
    'WMTS, EPSG:4490': ['raster', wmts('CGCS2000Quad', 'EPSG:4490'), 'EPSG:4490'],
  };
}
