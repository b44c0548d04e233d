/** How a statement of the embedded database ends by itself when it has held all others for long. */
import type { Database, SqlFile } from './types.ts';

/** Stands in statements that look at many rows of `feature f`, as a condition on each of them. */
const IN_TIME = '{in_time}';

/**
 * The statement with its check of time. PostgreSQL ends a statement itself. The embedded database has no timers: there
 * each row asks the clock, and the first one beyond `holdMs` ends the statement as PostgreSQL would.
 */
export function withTimeCheck(sql: SqlFile, kind: Database['kind'], holdMs: number): SqlFile {
  if (!sql.text.includes(IN_TIME)) return sql;
  if (kind === 'server' || holdMs === 0) return { ...sql, text: sql.text.replaceAll(IN_TIME, 'true') };
  // The column makes it a condition on the row. The planner asks the cheapest first: only those as cheap as this one,
  // such as `visibility = 'public'`, may turn rows away before. Limits are whole numbers of ours.
  const check =
    `case when clock_timestamp() < (select statement_timestamp() + interval '${String(holdMs)} milliseconds') ` +
    'then f.fid is not null else out_of_time() end';
  return {
    ...(sql.name === undefined ? {} : { name: `${sql.name} ${String(holdMs)}` }),
    text: sql.text.replaceAll(IN_TIME, () => check),
  };
}
