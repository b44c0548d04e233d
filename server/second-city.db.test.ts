/**
 * A tiny city on another continent and in another time zone, from a folder that the test writes: without cases,
 * studies, districts, subdistricts, sea, roads or generators.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VectorTile } from '@mapbox/vector-tile';
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeColumnar } from '../tiles/api/columnar-message.ts';
import type { CoverageHeader } from '../tiles/api/coverage.ts';
import { extentOf } from '../tiles/filter/cql2/time.ts';
import { tileAt } from '../tiles/tile/tile.ts';
import { importDemand } from './analysis/demand/import/import.ts';
import { importNetwork } from './analysis/network/import/import.ts';
import { loadCity, type LoadedCity } from './city.ts';
import { ensureLayers } from './ingest/layers.ts';
import { loadFile } from './ingest/load.ts';
import { readConfig } from './platform/config.ts';
import { sqlText } from './platform/db/sql.ts';
import { describeDatabases } from './testing/describe-databases.ts';
import { serve, type TestService } from './testing/serve.ts';

const CITY = {
  code: 'nuuk',
  name: { zh: '努克', en: 'Nuuk' },
  timeZone: 'America/Nuuk',
  bounds: [-51.8, 64.14, -51.6, 64.2],
  start: { center: [-51.72, 64.175], zoom: 12 },
};

const LIBRARIES = {
  id: 'libraries',
  title: { zh: '图书馆', en: 'Libraries' },
  description: { zh: '公共图书馆。', en: 'Public libraries.' },
  theme: 'facilities',
  geometry: 'Point',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' } },
    opened: { type: 'string', format: 'date', title: { zh: '启用', en: 'Opened' } },
    inspected: { type: 'string', format: 'date-time', title: { zh: '检查', en: 'Inspected' } },
    seats: { type: 'integer', title: { zh: '座位', en: 'Seats' }, minimum: 0 },
  },
  required: ['name'],
  name: { zh: 'name' },
  owner: { zh: '市政府', en: 'Municipality' },
  visibility: 'public',
  source: { zh: '测试', en: 'Test' },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['seats'],
  style: { color: { light: '#0b6fa4', dark: '#5ab4e0' }, order: 210 },
  filters: [],
};

/** It was inspected when the clocks of Nuuk showed the evening of 31 March, and those of UTC and of China 1 April. */
const DATA = `id,name,lon,lat,opened,inspected,seats
l1,Nunatta Atuagaateqarfia,-51.7394,64.1766,2017-03-31,2017-04-01T01:30:00Z,40
l2,Qinngorput,-51.6902,64.1725,2018-05-01,2018-05-01T12:00:00Z,12
`;

/** Streets 200 m apart, 12 by 12, and 25 people in each of 36 places among them. */
const STEP = { lon: 0.004, lat: 0.0018 };
const at = (x: number, y: number): number[] => [-51.73 + x * STEP.lon, 64.17 + y * STEP.lat];
const BLOCKS = Array.from({ length: 12 }, (_, i) => i);
const STREETS = {
  type: 'FeatureCollection',
  features: [...BLOCKS.map((y) => BLOCKS.map((x) => at(x, y))), ...BLOCKS.map((x) => BLOCKS.map((y) => at(x, y)))].map(
    (coordinates) => ({
      type: 'Feature',
      properties: { highway: 'residential' },
      geometry: { type: 'LineString', coordinates },
    }),
  ),
};
const PLACES = BLOCKS.slice(0, 6).flatMap((x) => BLOCKS.slice(0, 6).map((y) => at(x + 0.4, y + 0.4)));
const PEOPLE = `lon,lat,people\n${PLACES.map((place) => `${place.join()},25`).join('\n')}\n`;

describeDatabases('a second city', { embedded: 'daily' }, (database) => {
  let folder: string;
  let city: LoadedCity;
  let service: TestService;
  const json = async (path: string): Promise<unknown> => (await service.get(path)).json();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-nuuk-'));
    await mkdir(join(folder, 'layers'));
    await writeFile(join(folder, 'city.json'), JSON.stringify(CITY));
    await writeFile(join(folder, 'layers/libraries.json'), JSON.stringify(LIBRARIES));
    await writeFile(join(folder, 'libraries.csv'), DATA);
    await writeFile(join(folder, 'streets.geojson'), JSON.stringify(STREETS));
    await writeFile(join(folder, 'people.csv'), PEOPLE);
    city = await loadCity(readConfig({ CHENGTU_CITY: folder }).cityFolder);
    await ensureLayers(database(), city.catalogue);
    service = await serve({ db: database(), catalogue: city.catalogue, cases: city.cases });
  });
  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('has nothing but what its folder holds', () => {
    expect([city.cases, city.studies]).toEqual([[], []]);
    expect(city.catalogue.layers.map(({ id }) => id)).toEqual(['libraries']);
  });

  it('takes a file', async () => {
    const report = await loadFile(database(), city.catalogue, {
      layer: 'libraries',
      path: join(folder, 'libraries.csv'),
      datum: 'wgs84',
      replace: false,
      provenance: 'imported',
      idAttribute: null,
      ignoreUnknown: false,
    });
    const notes = [{ message: 'decoded-names' }, { message: 'datum-elsewhere' }];
    expect(report).toMatchObject({ count: 2, notes });
  });

  it('tells the map its name, its place and its time', async () => {
    expect(await json('/config.json')).toMatchObject({
      city: CITY.name,
      cityCode: 'nuuk',
      center: CITY.start.center,
      bounds: CITY.bounds,
      timeZone: 'America/Nuuk',
      roles: {},
      hasCases: false,
    });
    expect(await json('/cases')).toEqual({ cases: [] });
    expect(await json('/layers')).toMatchObject({ layers: [{ id: 'libraries', count: 2 }], areas: {} });
  });

  it('is drawn without districts, sea and roads', async () => {
    for (const theme of ['light', 'dark']) {
      const style = await (await service.get(`/styles/${theme}.json?lang=en`)).json();
      expect(validateStyleMin(style)).toEqual([]);
      expect(style).toMatchObject({ center: CITY.start.center, zoom: 12 });
      expect(style.name).toContain('Nuuk');
      expect(Object.keys(style.sources).sort()).toEqual(['base-labels', 'libraries']);
    }
  });

  it('has tiles', async () => {
    const { z, x, y } = tileAt({ lon: -51.7394, lat: 64.1766 }, 14);
    const response = await service.get(`/tiles/libraries/${z}/${x}/${y}.mvt`);
    const layer = new VectorTile(new PbfReader(await response.arrayBuffer())).layers['libraries'];
    expect({ ...layer?.feature(0).properties }).toMatchObject({ id: 'l1', name: 'Nunatta Atuagaateqarfia', seats: 40 });
  });

  it('finds names, in any order of letters that search forgives', async () => {
    expect(await json('/search?q=qinngorput')).toMatchObject({ hits: [{ layer: 'libraries', id: 'l2' }] });
    expect(await json('/search?q=atuagaateqarfia')).toMatchObject({
      hits: [{ id: 'l1', context: { zh: '', en: '' } }],
    });
  });

  it('finds what is near, by dates of its own time zone', async () => {
    const near = async (filter: string): Promise<string[]> => {
      const path = `/nearby?layer=libraries&lon=-51.72&lat=64.175&radius=5000&filter=${encodeURIComponent(filter)}`;
      const { features } = (await json(path)) as { readonly features: readonly { readonly id: string }[] };
      return features.map(({ id }) => id);
    };
    expect(await near("inspected = DATE('2017-03-31')")).toEqual(['l1']);
    expect(await near("inspected = DATE('2017-04-01')")).toEqual([]);
    expect(await near("opened = DATE('2017-03-31')")).toEqual(['l1']);
    expect(await near("opened > TIMESTAMP('2018-04-30T23:00:00Z')")).toEqual(['l2']);
  });

  it.each(['America/Nuuk', 'America/Sao_Paulo', 'Europe/Helsinki', 'Asia/Kathmandu', 'Australia/Lord_Howe'])(
    'reads dates of %s in the database as everywhere else',
    async (zone) => {
      const texts = ['2018-11-04', '2018-02-17', '2018-02-18', '2023-03-26', '2023-10-29', '2024-02-29', '1999-12-31'];
      const times = [
        '2018-11-04T00:30',
        '2023-03-26T03:30:15',
        '2018-02-17T23:30',
        '2023-10-29T03:30',
        '2020-01-01T00:00Z',
      ];
      for (const text of [...texts, ...times]) {
        const [row] = await database().query(
          sqlText(`select filter_moment_in($1, 'start', $2) as start, filter_moment_in($1, 'last', $2) as last,
            filter_moment_in($1, 'end', $2) as "end"`),
          [text, zone],
        );
        const { start, last, end } = extentOf(text, zone) ?? {};
        expect(row, text).toEqual({ start: String(start), last: String(last), end: String(end) });
      }
    },
  );

  it('is planned for: streets, people, and how far they have to go', async () => {
    await importNetwork(database(), {
      city: city.city,
      path: join(folder, 'streets.geojson'),
      id: 'roads',
      provenance: 'imported',
      datum: null,
      replace: false,
    });
    const { demand } = await importDemand(database(), folder, {
      city: city.city,
      path: join(folder, 'people.csv'),
      kind: 'csv',
      id: 'people',
      provenance: 'imported',
      replace: false,
      cells: null,
      datum: null,
      people: null,
      landUse: null,
      peoplePerM2: null,
      crs: null,
      floors: null,
      streets: null,
    });
    expect(demand.count).toBeGreaterThan(0);
    expect(await json('/analysis/catalogue')).toMatchObject({
      networks: [{ id: 'roads', edges: 264 }],
      demands: [{ id: 'people', people: 900 }],
      layers: [{ id: 'libraries', capacities: ['seats'] }],
      // None of the standards that the project comes with speaks of libraries.
      standards: [],
    });
    const response = await fetch(`${service.url}/analysis/coverage`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        network: { stored: 'roads' },
        demand: { stored: 'people' },
        facilities: { layer: 'libraries' },
        limitS: 3600,
        withinS: 1800,
        cells: 'all',
      }),
    });
    expect(response.status).toBe(200);
    const { header } = decodeColumnar(new Uint8Array(await response.arrayBuffer()));
    expect((header as CoverageHeader).facilities.length).toBe(2);
  });
});
