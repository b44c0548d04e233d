import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OsmElement, Tags } from '../osm/index.ts';
import { osmFile } from '../testing/osm-writer.ts';
import { BaseMap } from './base-map.ts';
import { BaseMapError } from './errors.ts';
import { importBaseMap, type ImportBaseMapReport } from './import.ts';
import { mercatorX, mercatorY } from './mercator.ts';
import { MAX_TILE_BYTES } from './tiling/cut.ts';

/** A square of about 2 km on the shore: the sea in the south, a park with a pond in it, streets, houses. */
const BOX = [120.3, 36.0, 120.32, 36.02] as const;

class Extract {
  readonly elements: OsmElement[] = [];
  #id = 0;

  node(lon: number, lat: number, tags: Tags = {}): number {
    this.elements.push({ type: 'node', id: (this.#id += 1), lon, lat, tags });
    return this.#id;
  }

  way(refs: readonly number[], tags: Tags = {}): number {
    this.elements.push({ type: 'way', id: (this.#id += 1), refs, tags });
    return this.#id;
  }

  line(positions: readonly (readonly [number, number])[], tags: Tags = {}): number {
    return this.way(
      positions.map(([lon, lat]) => this.node(lon, lat)),
      tags,
    );
  }

  relation(members: readonly (readonly [ref: number, role: string])[], tags: Tags): number {
    this.elements.push({
      type: 'relation',
      id: (this.#id += 1),
      members: members.map(([ref, role]) => ({ type: 'way' as const, ref, role })),
      tags: { type: 'multipolygon', ...tags },
    });
    return this.#id;
  }
}

function town(): { readonly elements: readonly OsmElement[]; readonly broken: number } {
  const map = new Extract();
  // Land lies to the left of a coastline: north of one that runs east.
  map.line(
    [
      [120.29, 36.004],
      [120.305, 36.005],
      [120.315, 36.004],
      [120.33, 36.005],
    ],
    { natural: 'coastline' },
  );
  // A park whose outline is two ways, one of them backward, with a pond as its hole.
  const [west, south, east, north] = [120.306, 36.008, 120.314, 36.014];
  const corners = [map.node(west, south), map.node(east, south), map.node(east, north), map.node(west, north)] as const;
  const first = map.way([corners[0], corners[1], corners[2]]);
  const second = map.way([corners[0], corners[3], corners[2]]);
  const pond = ['309 010', '311 010', '311 012', '309 012'].map((at) => {
    const [lon, lat] = at.split(' ');
    return map.node(Number(`120.${lon}`), Number(`36.${lat}`));
  });
  const hole = map.way([...pond, pond[0] as number], { natural: 'water', name: '小池' });
  map.relation(
    [
      [first, 'outer'],
      [second, 'outer'],
      [hole, 'inner'],
    ],
    { leisure: 'park', name: 'People’s Park', 'name:zh': '人民公园' },
  );
  map.way([...pond, pond[0] as number], { natural: 'water', name: '小池' });
  const broken = map.relation(
    [
      [
        map.line([
          [120.301, 36.015],
          [120.304, 36.015],
          [120.304, 36.018],
        ]),
        'outer',
      ],
    ],
    {
      landuse: 'forest',
    },
  );
  const middle = map.node(120.31, 36.016);
  map.way([map.node(120.29, 36.016), middle], { highway: 'primary', name: '香港路', 'name:en': 'Hong Kong Road' });
  map.way([middle, map.node(120.33, 36.016)], { highway: 'primary', name: '香港路', 'name:en': 'Hong Kong Road' });
  map.line(
    [
      [120.302, 36.009],
      [120.302, 36.018],
    ],
    { highway: 'residential', tunnel: 'yes' },
  );
  for (const tags of [{ footway: 'sidewalk' }, { footway: 'crossing' }, { indoor: 'yes' }])
    map.line(
      [
        [120.303, 36.009],
        [120.303, 36.018],
      ],
      { highway: 'footway', ...tags },
    );
  const house = [
    map.node(120.301, 36.01),
    map.node(120.3015, 36.01),
    map.node(120.3015, 36.0105),
    map.node(120.301, 36.0105),
  ];
  map.way([...house, house[0] as number], { building: 'yes' });
  map.line(
    [
      [120.3, 36.019],
      [120.32, 36.019],
    ],
    { railway: 'rail' },
  );
  map.line(
    [
      [120.31, 36.006],
      [120.31, 36.02],
    ],
    { boundary: 'administrative', admin_level: '6' },
  );
  map.node(120.305, 36.017, { place: 'suburb', name: '湛山街道' });
  map.node(120.5, 36.017, { place: 'suburb', name: '别处' });
  return { elements: map.elements, broken };
}

const folder = mkdtempSync(join(tmpdir(), 'chengtu-test-basemap-'));
const out = join(folder, 'town.pmtiles');
const { elements, broken } = town();
let report: ImportBaseMapReport;

async function tile(z: number, lon: number, lat: number): Promise<VectorTile> {
  const at = [mercatorX(lon), mercatorY(lat)].map((each) => Math.floor(each * 2 ** z)) as [number, number];
  const bytes = await new BaseMap([out]).tile(z, ...at);
  return new VectorTile(new PbfReader(bytes ?? new Uint8Array()));
}

interface Read {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly rings: readonly (readonly { readonly x: number; readonly y: number }[])[];
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

function featuresOf(read: VectorTile, layer: string): Read[] {
  const found = read.layers[layer];
  if (found === undefined) return [];
  return Array.from({ length: found.length }, (_, i) => {
    const feature = found.feature(i);
    return {
      properties: feature.properties,
      rings: feature.loadGeometry(),
      geometry: feature.toGeoJSON(0, 0, 0).geometry as Read['geometry'],
    };
  });
}

const classes = (features: readonly Read[]): unknown[] => features.map(({ properties }) => properties['class']).sort();

beforeAll(async () => {
  const path = join(folder, 'town.osm.pbf');
  writeFileSync(path, osmFile(elements, BOX));
  report = await importBaseMap({ path, clip: null, out });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a base map of an extract of OpenStreetMap', () => {
  it('has the box of the extract, and says what it draws and whose it is', async () => {
    const info = await new BaseMap([out]).info();
    expect(info).toMatchObject({
      minzoom: 0,
      maxzoom: 14,
      draws: ['roads', 'sea'],
      attribution: { zh: '© OpenStreetMap contributors', en: '© OpenStreetMap contributors' },
    });
    info?.bounds.forEach((edge, i) => expect(edge).toBeCloseTo(BOX[i] as number, 6));
  });

  it('puts an area of several ways together, with its hole, its Chinese name first', async () => {
    const read = await tile(14, 120.31, 36.011);
    const park = featuresOf(read, 'landcover').find(({ properties }) => properties['class'] === 'park');
    expect(park?.geometry.type).toBe('Polygon');
    expect(park?.rings.map(({ length }) => length)).toEqual([5, 5]);
    expect(featuresOf(read, 'place').map(({ properties }) => properties)).toContainEqual({
      class: 'park',
      name: '人民公园',
      name_en: 'People’s Park',
    });
  });

  it('closes the sea along the box, to the right of the coastline', async () => {
    const [sea] = featuresOf(await tile(14, 120.31, 36.002), 'water').filter(
      ({ properties }) => properties['class'] === 'sea',
    );
    expect(sea).toBeDefined();
    const inland = featuresOf(await tile(14, 120.31, 36.018), 'water');
    expect(classes(inland)).not.toContain('shore');
    expect(report.hasSea).toBe(true);
  });

  it('leaves out what does not close, and says which', () => {
    expect(report.notes.map(({ en }) => en)).toEqual([
      `1 multipolygon relations do not close or lack members: their incomplete parts are left out (such as ${broken}).`,
    ]);
  });

  it('joins ways of one street, cut to the box, and names it from where names are read', async () => {
    const roads = async (z: number): Promise<Read[]> =>
      featuresOf(await tile(z, 120.31, 36.016), 'transportation').filter(
        ({ properties }) => properties['class'] === 'primary',
      );
    const [near] = await roads(14);
    expect(near?.properties).toEqual({ class: 'primary', name: '香港路', name_en: 'Hong Kong Road' });
    expect(near?.rings).toHaveLength(1);
    const [far] = await roads(9);
    expect(far?.properties).toEqual({ class: 'primary' });
  });

  it('names lakes and parks as soon as they have room for it', async () => {
    const named = async (z: number): Promise<unknown[]> =>
      featuresOf(await tile(z, 120.31, 36.011), 'place').map(({ properties }) => properties['name']);
    // 0.008 degrees are 48 px between zooms 12 and 13, 0.002 between 14 and 15.
    expect(await named(12)).not.toContain('人民公园');
    expect(await named(13)).toContain('人民公园');
    expect(await named(13)).not.toContain('小池');
    expect(await named(14)).toContain('小池');
  });

  it('knows tunnels, rail, borders and houses, and no place beyond the box', async () => {
    const read = await tile(14, 120.302, 36.011);
    expect(featuresOf(read, 'building')).toHaveLength(1);
    expect(featuresOf(read, 'transportation').map(({ properties }) => properties)).toContainEqual({
      class: 'minor',
      brunnel: 'tunnel',
    });
    // Pavements, crossings and passages double the lines of streets.
    expect(classes(featuresOf(read, 'transportation'))).not.toContain('path');
    const north = await tile(14, 120.305, 36.0185);
    expect(classes(featuresOf(north, 'transportation'))).toContain('rail');
    expect(featuresOf(north, 'boundary').map(({ properties }) => properties)).toEqual([{ admin_level: 6 }]);
    expect(featuresOf(north, 'place').map(({ properties }) => properties['name'])).toContain('湛山街道');
    expect(report.features).toBeGreaterThan(0);
  });

  it('gives the same bytes again, in tiles that phones can bear', async () => {
    const again = join(folder, 'again.pmtiles');
    const { largest } = await importBaseMap({ path: join(folder, 'town.osm.pbf'), clip: null, out: again });
    expect(readFileSync(again).equals(readFileSync(out))).toBe(true);
    expect(largest).toBeLessThanOrEqual(MAX_TILE_BYTES);
  });

  it('is cut to another box on demand', async () => {
    const cut = join(folder, 'cut.pmtiles');
    const clip = [120.3, 36.012, 120.31, 36.02] as const;
    const inland = await importBaseMap({ path: join(folder, 'town.osm.pbf'), clip, out: cut });
    expect(inland).toMatchObject({ hasSea: false });
    expect(inland.notes.map(({ en }) => en).join()).not.toContain('coastline');
    const info = await new BaseMap([cut]).info();
    expect(info?.bounds[1]).toBeCloseTo(36.012, 6);
    expect(await new BaseMap([cut]).tile(14, 0, 0)).toHaveLength(0);
  });
});

describe('an import that fails', () => {
  it.each([
    ['nothing there', null, 'cannot be read'],
    ['no extract', Buffer.from('<osm/>'), 'no .osm.pbf file'],
    ['nothing in the box', osmFile(elements, [10, 10, 11, 11]), 'nothing to draw within 10,10,11,11'],
  ])('for %s says why, and leaves the base map before as it is', async (name, bytes, reason) => {
    const path = join(folder, `${name}.osm.pbf`);
    if (bytes !== null) writeFileSync(path, bytes);
    const before = readFileSync(out);
    const failure = await importBaseMap({ path, clip: null, out }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BaseMapError);
    expect((failure as BaseMapError).text.en).toContain(reason);
    expect(readFileSync(out).equals(before)).toBe(true);
  });

  it('as it was interrupted leaves nothing of the new one', async () => {
    const before = readFileSync(out);
    const files = readdirSync(folder).sort();
    const stop = new AbortController();
    const path = join(folder, 'town.osm.pbf');
    await expect(
      importBaseMap({ path, clip: null, out, signal: stop.signal, onProgress: () => stop.abort() }),
    ).rejects.toThrow('aborted');
    expect(readFileSync(out).equals(before)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(files);
  });
});

describe('a base map that is read', () => {
  it('is the one that is there now, and none where there is none', async () => {
    const [first, second] = [join(folder, 'own.pmtiles'), join(folder, 'demo.pmtiles')];
    const map = new BaseMap([first, second]);
    expect(await map.info()).toBeNull();
    expect(await map.tile(0, 0, 0)).toBeNull();
    writeFileSync(second, readFileSync(out));
    expect((await map.info())?.maxzoom).toBe(14);
    const path = join(folder, 'town.osm.pbf');
    await importBaseMap({ path, clip: [120.3, 36.012, 120.31, 36.02], out: first });
    expect((await map.info())?.bounds[1]).toBeCloseTo(36.012, 6);
    await importBaseMap({ path, clip: null, out: first });
    expect((await map.info())?.bounds[1]).toBeCloseTo(36, 6);
    expect((await map.tile(14, 13667, 6433))?.length).toBeGreaterThan(0);
  });
});
