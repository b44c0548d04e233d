/** The database: whether it is reached, fits this version, and is set up well. */
import { checkLayers } from '../../../server/layers/city-database.ts';
import type { Catalogue } from '../../../server/layers/catalogue.ts';
import type { Config } from '../../../server/platform/config.ts';
import { addressOf } from '../../../server/platform/db/address.ts';
import { ConnectProblem } from '../../../server/platform/db/connect-problem.ts';
import { ExtensionMissing, isNotAllowed } from '../../../server/platform/db/errors.ts';
import { checkMigrated } from '../../../server/platform/db/migrate.ts';
import { openDatabase, openReadOnly } from '../../../server/platform/db/pool.ts';
import { checkWebRole } from '../../../server/platform/db/rights.ts';
import {
  onlyRow,
  readBoolean,
  readNumber,
  readNumberOrNull,
  readText,
  readTextOrNull,
} from '../../../server/platform/db/rows.ts';
import { loadSql } from '../../../server/platform/db/sql.ts';
import type { Queryable, Row } from '../../../server/platform/db/types.ts';
import { explain } from '../../start/explain.ts';
import type { Finding } from './finding.ts';
import { addressFindings } from './standbys.ts';

const SERVER = loadSql('platform/db/sql/doctor-server');

/** Clocks that differ by more put the times of changes in doubt. */
const MOST_SKEW_S = 2;
/** A process has a connection for itself, and one for changes. */
const OWN_CONNECTIONS = 2;
const GIB = 2 ** 30;

export async function databaseFindings(config: Config, catalogue: Catalogue): Promise<Finding[]> {
  const { databaseUrl, databaseOwnerUrl, home } = config;
  try {
    // A service may run the embedded database: it is asked through that. One that is not running is not started.
    if (databaseUrl === undefined) return await embeddedFindings(config, catalogue, home);
    let cluster: string | null = null;
    const server = await asked(config, databaseUrl, async (db) => {
      const row = onlyRow(await db.query(SERVER));
      cluster = readText(row, 'cluster');
      return serverFindings(db, row, config, catalogue);
    });
    return [
      ...server,
      ...(databaseOwnerUrl === undefined
        ? []
        : await asked(config, databaseOwnerUrl, () => Promise.resolve([{ severity: 'good', message: 'owner' }]))),
      ...(await Promise.all(config.databaseReadUrls.map((url) => addressFindings(config, url, cluster)))).flat(),
    ];
  } catch (error) {
    return [{ severity: 'wrong', text: explain(error) }];
  }
}

async function embeddedFindings(config: Config, catalogue: Catalogue, home: string): Promise<Finding[]> {
  const db = await openDatabase({ home, whenRunning: 'expect' }).catch(() => null);
  if (db === null) return [{ severity: 'note', message: 'embedded-rests', values: { home } }];
  try {
    return [{ severity: 'good', message: 'embedded', values: { home } }, ...(await schemaFindings(db, catalogue))];
  } finally {
    await db.close();
  }
}

/** Closes what it has opened. */
async function asked(
  { databaseSchema: schema }: Config,
  url: string,
  ask: (db: Queryable) => Promise<Finding[]>,
): Promise<Finding[]> {
  try {
    const db = await openReadOnly({ url, schema, source: null, connections: 1 });
    try {
      return await ask(db);
    } finally {
      await db.close();
    }
  } catch (error) {
    return [{ severity: 'wrong', text: explain(error) }];
  }
}

async function serverFindings(db: Queryable, row: Row, config: Config, catalogue: Catalogue): Promise<Finding[]> {
  const { host, port, database, user } = addressOf(config.databaseUrl ?? '');
  const skewS = Math.abs(readNumber(row, 'clock_s') - Date.now() / 1000);
  // Those of other machines too, which are set alike.
  const wanted = config.hosts * config.workers * (config.databaseConnections + OWN_CONNECTIONS);
  const has = readNumber(row, 'connections');
  const size = (readNumber(row, 'bytes') / GIB).toFixed(1);
  return [
    {
      severity: 'good',
      message: 'server',
      values: { host, port, database, user, version: readText(row, 'version'), size },
    },
    ...(wanted > has ? [{ severity: 'weak', message: 'connections-few', values: { wanted, has } } as const] : []),
    ...(readBoolean(row, 'is_superuser')
      ? [{ severity: 'weak', message: 'superuser', values: { user } } as const]
      : []),
    ...(readBoolean(row, 'autovacuum') ? [] : [{ severity: 'weak', message: 'autovacuum-off' } as const]),
    ...(readBoolean(row, 'is_collation_current')
      ? []
      : [{ severity: 'weak', message: 'collation', values: { database } } as const]),
    ...archiveFindings(row),
    ...(skewS > MOST_SKEW_S
      ? [{ severity: 'weak', message: 'clock', values: { seconds: skewS.toFixed(1) } } as const]
      : []),
    ...(await contentFindings(db, row, config, catalogue)),
  ];
}

/** What the service could do there: what is said first is in the way of all else. */
async function contentFindings(
  db: Queryable,
  row: Row,
  { databaseUrl = '', databaseOwnerUrl, migrate }: Config,
  catalogue: Catalogue,
): Promise<Finding[]> {
  const obstacle = obstacleOf(row, databaseUrl);
  if (obstacle !== null) return [{ severity: 'wrong', text: explain(obstacle) }];
  // Else the role of the service is the owner, who has all rights.
  if (migrate && databaseOwnerUrl === undefined) return schemaFindings(db, catalogue);
  const roles = await roleFindings(db);
  const isLacking = roles.some(({ severity }) => severity === 'wrong');
  return [...roles, ...(await schemaFindings(db, catalogue, { isLacking }))];
}

/** As a start would refuse it. */
function obstacleOf(row: Row, url: string): Error | null {
  const address = addressOf(url);
  const { user, database } = address;
  if (readText(row, 'encoding') !== 'UTF8')
    return new ConnectProblem('not-utf8', address, new Error(readText(row, 'encoding')));
  if (readBoolean(row, 'is_standby')) return new ConnectProblem('standby', address, new Error('pg_is_in_recovery()'));
  if (readBoolean(row, 'is_read_only'))
    return new ConnectProblem('read-only', address, new Error('default_transaction_read_only'));
  return readBoolean(row, 'has_postgis') ? null : new ExtensionMissing('postgis', user, database);
}

/** Whether what is written leaves the server, beside backups of now and then. */
function archiveFindings(row: Row): Finding[] {
  if (!readBoolean(row, 'archives'))
    return readBoolean(row, 'has_receiver') ? [] : [{ severity: 'note', message: 'archive-none' }];
  const file = readTextOrNull(row, 'unarchived');
  if (file !== null) return [{ severity: 'weak', message: 'archive-failing', values: { file } }];
  const seconds = readNumberOrNull(row, 'archived_s');
  if (seconds === null) return [{ severity: 'note', message: 'archive-empty' }];
  return [{ severity: 'good', message: 'archive', values: { seconds: Math.round(seconds) } }];
}

/** Whether what is there is of this version. */
async function schemaFindings(db: Queryable, catalogue: Catalogue, { isLacking = false } = {}): Promise<Finding[]> {
  try {
    await checkMigrated(db);
    await checkLayers(db, catalogue);
    return [{ severity: 'good', message: 'schema' }];
  } catch (error) {
    // The rights that it lacks were said.
    if (isLacking && isNotAllowed(error)) return [];
    return [{ severity: 'wrong', text: explain(error) }];
  }
}

async function roleFindings(db: Queryable): Promise<Finding[]> {
  try {
    await checkWebRole(db);
    return [{ severity: 'good', message: 'roles' }];
  } catch (error) {
    return [{ severity: 'wrong', text: explain(error) }];
  }
}
