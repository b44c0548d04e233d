/** SQL that makes a table tell of its changes: shown to whoever runs the service, and run with consent alone. */
import { readText } from '../../platform/db/rows.ts';
import { fill, loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { quoteName, quoteTable, quoteText } from '../table-source/names.ts';
import type { SourceTable } from '../table.ts';

const CHANGE_TABLE = loadSql('sources/watch/sql/change-table').text;
const NOTE = loadSql('sources/watch/sql/note').text;
const RELATIONS = loadSql('sources/watch/sql/relations');

const EVENTS = {
  insert: 'referencing new table as arrived',
  delete: 'referencing old table as gone',
  update: 'referencing old table as gone new table as arrived',
  truncate: '',
} as const;

/** Views, materialized views and tables of other servers take no such triggers. */
export function canBeWatched({ kind }: Pick<SourceTable, 'kind'>): boolean {
  return kind === 'table' || kind === 'partitioned';
}

/**
 * Statements to be run in their order, in one transaction, by a role that owns the table and may make a schema. They
 * may be run again, as after a partition was added. Rejects as the query does.
 *
 * @param reader role that the service reads the source by
 */
export async function watchStatements(
  db: Queryable,
  table: Pick<SourceTable, 'name' | 'geometry'>,
  reader: string,
): Promise<readonly string[]> {
  const rows = await db.query(RELATIONS, [table.name.schema, table.name.table]);
  const relations = rows.map((row) => ({ schema: readText(row, 'schema'), table: readText(row, 'name') }));
  const [first] = rows;
  if (first === undefined) return [];
  return [
    ...CHANGE_TABLE.split(/;\n(?=create)/).map(trimmed),
    trimmed(fill(NOTE, { postgis: readText(first, 'postgis') })),
    'revoke all on function chengtu_watch.note() from public',
    `grant usage on schema chengtu_watch to ${quoteName(reader)}`,
    `grant select on chengtu_watch.change to ${quoteName(reader)}`,
    ...relations.flatMap((relation) =>
      Object.entries(EVENTS).map(
        ([event, tables]) =>
          `create or replace trigger chengtu_watch_${event} after ${event} on ${quoteTable(relation)} ${tables}${tables === '' ? '' : ' '}for each statement execute function chengtu_watch.note(${quoteText(table.geometry.name)})`,
      ),
    ),
    // What was changed before is not known: the table begins as one that was changed now.
    `insert into chengtu_watch.change (relation) values (${quoteText(quoteTable(table.name))}::regclass)`,
  ];
}

/**
 * Statements that end it. The schema goes with the last watched table: by hand, with `drop schema chengtu_watch
 * cascade`.
 */
export async function unwatchStatements(db: Queryable, table: Pick<SourceTable, 'name'>): Promise<readonly string[]> {
  const rows = await db.query(RELATIONS, [table.name.schema, table.name.table]);
  return rows.flatMap((row) =>
    Object.keys(EVENTS).map(
      (event) =>
        `drop trigger if exists chengtu_watch_${event} on ${quoteTable({ schema: readText(row, 'schema'), table: readText(row, 'name') })}`,
    ),
  );
}

function trimmed(text: string): string {
  return text.trim().replace(/;$/, '');
}
