import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { onlyRow, readNumber } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { ensureLayers } from './layers.ts';
import { loadFile } from './load.ts';
import type { LoadOptions, LoadReport } from './load.ts';
import { CHUNK, WHOLE } from './reader.ts';
import { LoadErrors } from './types.ts';
import type { LoadError } from './types.ts';

/** Three chunks and a little more: such a file is read in parts. */
const FEATURES = 300;
const ROWS = 3 * FEATURES + 50;

describeDatabases('a file in several parts', { embedded: 'daily' }, (database) => {
  let folder: string;
  let path: string;

  const usual = { features: CHUNK.features, chunks: WHOLE.chunks };

  beforeAll(async () => {
    CHUNK.features = FEATURES;
    WHOLE.chunks = 1;
    folder = await mkdtemp(join(tmpdir(), 'chengtu-parts-'));
    await ensureLayers(database(), testCatalogue);
  });
  afterAll(async () => {
    CHUNK.features = usual.features;
    WHOLE.chunks = usual.chunks;
    await rm(folder, { recursive: true });
  });
  beforeEach(() => database().query(sqlText('truncate feature')));

  const load = (options: Partial<LoadOptions> = {}): Promise<LoadReport> =>
    loadFile(database(), testCatalogue, {
      layer: 'toilets',
      datum: 'wgs84',
      replace: false,
      provenance: 'imported',
      idAttribute: null,
      ignoreUnknown: false,
      path,
      ...options,
    });
  const count = async (): Promise<number> =>
    readNumber(onlyRow(await database().query(sqlText('select count(*) as count from feature'))), 'count');
  const errorsOf = async (loading: Promise<unknown>): Promise<readonly LoadError[]> => {
    const error: unknown = await loading.catch((reason: unknown) => reason);
    return error instanceof LoadErrors ? error.errors : [];
  };
  const csv = (rows: number, change: (number: number) => string | null = () => null): string =>
    `id,name,lon,lat,district\n${Array.from({ length: rows }, (_, nth) => change(nth + 1) ?? `r${nth + 1},公厕,120.3,36.1,370202`).join('\n')}\n`;
  const write = async (name: string, text: string): Promise<void> => {
    path = join(folder, name);
    await writeFile(path, text);
  };

  it('is loaded as a whole: added, updated and removed are counted over all of it', async () => {
    await write('whole.csv', csv(ROWS));
    const shares: number[] = [];
    const report = await load({ onProgress: ({ share }) => shares.push(...(share === undefined ? [] : [share])) });
    expect(report).toMatchObject({ count: ROWS, added: ROWS, updated: 0, removed: 0 });
    expect(shares.length).toBeGreaterThan(1);
    expect(shares.at(-1)).toBe(1);
    await write('other.csv', csv(ROWS).replaceAll(/^r(\d),/gm, 's$1,'));
    expect(await load({ replace: true })).toMatchObject({ added: 9, updated: ROWS - 9, removed: 9 });
    expect(await count()).toBe(ROWS);
  });

  it('with an id in two of its parts is refused, and nothing of it stays', async () => {
    await write(
      'twice.csv',
      csv(ROWS, (number) => (number === ROWS ? 'r7,公厕,120.3,36.1,370202' : null)),
    );
    expect(await errorsOf(load())).toEqual([
      { feature: ROWS, id: 'r7', message: 'id-twice', params: { id: 'r7', first: 7 } },
    ]);
    expect(await count()).toBe(0);
  });

  it('is checked whole before anything is written, and its errors are listed as of one file', async () => {
    const wrong = new Set([3, ROWS - 1]);
    await write(
      'wrong.csv',
      csv(ROWS, (number) => (wrong.has(number) ? `r${number},公厕,200,36.1,370202` : null)).replaceAll(
        /^(id.*|r.*)$/gm,
        (line) => (line.startsWith('id') ? `${line},colour` : `${line},red`),
      ),
    );
    const phases = new Set<string>();
    const errors = await errorsOf(load({ onProgress: ({ phase }) => phases.add(phase) }));
    expect(errors.map(({ feature, property, message, params }) => [feature, property, message, params?.count])).toEqual(
      [
        [1, 'colour', 'unknown', ROWS],
        [3, undefined, 'out-of-range', undefined],
        [ROWS - 1, undefined, 'out-of-range', undefined],
      ],
    );
    expect([...phases]).toEqual(['checking-share']);
  });

  it('of GeoJSON on one line is read with the properties that come late', async () => {
    const feature = (number: number) => ({
      type: 'Feature',
      id: number,
      properties: { name: '公厕', ...(number === ROWS ? { district: '370202' } : {}) },
      geometry: { type: 'Point', coordinates: [120.3, 36.1] },
    });
    const features = Array.from({ length: ROWS }, (_, nth) => feature(nth + 1));
    await write('line.geojson', JSON.stringify({ features, type: 'FeatureCollection' }));
    const errors = await errorsOf(load());
    // The file says districts of some, so that none is taken from where features lie.
    expect(errors.map(({ message }) => message)).toEqual(Array.from({ length: ROWS - 1 }, () => 'required'));
  });

  it('is cancelled at any moment, and leaves nothing behind', async () => {
    await write('cancelled.csv', csv(ROWS));
    for (const phase of ['checking-share', 'writing'] as const) {
      const controller = new AbortController();
      const reason = new Error('enough');
      const loading = load({
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.phase === phase) controller.abort(reason);
        },
      });
      await expect(loading).rejects.toBe(reason);
      expect(await count()).toBe(0);
    }
  });

  it('asks what its parts alone may show otherwise: the order of dates, and which rows to leave out', async () => {
    // The first part alone would prove the order of days and months; the last would prove another.
    const dated = (number: number): string =>
      `r${number},公厕,120.3,36.1,370202,${number < 10 ? '25/04/2017' : number > ROWS - 10 ? '04/25/2017' : '03/04/2017'}`;
    const text = csv(ROWS, dated).replace('district', 'district,opened');
    await write('dated.csv', text);
    const errors = await errorsOf(load());
    expect(errors.length).toBeGreaterThan(0);
    expect(await count()).toBe(0);
    await write('plain.csv', csv(ROWS));
    const faulty = { path: join(folder, 'faulty.csv'), language: 'en' } as const;
    expect(await errorsOf(load({ faulty }))).toMatchObject([{ feature: 0, message: 'faulty-large' }]);
  });

  it('that changes while it is loaded is refused', async () => {
    await write('changing.csv', csv(ROWS));
    let changed: Promise<void> | undefined;
    const errors = await errorsOf(
      load({
        onProgress: ({ phase, share }) => {
          if (phase === 'checking-share' && share === 1) changed ??= appendFile(path, 'new,公厕,120.3,36.1,370202\n');
        },
      }),
    );
    await changed;
    expect(errors).toEqual([{ feature: 0, message: 'file-changed' }]);
    expect(await count()).toBe(0);
  });
});
