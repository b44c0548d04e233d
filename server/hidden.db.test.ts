import { request as httpRequest } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { tileAt } from '../tiles/tile/tile.ts';
import { decodeColumnar } from '../tiles/api/columnar-message.ts';
import { readCases } from './cases/cases.ts';
import { replaceSearchTerms } from './search/index.ts';
import { sqlText } from './platform/db/sql.ts';
import type { SqlValue } from './platform/db/types.ts';
import { describeDatabases } from './testing/describe-databases.ts';
import { insertFixtures } from './testing/fixtures.ts';
import { testCatalogue } from './testing/layers.ts';
import { momentBetween } from './testing/moments.ts';
import { serve, type TestService } from './testing/serve.ts';
import { placeInTown, TOILETS, TOWN, TOWN_STUDY, writeTown } from './testing/small-town.ts';

/** One, between the toilets of the town. */
const AT = placeInTown(900, 800);
const SECRET = 'secret-7f3a';
const AROUND = `lon=${AT.lon}&lat=${AT.lat}`;
const BOX = [AT.lon - 0.05, AT.lat - 0.05, AT.lon + 0.05, AT.lat + 0.05].join(',');
const LAYERS = ['districts', 'streets', 'zones', 'toilets', 'reports'] as const;
const STUDY = {
  ...TOWN_STUDY,
  analyses: [
    { kind: 'coverage', within: [300, 600], by: 'district' },
    { kind: 'gaps', within: 900, most: 3 },
  ],
};

const tiles = (query: string): string[] =>
  LAYERS.flatMap((layer) =>
    [6, 11, 16].map((zoom) => {
      const { z, x, y } = tileAt(AT, zoom);
      return `/tiles/${layer}/${z}/${x}/${y}.mvt${query}`;
    }),
  );

interface Asked {
  readonly path: string;
  readonly body?: unknown;
  readonly method?: string;
}

/**
 * What every route is asked, so that an answer would differ if something hidden had a part in it. A new route is
 * missing here, which fails the test: write down the questions that would give a hidden feature away.
 */
const QUESTIONS: Readonly<Record<string, readonly (string | Asked)[]>> = {
  'GET /healthz': ['/healthz'],
  'GET /readyz': ['/readyz'],
  'GET /config.json': ['/config.json'],
  'GET /': ['/', `/?layers=${LAYERS.join()}&sel=toilets/${SECRET}`],
  'GET /embed': ['/embed', `/embed?layers=${LAYERS.join()}&sel=toilets/${SECRET}&filter=name LIKE '秘%'`],
  'GET /oembed': [
    `/oembed?url=${encodeURIComponent(`http://127.0.0.1/?layers=${LAYERS.join()}`)}`,
    `/oembed?url=${encodeURIComponent(`http://127.0.0.1/embed?layers=toilets&sel=toilets/${SECRET}`)}&format=xml`,
  ],
  'GET /metrics': ['/metrics'],
  'GET /events': ['/events', `/events?layers=${LAYERS.join()}`],
  'GET /basemap/:z/:x/:y.mvt': ['/basemap/9/427/201.mvt'],
  'GET /basemap/terrain/:z/:x/:y.png': ['/basemap/terrain/9/427/201.png'],
  'GET /layers': ['/layers', '/layers?lang=en', '/layers?detail=brief'],
  'GET /layers/:layer': LAYERS.map((layer) => `/layers/${layer}`),
  'GET /layers/:layer/items/:id': [
    ...LAYERS.map((layer) => `/layers/${layer}/items/${SECRET}`),
    `/layers/toilets/items/${SECRET}-1`,
    '/layers/districts/items/370202',
    '/layers/toilets/items/not-there',
    `/layers/toilets/items/${TOILETS[0].id}`,
  ],
  'GET /layers/:layer/columns': LAYERS.map((layer) => `/layers/${layer}/columns?properties=name`),
  'GET /ogc': ['/ogc', '/ogc?f=html'],
  'GET /ogc/conformance': ['/ogc/conformance'],
  'GET /ogc/api': ['/ogc/api'],
  'GET /ogc/collections': ['/ogc/collections', '/ogc/collections?f=html'],
  'GET /ogc/collections/:collectionId': LAYERS.map((layer) => `/ogc/collections/${layer}`),
  'GET /ogc/collections/:collectionId/items': LAYERS.flatMap((layer) => [
    `/ogc/collections/${layer}/items`,
    `/ogc/collections/${layer}/items?limit=1&sortby=-name`,
    `/ogc/collections/${layer}/items?bbox=${BOX}&filter=name LIKE '秘%'`,
    `/ogc/collections/${layer}/items?datetime=NOW`,
    `/ogc/collections/${layer}/items?id=${SECRET}`,
    `/ogc/collections/${layer}/items?f=html`,
  ]),
  'POST /ogc/collections/:collectionId/items': [
    { path: '/ogc/collections/toilets/items', body: { filter: "name LIKE '秘%'" } },
  ],
  'GET /ogc/collections/:collectionId/items/:featureId': [
    ...LAYERS.map((layer) => `/ogc/collections/${layer}/items/${SECRET}`),
    `/ogc/collections/toilets/items/${TOILETS[0].id}`,
  ],
  'GET /ogc/collections/:collectionId/schema': ['/ogc/collections/toilets/schema'],
  'GET /ogc/collections/:collectionId/queryables': ['/ogc/collections/toilets/queryables'],
  'GET /ogc/collections/:collectionId/sortables': ['/ogc/collections/toilets/sortables'],
  'GET /ogc/collections/:collectionId/tiles': ['/ogc/collections/toilets/tiles'],
  'GET /ogc/collections/:collectionId/tiles/:tileMatrixSetId': ['/ogc/collections/toilets/tiles/WebMercatorQuad'],
  'GET /ogc/tiles': ['/ogc/tiles'],
  'GET /ogc/tiles/:tileMatrixSetId': ['/ogc/tiles/CGCS2000Quad'],
  'GET /ogc/styles': ['/ogc/styles'],
  'GET /ogc/styles/:styleId': ['/ogc/styles/light'],
  'GET /layers/:layer/download.:format': LAYERS.flatMap((layer) =>
    ['geojson', 'geojsonl'].map((format) => `/layers/${layer}/download.${format}`),
  ),
  'GET /counts': [
    `/counts?bbox=${BOX}`,
    '/counts',
    `/counts?layers=toilets&bbox=${BOX}&filter=name LIKE '秘%'`,
    `/counts?layers=toilets&filter=name = '秘站'`,
    `/counts?layers=toilets&filter=wifi = true OR stalls_male > 3`,
  ],
  'GET /nearby': [
    `/nearby?layer=toilets&${AROUND}&radius=5000&limit=100`,
    `/nearby?layer=toilets&${AROUND}&radius=50000&limit=3`,
    `/nearby?layer=toilets&${AROUND}&radius=10`,
    `/nearby?layer=toilets&${AROUND}&filter=name LIKE '秘%'`,
    ...LAYERS.map((layer) => `/nearby?layer=${layer}&${AROUND}&radius=3000`),
  ],
  'GET /find': ['/find', `/find?kind=toilet&${AROUND}`, '/find?kind=toilet&q=秘站'],
  'GET /find/results': [
    `/find/results?kind=toilet&${AROUND}&radius=5000&limit=500`,
    `/find/results?kind=toilet&${AROUND}&radius=30000&limit=1`,
    `/find/results?kind=toilet&${AROUND}&radius=1&with=wifi`,
  ],
  'GET /find/route': [
    `/find/route?${AROUND}&layer=toilets&id=${SECRET}`,
    `/find/route?${AROUND}&layer=toilets&id=${TOILETS[0].id}`,
  ],
  'POST /layers/:layer/columns': LAYERS.map((layer) => ({
    path: `/layers/${layer}/columns`,
    body: { properties: ['name'], filter: "name LIKE '秘%' OR name LIKE '%'" },
  })),
  'POST /layers/:layer/download.:format': LAYERS.map((layer) => ({
    path: `/layers/${layer}/download.geojson`,
    body: { properties: ['name'], filter: "name LIKE '秘%' OR name LIKE '%'" },
  })),
  'POST /counts': [
    { path: '/counts', body: { layers: ['toilets'], filter: "name LIKE '秘%'" } },
    { path: '/counts', body: { bbox: BOX, 'filter.toilets': { op: '=', args: [{ property: 'wifi' }, true] } } },
  ],
  'POST /nearby': [
    { path: '/nearby', body: { layer: 'toilets', lon: AT.lon, lat: AT.lat, radius: 5000, limit: 100 } },
    { path: '/nearby', body: { layer: 'toilets', lon: AT.lon, lat: AT.lat, filter: "name LIKE '秘%'" } },
  ],
  'GET /facilities/:layer/:id': [
    `/facilities/toilets/${SECRET}`,
    `/facilities/toilets/${SECRET}-1`,
    `/facilities/toilets/${TOILETS[0].id}`,
    `/facilities/zones/${SECRET}`,
  ],
  'GET /facilities/:layer/:id/sign': [`/facilities/toilets/${SECRET}/sign`],
  'POST /facilities/:layer/:id/checks': [{ path: `/facilities/toilets/${SECRET}/checks`, body: {} }],
  'GET /facility-checks': ['/facility-checks', '/facility-checks?layer=toilets'],
  'GET /sources': ['/sources', '/sources?lang=en'],
  'GET /search': [
    ...[
      '秘',
      '秘站',
      '秘站公厕',
      'mizhan',
      'mzgc',
      'mi',
      'mizhna gongce',
      'secret',
      'sercet toilet',
      SECRET,
      '370202',
      '秘区',
    ],
    ...['south', 'south-west', '机密路1号', '公厕', 'gongce', 'gongec'],
  ].flatMap((q) => [`/search?q=${q}`, `/search?q=${q}&limit=1`, `/search?q=${q}&layers=toilets&limit=3`]),
  'GET /overview': ['/overview'],
  'GET /overview/picture.svg': ['/overview/picture.svg'],
  'GET /cases': ['/cases'],
  'GET /cases/:id': ['/cases/civilised-city'],
  'GET /tiles/:layers.json': [`/tiles/${LAYERS.join()}.json`, '/tiles/toilets.json'],
  'GET /tiles/:layers/:z/:x/:y.mvt': [
    ...tiles(''),
    ...tiles('?datetime=NOW'),
    ...tiles("?filter=name LIKE '%'"),
    ...tiles('?properties=name'),
  ],
  'GET /tiles/:layers/:matrixSet/:z/:x/:y.mvt': [8, 14].map((zoom) => {
    const { z, x, y } = tileAt(AT, zoom, 'CGCS2000Quad');
    return `/tiles/${LAYERS.join()}/CGCS2000Quad/${z}/${x}/${y}.mvt`;
  }),
  'GET /tileMatrixSets': ['/tileMatrixSets'],
  'GET /tileMatrixSets/:matrixSet': ['/tileMatrixSets/CGCS2000Quad'],
  'GET /styles/:theme.json': ['/styles/light.json', '/styles/dark.json'],
  'GET /static/:layers/:view/:size.png': [
    `/static/${LAYERS.join()}/auto/320x240.png?bbox=${BOX}`,
    `/static/toilets/auto/320x240.png?bbox=${BOX}&base=none&filter=name LIKE '%'`,
  ],
  'GET /raster/:layers/:z/:x/:y.png': [11, 16].map((zoom) => {
    const { z, x, y } = tileAt(AT, zoom);
    return `/raster/${LAYERS.join()}/${z}/${x}/${y}.png`;
  }),
  'GET /raster/:layers/:matrixSet/:z/:x/:y.png': [14].map((zoom) => {
    const { z, x, y } = tileAt(AT, zoom, 'CGCS2000Quad');
    return `/raster/toilets/CGCS2000Quad/${z}/${x}/${y}.png`;
  }),
  'GET /wmts': ['/wmts?service=WMTS&request=GetCapabilities'],
  'GET /wmts/1.0.0/WMTSCapabilities.xml': ['/wmts/1.0.0/WMTSCapabilities.xml'],
  'GET /analysis/catalogue': ['/analysis/catalogue'],
  'GET /analysis/openapi.json': ['/analysis/openapi.json'],
  'GET /analysis/study.schema.json': ['/analysis/study.schema.json'],
  'GET /analysis/demand/:id/cells': [
    `/analysis/demand/${TOWN.demand}/cells`,
    `/analysis/demand/${TOWN.demand}/cells?form=packed`,
  ],
  'POST /analysis/coverage': [
    { path: '/analysis/coverage', body: { ...TOWN_STUDY, limitS: 3600, withinS: 600, cells: 'all' } },
    {
      path: '/analysis/coverage',
      body: { ...TOWN_STUDY, facilities: { layer: TOWN.layer, filter: "name LIKE '秘%'" }, limitS: 3600, withinS: 600 },
    },
  ],
  'POST /analysis/isochrones': [
    {
      path: '/analysis/isochrones',
      body: { network: TOWN_STUDY.network, origins: { layer: TOWN.layer }, within: [300], mode: 'walk' },
    },
  ],
  'POST /analysis/studies': [
    { path: '/analysis/studies', body: STUDY },
    { path: '/analysis/studies', body: { ...STUDY, facilities: { layer: TOWN.layer, filter: "name LIKE '秘%'" } } },
  ],
  // What becomes of the job is asked one question after the other, below.
  'POST /analysis/jobs': [{ path: '/analysis/jobs', body: STUDY }],
  'GET /analysis/jobs/:id': [`/analysis/jobs/${SECRET}`],
  'GET /analysis/jobs/:id/events': [`/analysis/jobs/${SECRET}/events`],
  'GET /analysis/jobs/:id/result': [`/analysis/jobs/${SECRET}/result`],
  'DELETE /analysis/jobs/:id': [{ method: 'DELETE', path: `/analysis/jobs/${SECRET}` }],
  'GET /openapi.json': ['/openapi.json'],
  'GET /docs': ['/docs'],
  'GET /docs/:name': ['/docs/api', '/docs/api.en', `/docs/${SECRET}`],
  'GET /{*path}': ['/', `/${SECRET}`],
};

describeDatabases('a hidden feature', { embedded: 'full' }, (database) => {
  let service: TestService;
  const run = (text: string, params: readonly SqlValue[] = []) => database().query(sqlText(text), params);
  const layerOf = (id: string) => {
    const layer = testCatalogue.get(id);
    if (layer === undefined) throw new Error(`No layer ${id}.`);
    return layer;
  };
  const put = async (
    layer: string,
    visibility: 'public' | 'internal',
    features: readonly { readonly id: string; readonly name: string; readonly en?: string; readonly lon?: number }[],
  ): Promise<void> => {
    const isArea = layerOf(layer).geometry === 'Polygon';
    await run(
      `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
       select $1, id, case when $4 then ST_Expand(point, 0.01) else point end,
         jsonb_build_object('name', name, 'name_en', en, 'district', '370202', 'address', '机密路1号', 'wifi', true,
           'stalls_male', 9), 'test', $2, 'official'
       from (
         select id, name, en, ST_SetSRID(ST_MakePoint(lon, $5::float8), 4326) as point
         from jsonb_to_recordset($3::text::jsonb) as t (id text, name text, en text, lon float8)) as given`,
      [layer, visibility, JSON.stringify(features.map((each) => ({ lon: AT.lon, ...each }))), isArea, AT.lat],
    );
    await replaceSearchTerms(
      database(),
      features.map(({ id, name, en }) => ({ id, attributes: { name, name_en: en ?? null, address: '机密路1号' } })),
      { layer: layerOf(layer), replace: false, onProgress: () => undefined },
    );
  };

  beforeAll(async () => {
    await writeTown(database(), testCatalogue);
    await insertFixtures(database(), testCatalogue);
    await put('toilets', 'public', [
      { id: 'open-1', name: '秘站公厕甲', en: 'Secretary toilet' },
      { id: 'open-2', name: '望海公厕', en: 'Sea toilet', lon: AT.lon + 0.002 },
    ]);
  });
  afterEach(() => service.close());

  const ask = (path: string, body: unknown, method: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const stream = path.startsWith('/events');
      const req = httpRequest(
        encodeURI(service.url + path),
        {
          method,
          agent: false,
          headers: {
            // Answers name the host that they were asked by.
            host: 'map.example',
            'x-request-id': 'the-same',
            'accept-language': 'en',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
        },
        (res) => {
          const chunks: Buffer[] = [];
          const end = (): void => {
            const bytes = Buffer.concat(chunks);
            const text = res.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
            const headers = res.rawHeaders.join('\n').replace(/^(?:Date|RateLimit)\n.*\n/gm, '');
            resolve(`${res.statusCode ?? 0}\n${headers}\n\n${text.toString('latin1')}`);
          };
          res.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            // A stream goes on: what it begins with is its answer.
            if (stream && chunk.includes('event: hello')) {
              end();
              req.destroy();
            }
          });
          res.on('end', end);
        },
      );
      req.on('error', reject);
      req.end(body === undefined ? undefined : JSON.stringify(body));
    });
  /** Without what differs from run to run: the clock, counts of the process, and random names. */
  const plain = (route: string, answer: string): string => {
    if (route === 'GET /metrics')
      // Figures of the runtime come and go.
      return answer
        .replaceAll(/^.*_nodejs_.*\n/gm, '')
        .replaceAll(/[\d.e+-]+$/gm, '#')
        .replaceAll(/\d+/g, '#');
    if (route === 'POST /analysis/coverage' && answer.startsWith('200')) {
      const { header, arrays } = decodeColumnar(Buffer.from(answer.slice(answer.indexOf('\n\n') + 2), 'latin1'));
      return JSON.stringify([{ ...(header as object), tookMs: 0 }, arrays]);
    }
    // A file says when it was made.
    if (route.endsWith('/download.:format')) return answer.replace(/"made":"[^"]*"/, '#');
    if (route.includes('/analysis/'))
      return answer
        .replaceAll(/"(tookMs|uptimeS)":[\d.]+/g, '"$1":#')
        .replaceAll(/"(createdAt|finishedAt)":"[^"]*"/g, '"$1":#')
        .replaceAll(/\/analysis\/jobs\/[\w-]{24}|"id":"[\w-]{24}"/g, '#')
        .replaceAll(/^(ETag|Content-Length)\n.*$/gm, '')
        .replaceAll(/"share":[\d.]+/g, '"share":#');
    if (route === 'GET /find' || route === 'GET /find/results')
      return answer.replaceAll(/"at":"[^"]*"/g, '"at":#').replaceAll(/^ETag\n.*$/gm, '');
    if (route === 'GET /healthz' || route === 'GET /readyz') return answer.replaceAll(/\d+(\.\d+)?/g, '#');
    return answer;
  };
  const job = async (): Promise<string[]> => {
    const submitted = await ask('/analysis/jobs', STUDY, 'POST');
    const id = /"id":"([\w-]{24})"/.exec(submitted)?.[1] ?? '';
    await expect.poll(() => ask(`/analysis/jobs/${id}`, undefined, 'GET')).toContain('"done"');
    const answers = [];
    for (const path of ['', '/events', '/result'])
      answers.push(await ask(`/analysis/jobs/${id}${path}`, undefined, 'GET'));
    answers.push(await ask(`/analysis/jobs/${id}`, undefined, 'DELETE'));
    return answers.map((answer) => plain('GET /analysis/jobs/:id', answer));
  };

  /** Of a service that has answered nothing yet, with nothing in memory. */
  const answers = async (now: string): Promise<Map<string, string>> => {
    service = await serve({
      db: database(),
      catalogue: testCatalogue,
      cases: (await readCases(testCatalogue)).cases,
    });
    await service.server.poller.catchUp();
    const given = new Map<string, string>();
    for (const [route, questions] of Object.entries(QUESTIONS)) {
      const [method = 'GET'] = route.split(' ');
      for (const question of questions) {
        const { path, body } = typeof question === 'string' ? { path: question, body: undefined } : question;
        const answer = await ask(path.replace('NOW', now), body, method);
        given.set(`${method} ${path} ${JSON.stringify(body) ?? ''}`, plain(route, answer));
      }
    }
    for (const [step, answer] of (await job()).entries()) given.set(`step ${step} of a job`, answer);
    return given;
  };

  it('cannot be told from one that is not there, on any route', async () => {
    const now = (await momentBetween(database())).toISOString();
    const without = await answers(now);
    const routes = [
      ...service.server.routes.map(({ method, path }) => `${method} ${path}`),
      ...['GET /tiles/:layers/:z/:x/:y.mvt', 'GET /tiles/:layers/:matrixSet/:z/:x/:y.mvt'],
    ];
    expect(Object.keys(QUESTIONS).sort(), 'the questions are those of the route table').toEqual(
      [...new Set(routes)].sort(),
    );
    const answered = [...without.values()].filter((answer) => answer.startsWith('20'));
    expect(answered.length).toBeGreaterThan(without.size * 0.6);
    await service.close();

    // More than any list takes, each better than what everybody may find: exact, shorter, nearer.
    await put('toilets', 'internal', [
      { id: SECRET, name: '秘站', en: 'Secret' },
      ...Array.from({ length: 25 }, (_, n) => ({
        id: `${SECRET}-${n}`,
        name: `秘站公厕${n}`,
        en: `Secret toilet ${n}`,
      })),
      ...['mizhna', 'mizhan gongec', 'gongec', 'sercet toilet', 'south'].map((en, n) => ({
        id: `${SECRET}-m${n}`,
        name: en,
        en,
      })),
    ]);
    // Of the district and the subdistrict that the others name.
    await put('districts', 'internal', [
      { id: '370202', name: '秘区', en: 'Secret District' },
      { id: SECRET, name: '秘' },
    ]);
    for (const layer of ['streets', 'zones', 'reports']) await put(layer, 'internal', [{ id: SECRET, name: '秘站' }]);
    await run(
      "update feature set attributes = attributes || '{\"wifi\": false}' where visibility = 'internal' and layer_id = 'zones'",
    );
    const hidden = await answers(now);
    expect(
      [...without].filter(([question, answer]) => hidden.get(question) !== answer).map(([question]) => question),
    ).toEqual([]);
  });
});
