/** Standbys: whether each is reached, and how far behind it is. */
import type { Config } from '../../../server/platform/config.ts';
import { addressOf } from '../../../server/platform/db/address.ts';
import { onlyRow, readBoolean, readNumberOrNull, readText } from '../../../server/platform/db/rows.ts';
import { OTHER_SERVER, ServersBehind, type ServerDatabase } from '../../../server/platform/db/servers-behind.ts';
import { loadSql } from '../../../server/platform/db/sql.ts';
import type { Row } from '../../../server/platform/db/types.ts';
import { explain } from '../../start/explain.ts';
import type { Finding } from './finding.ts';

const STANDBY = loadSql('platform/db/sql/doctor-standby');

const MOST_LAG_S = 10;
/** Connections that are opened to see which servers an address leads to. */
const LOOKS = 8;

/**
 * What is said of an address of `DATABASE_READ_URLS`, and of each server that it leads to. `cluster`: that of the
 * primary, null where it does not answer.
 */
export async function addressFindings(
  { databaseSchema: schema, statementTimeoutMs }: Config,
  url: string,
  cluster: string | null,
): Promise<Finding[]> {
  const servers: ServerDatabase[] = [];
  const behind = new ServersBehind({
    url,
    schema,
    statementTimeoutMs,
    connections: 1,
    onServer: (server) => void servers.push(server),
  });
  try {
    for (let look = 0; look < LOOKS; look += 1) await behind.look();
    const { host, port } = addressOf(url);
    const address = `${host}:${String(port)}`;
    const several = { address, count: servers.length, servers: servers.map(({ name }) => name).join(', ') };
    const asked = await Promise.all(servers.map((server) => askOf(server)));
    const places = servers.map(({ name }) => (servers.length === 1 ? address : `${address} (${name})`));
    return [
      ...(servers.length === 1 ? [] : [{ severity: 'good', message: 'standby-several', values: several } as const]),
      // A transaction of one went to another.
      ...(asked.includes('another')
        ? [{ severity: 'weak', message: 'standby-pooler', values: several } as const]
        : asked.flatMap((row, at) => (row === 'another' ? [] : standbyFindings(row, places[at] ?? address, cluster)))),
    ];
  } catch (error) {
    return [{ severity: 'wrong', text: explain(error) }];
  } finally {
    behind.close();
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** `another`: a pooler gave the statement to another server than the connection led to. */
async function askOf({ background }: ServerDatabase): Promise<Row | 'another'> {
  try {
    return onlyRow(await background.query(STANDBY));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === OTHER_SERVER) return 'another';
    throw error;
  }
}

function standbyFindings(row: Row, place: string, cluster: string | null): Finding[] {
  const lagS = readNumberOrNull(row, 'lag_s');
  const values = { place, seconds: (lagS ?? 0).toFixed(1) };
  const own = readText(row, 'cluster');
  if (cluster !== null && own !== cluster)
    return [{ severity: 'wrong', message: 'standby-of-another', values: { place, own, cluster } }];
  const isCutOff = !readBoolean(row, 'is_receiving');
  if (!readBoolean(row, 'is_standby')) return [{ severity: 'note', message: 'standby-primary', values }];
  return [
    isCutOff
      ? { severity: 'weak', message: 'standby-cut-off', values }
      : (lagS ?? 0) > MOST_LAG_S
        ? { severity: 'weak', message: 'standby-late', values }
        : { severity: 'good', message: 'standby', values },
    ...(readBoolean(row, 'has_feedback') ? [] : [{ severity: 'note', message: 'standby-feedback', values } as const]),
  ];
}
