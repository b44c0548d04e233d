/** Every reader of what comes from outside, each with inputs that it reads well. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCatalogue } from '../../../server/layers/catalogue.ts';
import { readGeoTiff } from '../../../server/analysis/demand/import/geotiff-raster.ts';
import { readAsciiGrid } from '../../../server/analysis/demand/import/ascii-grid.ts';
import { definitionOf } from '../../../server/ingest/crs/definition.ts';
import { readPeopleAreas } from '../../../server/analysis/demand/import/read-areas.ts';
import { readPeopleTable } from '../../../server/analysis/demand/import/read-table.ts';
import { decodeDemand, encodeDemand } from '../../../server/analysis/demand/codec.ts';
import { decodeGraph, encodeGraph } from '../../../server/analysis/network/graph.ts';
import { readLines } from '../../../server/analysis/network/import/read-lines.ts';
import { readPbf } from '../../../server/analysis/network/import/read-pbf.ts';
import { readLimitKmh } from '../../../server/analysis/network/import/speeds.ts';
import { readCoverage, readStudy } from '../../../server/analysis/study/parse.ts';
import { checkFeatures } from '../../../server/ingest/check.ts';
import { readCsv } from '../../../server/ingest/read-csv.ts';
import { parseWkt } from '../../../server/ingest/wkt.ts';
import { readGeoJson } from '../../../server/ingest/read-geojson.ts';
import { readSourceFile } from '../../../server/ingest/read-file.ts';
import type { SourceFile } from '../../../server/ingest/types.ts';
import { registryOf } from '../../../server/layers/registry.ts';
import { readConfig } from '../../../server/platform/config.ts';
import { importSource } from '../../../server/platform/run.ts';
import { codingFor, holds } from '../../../server/platform/http/content.ts';
import { langFrom } from '../../../server/platform/http/language.ts';
import { parseBbox, splitList } from '../../../server/platform/http/query.ts';
import { parseJsonBytes } from '../../../server/platform/text/json-text.ts';
import { nearMatches } from '../../../server/platform/text/near-matches.ts';
import { parseNumber } from '../../../server/platform/text/numbers.ts';
import { fold } from '../../../server/search/fold.ts';
import { qingdaoLayer, testCity } from '../../../server/testing/city.ts';
import { townDemand, townGraph } from '../../../server/testing/small-town.ts';
import { readTileAddress, decodePath } from '../../../server/tiles/http.ts';
import { decideTile } from '../../../server/tiles/request.ts';
import { parseLayerFilters } from '../../../tiles/filter/filter.ts';
import { formatCql2 } from '../../../tiles/filter/cql2/format.ts';
import { parseCql2JsonText } from '../../../tiles/filter/cql2/parse-json.ts';
import { parseCql2Text } from '../../../tiles/filter/cql2/parse-text.ts';
import { extentOf } from '../../../tiles/filter/cql2/time.ts';
import { readWkb } from '../../../server/layers/mvt/wkb.ts';
import { isObject } from '../fuzz/values.ts';

export interface Parser {
  readonly name: string;
  /** What it reads well. */
  readonly seeds: () => Promise<readonly Buffer[]> | readonly Buffer[];
  /** Throws what the reader throws. */
  readonly read: (bytes: Buffer, folder: string) => unknown;
}

const FIXTURES = fileURLToPath(new URL('../../../data/fixtures/', import.meta.url));
const CLIENT = new URL('../../../client/src/', import.meta.url);
const catalogue = createCatalogue([qingdaoLayer('toilets'), qingdaoLayer('districts')], testCity);
const registry = registryOf(catalogue);

const texts = (...list: readonly string[]) => list.map((text) => Buffer.from(text));
const fixtures = (...names: readonly string[]) => Promise.all(names.map((name) => readFile(join(FIXTURES, name))));

/** A reader of texts. */
function ofText(name: string, seeds: readonly string[], read: (text: string) => unknown): Parser {
  return { name, seeds: () => texts(...seeds), read: (bytes) => read(bytes.toString()) };
}

/** A reader of files, which it finds by the end of their names. */
function ofFile(
  name: string,
  end: string,
  seeds: () => Promise<readonly Buffer[]> | readonly Buffer[],
  read: (path: string) => unknown,
): Parser {
  return {
    name,
    seeds,
    read: async (bytes, folder) => {
      const path = join(folder, `input${end}`);
      await writeFile(path, bytes);
      return read(path);
    },
  };
}

/** Checks what a file holds, as a load does, before anything is written. */
function checked({ features, errors }: SourceFile, layer: string): unknown {
  if (errors.length > 0) return errors;
  const definition = catalogue.get(layer);
  if (definition === undefined) throw new Error(`No layer ${layer}.`);
  return checkFeatures(features, {
    layer: definition,
    check: catalogue.check(layer),
    datum: 'gcj02',
    ignoreUnknown: true,
    idAttribute: null,
    provenance: 'imported',
  });
}

/** A reader of the page, which is no part of what the scripts are made of. */
async function ofPage(file: string, name: string): Promise<(text: string) => unknown> {
  const module = await importSource(new URL(file, CLIENT).href);
  const found = isObject(module) ? module[name] : undefined;
  if (typeof found !== 'function') throw new Error(`${file} has no ${name}.`);
  return (text) => (found as (text: string) => unknown)(text);
}

const CQL2 = [
  "name LIKE '%第_%' AND (stalls_female > 2 OR NOT wifi = TRUE) AND grade IN ('first', 'second')",
  "S_INTERSECTS(geometry, POLYGON((120 36, 121 36, 121 37, 120 36))) AND T_AFTER(opened, DATE('2020-01-01'))",
  "CASEI(name) = CASEI('Ａ') OR ACCENTI(name) LIKE 'é%' OR stalls_male BETWEEN 1 AND 5 OR name IS NULL",
  "S_WITHIN(geometry, BBOX(119, 35, 122, 38)) OR T_DURING(opened, INTERVAL('2020-01-01', '..'))",
  'S_DWITHIN(geometry, MULTILINESTRING((120 36, 121 37), (1 2, 3 4)), 50, meters)',
];

const STUDY = {
  network: { stored: 'town' },
  demand: { stored: 'townspeople' },
  facilities: { points: [{ id: 'a', lon: 120.4, lat: 36.1, capacity: 3 }] },
  analyses: [{ kind: 'coverage', within: [300, 600] }],
};

const FEATURES = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      id: 'a',
      geometry: { type: 'Point', coordinates: [120.4, 36.1] },
      properties: { name: '甲', district: '370202' },
    },
    {
      type: 'Feature',
      id: 'b',
      geometry: {
        type: 'MultiPoint',
        coordinates: [
          [120.4, 36.1],
          [120.5, 36.2],
        ],
      },
      properties: { name: '乙' },
    },
  ],
};
const AREAS = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      id: 'a',
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [120, 36],
            [121, 36],
            [121, 37],
            [120, 36],
          ],
        ],
      },
      properties: { name: '甲', people: 100 },
    },
  ],
};
const LINES = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      geometry: {
        type: 'LineString',
        coordinates: [
          [120, 36],
          [120.1, 36],
          [120.1, 36.1],
        ],
      },
      properties: { highway: 'residential' },
    },
  ],
};
const GRID = 'ncols 3\nnrows 2\nxllcorner 120\nyllcorner 36\ncellsize 0.01\nNODATA_value -9999\n1 2 3\n4 -9999 6\n';
const PRJ =
  'PROJCS["a",GEOGCS["b",DATUM["c",SPHEROID["d",6378137,298.257222101]],PRIMEM["e",0],UNIT["degree",0.0174532925]],PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",120],UNIT["metre",1]]';
const SOURCE = { people: null, landUse: null };
const AREA_SOURCE = { ...SOURCE, datum: 'wgs84', floors: null, peoplePerM2: null } as const;

export const PARSERS: readonly Parser[] = [
  ofText(
    'wkt',
    [
      'POINT (120 36)',
      'SRID=4326;MULTIPOLYGON Z (((1 2 3, 4 5 6, 7 8 9, 1 2 3)), ((1 2 3, 4 5 6, 7 8 9, 1 2 3)))',
      'MULTIPOINT ((1 2), (3 4))',
    ],
    parseWkt,
  ),
  ofText(
    'geojson',
    [
      JSON.stringify(FEATURES),
      JSON.stringify({ ...FEATURES, crs: { type: 'name', properties: { name: 'EPSG:4326' } } }),
    ],
    (text) => checked(readGeoJson(text, null), 'toilets'),
  ),
  ofText('geojson-areas', [JSON.stringify(AREAS)], (text) => checked(readGeoJson(text, null), 'districts')),
  ofText(
    'csv',
    [
      'id,name,lon,lat,district\na,甲,120.1,36.1,370202\n"b","乙 ""丙""",120.2,36.2,370203\n',
      'id;名称;wkt\r\n1;甲;POINT (120 36)\r\n',
    ],
    (text) => checked(readCsv(text, { idAttribute: null }), 'toilets'),
  ),
  ofFile(
    'load-file',
    '.csv',
    () => fixtures('load/gb18030.csv', 'load/wkt.csv', 'load/chinese-headers.csv'),
    async (path) => checked(await readSourceFile(path, { idAttribute: null }), 'toilets'),
  ),
  ofText('cql2-text', CQL2, (text) => formatCql2(parseCql2Text(text))),
  ofText(
    'cql2-json',
    [
      JSON.stringify({
        op: 'and',
        args: [
          { op: 'like', args: [{ property: 'name' }, '%a%'] },
          { op: '>', args: [{ property: 'n' }, 2] },
        ],
      }),
      JSON.stringify({
        op: 's_intersects',
        args: [
          { property: 'geometry' },
          {
            type: 'Polygon',
            coordinates: [
              [
                [120, 36],
                [121, 36],
                [121, 37],
                [120, 36],
              ],
            ],
          },
        ],
      }),
    ],
    (text) => formatCql2(parseCql2JsonText(text)),
  ),
  {
    name: 'json',
    seeds: () => texts(JSON.stringify(STUDY), '{"a":[1,2,{"b":"\\u00e9\\n"}],"c":-1.5e+10}'),
    read: (bytes) => parseJsonBytes(bytes),
  },
  { name: 'study', seeds: () => texts(JSON.stringify(STUDY)), read: (bytes) => readStudy(bytes) },
  {
    name: 'isochrones',
    seeds: () =>
      texts(JSON.stringify({ network: { stored: 'town' }, origins: [{ id: 'a', lon: 120, lat: 36 }], within: [300] })),
    read: (bytes) => readStudy(bytes, 'IsochronesRequest'),
  },
  {
    name: 'coverage',
    seeds: () =>
      texts(
        JSON.stringify({
          network: { stored: 'town' },
          demand: { stored: 'a' },
          facilities: { layer: 'toilets' },
          limitS: 3600,
          withinS: 600,
          cells: 'all',
        }),
      ),
    read: (bytes) => readCoverage(bytes),
  },
  ofFile('osm-pbf', '.osm.pbf', () => fixtures('network/corner-cases.osm.pbf'), readPbf),
  ofFile('street-lines', '.geojson', () => texts(JSON.stringify(LINES)), readLines),
  ofFile(
    'people-table',
    '.csv',
    () => texts('lon,lat,people\n120.1,36.1,5\n120.2,36.2,7\n'),
    (path) => readPeopleTable(path, SOURCE),
  ),
  ofFile(
    'people-areas',
    '.geojson',
    () => texts(JSON.stringify(AREAS)),
    (path) => readPeopleAreas(path, 'layer', AREA_SOURCE),
  ),
  ofFile(
    'ascii-grid',
    '.asc',
    () => texts(GRID),
    (path) => readAsciiGrid(path, null),
  ),
  ofFile(
    'geotiff',
    '.tif',
    () => [tiff()],
    (path) => readGeoTiff(path, null),
  ),
  ofText('crs', [PRJ, 'EPSG:4549', '+proj=tmerc +lon_0=120 +ellps=GRS80'], definitionOf),
  { name: 'stored-graph', seeds: () => [Buffer.from(encodeGraph(townGraph()))], read: (bytes) => decodeGraph(bytes) },
  {
    name: 'stored-demand',
    seeds: () => [Buffer.from(encodeDemand(townDemand()))],
    read: (bytes) => decodeDemand(bytes),
  },
  {
    name: 'wkb',
    seeds: () => [Buffer.from('0101000000000000000000f03f0000000000000040', 'hex'), Buffer.from(WKB_AREA, 'hex')],
    read: (bytes) => readWkb(bytes),
  },
  ofText('dates', ['2026-01-01', '2026-01-01T12:00:00.123456Z', '2026-02-29T24:00:00+08:00'], (text) => extentOf(text)),
  ofText('numbers', ['1.5e10', '-0.25', '120'], parseNumber),
  ofText('bbox', ['119,35,122,38', ' 1 , 2 , 3 , 4 '], parseBbox),
  ofText('lists', ['a,b,,c', ' a , b '], splitList),
  ofText('names', ['厕所 一号', 'Café №5', '重庆路'], fold),
  ofText('near-names', ['toilet', 'distrikt'], (text) =>
    nearMatches(text.slice(0, 2000), ['toilets', 'districts', 'streets']),
  ),
  ofText('speed-limits', ['50', '30 mph', 'CN:urban', 'none'], readLimitKmh),
  ofText('accept-encoding', ['gzip, br;q=0.5, *;q=0'], codingFor),
  ofText('accept-language', ['zh-CN,zh;q=0.9,en;q=0.8'], (text) => langFrom(undefined, text)),
  ofText('if-none-match', ['W/"a", "b", *'], (text) => holds(text, '"c"')),
  ofText(
    'tile-address',
    [
      '/tiles/toilets,districts/12/3416/1608.mvt?filter=name%20IS%20NULL&datetime=2026-01-01',
      '/tiles/toilets/CGCS2000Quad/9/1/1.mvt?properties=name',
    ],
    (url) => {
      const address = readTileAddress(url);
      return address === null
        ? null
        : decideTile(decodePath(address, url), new URLSearchParams(address.query), registry);
    },
  ),
  ofText('setting-database', ['postgres://a:b@c:5432/d?sslmode=require', 'postgres:///d?host=%2Frun'], (value) =>
    readConfig({ DATABASE_URL: value }),
  ),
  ofText('setting-base-map', ['https://a/{z}/{x}/{y}.png'], (value) =>
    readConfig({ BASEMAP_URL: value, BASEMAP_ATTRIBUTION: 'a' }),
  ),
  ofText('setting-archive', ['https://a.example/b/c.pmtiles?d=e'], (value) => readConfig({ TILE_ARCHIVE_URL: value })),
  ofText('link-filters', ['name:a,b;stalls:1..5;opened:2020-01-01..'], parseLayerFilters),
  ofText(
    'link-map',
    ['?view=120.3,36.1,9&layers=toilets,districts&f.toilets=name:a&lang=en&theme=dark&nearby=toilets,120,36'],
    async (text) => (await ofPage('state/address.ts', 'parseAddress'))(text),
  ),
  ofText(
    'link-plan',
    ['?scenario=s1;近期方案;a:new-1,120.38264,36.0671;m:05-0001,120.39,36.07;r:05-0002'],
    async (text) => (await ofPage('pages/plan/state/scenario-text.ts', 'parseScenario'))(text),
  ),
  ofText('link-areas', ['120.38,36.06,120.39,36.06,120.39,36.07;1,2,3,4,5,6'], async (text) =>
    (await ofPage('pages/plan/state/scenario-text.ts', 'parseRings'))(text),
  ),
];

const WKB_AREA =
  '010300000001000000040000000000000000005e40000000000000424000000000004 05e4000000000000042400000000000405e4000000000008042400000000000005e400000000000004240'.replace(
    / /g,
    '',
  );

/** A GeoTIFF of 2 by 2 pixels in degrees, as small as there is one. */
function tiff(): Buffer {
  const entries: readonly (readonly [tag: number, type: number, count: number, value: number | Buffer])[] = [
    [256, 3, 1, 2],
    [257, 3, 1, 2],
    [258, 3, 1, 32],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [273, 4, 1, 400],
    [277, 3, 1, 1],
    [278, 3, 1, 2],
    [279, 4, 1, 16],
    [339, 3, 1, 3],
    [33550, 12, 3, doubles(0.01, 0.01, 0)],
    [33922, 12, 6, doubles(0, 0, 0, 120, 36, 0)],
    [34735, 3, 12, shorts(1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4326)],
  ];
  const bytes = Buffer.alloc(416);
  bytes.write('II', 0, 'latin1');
  bytes.writeUInt16LE(42, 2);
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(entries.length, 8);
  let free = 10 + entries.length * 12 + 4;
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(count, at + 4);
    if (typeof value === 'number') {
      bytes.writeUInt32LE(value, at + 8);
      continue;
    }
    bytes.writeUInt32LE(free, at + 8);
    value.copy(bytes, free);
    free += value.length;
  }
  for (const [index, value] of [1, 2, 3, 4].entries()) bytes.writeFloatLE(value, 400 + index * 4);
  return bytes;
}

function doubles(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, index) => bytes.writeDoubleLE(value, index * 8));
  return bytes;
}

function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
}
