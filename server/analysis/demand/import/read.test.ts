import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeArrayBuffer } from 'geotiff';
import { latLngToCell } from 'h3-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areaM2 } from '../../../../tiles/tile/spheroid.ts';
import { LoadErrors } from '../../../ingest/types.ts';
import { randomFrom } from '../../../testing/random.ts';
import { createProjection } from '../projection.ts';
import { definitionOf } from '../../../ingest/index.ts';
import { checkDatum } from './import.ts';
import { readPixels } from './pixels.ts';
import { readPeopleAreas } from './read-areas.ts';
import { readPeopleTable } from './read-table.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-people-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, contents: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, contents);
  return path;
}

/** Errors as `feature message`, or what was read. */
async function errorsOf(work: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await work.then(
    (value) => value,
    (reason: unknown) => reason,
  );
  if (error instanceof LoadErrors) return error.errors.map(({ feature, message }) => `${feature} ${message}`);
  throw error instanceof Error ? error : new Error(`No error, but ${JSON.stringify(error)}`);
}

const PLAIN = { people: null, landUse: null };

describe('a table of people', () => {
  const read = async (
    text: string,
    options: { readonly people: string | null; readonly landUse: string | null } = PLAIN,
  ) => readPeopleTable(await file('people.csv', text), options);

  it('has columns by their usual names in both languages, or by those named', async () => {
    expect(await read('经度;纬度;人口\n120.3;36.1;12\n')).toMatchObject({
      points: [{ lon: 120.3, lat: 36.1, people: 12 }],
    });
    expect(
      await read('x,y,n,use\n120.3,36.1,1.5,public\n120.4,36.2,0,\n', { people: 'n', landUse: 'use' }),
    ).toMatchObject({
      points: [
        { lon: 120.3, lat: 36.1, people: 1.5, landUse: 'public' },
        { lon: 120.4, lat: 36.2, people: 0 },
      ],
    });
  });

  it('may have H3 cells, whose resolution is one', async () => {
    const id = latLngToCell(36.1, 120.3, 10);
    expect(await read(`h3,pop\n${id.toUpperCase()},3\n${id},4\n`)).toMatchObject({
      cells: {
        resolution: 10,
        list: [
          { id, people: 3 },
          { id, people: 4 },
        ],
      },
      points: [],
      notes: [{ message: 'h3-repeated', params: { count: 1 } }],
    });
    expect(await errorsOf(read(`h3,pop\n${id},3\n${latLngToCell(36.1, 120.3, 9)},4\n`))).toEqual(['0 h3-mixed']);
    expect(await errorsOf(read(`h3,pop\n${id},3\n8a,4\n`))).toEqual(['2 h3-invalid']);
  });

  it('is refused with all that is wrong with it', async () => {
    expect(
      await errorsOf(read('lon,lat,people\n120,36,-1\n120,36,\n120,36,many\n120,36,NaN\n36,120,5\nx,36,5\n120,36,7\n')),
    ).toEqual([
      '1 people-negative',
      '2 people-missing',
      '3 people-not-number',
      '4 people-not-number',
      '5 swapped',
      '6 position-not-number',
    ]);
    expect(await errorsOf(read('a,b\n1,2\n'))).toEqual(['0 people-column', '0 place-columns']);
    expect(await errorsOf(read('lon,lat,people\n1,2,3\n', { people: 'n', landUse: 'use' }))).toEqual([
      '0 no-column',
      '0 no-column',
    ]);
    expect(await errorsOf(read(''))).toEqual(['0 file-empty']);
    expect(await errorsOf(read('lon,lat,people\n'))).toEqual(['0 file-empty']);
    expect(await errorsOf(readPeopleTable(join(folder, 'nowhere.csv'), PLAIN))).toEqual(['0 file-unreadable']);
  });
});

describe('people of a Parquet', () => {
  const parquet = (name: string): string =>
    fileURLToPath(new URL(`../../../../data/fixtures/load/formats/parquet/${name}`, import.meta.url));

  it('are those of a table with positions, or of features with points', async () => {
    expect(await readPeopleTable(parquet('table.parquet'), PLAIN)).toMatchObject({
      points: [
        { lon: 120.38, lat: 36.067, people: 12 },
        { lon: 120.39, lat: 36.07, people: 3 },
      ],
    });
    const options = { ...PLAIN, people: 'stalls_male', datum: 'wgs84', peoplePerM2: null, floors: null } as const;
    const wanted = [
      { lon: 120.3826, lat: 36.0671, people: 5 },
      { lon: 120.3194, lat: 36.0608, people: 12 },
      { lon: 120.6258, lat: 36.1702, people: 3 },
    ];
    expect(await readPeopleAreas(parquet('points-zstd.parquet'), 'layer', options)).toMatchObject({
      points: wanted,
      areas: [],
    });
    const [first] = (
      await readPeopleAreas(parquet('points-wkb.parquet'), 'layer', {
        ...options,
        landUse: 'note',
        groups: [{ name: 'all', column: 'stalls_male' }],
      })
    ).points;
    expect(first).toEqual({ ...wanted[0], landUse: '厕位“五”个', groups: [5] });
  });

  it('without a place, or in a damaged file, are refused', async () => {
    const options = { ...PLAIN, people: 'stalls_male', datum: 'wgs84', peoplePerM2: null, floors: null } as const;
    expect(await errorsOf(readPeopleAreas(parquet('points-missing.parquet'), 'layer', options))).toEqual([
      '2 geometry-missing',
      '3 geometry-missing',
    ]);
    expect(await errorsOf(readPeopleTable(await file('bad.parquet', 'no parquet'), PLAIN))).toEqual([
      '0 parquet-malformed',
    ]);
    expect(await errorsOf(readPeopleTable(join(folder, 'nowhere.parquet'), PLAIN))).toEqual(['0 file-unreadable']);
  });
});

describe('areas of people', () => {
  const AREA = {
    type: 'Polygon',
    coordinates: [
      [
        [120.3, 36.1],
        [120.301, 36.1],
        [120.301, 36.101],
        [120.3, 36.101],
        [120.3, 36.1],
      ],
    ],
  } as const;
  const OPTIONS = { ...PLAIN, datum: 'wgs84', peoplePerM2: null, floors: null } as const;
  const geojson = (...features: readonly (readonly [geometry: unknown, properties: object])[]) =>
    file(
      'areas.geojson',
      JSON.stringify({
        type: 'FeatureCollection',
        features: features.map(([geometry, properties]) => ({ type: 'Feature', geometry, properties })),
      }),
    );

  it('bring their people', async () => {
    expect(
      await readPeopleAreas(await geojson([AREA, { 人口: 7, use: 'public' }]), 'layer', { ...OPTIONS, landUse: 'use' }),
    ).toMatchObject({ areas: [{ geometry: AREA, people: 7, landUse: 'public', feature: 1 }] });
  });

  it('of buildings are footprint on the spheroid × floors × people on a square metre', async () => {
    const footprintM2 = areaM2(AREA);
    const { areas, notes } = await readPeopleAreas(await geojson([AREA, { levels: '6' }], [AREA, {}]), 'buildings', {
      ...OPTIONS,
      peoplePerM2: 0.025,
    });
    expect(areas.map(({ people }) => people)).toEqual([footprintM2 * 6 * 0.025, footprintM2 * 0.025]);
    expect(notes).toEqual([{ message: 'floors-assumed', params: { count: 1 } }]);
    const own = await readPeopleAreas(await geojson([AREA, { people: 12, levels: 6 }]), 'buildings', OPTIONS);
    expect(own.areas[0]?.people).toBe(12);
  });

  it('are refused with all that is wrong with them', async () => {
    expect(
      await errorsOf(
        readPeopleAreas(
          await geojson(
            [AREA, { people: -1 }],
            [{ type: 'MultiPoint', coordinates: [[120, 36]] }, { people: 2 }],
            [null, { people: 'x' }],
          ),
          'layer',
          OPTIONS,
        ),
      ),
    ).toEqual(['1 people-negative', '2 geometry-kind', '3 geometry-missing', '3 people-not-number']);
    expect(
      await errorsOf(
        readPeopleAreas(await geojson([AREA, { levels: 0 }]), 'buildings', { ...OPTIONS, peoplePerM2: 1 }),
      ),
    ).toEqual(['1 floors-wrong']);
    expect(await errorsOf(readPeopleAreas(await geojson([AREA, {}]), 'buildings', OPTIONS))).toEqual([
      '0 per-m2-needed',
    ]);
    expect(await errorsOf(readPeopleAreas(await geojson([AREA, { n: 1 }]), 'layer', OPTIONS))).toEqual([
      '0 people-column',
    ]);
    expect(await errorsOf(readPeopleAreas(await geojson(), 'layer', OPTIONS))).toEqual(['0 file-empty']);
    const line = {
      type: 'Polygon',
      coordinates: [
        [
          [120, 36],
          [120.1, 36],
          [120, 36],
          [120, 36],
        ],
      ],
    };
    expect(await errorsOf(readPeopleAreas(await geojson([line, { people: 3 }]), 'layer', OPTIONS))).toEqual([
      '1 people-no-area',
    ]);
  });
});

describe('a raster of people', () => {
  const BOX = [120, 36, 120.04, 36.03] as const;
  /** Rows from the north; -99999 is nodata. */
  const VALUES = [
    [1, 2, -99999, 4],
    [5, 0, 7, 8],
    [9, 10, 11, 12.5],
  ];
  const read = async (
    path: string,
    crs: string | null = null,
    box: readonly [number, number, number, number] = BOX,
  ) => {
    const pixels = await readPixels(path, box, crs);
    const list: { readonly west: number; readonly south: number; readonly people: number }[] = [];
    pixels.each((geometry, people) => {
      const ring = geometry.type === 'Polygon' ? (geometry.coordinates[0] ?? []) : [];
      list.push({
        west: Math.min(...ring.map((at) => at[0] as number)),
        south: Math.min(...ring.map((at) => at[1] as number)),
        people,
      });
    });
    return { list, notes: pixels.notes };
  };
  const asc = (values = VALUES, head = 'xllcorner 120\nyllcorner 36\ncellsize 0.01') =>
    file(
      'people.asc',
      `ncols ${values[0]?.length ?? 0}\nnrows ${values.length}\n${head}\nNODATA_value -99999\n${values.map((row) => row.join(' ')).join('\n')}\n`,
    );
  const tiff = (metadata: Parameters<typeof writeArrayBuffer>[1], values = VALUES) =>
    file(
      'people.tif',
      new Uint8Array(
        writeArrayBuffer(Float32Array.from(values.flat()), {
          width: values[0]?.length ?? 0,
          height: values.length,
          GDAL_NODATA: '-99999',
          SampleFormat: [3],
          BitsPerSample: [32],
          ...metadata,
        }),
      ),
    );
  const DEGREES = {
    ModelPixelScale: [0.01, 0.01, 0],
    ModelTiepoint: [0, 0, 0, 120, 36.03, 0],
    GTModelTypeGeoKey: 2,
    GeographicTypeGeoKey: 4326,
    GTRasterTypeGeoKey: 1,
  };

  it('is read from an ESRI ASCII grid, by corner or centre, without what is no data', async () => {
    const { list } = await read(await asc());
    expect(list.map(({ people }) => people)).toEqual([1, 2, 4, 5, 7, 8, 9, 10, 11, 12.5]);
    expect([list[0]?.west, list[0]?.south].map((value) => value?.toFixed(6))).toEqual(['120.000000', '36.020000']);
    expect((await read(await asc(VALUES, 'xllcenter 120.005\nyllcenter 36.005\ncellsize 0.01'))).list).toEqual(list);
  });

  it('is read from a GeoTIFF to the same', async () => {
    const [a, b] = [await read(await tiff(DEGREES)), await read(await asc())];
    expect(a.list.map(({ people }) => people)).toEqual(b.list.map(({ people }) => people));
    a.list.forEach(({ west, south }, i) => {
      expect(west).toBeCloseTo(b.list[i]?.west as number, 9);
      expect(south).toBeCloseTo(b.list[i]?.south as number, 9);
    });
  });

  it('may be projected', async () => {
    const [x, y] = createProjection(definitionOf('EPSG:4549') ?? '').forward(120.02, 36.02);
    const { list } = await read(
      await tiff({
        ModelPixelScale: [100, 100, 0],
        ModelTiepoint: [0, 0, 0, x, y, 0],
        GTModelTypeGeoKey: 1,
        ProjectedCSTypeGeoKey: 4549,
        GTRasterTypeGeoKey: 1,
      }),
    );
    expect(list).toHaveLength(10);
    expect(list[0]?.west).toBeCloseTo(120.02, 5);
    const grid = await asc(VALUES, `xllcorner ${x}\nyllcorner ${y - 300}\ncellsize 100`);
    expect((await read(grid, 'EPSG:4549')).list.map(({ people }) => people)).toEqual(list.map(({ people }) => people));
    expect(await errorsOf(read(grid))).toEqual(['0 raster-crs']);
  });

  it('is read where the city is', async () => {
    const { list, notes } = await read(await asc(), null, [120.021, 36.001, 120.05, 36.009]);
    expect(list.map(({ people }) => people)).toEqual([11, 12.5]);
    expect(notes).toEqual([{ message: 'raster-window', params: { count: 2, total: 12 } }]);
    expect(await errorsOf(read(await asc(), null, [10, 50, 11, 51]))).toEqual(['0 raster-elsewhere']);
  });

  it('is refused where its definition gives no place, or nobody lives in it', async () => {
    const albers = '+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +datum=WGS84';
    const [x, y] = createProjection(definitionOf(albers) ?? '').forward(120.02, 36.02);
    const grid = await asc(VALUES, `xllcorner ${x}\nyllcorner ${y - 300}\ncellsize 100`);
    expect((await read(grid, albers)).list).toHaveLength(10);
    for (const useless of [
      '+proj=aea +lon_0=105 +datum=WGS84',
      '+proj=aea +lat_1=25 +lat_2=-25',
      '+proj=utm +datum=WGS84',
    ])
      expect(await errorsOf(read(grid, useless)), useless).toEqual(['0 raster-crs-useless']);
    expect(await errorsOf(read(grid, 'EPSG:999999'))).toEqual(['0 raster-crs']);
    expect(await errorsOf(read(await asc([[0, -99999]])))).toEqual(['0 raster-nobody']);
  });

  it('is refused by what is wrong with it', async () => {
    expect(
      await errorsOf(
        read(
          await asc([
            [1, -3],
            [2, 3],
          ]),
        ),
      ),
    ).toEqual(['0 raster-negative']);
    expect(
      await errorsOf(
        read(await file('short.asc', 'ncols 2\nnrows 2\nxllcorner 120\nyllcorner 36\ncellsize 0.01\n1 2 3\n')),
      ),
    ).toEqual(['0 raster-unreadable']);
    expect(
      await errorsOf(
        read(await file('words.asc', 'ncols 1\nnrows 1\nxllcorner 120\nyllcorner 36\ncellsize 0.01\nmany\n')),
      ),
    ).toEqual(['0 raster-unreadable']);
    expect(await errorsOf(read(await file('no.tif', 'this is no raster')))).toEqual(['0 raster-unreadable']);
    expect(await errorsOf(read(await tiff({ ...DEGREES, GeographicTypeGeoKey: 4214 })))).toEqual(['0 raster-crs']);
    expect(await errorsOf(read(join(folder, 'nowhere.tif')))).toEqual(['0 file-unreadable']);
  });
});

describe('the datum', () => {
  // Sea east of 120.3°, people in a strip of a kilometre before it.
  const isSea = (lon: number): boolean => lon > 120.3;
  const random = randomFrom(4);
  const places = Float64Array.from(
    Array.from({ length: 1000 }, () => [120.3 - 0.011 * random.next(), 36 + 0.1 * random.next()]).flat(),
  );
  /** GCJ-02 lies some 500 m east here. */
  const shifted = places.map((value, i) => (i % 2 === 0 ? value + 0.0052 : value));

  it('is doubted where another leaves clearly fewer people in the sea', async () => {
    expect(checkDatum(places, null, isSea)).toEqual([]);
    expect(await errorsOf(Promise.resolve().then(() => checkDatum(shifted, null, isSea)))).toEqual(['0 demand-datum']);
    expect(checkDatum(shifted, 'wgs84', isSea)).toMatchObject([{ message: 'demand-datum-note' }]);
    expect(checkDatum(shifted, 'gcj02', isSea)).toEqual([]);
  });

  it('is not doubted by a few people on piers', () => {
    expect(
      checkDatum(
        places.map((value, i) => (i < 20 && i % 2 === 0 ? 120.301 : value)),
        null,
        isSea,
      ),
    ).toEqual([]);
  });
});
