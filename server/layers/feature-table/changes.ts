import { readArray, readNumber, readText } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable, QueryOptions, Row } from '../../platform/db/types.ts';
import type { Change } from '../change.ts';

const CHANGES = loadSql('layers/sql/changes');

/** What has changed since the revisions known of each layer. */
export async function readChanges(
  db: Queryable,
  known: ReadonlyMap<string, number>,
  options?: QueryOptions,
): Promise<readonly Change[]> {
  const rows = await db.query(CHANGES, [[...known.keys()], [...known.values()]], options);
  return rows.map((row) => readChange(row, known));
}

function readChange(row: Row, known: ReadonlyMap<string, number>): Change {
  const layer = readText(row, 'layer_id');
  const revision = readNumber(row, 'revision');
  const isReset = revision < (known.get(layer) ?? 0);
  return {
    layer,
    revision,
    boxes: isReset || row.boxes === null ? null : readArray(row, 'boxes').map(Number),
    isReset,
  };
}
