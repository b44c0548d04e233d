import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlText } from '../../platform/db/sql.ts';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { functionSource } from './index.ts';
import { tileFunctions } from './tile-function.ts';

describe('functions that give tiles', () => {
  let db: Suite;
  const [layer] = testCatalogue.layers;

  beforeAll(async () => {
    db = await openSuite('server', 'functions that give tiles');
    await db.query(
      sqlText(`select 1; create schema "地图";
      create function "地图"."Tile ""f"""(z integer, x integer, y integer, query json) returns bytea language sql stable as $$
        select ST_AsMVT(t, 'own') from (select ST_MakePoint(10, 20) as geom, z as z, query ->> 'properties' as asked) as t $$;
      comment on function "地图"."Tile ""f""" is 'Places';
      create function "地图".plain(z int, x int, y int) returns bytea language sql stable as $$ select null::bytea $$;
      create function "地图".other(z int, x int) returns bytea language sql stable as $$ select null::bytea $$;
      create function "地图".texts(z int, x int, y int) returns text language sql stable as $$ select '' $$`),
    );
  });
  afterAll(() => db.close());

  it('are found by what they take and give', async () => {
    expect(await tileFunctions(db, 'gis', ['地图'])).toEqual([
      { source: 'gis', schema: '地图', name: 'Tile "f"', comment: 'Places', queryType: 'json' },
      { source: 'gis', schema: '地图', name: 'plain', comment: null, queryType: null },
    ]);
    expect((await tileFunctions(db, 'gis', null)).map(({ name }) => name)).toEqual(['Tile "f"', 'plain']);
  });

  it('make tiles of what is asked, and nothing else', async () => {
    if (layer === undefined) throw new Error('There is a layer.');
    const [first, second] = await tileFunctions(db, 'gis', ['地图']);
    if (first === undefined || second === undefined) throw new Error('There are two functions.');
    const source = functionSource(first, db, { layer: layer.id });
    const selection = { layers: [{ layer, filter: null, properties: ['name'] }], asOf: null };
    const place = { matrixSet: 'WebMercatorQuad', tile: { z: 3, x: 1, y: 2 } } as const;
    const { bytes } = await source.tile(db, place, selection);
    const tile = new VectorTile(new PbfReader(bytes)).layers['own'];
    expect(tile?.feature(0).properties).toEqual({ z: 3, asked: '["name"]' });
    expect(source.changes).toBeUndefined();
    expect((await functionSource(second, db, { layer: layer.id }).tile(db, place, selection)).bytes.length).toBe(0);
    await expect(source.item(db, layer, 'a')).rejects.toMatchObject({ status: 422, code: 'not-of-a-function' });
    await expect(source.tile(db, { ...place, matrixSet: 'CGCS2000Quad' }, selection)).rejects.toThrow(
      /WebMercatorQuad/,
    );
  });

  it('that are gone end in a plain answer', async () => {
    if (layer === undefined) throw new Error('There is a layer.');
    const gone = { source: 'gis', schema: '地图', name: 'gone', comment: null, queryType: 'json' as const };
    await expect(
      functionSource(gone, db, { layer: layer.id }).tile(
        db,
        { matrixSet: 'WebMercatorQuad', tile: { z: 0, x: 0, y: 0 } },
        { layers: [{ layer, filter: null, properties: null }], asOf: null },
      ),
    ).rejects.toMatchObject({ status: 503, code: 'table-changed' });
  });
});
