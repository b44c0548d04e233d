import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FindAnswer, FindRoute } from '../../tiles/api/find.ts';
import { NO_FILTERS, type FindFilters } from '../../tiles/find/query.ts';
import { distanceM } from '../../tiles/tile/spheroid.ts';
import type { Problem } from '../../tiles/api/wire.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { PUBLIC } from '../platform/auth/principal.ts';
import { createLog } from '../platform/log/log.ts';
import { sqlText } from '../platform/db/sql.ts';
import { testCity } from '../testing/city.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { randomFrom } from '../testing/random.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { placeInTown, writeTown } from '../testing/small-town.ts';
import { find, type FindQuestion, type Walks } from './find.ts';

const YES_NO = { type: 'boolean', title: { zh: '有', en: 'Yes' } } as const;
const NUMBER = { type: 'number', title: { zh: '数', en: 'Number' } } as const;
const TEXT = { type: 'string', title: { zh: '文', en: 'Text' } } as const;

const catalogue = createCatalogue(
  testCatalogue.layers.map((layer) =>
    layer.id === 'toilets'
      ? {
          ...layer,
          attributes: {
            ...layer.attributes,
            hours: TEXT,
            accessible: YES_NO,
            third_restroom: YES_NO,
            fee: { ...NUMBER, unit: { zh: '元', en: 'yuan' } },
            height: NUMBER,
            spaces: { ...NUMBER, type: 'integer' as const },
            shared_hours: TEXT,
            occupancy: TEXT,
          },
          facility: {
            kind: 'toilet' as const,
            hours: 'hours',
            accessible: 'accessible',
            services: ['third_restroom', 'wifi'],
            fee: 'fee',
            level: 'grade',
            maxHeight: 'height',
            shared: { spaces: 'spaces', hours: 'shared_hours', occupancy: 'occupancy' },
            address: { zh: 'address' },
          },
        }
      : layer,
  ),
  testCity,
);

/** Blocks of the town's perfect grid are so long. */
const BLOCK_M = 100;
const COUNT = 120;
/** Monday, 10:00 in China. */
const MONDAY = new Date('2026-03-16T02:00:00Z');
const OCCUPANCY = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 75 : 100)).join();

interface Corner {
  readonly id: string;
  /** Blocks east and north of the town's corner. */
  readonly east: number;
  readonly north: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** At corners of streets, each another one, so that every way is as many blocks as it goes east and north. */
const CORNERS: readonly Corner[] = (() => {
  const random = randomFrom(14);
  const taken = new Set<string>();
  const corners: Corner[] = [];
  while (corners.length < COUNT) {
    const [east, north] = [1 + random.below(28), 1 + random.below(28)];
    if (taken.has(`${east} ${north}`)) continue;
    taken.add(`${east} ${north}`);
    const n = corners.length;
    corners.push({
      id: `corner-${String(n).padStart(3, '0')}`,
      east,
      north,
      properties: {
        name: `公厕${n}`,
        district: '370202',
        hours: n % 3 === 0 ? '08:00-18:00' : n % 3 === 1 ? '18:00-22:00' : '看情况',
        ...(n % 2 === 0 ? { accessible: n % 4 === 0 } : {}),
        third_restroom: n % 5 === 0,
        ...(n % 7 === 0 ? { fee: 0 } : n % 7 === 1 ? { fee: 2.5 } : {}),
        ...(n % 6 === 0 ? { height: 2 + (n % 12) / 10 } : {}),
        grade: n % 2 === 0 ? 'first' : 'second',
        ...(n % 8 === 0 ? { spaces: 40, shared_hours: '全天', occupancy: OCCUPANCY } : {}),
      },
    });
  }
  return corners;
})();

const AT = { east: 14, north: 15 };
const PLACE = placeInTown(AT.east * BLOCK_M, AT.north * BLOCK_M);
const onFoot = ({ east, north }: Pick<Corner, 'east' | 'north'>): number =>
  BLOCK_M * (Math.abs(east - AT.east) + Math.abs(north - AT.north));

const INSERT = sqlText(`
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select 'toilets', id, ST_SetSRID(ST_MakePoint(lon, lat), 4326), properties, 'test', 'public', 'official'
  from jsonb_to_recordset($1::text::jsonb) as t (id text, lon float8, lat float8, properties jsonb)`);

describeDatabases('finding facilities', { embedded: 'full' }, (database) => {
  let service: TestService;
  beforeAll(async () => {
    await writeTown(database(), catalogue);
    await database().query(sqlText("delete from feature where layer_id = 'toilets'"));
    const rows = CORNERS.map(({ id, east, north, properties }) => ({
      id,
      ...placeInTown(east * BLOCK_M, north * BLOCK_M),
      properties,
    }));
    await database().query(INSERT, [JSON.stringify(rows)]);
    service = await serve({ db: database(), catalogue });
  });
  afterAll(() => service.close());

  const NO_NETWORK: Walks = {
    walkDistances: () => Promise.resolve(null),
    walkRoute: () => Promise.resolve(null),
  };
  const asked = async (
    more: Partial<FindQuestion> & { readonly moment?: Date; readonly walks?: Walks } = {},
  ): Promise<FindAnswer> => {
    const { moment = MONDAY, walks, ...question } = more;
    const parts = {
      db: database(),
      registry: service.server.registry,
      walks: walks ?? WALKS,
      log: createLog(() => undefined),
    };
    return find(
      parts,
      { kind: 'toilet', place: PLACE, radiusM: 1000, limit: 500, filters: NO_FILTERS, ...question },
      moment,
      { principal: PUBLIC, signal: new AbortController().signal },
    );
  };
  /** As the streets of the town are: the service itself is asked by HTTP below. */
  const WALKS: Walks = {
    walkDistances: ({ to, withinM }) => {
      const metres = Float64Array.from({ length: to.length / 2 }, (_, i) => {
        const point = { lon: to[2 * i] as number, lat: to[2 * i + 1] as number };
        const corner = CORNERS.reduce((best, each) => (offM(each, point) < offM(best, point) ? each : best));
        const alongM = onFoot(corner);
        return alongM <= withinM ? alongM : Infinity;
      });
      return Promise.resolve({ metres });
    },
    walkRoute: () => Promise.resolve(null),
  };
  const offM = ({ east, north }: Corner, point: { readonly lon: number; readonly lat: number }): number =>
    distanceM(placeInTown(east * BLOCK_M, north * BLOCK_M), point);
  const ids = ({ rows }: Pick<FindAnswer, 'rows'>): string[] => rows.map(({ id }) => id);
  const within = (metres: number, fits: (n: number) => boolean = () => true): string[] =>
    CORNERS.map((corner, n) => ({ ...corner, n }))
      .filter((corner) => onFoot(corner) <= metres && fits(corner.n))
      .sort((a, b) => onFoot(a) - onFoot(b) || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);

  const get = async (query: string): Promise<FindAnswer> => {
    const response = await service.get(`/find/results?kind=toilet&lon=${PLACE.lon}&lat=${PLACE.lat}${query}`);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    return (await response.json()) as FindAnswer;
  };

  it('sorts by the way along the streets, which the distances of a perfect grid tell beforehand', async () => {
    const answer = await get('&radius=1000&limit=500');
    expect(answer.measured).toBe('street');
    expect(answer.rows.every(({ measured }) => measured === 'street')).toBe(true);
    // On the spheroid the rows north of the first are a little shorter.
    for (const row of answer.rows) {
      const corner = CORNERS.find(({ id }) => id === row.id) as Corner;
      expect(Math.abs(row.distanceM - onFoot(corner))).toBeLessThanOrEqual(3);
    }
    expect(new Set(ids(answer))).toEqual(new Set(within(1000)));
    const metres = answer.rows.map((row) => row.distanceM);
    expect(metres).toEqual([...metres].sort((a, b) => a - b));
    expect(answer.found).toBe(answer.rows.length);
    const last = answer.rows.at(-1);
    expect(last?.minutes).toBe(Math.ceil((last?.distanceM ?? 0) / 75));
  });

  it('gives as many as asked for, and says how many there are', async () => {
    const answer = await asked({ limit: 3 });
    expect(ids(answer)).toEqual(within(1000).slice(0, 3));
    expect(answer.found).toBe(within(1000).length);
    expect(answer.isComplete).toBe(true);
  });

  it('says so where only the nearest 500 were looked at', async () => {
    const crowd = Array.from({ length: 500 }, (_, n) => ({
      id: `crowd-${n}`,
      ...placeInTown(AT.east * BLOCK_M + (n % 10), AT.north * BLOCK_M + n / 100),
      properties: { name: `公厕${n}`, district: '370202' },
    }));
    await database().query(INSERT, [JSON.stringify(crowd)]);
    const answer = await asked({ walks: NO_NETWORK, limit: 1 });
    await database().query(sqlText("delete from feature where feature_id like 'crowd-%'"));
    expect(answer.isComplete).toBe(false);
    expect(answer.found).toBeLessThanOrEqual(500);
    expect(answer.found).toBeGreaterThan(0);
  });

  it('measures straight lines where there is no network, and says so', async () => {
    const answer = await asked({ walks: NO_NETWORK });
    expect(answer.measured).toBe('straight');
    for (const row of answer.rows) {
      expect(row.measured).toBe('straight');
      expect(Math.abs(row.distanceM - distanceM(PLACE, row))).toBeLessThanOrEqual(2);
    }
    // A circle holds more than what is within the same way on foot.
    expect(answer.found).toBeGreaterThan(within(1000).length);
  });

  it('answers all the same where the analysis cannot', async () => {
    const answer = await asked({
      walks: { ...NO_NETWORK, walkDistances: () => Promise.reject(new Error('busy')) },
    });
    expect(answer.measured).toBe('straight');
    expect(answer.found).toBeGreaterThan(0);
  });

  it.each<[Partial<FindFilters>, (n: number) => boolean]>([
    [{ open: true }, (n) => n % 3 === 0],
    [{ accessible: true }, (n) => n % 4 === 0],
    [{ with: ['third_restroom'] }, (n) => n % 5 === 0],
    [{ free: true }, (n) => n % 7 === 0],
    [{ heightM: 2.4 }, (n) => n % 6 === 0 && 2 + (n % 12) / 10 >= 2.4],
    [{ level: 'second' }, (n) => n % 2 === 1],
    [{ spaces: true }, (n) => n % 8 === 0],
    [{ open: true, accessible: true }, (n) => n % 12 === 0],
  ])('keeps those that meet %o', async (filters, fits) => {
    expect(ids(await asked({ radiusM: 2000, filters: { ...NO_FILTERS, ...filters } }))).toEqual(within(2000, fits));
  });

  it('knows nothing that has what no layer tells of', async () => {
    expect(await asked({ filters: { ...NO_FILTERS, with: ['sauna'] } })).toMatchObject({ found: 0, wider: null });
  });

  it('tells the state of the moment that is asked about', async () => {
    const state = async (moment: string): Promise<Record<string, FindAnswer['rows'][number]['open']>> => {
      const { rows } = await asked({ radiusM: 5000, moment: new Date(moment) });
      return Object.fromEntries(rows.map(({ id, open }) => [id, open]));
    };
    const morning = await state('2026-03-16T02:00:00Z');
    expect(morning['corner-000']).toEqual({ state: 'open', changesInMin: 8 * 60 });
    expect(morning['corner-001']).toEqual({ state: 'closed', changesInMin: 8 * 60 });
    expect(morning['corner-002']).toEqual({ state: 'unknown', changesInMin: null });
    const evening = await state('2026-03-16T10:30:00Z');
    expect(evening['corner-000']).toEqual({ state: 'closed', changesInMin: 13 * 60 + 30 });
    expect(evening['corner-001']).toEqual({ state: 'open', changesInMin: 3 * 60 + 30 });
  });

  it('counts shared spaces by the occupancy of the hour', async () => {
    const free = async (moment: string): Promise<number | null | undefined> => {
      const { rows } = await asked({ radiusM: 5000, moment: new Date(moment) });
      return rows.find(({ id }) => id === 'corner-000')?.shared?.freeNow;
    };
    expect(await free('2026-03-16T02:00:00Z')).toBe(10);
    expect(await free('2026-03-16T06:00:00Z')).toBe(0);
  });

  it('names the smallest radius with a result where there is none', async () => {
    const far = CORNERS.findIndex((corner) => onFoot(corner) > 1000 && onFoot(corner) <= 2000);
    const rare = { ...NO_FILTERS, with: ['wifi'] };
    expect(await asked({ filters: rare })).toMatchObject({ found: 0, wider: null });
    await database().query(
      sqlText('update feature set attributes = attributes || \'{"wifi": true}\' where feature_id = $1'),
      [(CORNERS[far] as Corner).id],
    );
    expect(await asked({ filters: rare })).toMatchObject({ found: 0, wider: 2000 });
    expect(ids(await asked({ filters: rare, radiusM: 2000 }))).toEqual([(CORNERS[far] as Corner).id]);
  });

  it('draws the way along the streets', async () => {
    const corner = CORNERS.find((each) => each.east !== AT.east && each.north !== AT.north) as Corner;
    const { lon, lat } = PLACE;
    const response = await service.get(`/find/route?lon=${lon}&lat=${lat}&layer=toilets&id=${corner.id}`);
    const way = (await response.json()) as FindRoute;
    expect(way.measured).toBe('street');
    expect(Math.abs(way.distanceM - onFoot(corner))).toBeLessThanOrEqual(3);
    const points = way.line.coordinates.map(([x, y]) => ({ lon: x, lat: y }));
    const lengthM = points.slice(1).reduce((sum, point, i) => sum + distanceM(points[i] ?? point, point), 0);
    expect(Math.abs(lengthM - onFoot(corner))).toBeLessThanOrEqual(3);
    expect(distanceM(points.at(-1) ?? PLACE, placeInTown(corner.east * BLOCK_M, corner.north * BLOCK_M))).toBeLessThan(
      1,
    );
  });

  it.each([
    ['/find/results?lon=120&lat=36', 400, 'kind'],
    ['/find/results?kind=tram&lon=120&lat=36', 400, 'kind'],
    ['/find/results?kind=toilet&lon=120&lat=91', 400, 'lat'],
    ['/find/route?lon=120&lat=36&layer=toilets&id=nothing', 404, 'id'],
  ])('refuses %s and says what is wrong', async (path, status, parameter) => {
    const response = await service.get(path);
    expect([response.status, ((await response.json()) as Problem).parameter]).toEqual([status, parameter]);
  });
});
