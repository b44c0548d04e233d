import { DatabaseTooOld } from './errors.ts';
import { onlyRow, readNumber, readText } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Queryable } from './types.ts';

/** The oldest versions that the migrations and the SQL are written and tested for. */
const NEEDED = { postgres: 15, postgis: [3, 3] } as const;

const POSTGRES = sqlText(
  "select current_setting('server_version_num')::int as number, current_setting('server_version') as name",
);
const POSTGIS = sqlText('select postgis_lib_version() as name');

/** Rejects with `DatabaseTooOld`; to be called before anything is written. */
export async function checkPostgres(db: Queryable): Promise<void> {
  const row = onlyRow(await db.query(POSTGRES));
  // 150004 is 15.4.
  if (readNumber(row, 'number') < NEEDED.postgres * 10_000)
    throw new DatabaseTooOld('PostgreSQL', readText(row, 'name'), String(NEEDED.postgres));
}

/** The same for PostGIS, which must be installed. */
export async function checkPostgis(db: Queryable): Promise<void> {
  const name = readText(onlyRow(await db.query(POSTGIS)), 'name');
  const [major = 0, minor = 0] = name.split('.').map((part) => parseInt(part, 10));
  const [neededMajor, neededMinor] = NEEDED.postgis;
  if (major < neededMajor || (major === neededMajor && minor < neededMinor))
    throw new DatabaseTooOld('PostGIS', name, NEEDED.postgis.join('.'));
}
