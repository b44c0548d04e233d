/** Waits of tests that a busy machine only makes longer. */
import { setTimeout } from 'node:timers/promises';
import { onlyRow } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';

/** Resolves once the clock of this process has moved on by so much. A timer alone may come a millisecond early. */
export async function passed(ms: number): Promise<void> {
  const endMs = performance.now() + ms;
  for (let leftMs = ms; leftMs > 0; leftMs = endMs - performance.now()) await setTimeout(Math.ceil(leftMs));
}

/** Resolves once something is so. Whoever asks a service that recovers for it asks less often, not to slow it down. */
export async function until(what: () => boolean | Promise<boolean>, everyMs = 10): Promise<void> {
  while (!(await what())) await setTimeout(everyMs);
}

/**
 * A moment after all that a database has done, and before all that it will do. The clock of the embedded database tells
 * whole milliseconds.
 */
export async function momentBetween(db: Queryable): Promise<Date> {
  const moment = await momentAfter(db, await clockOf(db));
  await momentAfter(db, moment);
  return moment;
}

async function momentAfter(db: Queryable, before: Date): Promise<Date> {
  for (;;) {
    const moment = await clockOf(db);
    if (moment > before) return moment;
  }
}

async function clockOf(db: Queryable): Promise<Date> {
  const { now } = onlyRow(await db.query(sqlText("select date_trunc('milliseconds', clock_timestamp()) as now")));
  if (!(now instanceof Date)) throw new Error('The clock of the database is a date.');
  return now;
}
