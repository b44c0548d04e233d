/** What has to hold of a database whatever was done to it. */
import { onlyRow, readNumber, readText } from '../../server/platform/db/rows.ts';
import { sqlText } from '../../server/platform/db/sql.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { bothLanguages } from '../../server/platform/messages/index.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { TORTURE } from '../cli/messages/torture.ts';
import { get } from './client.ts';
import { isObject } from './fuzz/values.ts';
import type { Victim } from './site.ts';

const PYRAMID = sqlText(
  'select l.layer_id, p.problem from layer l cross join lateral check_pyramid(l.layer_id) p limit 5',
);
const ROWS = sqlText('select count(*) as count from feature where layer_id = $1');
const PUBLIC_ROWS = sqlText("select count(*) as count from feature where layer_id = $1 and visibility = 'public'");
const REVISION = sqlText('select coalesce(max(revision), 0) as revision from change');
/** States of the present that the history has too, and features whose states overlap. */
const HISTORY = sqlText(`
  select f.layer_id, f.feature_id from feature f
  join feature_history h using (layer_id, feature_id) where h.valid_to > f.valid_from limit 5`);
/** Texts for search without a feature. */
const TERMS = sqlText(`
  select t.layer_id, t.feature_id from search_term t
  where not exists (select from feature f where f.layer_id = t.layer_id and f.feature_id = t.feature_id) limit 5`);
const EVERYWHERE = '119,35,123,39';

export async function countRows(db: Database, layer: string): Promise<number> {
  return readNumber(onlyRow(await db.query(ROWS, [layer])), 'count');
}

export async function lastRevision(db: Database): Promise<number> {
  return readNumber(onlyRow(await db.query(REVISION)), 'revision');
}

/** Everything that does not hold. `revisionBefore`: the last one that somebody was told of. */
export async function brokenInvariants(
  site: Pick<Victim, 'db' | 'service'>,
  layers: readonly string[],
  revisionBefore: number,
): Promise<readonly Text[]> {
  const { db, service } = site;
  const broken: Text[] = [];
  for (const row of await db.query(PYRAMID))
    broken.push(
      bothLanguages(TORTURE['pyramid-differs'], {
        layer: readText(row, 'layer_id'),
        problem: readText(row, 'problem'),
      }),
    );
  for (const row of await db.query(HISTORY))
    broken.push(
      bothLanguages(TORTURE['history-overlaps'], { id: `${readText(row, 'layer_id')}/${readText(row, 'feature_id')}` }),
    );
  for (const row of await db.query(TERMS))
    broken.push(
      bothLanguages(TORTURE['search-without-feature'], {
        id: `${readText(row, 'layer_id')}/${readText(row, 'feature_id')}`,
      }),
    );
  const revision = await lastRevision(db);
  if (revision < revisionBefore)
    broken.push(bothLanguages(TORTURE['revision-fell'], { revision, before: revisionBefore }));
  for (const layer of layers) {
    const rows = readNumber(onlyRow(await db.query(PUBLIC_ROWS, [layer])), 'count');
    const answer = await get(service.url, `/counts?layers=${layer}&bbox=${EVERYWHERE}`);
    const told = answer.status === 200 ? countIn(answer.body.toString(), layer) : null;
    if (told !== rows)
      broken.push(
        bothLanguages(TORTURE['count-differs'], {
          layer,
          rows,
          told: `${answer.status} ${answer.body.toString().slice(0, 100)}`,
        }),
      );
  }
  return broken;
}

function countIn(text: string, layer: string): number | null {
  const counts: unknown = JSON.parse(text);
  return isObject(counts) ? Number(counts[layer]) : null;
}
