/** Edits of the data behind the service's back, as somebody with psql makes them. */
import { openDatabase } from '../../server/platform/db/pool.ts';
import { sqlText } from '../../server/platform/db/sql.ts';
import type { Database } from '../../server/platform/db/types.ts';

const PUT = sqlText(`
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  values ($1, $2, ST_SetSRID(ST_MakePoint($3, $4), 4326), jsonb_build_object('name', $5::text), 'test', 'public', 'synthetic')
  on conflict (layer_id, feature_id) do update set geom = excluded.geom, attributes = excluded.attributes`);
const REMOVE = sqlText('delete from feature where layer_id = $1 and feature_id = $2');
const TOUCH_ALL = sqlText("update feature set owner = owner || ' ' where layer_id = $1");
const RESTORE_ALL = sqlText('update feature set owner = rtrim(owner) where layer_id = $1');

export interface Place {
  readonly lon: number;
  readonly lat: number;
}

export interface Editor {
  readonly put: (layer: string, id: string, at: Place, name: string) => Promise<void>;
  readonly remove: (layer: string, id: string) => Promise<void>;
  /** One statement for every feature of a layer, and one that takes it back. */
  readonly touchAll: (layer: string) => Promise<void>;
  readonly restoreAll: (layer: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Attaches to the embedded database of a running service. */
export async function openEditor(home: string): Promise<Editor> {
  const db: Database = await openDatabase({ home, whenRunning: 'attach', connections: 1 });
  return {
    put: async (layer, id, { lon, lat }, name) => {
      await db.query(PUT, [layer, id, lon, lat, name]);
    },
    remove: async (layer, id) => {
      await db.query(REMOVE, [layer, id]);
    },
    touchAll: async (layer) => {
      await db.query(TOUCH_ALL, [layer]);
    },
    restoreAll: async (layer) => {
      await db.query(RESTORE_ALL, [layer]);
    },
    close: () => db.close(),
  };
}
