import { beforeAll, expect, it } from 'vitest';
import { onlyRow, readBoolean } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { until } from '../testing/moments.ts';
import { ensureLayers } from './layers.ts';
import type { CheckedFeature } from './types.ts';
import { encodeGeometry } from './wkb.ts';
import { writeFeatures } from './write.ts';

describeDatabases('a load beside edits', { embedded: 'full' }, (database, kind) => {
  const toilets = testCatalogue.get('toilets');
  if (toilets === undefined) throw new Error('The test catalogue has toilets.');
  const options = { layer: toilets, replace: false, onProgress: () => undefined } as const;
  const feature = (id: string, lon: number): CheckedFeature => ({
    number: 1,
    id,
    ...encodeGeometry({ type: 'Point', coordinates: [lon, 36] }),
    attributes: { name: id, district: '370202' },
    provenance: 'imported',
  });

  beforeAll(() => ensureLayers(database(), testCatalogue));

  it('gives a lock to every layer, and to nothing else', async () => {
    for (const id of ['toilets', 'reports']) await database().query(sqlText('select lock_layer($1)'), [id]);
    await expect(database().query(sqlText('select lock_layer($1)'), ['x; drop table feature'])).rejects.toThrow(
      'not a layer id',
    );
  });

  if (kind === 'server') {
    it('keeps edits waiting, and never waits for an edit that waits for it', async () => {
      await database().transaction((tx) => writeFeatures(tx, [feature('a', 120), feature('b', 120)], options));
      let edit: Promise<unknown> = Promise.resolve();
      await database().transaction(async (tx) => {
        await writeFeatures(tx, [feature('a', 121)], options);
        edit = database().query(
          sqlText("update feature set geom = ST_Translate(geom, 5, 0) where layer_id = 'toilets' and feature_id = 'b'"),
        );
        edit.catch(() => undefined);
        await until(somebodyWaits);
        await writeFeatures(tx, [feature('b', 121)], options);
      });
      await edit;
      const rows = await database().query(
        sqlText(
          "select feature_id, ST_X(geom) as lon, revision from feature where layer_id = 'toilets' order by feature_id",
        ),
      );
      expect(rows).toEqual([
        { feature_id: 'a', lon: 121, revision: '2' },
        { feature_id: 'b', lon: 126, revision: '3' },
      ]);
    });
  }

  const somebodyWaits = async () =>
    readBoolean(
      onlyRow(
        await database().query(
          sqlText(
            `select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`,
          ),
        ),
      ),
      'waits',
    );
});
