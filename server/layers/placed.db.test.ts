import { afterEach, beforeAll, expect, it } from 'vitest';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { PUBLIC } from '../platform/auth/principal.ts';
import { onlyRow, readNumber, readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { FEATURE_TABLE } from './feature-table-source.ts';

const CONSTRAINT = 'feature_geom_is_placed';
const INSERT = (geometry: string) =>
  sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
    select $1, $2, ST_SetSRID(${geometry}, 4326), '{"name": "x"}', 'test', 'public', 'imported'`);

/** Geometries that PostgreSQL itself stores. */
const NOWHERE: readonly (readonly [name: string, layer: string, geometry: string])[] = [
  ['an empty point', 'toilets', `'POINT EMPTY'::geometry`],
  ['several points that are none', 'toilets', `'MULTIPOINT EMPTY'::geometry`],
  ['a longitude that is no number', 'toilets', `ST_MakePoint('NaN', 36.06)`],
  ['a latitude that is no number', 'toilets', `ST_MakePoint(120.3, 'NaN')`],
  ['an infinite longitude', 'toilets', `ST_MakePoint('Infinity', 36.06)`],
  ['a longitude beyond the globe', 'toilets', `ST_MakePoint(500, 36.06)`],
  ['a latitude beyond the pole', 'toilets', `ST_MakePoint(120.3, 95)`],
  [
    'one of several points that is no number',
    'toilets',
    `ST_Collect(array[ST_MakePoint(120.3, 36), ST_MakePoint('NaN', 'NaN'), ST_MakePoint(120.4, 36)])`,
  ],
  ['an empty area', 'zones', `'POLYGON EMPTY'::geometry`],
  [
    'a corner that is no number',
    'zones',
    `ST_MakePolygon(ST_MakeLine(array[ST_MakePoint(120, 36), ST_MakePoint('NaN', 'NaN'), ST_MakePoint(121, 36), ST_MakePoint(120, 36)]))`,
  ],
];
/** Those that a generated column or an index refuses before the check. */
const ANY_REFUSAL = new Set(['a latitude beyond the pole', 'a corner that is no number']);

const layerOf = (id: string): LayerDefinition => {
  const layer = testCatalogue.get(id);
  if (layer === undefined) throw new Error(`The test catalogue has ${id}.`);
  return layer;
};

describeDatabases('Features without a place', { embedded: 'daily' }, (database) => {
  beforeAll(() => ensureLayers(database(), testCatalogue));
  afterEach(() => database().query(sqlText('truncate feature')));

  it.each(NOWHERE)('are not taken by the table: %s', async (name, layer, geometry) => {
    const error: unknown = await database()
      .query(INSERT(geometry), [layer, 'nowhere'])
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    if (!ANY_REFUSAL.has(name)) expect(String(error)).toContain(CONSTRAINT);
    expect(await count(database())).toBe(0);
  });

  it('but those at the edges of the globe are', async () => {
    for (const [n, at] of ['180, 36', '-180, -36', '120, 90', '120, -90'].entries())
      await database().query(INSERT(`ST_MakePoint(${at})`), ['toilets', String(n)]);
    expect(await count(database())).toBe(4);
  });

  it('that a database has from before stay out of every answer', async () => {
    const db = database();
    const toilets = layerOf('toilets');
    await db.query(INSERT('ST_MakePoint(120.3, 36.06)'), ['toilets', 'here']);
    const definition = await readConstraint(db);
    expect(definition).not.toContain('NOT VALID');
    await db.query(sqlText(`alter table feature drop constraint ${CONSTRAINT}`));
    try {
      await db.query(INSERT(`'POINT EMPTY'::geometry`), ['toilets', 'empty']);
      await db.query(INSERT(`ST_MakePoint('NaN', 36.06)`), ['toilets', 'nan']);
      await db.query(INSERT(`ST_MakePoint('Infinity', 36.06)`), ['toilets', 'infinite']);
      // As the migration adds it to such a database.
      await db.query(sqlText(`alter table feature add constraint ${CONSTRAINT} ${definition} not valid`));
      await expect(db.query(sqlText(`alter table feature validate constraint ${CONSTRAINT}`))).rejects.toMatchObject({
        code: '23514',
      });
      const stats = (await FEATURE_TABLE.stats(db, ['toilets'])).get('toilets');
      expect(stats).toMatchObject({ count: 1, bbox: [120.3, 36.06, 120.3, 36.06] });
      for (const id of ['empty', 'nan', 'infinite']) expect(await FEATURE_TABLE.item(db, toilets, id), id).toBeNull();
      const around = { layer: toilets, lon: 120.3, lat: 36.06, radiusM: 1e6, limit: 10, filter: null };
      expect((await FEATURE_TABLE.items(db, around)).map(({ id }) => id)).toEqual(['here']);
      const { json } = await FEATURE_TABLE.facilities(db, { layer: toilets, attributes: [], filter: null });
      expect((JSON.parse(json) as readonly (readonly unknown[])[]).map(([id]) => id)).toEqual(['here']);
      const bbox = [-180, -90, 180, 90] as const;
      const session = db.as(PUBLIC, {});
      const counts = await FEATURE_TABLE.counts(session, { layers: [toilets], bbox: [...bbox], filters: new Map() });
      expect(counts.get('toilets')).toBe(1);
      for (const z of [0, 12]) {
        const place = { matrixSet: 'WebMercatorQuad', tile: tileAt({ lon: 120.3, lat: 36.06 }, z) } as const;
        const selection = { layers: [{ layer: toilets, filter: null, properties: null }], asOf: null };
        expect((await FEATURE_TABLE.tile(db, place, selection)).bytes.length).toBeGreaterThan(0);
      }
    } finally {
      await db.query(sqlText('truncate feature'));
    }
  });
});

async function count(db: Queryable): Promise<number> {
  return readNumber(onlyRow(await db.query(sqlText('select count(*) as count from feature'))), 'count');
}

async function readConstraint(db: Queryable): Promise<string> {
  const rows = await db.query(
    sqlText(`select pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = 'feature'::regclass and conname = $1`),
    [CONSTRAINT],
  );
  return readText(onlyRow(rows), 'definition');
}
