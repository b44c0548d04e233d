import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ensureLayers } from '../ingest/layers.ts';
import { readSourceFile } from '../ingest/index.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import { openToServe } from '../testing/databases.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { FILE_FORMATS } from './formats.ts';

/** More than a page, so that the rest is read while the first is sent. */
const COUNT = 5003;
const PATH = '/layers/toilets/download';

interface Collection {
  readonly features: readonly {
    readonly id: string;
    readonly geometry: { readonly coordinates: readonly number[] };
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

describeDatabases('a layer as a file', { embedded: 'daily' }, (database) => {
  let service: TestService;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-download-'));
    await ensureLayers(database(), testCatalogue);
    await database().query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        select 'toilets', 't' || n, ST_SetSRID(ST_MakePoint(120 + n / 10000.0, 36), 4326),
          jsonb_build_object('name', '公厕 ' || n, 'stalls_male', n, 'wifi', n % 2 = 0), 'test',
          case when n % 1000 = 3 then 'internal' else 'public' end, 'synthetic'
        from generate_series(1, ${COUNT}) as n`),
    );
    service = await serve({ db: database(), catalogue: testCatalogue });
  });
  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });
  /** Those that everybody may see: six of them are internal. */
  const SEEN = COUNT - 6;

  const collection = async (query = ''): Promise<Collection> => {
    const answer = await service.get(`${PATH}.geojson${query}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Collection;
  };

  it('has every feature once, and none that is internal', async () => {
    const { features } = await collection();
    expect([features.length, new Set(features.map(({ id }) => id)).size]).toEqual([SEEN, SEEN]);
    const found = features.find(({ id }) => id === 't2');
    expect(found).toMatchObject({
      geometry: { type: 'Point', coordinates: [120.0002, 36] },
      properties: { name: '公厕 2', stalls_male: 2, wifi: true, provenance: 'synthetic', owner: 'test' },
    });
    expect(features.some(({ id }) => id === 't3')).toBe(false);
  });

  it.each(Object.values(FILE_FORMATS))('is the same in $id', async ({ id, mediaType }) => {
    const answer = await service.get(`${PATH}.${id}?filter=${encodeURIComponent('stalls_male <= 40')}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, mediaType]);
    expect(answer.headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="toilets_\\d{4}-\\d\\d-\\d\\d\\.${id}"; filename\\*=UTF-8''chengtu_toilets_`),
    );
    expect(answer.headers.get('link')).toBe('</layers/toilets>; rel="describedby"');
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (id === 'parquet') {
      const rows = await parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
      expect(rows.map((row) => [row['id'], Number(row['stalls_male'])]).toSorted()).toEqual(expected());
      return;
    }
    const path = join(folder, `file.${id}`);
    await writeFile(path, bytes);
    const { features, errors } = await readSourceFile(path, { idAttribute: id.startsWith('geojson') ? null : 'id' });
    expect(errors).toEqual([]);
    const field = id === 'zip' ? 'stalls_mal' : 'stalls_male';
    expect(features.map(({ id: of, properties }) => [of, Number(properties[field])]).toSorted()).toEqual(expected());
  });

  function expected(): unknown[] {
    return Array.from({ length: 40 }, (_, nth) => [`t${nth + 1}`, nth + 1])
      .filter(([id]) => id !== 't3')
      .toSorted();
  }

  it('has what was asked for: a box, attributes, a past moment', async () => {
    const box = await collection('?bbox=120.00005,35.9,120.00105,36.1');
    expect(box.features.map(({ id }) => id).toSorted()).toEqual(
      ['t1', 't2', 't4', 't5', 't6', 't7', 't8', 't9', 't10'].toSorted(),
    );
    const some = await collection('?properties=wifi&filter=stalls_male=2');
    expect(Object.keys(some.features[0]?.properties ?? {})).toEqual(['wifi', 'provenance', 'owner', 'updated_at']);
    // Before anything was loaded.
    expect((await collection('?datetime=1990-01-01')).features).toEqual([]);
  });

  it('is in another coordinate system where the format can say so', async () => {
    const answer = await service.get(`${PATH}.csv?crs=EPSG:4549&filter=stalls_male=2&bom=false`);
    const [header, row] = (await answer.text()).split('\r\n');
    expect(header).toMatch(/,x,y,source,licence$/);
    // By PROJ.
    const [x, y] =
      /,(\d{6}\.\d+),(\d{7}\.\d+),/
        .exec(row ?? '')
        ?.slice(1)
        .map(Number) ?? [];
    expect(x).toBeCloseTo(500_018.032, 2);
    expect(y).toBeCloseTo(3_985_542.67, 2);
  });

  it('is compressed for those who take it, and plain for others', async () => {
    const plain = await raw({ 'Accept-Encoding': 'identity' });
    const coded = await raw({ 'Accept-Encoding': 'gzip' });
    expect([plain.headers['content-encoding'], coded.headers['content-encoding']]).toEqual([undefined, 'gzip']);
    const features = (bytes: Buffer): unknown => (JSON.parse(bytes.toString()) as Collection).features;
    expect(features(gunzipSync(coded.body))).toEqual(features(plain.body));
    expect(coded.body.length).toBeLessThan(plain.body.length / 5);
  });

  it.each([
    [`${PATH}.dwg`, 404, 'format'],
    [`${PATH}.geojson?crs=EPSG:4549`, 400, 'crs'],
    [`${PATH}.csv?crs=EPSG:2436`, 400, 'crs'],
    [`${PATH}.geojson?datetime=soon`, 400, 'datetime'],
    [`${PATH}.gpkg?bom=true`, 400, 'bom'],
    [`${PATH}.csv?properties=colour`, 400, 'properties'],
    ['/layers/districts/download.csv?geometry=position', 422, 'format'],
    ['/layers/nowhere/download.csv', 404, 'layer'],
  ])('says what is wrong: %s', async (path, status, parameter) => {
    const answer = await service.get(path);
    expect(answer.headers.get('content-disposition')).toBeNull();
    expect([answer.status, await answer.json()]).toMatchObject([status, { parameter }]);
  });

  it('has headers for those who ask for no more', async () => {
    const answer = await fetch(`${service.url}${PATH}.fgb`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/vnd.flatgeobuf']);
  });

  it('is cut where an error comes in between, never a part that looks like the whole', async () => {
    const failing = await servingPages(2);
    try {
      const answer = await failing.get(`${PATH}.geojson`);
      expect(answer.status).toBe(200);
      await expect(answer.text()).rejects.toThrow();
      await expect.poll(() => errorsOf(failing)).toEqual([expect.stringContaining('The test wants it so.')]);
      const whole = await failing.get(`${PATH}.gpkg`);
      expect([whole.status, await whole.json()]).toMatchObject([500, {}]);
    } finally {
      await failing.close();
    }
  });

  it('is read no further once the client has left, and leaves no files', async () => {
    vi.stubEnv('TMPDIR', folder);
    const pages = { read: 0, ended: 0 };
    const slow = await servingPages(Infinity, pages);
    try {
      const answer = await open(`${slow.url}${PATH}.geojsonl`);
      answer.destroy();
      await expect.poll(() => pages.ended).toBe(1);
      expect(errorsOf(slow)).toEqual([]);
      const fewer = pages.read;
      // A page or two are read ahead; the layer has three.
      expect(fewer).toBeLessThanOrEqual(3);
      const client = new AbortController();
      const left = fetch(`${slow.url}${PATH}.fgb`, { signal: client.signal });
      await expect.poll(() => pages.read).toBeGreaterThan(fewer);
      client.abort();
      await expect(left).rejects.toMatchObject({ name: 'AbortError' });
      await expect
        .poll(async () => (await readdir(folder)).filter((name) => name.startsWith('chengtu-file')))
        .toEqual([]);
      expect(errorsOf(slow)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
      await slow.close();
    }
  });

  function errorsOf({ log }: TestService): readonly string[] {
    return log.filter((line) => line.includes('"level":"error"'));
  }

  /** A service whose database gives so many pages of features to each download, and then fails. */
  async function servingPages(most: number, count = { read: 0, ended: 0 }): Promise<TestService> {
    const web = (await openToServe(database())) ?? database();
    const as: Database['as'] = (principal, options) => {
      const session = web.as(principal, options);
      return {
        ...session,
        snapshot: async (use) => {
          try {
            return await session.snapshot((snapshot) => {
              let pages = 0;
              const query: Queryable['query'] = (sql, params, more) => {
                if (more?.kind === 'features') {
                  count.read += 1;
                  pages += 1;
                  if (pages > most) return Promise.reject(new Error('The test wants it so.'));
                }
                return snapshot.query(sql, params, more);
              };
              return use({ ...snapshot, query });
            });
          } finally {
            count.ended += 1;
          }
        },
      };
    };
    const own = await serve({ db: { ...web, as }, catalogue: testCatalogue });
    return {
      ...own,
      close: async () => {
        await own.close();
        if (web !== database()) await web.close();
      },
    };
  }

  async function raw(headers: Record<string, string>): Promise<{ headers: IncomingMessage['headers']; body: Buffer }> {
    const answer = await open(`${service.url}${PATH}.geojson`, headers);
    const parts: Buffer[] = [];
    for await (const part of answer as AsyncIterable<Buffer>) parts.push(part);
    return { headers: answer.headers, body: Buffer.concat(parts) };
  }

  function open(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      httpRequest(url, { headers }, resolve).once('error', reject).end();
    });
  }
});
