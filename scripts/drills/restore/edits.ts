/** Which edits have to be there after a restore, and which are. */
import { onlyRow, readNumber, readText } from '../../../server/platform/db/rows.ts';
import { sqlText } from '../../../server/platform/db/sql.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import { LAYER, nameOf, type Editor } from '../failover/editors.ts';

const NAMES = sqlText(`select feature_id from feature where layer_id = '${LAYER}' and feature_id like 'edit-%'`);
const COUNTS = sqlText(`
  select layer_id, count(*)::float8 as n from feature where owner <> 'drill' group by layer_id order by layer_id`);
const REVISION = sqlText(`select revision::float8 as n from layer where layer_id = '${LAYER}'`);

/** Deletes more than was meant: all that the editors have entered. */
export const MISTAKE = sqlText(`delete from feature where layer_id = '${LAYER}' and owner = 'drill'`);

export interface Acknowledged {
  readonly name: string;
  readonly atMs: number;
}

export function acknowledgedBy(editors: readonly Editor[]): readonly Acknowledged[] {
  return editors.flatMap(({ number, acknowledged }) =>
    acknowledged.map(({ edit, atMs }) => ({ name: nameOf(number, edit), atMs })),
  );
}

/** Names of the edits that a database has. */
export async function presentEdits(db: Database): Promise<ReadonlySet<string>> {
  return new Set((await db.query(NAMES)).map((row) => readText(row, 'feature_id')));
}

/** Features of each layer, but for those of the editors. */
export async function countFeatures(db: Database): Promise<string> {
  const rows = await db.query(COUNTS);
  return rows.map((row) => `${readText(row, 'layer_id')}: ${String(readNumber(row, 'n'))}`).join(', ');
}

export async function revisionOf(db: Database): Promise<number> {
  return readNumber(onlyRow(await db.query(REVISION)), 'n');
}

export interface EditsFound {
  /** Acknowledged edits that are not there. */
  readonly lost: readonly Acknowledged[];
  /** Of them those after which another edit of the same editor is there: a hole, not an end. */
  readonly holes: readonly string[];
  /** Edits that are there and must not be. */
  readonly unwanted: readonly string[];
}

/** @param unwanted names of edits that a database must not have */
export function compareEdits(
  expected: readonly Acknowledged[],
  present: ReadonlySet<string>,
  unwanted: Iterable<string>,
): EditsFound {
  const lost = expected.filter(({ name }) => !present.has(name));
  const lastThere = new Map<string, string>();
  for (const { name } of expected) if (present.has(name)) lastThere.set(editorOf(name), name);
  return {
    lost,
    // Names of an editor are in the order of its edits.
    holes: lost.filter(({ name }) => name < (lastThere.get(editorOf(name)) ?? '')).map(({ name }) => name),
    unwanted: [...unwanted].filter((name) => present.has(name)),
  };
}

function editorOf(name: string): string {
  return name.slice(0, name.lastIndexOf('-'));
}
