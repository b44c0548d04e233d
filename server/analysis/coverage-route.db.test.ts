import { gzipSync } from 'node:zlib';
import type { Problem } from '../../tiles/api/wire.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisCatalogue, CellsHeader, CoverageHeader, CoverageRequest } from '../../tiles/api/coverage.ts';
import type { StudyResult } from '../../tiles/api/result.ts';
import { decodeColumnar, type ColumnarArray } from '../../tiles/api/columnar-message.ts';
import { roundedUp, unpackCells, unpackCoverage } from '../../tiles/api/packed-messages.ts';
import { FRESH_MS } from '../changes/index.ts';
import { sqlText } from '../platform/db/sql.ts';
import { testTransit } from '../testing/timetables.ts';
import { writeTransit } from './transit/store.ts';
import { writeDemand } from './demand/store.ts';
import { passed } from '../testing/moments.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { placeInTown, TOILETS, townDemand, TOWN, TOWN_STUDY, writeTown } from '../testing/small-town.ts';

const SQUARE = [
  [
    [120.4, 36.1],
    [120.41, 36.1],
    [120.41, 36.11],
    [120.4, 36.1],
  ],
];

const REQUEST: CoverageRequest = {
  ...TOWN_STUDY,
  limitS: 3600,
  withinS: 600,
  cells: 'all',
};

describeDatabases('coverage of a town', { embedded: 'full' }, (database) => {
  let service: TestService;
  beforeAll(async () => {
    await writeTown(database(), testCatalogue);
    service = await serve({ db: database(), catalogue: testCatalogue });
  });
  afterAll(() => service.close());

  const post = (
    body: unknown,
    headers: Record<string, string> = { 'Content-Type': 'application/json' },
  ): Promise<Response> =>
    fetch(`${service.url}/analysis/coverage?lang=en`, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const bytesOf = async (response: Response): Promise<Uint8Array> => new Uint8Array(await response.arrayBuffer());
  const ask = async (
    request: Partial<CoverageRequest>,
  ): Promise<{ header: CoverageHeader; arrays: Readonly<Record<string, ColumnarArray>> }> => {
    const response = await post({ ...REQUEST, ...request });
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      200,
      'application/octet-stream',
      'no-store',
    ]);
    const { header, arrays } = decodeColumnar(new Uint8Array(await response.arrayBuffer()));
    return { header: header as CoverageHeader, arrays };
  };

  it('is requested with ids that the catalogue lists', async () => {
    const response = await service.get('/analysis/catalogue');
    const body = (await response.json()) as AnalysisCatalogue;
    expect(body.networks).toEqual([
      expect.objectContaining({
        id: TOWN.network,
        nodes: 961,
        edges: 1860,
        provenance: 'synthetic',
        tagged: false,
        heights: false,
        hours: false,
      }),
    ]);
    expect(body.demands).toEqual([
      expect.objectContaining({ id: TOWN.demand, kind: 'square', count: 841, people: 84_100 }),
    ]);
    expect(body.layers).toContainEqual({
      id: 'toilets',
      title: { zh: 'toilets', en: 'toilets' },
      capacities: ['stalls_male', 'stalls_female'],
      facility: {
        level: {
          attribute: 'grade',
          values: expect.arrayContaining([{ value: 'second', title: { zh: '二类', en: 'Class 2' } }]),
        },
      },
    });
    expect(body.standards.length).toBeGreaterThan(0);
    expect(body.profiles).toEqual([
      { id: 'wheelchair', title: { zh: '轮椅', en: 'Wheelchair' }, mode: 'walk' },
      { id: 'no-stairs', title: { zh: '婴儿车（不走台阶）', en: 'Pram (no steps)' }, mode: 'walk' },
    ]);
  });

  it('is drawn in the cells of the demand, which stay valid until the demand changes', async () => {
    const response = await service.get(`/analysis/demand/${TOWN.demand}/cells`);
    const { header, arrays } = decodeColumnar(new Uint8Array(await response.arrayBuffer()));
    expect(header).toMatchObject({
      id: TOWN.demand,
      kind: 'square',
      count: 841,
      ringSize: 4,
      districts: ['370202', '370203'],
    } satisfies Partial<CellsHeader>);
    expect([arrays.lonLat?.length, arrays.ring?.length, arrays.people?.length]).toEqual([1682, 6728, 841]);
    expect(
      (
        await service.get(`/analysis/demand/${TOWN.demand}/cells`, {
          'If-None-Match': String(response.headers.get('etag')),
        })
      ).status,
    ).toBe(304);
    const unknown = await service.get('/analysis/demand/nobody/cells');
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'unknown-demand', detail: expect.stringContaining('nobody') }),
    ]);
  });

  it('is drawn in fewer bytes too, which caches need not ask again for as long as their key is the demand’s', async () => {
    const path = `/analysis/demand/${TOWN.demand}/cells`;
    const plain = decodeColumnar(new Uint8Array(await (await service.get(path)).arrayBuffer()));
    const { key } = plain.header as CellsHeader;
    const response = await service.get(`${path}?form=packed&key=${key}`);
    expect(response.headers.get('cache-control')).toMatch(/^public, .*immutable$/);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const packed = unpackCells(decodeColumnar(bytes));
    expect(packed.header).toEqual(plain.header);
    for (const name of ['people', 'district', 'subdistrict', 'landUse'])
      expect(packed.arrays[name]).toEqual(plain.arrays[name]);
    const far = (plain.arrays['lonLat'] as Float64Array).filter(
      (value, k) => Math.abs(value - (packed.arrays['lonLat']?.[k] ?? NaN)) > 1e-8,
    );
    expect(far).toHaveLength(0);
    const other = await service.get(`${path}?form=packed&key=old`);
    expect([other.status, other.headers.get('cache-control')]).toEqual([200, 'public, no-cache']);
    expect((await service.get(`${path}?form=small`)).status).toBe(400);
  });

  it('has its figures alone in 2 KB, and the same cells in fewer bytes', async () => {
    const all = await ask({});
    const { header, arrays } = await ask({ cells: 'summary' });
    const { facilities, gaps, tookMs, ...figures } = header;
    expect([facilities, gaps, Object.keys(arrays), typeof tookMs]).toEqual([[], [], [], 'number']);
    expect(all.header).toMatchObject(figures);
    const response = await post({ ...REQUEST, cells: 'summary' });
    const message = Buffer.from(await response.arrayBuffer());
    expect(gzipSync(message, { level: 1 }).length).toBeLessThanOrEqual(2048);

    const packed = unpackCoverage(decodeColumnar(await bytesOf(await post({ ...REQUEST, cells: 'packed' }))));
    expect({ ...packed.header, tookMs: 0 }).toEqual({ ...all.header, tookMs: 0 });
    expect(packed.arrays['nearest']).toEqual(all.arrays['nearest']);
    expect(packed.arrays['cost']).toEqual((all.arrays['cost'] as Float32Array).map(roundedUp));
  });

  it('takes streets that are built, closed and shut, as a study does, and is as before without them', async () => {
    const at = (east: number, north: number): [number, number] => {
      const { lon, lat } = placeInTown(east, north);
      return [lon, lat];
    };
    const ring = [at(1110, 1110), at(1410, 1110), at(1410, 1410), at(1110, 1410), at(1110, 1110)];
    const edits: NonNullable<CoverageRequest['streetEdits']> = [
      { kind: 'add', id: 'diagonal', line: [at(700, 700), at(1500, 1500)] },
      { kind: 'close', id: 'closed', line: [at(500, 700), at(900, 700)] },
      { kind: 'shut', id: 'flood', area: { type: 'Polygon', coordinates: [ring] } },
    ];
    const before = await ask({});
    for (const streetEdits of [edits.slice(0, 1), edits.slice(1), edits]) {
      const { header, arrays } = await ask({ streetEdits });
      const study = await fetch(`${service.url}/analysis/studies`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          ...TOWN_STUDY,
          streetEdits,
          analyses: [{ kind: 'coverage', within: [600], perDemand: true }],
        }),
      });
      const { results, unconnected, warnings } = (await study.json()) as StudyResult;
      const [result] = results;
      const costs = result?.kind === 'coverage' ? (result.costs ?? []) : [];
      expect(arrays.cost).toEqual(
        Float32Array.from(costs, (cost) => ((cost ?? Infinity) <= 3600 ? (cost as number) : Infinity)),
      );
      expect(header.summary.unconnectedPeople).toBe(unconnected.people);
      expect(header.before).toEqual(before.header.before);
      expect(header.warnings).toEqual(
        expect.arrayContaining(warnings.filter(({ code }) => code.startsWith('streets-'))),
      );
      expect(header.gainedPeople + header.lostPeople).toBeGreaterThan(0);
    }
    const { header, arrays } = await ask({});
    expect(arrays).toEqual(before.arrays);
    expect(header.summary).toEqual(before.header.summary);
    const refused = await post({ ...REQUEST, streetEdits: [{ kind: 'close', id: 'c', line: [[36, 120]] }] });
    expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([422, 'street-edit-place']);
  });

  it('has the figures of the district that is asked for, in the city as it stands and under edits', async () => {
    const cells = decodeColumnar(
      new Uint8Array(await (await service.get(`/analysis/demand/${TOWN.demand}/cells`)).arrayBuffer()),
    );
    const edits: CoverageRequest['edits'] = [{ kind: 'remove', id: TOILETS[0]?.id ?? '' }];
    for (const own of [{}, { edits }]) {
      const { header, arrays } = await ask(own);
      const inIt = [...(cells.arrays['district'] as Int16Array).keys()].filter(
        (cell) => cells.arrays['district']?.[cell] === 1,
      );
      const within = inIt.filter((cell) => (arrays.cost?.[cell] ?? Infinity) <= 600);
      const { header: summary } = await ask({ ...own, cells: 'summary', district: '370203' });
      expect(summary).toMatchObject({
        district: { district: '370203', people: inIt.length * 100, coveredPeople: within.length * 100 },
        summary: header.summary,
      });
      expect(header.district).toBeUndefined();
    }
    expect((await ask({ cells: 'summary', district: 'nowhere' })).header.district).toBeNull();
  });

  it('says what each facility does, who is left out, and what it assumes', async () => {
    const { header, arrays } = await ask({});
    const [cost, nearest] = [arrays.cost as Float32Array, arrays.nearest as Int32Array];
    expect([cost.length, nearest.length, header.facilities.length]).toEqual([841, 841, 4]);
    const within = cost.filter((seconds) => seconds <= 600).length;
    expect(header.summary).toMatchObject({ withinS: 600, people: 84_100, coveredPeople: within * 100, facilities: 4 });
    expect(header.before).toEqual(header.summary);
    expect(header.facilities.map(({ id }) => id)).toEqual(TOILETS.map(({ id }) => id));
    expect(header.facilities.reduce((sum, { exclusivePeople }) => sum + (exclusivePeople ?? 0), 0)).toBeLessThanOrEqual(
      within * 100,
    );
    expect(header.gaps.reduce((sum, { people }) => sum + people, 0)).toBe(84_100 - within * 100);
    expect(header.gaps[0]).toMatchObject({
      rank: 1,
      nearest: { facility: expect.stringMatching(/-/), cost: expect.any(Number) },
    });
    expect(header.assumptions.map(({ code }) => code)).toEqual([
      'assume-mode',
      'assume-access',
      'assume-datum',
      'assume-streets',
      'assume-people',
      'assume-centres',
      'assume-facilities',
    ]);
    // On foot at one metre a second, by streets: a cell beside a toilet takes about as long as it is far.
    const near = nearest.findIndex((facility, cell) => facility === 0 && (cost[cell] as number) < 120);
    expect(near).toBeGreaterThanOrEqual(0);
  });

  it('changes by edits as a request for the edited facilities would', async () => {
    const middle = placeInTown(1500, 1500);
    const edits = [
      { kind: 'add', id: 'new', ...middle },
      { kind: 'move', id: 'south-west', ...placeInTown(300, 300) },
      { kind: 'remove', id: 'north-west' },
    ] as const;
    const [base, all, changes] = [await ask({}), await ask({ edits }), await ask({ edits, cells: 'changes' })];
    expect(changes.header.facilities).toEqual(all.header.facilities);
    expect(all.header.facilities.map(({ id, existing }) => [id, existing])).toEqual([
      ['south-west', true],
      ['south-east', true],
      ['north-east', true],
      ['new', false],
    ]);
    expect(all.header.before).toEqual(base.header.summary);
    const { gainedPeople, lostPeople, before, summary } = changes.header;
    expect(summary.coveredPeople).toBe(before.coveredPeople + gainedPeople - lostPeople);
    const cell = changes.arrays.cell as Uint32Array;
    const idOf = ({ header, arrays }: typeof base, at: number): string | undefined =>
      header.facilities[(arrays.nearest as Int32Array)[at] as number]?.id;
    const cost = (base.arrays.cost as Float32Array).slice();
    const nearest = Array.from(cost, (_, at) => idOf(base, at));
    cell.forEach((at, n) => {
      cost[at] = (changes.arrays.cost as Float32Array)[n] as number;
      nearest[at] = idOf(changes, n);
    });
    expect(cost).toEqual(all.arrays.cost);
    expect(nearest).toEqual(Array.from(cost, (_, at) => idOf(all, at)));
    expect((await ask({ edits, withinS: 60 })).header.summary.coveredPeople).toBeLessThan(summary.coveredPeople);
  });

  it('follows the data', async () => {
    const before = await ask({});
    await database().query(
      sqlText(`update feature set visibility = 'internal' where layer_id = 'toilets' and feature_id = 'north-east'`),
    );
    // A tile may lag by as much.
    await passed(FRESH_MS);
    const after = await ask({});
    expect([after.header.facilities.length, after.header.key === before.header.key]).toEqual([3, false]);
    await database().query(
      sqlText(`update feature set visibility = 'public' where layer_id = 'toilets' and feature_id = 'north-east'`),
    );
    await passed(FRESH_MS);
    expect(
      (await ask({ facilities: { layer: TOWN.layer, filter: 'wifi = TRUE' } })).header.facilities.map(({ id }) => id),
    ).toEqual(['north-west', 'north-east']);
  });

  it('counts a group of people alone, in its figures and in its cells', async () => {
    const demand = townDemand();
    const children = demand.people.map((people, cell) => (cell % 2 === 0 ? people / 4 : 0));
    await writeDemand(database(), {
      ...demand,
      groups: [{ name: '学龄人口', people: children }],
      meta: { ...demand.meta, id: 'families' },
    });
    const families = { demand: { stored: 'families' } };
    const [all, some] = [await ask(families), await ask({ ...families, for: '学龄人口' })];
    expect(some.arrays).toEqual(all.arrays);
    const cost = some.arrays.cost as Float32Array;
    const within = children.filter((_, cell) => (cost[cell] as number) <= 600);
    expect(some.header.summary).toMatchObject({
      people: children.reduce((sum, each) => sum + each, 0),
      coveredPeople: within.reduce((sum, each) => sum + each, 0),
    });
    expect(some.header.assumptions).toContainEqual(expect.objectContaining({ code: 'assume-group' }));
    const cells = async (query: string): Promise<Response> =>
      service.get(`/analysis/demand/families/cells?form=packed&key=${all.header.demandKey}${query}`);
    const answers = [await cells(''), await cells(`&for=${encodeURIComponent('学龄人口')}`)];
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(2);
    const [every, own] = await Promise.all(
      answers.map(async (each) => unpackCells(decodeColumnar(await bytesOf(each)))),
    );
    const [everyHeader, ownHeader] = [every?.header as CellsHeader, own?.header as CellsHeader];
    expect([everyHeader.for, ownHeader.for, ownHeader.key]).toEqual([undefined, '学龄人口', all.header.demandKey]);
    expect(ownHeader.people).toBe(some.header.summary.people);
    expect(Array.from(own?.arrays.people ?? [])).toEqual(Array.from(children));
    expect((await cells('&for=nobody')).status).toBe(404);
    const unknown = await post({ ...REQUEST, ...families, for: 'nobody' });
    expect(await unknown.json()).toMatchObject({ code: 'unknown-group', parameter: '/for' });
  });

  it('goes in straight lines, and by public transport once its timetables are there', async () => {
    const { header, arrays } = await ask({ network: { straight: { detour: 1.5 } } });
    expect(header.summary.coveredPeople).toBeGreaterThan(0);
    expect(header.assumptions[0]).toMatchObject({ code: 'assume-straight-time' });
    const cost = arrays.cost as Float32Array;
    // The toilet in the south-west and a cell 550 m east of it, at 1 m/s.
    expect(Math.min(...cost)).toBeLessThan(110);
    const ride = { mode: 'transit', transit: 'shuttle', date: '2019-05-13', depart: '08:00', window: 1 } as const;
    expect(await (await post({ ...REQUEST, travel: ride })).json()).toMatchObject({ parameter: '/travel/transit' });
    const [start, end] = [placeInTown(1500, 1500), placeInTown(750, 750)];
    const shuttle = testTransit({
      stops: [[start.lon, start.lat] as const, [end.lon, end.lat] as const],
      trips: [{ calls: [[0, 29_400, 29_400] as const, [1, 29_460, 29_460] as const] }],
      services: [[18_029]],
    });
    await writeTransit(database(), { ...shuttle, meta: { ...shuttle.meta, id: 'shuttle' } });
    const [onFoot, ridden] = [await ask({ withinS: 1200 }), await ask({ withinS: 1200, travel: ride })];
    expect(ridden.header.summary.coveredPeople).toBeGreaterThan(onFoot.header.summary.coveredPeople);
    expect(ridden.header.facilities.map(({ people }) => people)).toEqual([null, null, null, null]);
    expect(ridden.header.assumptions).toContainEqual(expect.objectContaining({ code: 'transit-assume-departure' }));
  });

  describe('is refused, with what is wrong and where,', () => {
    it.each([
      ['an unknown network', { network: { stored: 'x' } }, 422, 'network-unknown', '/network/stored'],
      ['an unknown demand', { demand: { stored: 'x' } }, 422, 'unknown-demand', '/demand/stored'],
      ['an unknown layer', { facilities: { layer: 'toilet' } }, 422, 'unknown-layer', '/facilities/layer'],
      [
        'a filter that is none',
        { facilities: { layer: 'toilets', filter: 'wifi = ' } },
        422,
        'bad-filter',
        '/facilities/filter',
      ],
      [
        'an edit of what is not there',
        { edits: [{ kind: 'remove', id: 'x' }] },
        422,
        'unknown-facility',
        '/edits/0/id',
      ],
      [
        'a wheelchair on streets without tags',
        { travel: { profile: 'wheelchair' } },
        422,
        'rules-untagged',
        '/travel/profile',
      ],
      ['a profile that there is not', { travel: { profile: 'giant' } }, 422, 'unknown-profile', '/travel/profile'],
      [
        'a profile of people on foot by car',
        { travel: { mode: 'drive', profile: 'no-stairs' } },
        422,
        'profile-mode',
        '/travel/profile',
      ],
      [
        'an hour of streets without classes',
        { travel: { mode: 'drive', depart: '08:00' } },
        422,
        'speeds-none',
        '/travel/depart',
      ],
      [
        'public transport without a day',
        { travel: { mode: 'transit', transit: 'x', depart: '08:00' } },
        422,
        'transit-needs',
        '/travel',
      ],
      [
        'streets that are changed where there are none',
        {
          network: { straight: {} },
          streetEdits: [{ kind: 'shut', id: 'a', area: { type: 'Polygon', coordinates: SQUARE } }],
        },
        422,
        'street-edits-need-stored',
        '/streetEdits',
      ],
      [
        'straight lines in metres',
        { network: { straight: { costUnit: 'm' } } },
        422,
        'straight-seconds',
        '/network/straight/costUnit',
      ],
      ['slopes of streets without heights', { travel: { slope: true } }, 422, 'slope-unknown', '/travel/slope'],
      ['a time beyond the slider', { withinS: 4000 }, 422, 'within-beyond-limit', undefined],
      ['a wrong number', { limitS: -1 }, 400, 'study-not-above', '/limitS'],
      ['what nobody knows', { speed: 3 }, 400, 'study-unknown', '/speed'],
    ] as const)('for %s', async (_name, part, status, code, at) => {
      const response = await post({ ...REQUEST, ...part });
      const problem = (await response.json()) as Problem;
      expect([response.status, problem.code, problem.parameter]).toEqual([status, code, at]);
      expect(problem.errors).toHaveLength(1);
      expect(problem.detail).not.toMatch(/\{\w+\}/);
    });

    it.each([
      ['{"network":', 'application/json', 400, 'body-malformed'],
      ['', 'application/json', 400, 'body-missing'],
      ['{}', 'text/plain', 415, 'body-not-json'],
    ] as const)('for the body %j as %s', async (body, type, status, code) => {
      const response = await post(body, { 'Content-Type': type });
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
    });

    it('for other methods', async () => {
      const response = await service.get('/analysis/coverage');
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
      const preflight = await fetch(`${service.url}/analysis/coverage`, {
        method: 'OPTIONS',
        headers: {
          Origin: 'https://a.example',
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type',
        },
      });
      expect([
        preflight.status,
        preflight.headers.get('access-control-allow-methods'),
        preflight.headers.get('access-control-allow-headers'),
      ]).toEqual([204, 'POST, OPTIONS', expect.stringContaining('Content-Type')]);
    });
  });
});
