import { PROVENANCES } from '../../../tiles/layer/layer.ts';
import {
  foundRows,
  readArray,
  readDateOrNull,
  readNumber,
  readNumberOrNull,
  readText,
} from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable, Row } from '../../platform/db/types.ts';
import type { Change, ChangeOptions } from '../change.ts';
import { readOrigins } from '../layer-loads.ts';
import type { LayerExtent, LayerRevision } from '../source.ts';

const REVISIONS = loadSql('layers/sql/revisions');
const STATS = loadSql('layers/sql/stats');
const CHANGES = loadSql('layers/sql/changes');

const EMPTY: LayerExtent = { count: 0, bbox: null, provenance: {} };

export async function readRevisions(db: Queryable): Promise<ReadonlyMap<string, LayerRevision>> {
  const rows = foundRows(await db.query(REVISIONS), 'layer_id');
  return new Map(
    rows.map((row) => [
      readText(row, 'layer_id'),
      {
        revision: readNumber(row, 'revision'),
        changedAt: readDateOrNull(row, 'changed_at'),
        loadId: readNumberOrNull(row, 'load_id'),
      },
    ]),
  );
}

/** Layers that the database does not know are left out. */
export async function readStats(db: Queryable, layers: readonly string[]): Promise<ReadonlyMap<string, LayerExtent>> {
  const extents = new Map<string, LayerExtent>();
  const origins = await readOrigins(db, layers);
  // One layer after the other: each takes a scan, and on the embedded database others get their turn in between.
  for (const layer of layers) {
    const rows = foundRows(await db.query(STATS, [[layer]], { kind: 'stats' }), 'layer_id');
    const origin = origins.get(layer);
    if (rows.length > 0 || origin !== undefined)
      extents.set(layer, { ...(rows.length > 0 ? combine(rows) : EMPTY), ...(origin === undefined ? {} : { origin }) });
  }
  return extents;
}

/** A layer's extent from its rows, one a provenance. */
function combine(rows: readonly Row[]): LayerExtent {
  const edge = (column: string, pick: (...values: number[]) => number): number =>
    pick(...rows.map((row) => readNumber(row, column)));
  const counts = PROVENANCES.flatMap((provenance) => {
    const row = rows.find((each) => readText(each, 'provenance') === provenance);
    return row ? [[provenance, readNumber(row, 'count')] as const] : [];
  });
  return {
    count: counts.reduce((sum, [, count]) => sum + count, 0),
    bbox: [edge('west', Math.min), edge('south', Math.min), edge('east', Math.max), edge('north', Math.max)],
    provenance: Object.fromEntries(counts),
  };
}

/** What has changed since the revisions known of each layer. */
export async function readChanges(
  db: Queryable,
  known: ReadonlyMap<string, number>,
  { timeline, ...options }: ChangeOptions = {},
): Promise<readonly Change[]> {
  const rows = await db.query(CHANGES, [[...known.keys()], [...known.values()], timeline ?? null], options);
  return rows.map((row) => readChange(row, known));
}

function readChange(row: Row, known: ReadonlyMap<string, number>): Change {
  const layer = readText(row, 'layer_id');
  const revision = readNumber(row, 'revision');
  const isReset = row['is_other'] === true || revision < (known.get(layer) ?? 0);
  return {
    layer,
    revision,
    boxes: isReset || row.boxes === null ? null : readArray(row, 'boxes').map(Number),
    isReset,
    ...(row['timeline'] === undefined ? {} : { timeline: readNumber(row, 'timeline') }),
    ...(row['withdraws'] === true ? { withdraws: true } : {}),
  };
}
