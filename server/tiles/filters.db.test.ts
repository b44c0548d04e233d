import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlText } from '../platform/db/sql.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { momentBetween } from '../testing/moments.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serveTiles, type TileService } from '../testing/serve-tiles.ts';
import { tileAt } from '../../tiles/tile/tile.ts';

const HERE = { lon: 120.38, lat: 36.07 };
const { z, x, y } = tileAt(HERE, 14);
const PLACE = `${String(z)}/${String(x)}/${String(y)}.mvt`;

/** Points far enough from each other to stand as themselves. */
const TOILETS = [
  ['a', 0.0001, { name: '甲', wifi: true, stalls_male: 3, opened: '2017-03-31', grade: 'first' }],
  [
    'b',
    0.002,
    { name: 'Bay 100%', wifi: false, stalls_male: 12, opened: '2017-03-31T23:30:00+08:00', grade: 'second' },
  ],
  ['c', 0.004, { name: 'bay', stalls_male: 5, opened: '2017-04-01' }],
  ['d', 0.006, { name: null, wifi: true, opened: 'unknown', stalls_male: 'many' }],
] as const;

describeDatabases('tiles with filters', { embedded: 'daily' }, (database) => {
  let service: TileService;

  beforeAll(async () => {
    await ensureLayers(database(), testCatalogue);
    const insert = sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      values ($1, $2, ST_GeomFromText($3, 4326), $4::jsonb, 'test', 'public', 'synthetic')`);
    for (const [id, east, attributes] of TOILETS)
      await database().query(insert, [
        'toilets',
        id,
        `POINT(${HERE.lon + east} ${HERE.lat})`,
        JSON.stringify(attributes),
      ]);
    await database().query(insert, [
      'zones',
      'zone',
      `POLYGON((120.3 36, 120.5 36, 120.5 36.2, 120.3 36.2, 120.3 36))`,
      '{"name":"bay","district":"370202"}',
    ]);
    service = await serveTiles(database(), testCatalogue);
  });
  afterAll(() => service.close());

  /** Ids of the features in the tile, by layer. */
  async function ids(query: Record<string, string>, layers = 'toilets'): Promise<Record<string, unknown[]>> {
    const { status, body } = await service.ask(`/tiles/${layers}/${PLACE}?${new URLSearchParams(query).toString()}`);
    if (status === 204) return {};
    expect(status, body.toString()).toBe(200);
    const tile = new VectorTile(new PbfReader(body));
    return Object.fromEntries(
      Object.entries(tile.layers).map(([name, layer]) => [
        name,
        Array.from({ length: layer.length }, (_, n) => layer.feature(n).properties.id).sort(),
      ]),
    );
  }

  it.each([
    ['TRUE', ['a', 'b', 'c', 'd']],
    ['FALSE', []],
    ['wifi = TRUE', ['a', 'd']],
    ['wifi <> TRUE', ['b']],
    ['NOT wifi = TRUE', ['b']],
    ['wifi IS NULL', ['c']],
    ['stalls_male > 3', ['b', 'c']],
    ['stalls_male IS NULL', ['d']],
    ['stalls_male BETWEEN 3 AND 5', ['a', 'c']],
    ['stalls_male NOT IN (3, 12)', ['c']],
    ["name LIKE '%100\\%'", ['b']],
    ["casei(name) LIKE casei('BAY%')", ['b', 'c']],
    ["name > 'Z'", ['a', 'c']],
    ["grade IN ('first', 'third')", ['a']],
    ["opened = DATE('2017-03-31')", ['a', 'b']],
    ["opened > DATE('2017-03-31')", ['c']],
    ["T_INTERSECTS(opened, INTERVAL('..', '2017-03-31T12:00:00Z'))", ['a']],
    ["NOT opened <= '2017-04-01'", []],
    ["id = 'b' OR provenance = 'official'", ['b']],
    ['S_INTERSECTS(geom, BBOX(120.3815, 36, 120.385, 37))', ['b', 'c']],
    [
      'S_WITHIN(geom, POLYGON((120.37 36.06, 120.381 36.06, 120.381 36.08, 120.37 36.08, 120.37 36.06))) OR stalls_male = 5',
      ['a', 'c'],
    ],
  ])('keep what %s keeps', async (filter, expected) => {
    expect((await ids({ filter })).toilets ?? []).toEqual(expected);
  });

  it('of several layers are filtered together, or one by one', async () => {
    expect(await ids({ filter: "casei(name) = 'bay'" }, 'toilets,zones')).toEqual({ toilets: ['c'], zones: ['zone'] });
    expect(await ids({ 'filter.zones': "name <> 'bay'" }, 'toilets,zones')).toEqual({ toilets: ['a', 'b', 'c', 'd'] });
  });

  it('are one tile for every spelling of a filter', async () => {
    const before = service.made.size;
    const spellings = [
      'stalls_male > 4 AND wifi = FALSE',
      'wifi = false and 4 < stalls_male',
      '{"op":"and","args":[{"op":"=","args":[{"property":"wifi"},false]},{"op":">","args":[{"property":"stalls_male"},4]}]}',
    ];
    const answers = await Promise.all(
      spellings.map((filter) => service.ask(`/tiles/toilets/${PLACE}?${new URLSearchParams({ filter }).toString()}`)),
    );
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(1);
    expect(service.made.size).toBe(before + 1);
  });

  it('carry the properties asked for', async () => {
    const { body } = await service.ask(
      `/tiles/toilets/${PLACE}?properties=wifi&filter=${encodeURIComponent("id = 'a'")}`,
    );
    expect(new VectorTile(new PbfReader(body)).layers.toilets?.feature(0).properties).toEqual({
      id: 'a',
      provenance: 'synthetic',
      wifi: true,
    });
  });

  it('show the map as it was', async () => {
    expect(await ids({ datetime: '2020-01-01' })).toEqual({});
    const before = (await momentBetween(database())).toISOString();
    await database().query(
      sqlText(
        `update feature set attributes = attributes || '{"wifi": false}' where layer_id = 'toilets' and feature_id = 'a'`,
      ),
    );
    expect(await ids({ filter: 'wifi = TRUE', datetime: before })).toEqual({ toilets: ['a', 'd'] });
    // A filter that no request has had before, so that no tile in memory answers it.
    expect(await ids({ filter: 'wifi = TRUE AND id IS NOT NULL' })).toEqual({ toilets: ['d'] });
  });

  it('say where the history begins, rather than show less of an earlier moment', async () => {
    await database().query(sqlText("update history_start set at = '2019-06-01T00:00:00Z'"));
    const { status, body } = await service.ask(`/tiles/toilets/${PLACE}?datetime=2019-01-01`);
    expect([status, JSON.parse(body.toString())]).toEqual([
      400,
      expect.objectContaining({
        code: 'bad-parameter',
        parameter: 'datetime',
        detail: expect.stringContaining('2019-06-01T00:00:00Z'),
      }),
    ]);
    expect((await service.ask(`/tiles/toilets/${PLACE}?datetime=2019-07-01`)).status).toBe(204);
  });

  describe('that make no sense', () => {
    it.each([
      ['filter=wifi', 'filter'],
      ['filter=name=1', 'filter'],
      ['properties=nothing', 'properties'],
      ['datetime=soon', 'datetime'],
    ])('are refused for %s', async (query, parameter) => {
      const { status, headers, body } = await service.ask(`/tiles/toilets/${PLACE}?${query}`);
      expect([status, headers['cache-control']]).toEqual([400, 'no-store']);
      expect(JSON.parse(body.toString())).toMatchObject({ code: 'bad-parameter', parameter });
    });
  });
});
