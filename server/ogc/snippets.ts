/** How a layer is used from other programs: what people copy from its page. */
import type { Lang } from '../../tiles/i18n.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { escapeHtml, formatDecimal } from '../../tiles/text.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { say } from '../platform/messages/index.ts';
import { OGC } from './messages.ts';

export interface Snippet {
  readonly id: 'maplibre' | 'leaflet' | 'openlayers' | 'qgis' | 'arcgis' | 'tianditu' | 'gdal' | 'python' | 'curl';
  readonly title: string;
  /** Code, or steps in words. */
  readonly content: string | readonly string[];
  /** What it needs. */
  readonly needs: string | null;
  /** Whether `npm run test:conformance` runs the text as it stands. */
  readonly isRun: boolean;
}

export interface SnippetParts {
  readonly base: string;
  readonly lang: Lang;
  /** Of the layer, else of the city. */
  readonly bbox: Bbox;
  /** Whose the data is, as text. */
  readonly source: string;
  readonly isTilesOnly: boolean;
}

const COLOR = '#d6006c';
/** A part of a city fills a screen, by tiles of 512 px. */
const ZOOM = 11;

/** In the order of the page. */
export function snippetsOf(layer: LayerDefinition, parts: SnippetParts): readonly Snippet[] {
  const { base, lang, isTilesOnly } = parts;
  const id = encodeURIComponent(layer.id);
  const values = {
    api: `${base}/ogc`,
    tiles: `${base}/tiles/${id}/{z}/{x}/{y}.mvt`,
    wmts: `${base}/wmts/1.0.0/WMTSCapabilities.xml`,
    layer: layer.title[lang],
    minzoom: layer.minzoom,
    maxzoom: layer.maxzoom,
  };
  const web = (which: WebMap, title: string, files: readonly string[], packages: string): Snippet => ({
    id: which,
    title,
    content: page(files, WEB_MAPS[which](layer, parts)),
    needs: say(OGC['use-page'], lang, { files: files.join(', '), packages }),
    isRun: true,
  });
  const steps = (which: 'qgis' | 'arcgis', title: string): Snippet => ({
    id: which,
    title,
    content: STEPS[which](isTilesOnly).map((step) => say(OGC[step], lang, values)),
    needs: null,
    isRun: false,
  });
  const tools: readonly Snippet[] = isTilesOnly
    ? []
    : [
        { id: 'gdal', title: 'GDAL', content: gdal(layer, base), needs: OGC['use-gdal'][lang], isRun: true },
        { id: 'python', title: 'Python', content: python(layer, base), needs: OGC['use-python'][lang], isRun: true },
      ];
  return [
    web('maplibre', 'MapLibre GL JS', ['maplibre-gl.js', 'maplibre-gl.css'], 'maplibre-gl'),
    web(
      'leaflet',
      'Leaflet',
      ['leaflet.js', 'leaflet.css', 'Leaflet.VectorGrid.bundled.js'],
      'leaflet, leaflet.vectorgrid',
    ),
    web('openlayers', 'OpenLayers', ['ol.js', 'ol.css'], 'ol'),
    steps('qgis', 'QGIS'),
    steps('arcgis', 'ArcGIS'),
    {
      id: 'tianditu',
      title: OGC.tianditu[lang],
      content: page(['https://api.tianditu.gov.cn/api?v=4.0&tk='], tianditu(layer, parts)),
      needs: OGC['use-tianditu'][lang],
      isRun: false,
    },
    ...tools,
    { id: 'curl', title: 'curl', content: curl(layer, parts), needs: null, isRun: true },
  ];
}

const STEPS = {
  qgis: (isTilesOnly: boolean) =>
    isTilesOnly ? (['use-qgis-tiles'] as const) : (['use-qgis', 'use-qgis-tiles'] as const),
  arcgis: (isTilesOnly: boolean) =>
    isTilesOnly ? (['use-arcgis-wmts'] as const) : (['use-arcgis', 'use-arcgis-wmts'] as const),
};

type WebMap = 'maplibre' | 'leaflet' | 'openlayers';

/** A whole page with a map. */
function page(files: readonly string[], script: string): string {
  const head = files.map((file) =>
    file.endsWith('.css') ? `<link rel="stylesheet" href="${file}">` : `<script src="${escapeHtml(file)}"></script>`,
  );
  return `<!doctype html>
<meta charset="utf-8">
${head.join('\n')}
<style>html, body, #map { height: 100%; margin: 0; }</style>
<div id="map"></div>
<script>
${script}
</script>
`;
}

const WEB_MAPS: Readonly<Record<WebMap, (layer: LayerDefinition, parts: SnippetParts) => string>> = {
  maplibre: (layer, { base, bbox }) => {
    const { type, paint } = {
      Point: { type: 'circle', paint: `'circle-color': '${COLOR}', 'circle-radius': 5` },
      LineString: { type: 'line', paint: `'line-color': '${COLOR}', 'line-width': 2` },
      Polygon: { type: 'fill', paint: `'fill-color': '${COLOR}', 'fill-opacity': 0.5` },
    }[layer.geometry];
    return `const map = new maplibregl.Map({
  container: 'map',
  center: [${centreOf(bbox).join(', ')}],
  zoom: ${String(zoomOf(layer))},
  style: {
    version: 8,
    sources: {
      base: { type: 'raster', tiles: ['${base}/raster/base/{z}/{x}/{y}.png'], tileSize: 256 },
      layer: { type: 'vector', url: '${base}/tiles/${encodeURIComponent(layer.id)}.json' },
    },
    layers: [
      { id: 'base', type: 'raster', source: 'base' },
      {
        id: 'layer', type: '${type}', source: 'layer', 'source-layer': '${sourceLayer(layer)}',
        paint: { ${paint} },
      },
    ],
  },
});`;
  },
  leaflet: (layer, { base, bbox, source }) => {
    const style = {
      Point: `radius: 5, stroke: false, fill: true, fillColor: '${COLOR}', fillOpacity: 1`,
      LineString: `color: '${COLOR}', weight: 2`,
      Polygon: `stroke: false, fill: true, fillColor: '${COLOR}', fillOpacity: 0.5`,
    }[layer.geometry];
    const [lon, lat] = centreOf(bbox);
    return `const map = L.map('map').setView([${lat}, ${lon}], ${String(zoomOf(layer) + 1)});
L.tileLayer('${base}/raster/base/{z}/{x}/{y}.png').addTo(map);
L.vectorGrid.protobuf('${base}/tiles/${encodeURIComponent(layer.id)}/{z}/{x}/{y}.mvt', {
  rendererFactory: L.canvas.tile,
  maxNativeZoom: ${String(layer.maxzoom)},
  attribution: ${JSON.stringify(escapeHtml(source))},
  vectorTileLayerStyles: {
    '${sourceLayer(layer)}': { ${style} },
  },
}).addTo(map);`;
  },
  openlayers: (layer, { base, bbox, source }) => {
    const style = {
      Point: `'circle-radius': 5, 'circle-fill-color': '${COLOR}'`,
      LineString: `'stroke-color': '${COLOR}', 'stroke-width': 2`,
      Polygon: `'fill-color': '${COLOR}80'`,
    }[layer.geometry];
    return `const map = new ol.Map({
  target: 'map',
  layers: [
    new ol.layer.Tile({ source: new ol.source.XYZ({ url: '${base}/raster/base/{z}/{x}/{y}.png' }) }),
    new ol.layer.VectorTile({
      source: new ol.source.OGCVectorTile({
        url: '${base}/ogc/collections/${encodeURIComponent(layer.id)}/tiles/WebMercatorQuad',
        format: new ol.format.MVT(),
        attributions: ${JSON.stringify(escapeHtml(source))},
      }),
      style: { ${style} },
    }),
  ],
  view: new ol.View({ center: ol.proj.fromLonLat([${centreOf(bbox).join(', ')}]), zoom: ${String(zoomOf(layer) + 1)} }),
});`;
  },
};

function tianditu(layer: LayerDefinition, { base, bbox }: SnippetParts): string {
  const zoom = String(zoomOf(layer) + 1);
  return `const map = new T.Map('map');
map.centerAndZoom(new T.LngLat(${centreOf(bbox).join(', ')}), ${zoom});
map.addLayer(new T.TileLayer('${base}/raster/${encodeURIComponent(layer.id)}/{z}/{x}/{y}.png?base=none', {
  minZoom: ${String(layer.minzoom)},
  maxZoom: 18,
}));`;
}

function gdal({ id }: LayerDefinition, base: string): string {
  return `ogrinfo -ro -so "OAPIF:${base}/ogc" ${id}
ogr2ogr ${id}.gpkg "OAPIF:${base}/ogc" ${id}
`;
}

function python({ id }: LayerDefinition, base: string): string {
  return `from owslib.ogcapi.features import Features

api = Features('${base}/ogc')
page = api.collection_items('${id}', limit=100)
print(page['numberMatched'])
for feature in page['features']:
    print(feature['id'], feature['geometry'], feature['properties'])
`;
}

function curl({ id }: LayerDefinition, { base, isTilesOnly }: SnippetParts): string {
  if (isTilesOnly) return `curl "${base}/tiles/${encodeURIComponent(id)}.json"\n`;
  const path = encodeURIComponent(id);
  return `curl "${base}/ogc/collections/${path}/items?f=json&limit=100"
curl -o ${id}.csv "${base}/layers/${path}/download.csv"
`;
}

function sourceLayer({ sourceLayer: own, id }: LayerDefinition): string {
  return own ?? id;
}

function zoomOf({ minzoom, maxzoom }: LayerDefinition): number {
  return Math.min(Math.max(ZOOM, minzoom), maxzoom);
}

/** Longitude and latitude, in degrees. */
function centreOf([west, south, east, north]: Bbox): readonly [string, string] {
  return [formatDecimal((west + east) / 2, 5), formatDecimal((south + north) / 2, 5)];
}
