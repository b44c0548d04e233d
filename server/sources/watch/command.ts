/** Makes a table of a source tell of its changes, for whoever runs the service. */
import pg from 'pg';
import { introspect } from '../introspect.ts';
import type { SourceSettings } from '../settings.ts';
import { openSource } from '../source-database.ts';
import type { TableName } from '../table.ts';
import { canBeWatched, unwatchStatements, watchStatements } from './statements.ts';

/** `unwatchable`: a view, or a table of another server. `missing`: there is no such table with a geometry. */
export type WatchPlan =
  | { readonly statements: readonly string[] }
  | { readonly obstacle: 'missing' | 'unwatchable' | 'several' };

/**
 * The statements that make a table tell of its changes, or end that. Rejects with `DatabaseUnavailable` or
 * `UnusableSource`.
 *
 * @param column that is watched, where the table has several geometries
 */
export async function planWatch(
  settings: SourceSettings,
  name: TableName,
  { isEnd, column }: { readonly isEnd: boolean; readonly column?: string | undefined },
): Promise<WatchPlan> {
  const database = openSource(settings, 30_000);
  try {
    const { role } = await database.ask();
    const relations = await introspect(database, settings.name, [name.schema]);
    const relation = relations.find((each) => each.name.table === name.table && each.name.schema === name.schema);
    if (relation === undefined) return { obstacle: 'missing' };
    if (!canBeWatched(relation)) return { obstacle: 'unwatchable' };
    if (isEnd) return { statements: await unwatchStatements(database, { name }) };
    const geometries = relation.geometries.filter((each) => column === undefined || each.name === column);
    const [geometry, second] = geometries;
    if (geometry === undefined) return { obstacle: 'missing' };
    if (second !== undefined) return { obstacle: 'several' };
    return { statements: await watchStatements(database, { name, geometry }, role) };
  } finally {
    await database.close();
  }
}

/** Runs all of them or none. Rejects with the driver's error, as where the role may not. */
export async function applyStatements(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'chengtu' });
  await client.connect();
  try {
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } finally {
    await client.end();
  }
}
