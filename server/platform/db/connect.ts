/** Opening a connection to the server of a URL, by each of the ways that the URL allows. */
import type pg from 'pg';
import { addressOf, passwordOf } from './address.ts';
import { DatabaseClient } from './client.ts';
import { isTlsMissing, isTlsRefused } from './connect-problem.ts';
import { encryptionsOf } from './tls.ts';

/** An open connection, and what opens others like it. */
export interface Dialled {
  readonly client: DatabaseClient;
  readonly config: pg.ClientConfig;
}

/** No entry of pg_hba.conf lets in this user, from here, with or without encryption. */
const NOT_ADMITTED = '28000';

/**
 * Connects to the server of a URL. The caller ends the connection. Parameters of the start of a session are left out,
 * as a pooler refuses them. Rejects with `DatabaseUrlError`, `TlsFileError`, or the driver's error.
 */
export async function dial(url: string, more: pg.ClientConfig = {}): Promise<Dialled> {
  const configs = configsOf(url, more);
  let first: unknown = null;
  for (const config of configs) {
    const client = new DatabaseClient(config);
    // A connection that is lost says so to whoever uses it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return { client, config };
    } catch (error) {
      client.end().catch(() => undefined);
      first = first === null || isTlsMissing(first) ? error : first;
      if (!isWorthAnother(error)) break;
    }
  }
  throw first;
}

/** Each with the encryption of one try. */
function configsOf(url: string, more: pg.ClientConfig): readonly pg.ClientConfig[] {
  const address = addressOf(url);
  const { host, port, user, database, options, applicationName } = address;
  return encryptionsOf(address).map((ssl) => ({
    host,
    port,
    user,
    database,
    password: () => passwordOf(address),
    ...(options === undefined ? {} : { options }),
    ssl,
    // Said in any case, or else the driver looks for PGSSLNEGOTIATION.
    sslnegotiation: ssl !== false && address.ssl.isDirect ? 'direct' : 'postgres',
    keepAlive: true,
    ...more,
    ...(applicationName === undefined ? {} : { application_name: applicationName }),
  }));
}

/** Whether the same server may take a connection that is encrypted, or is not. */
function isWorthAnother(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return isTlsMissing(error) || isTlsRefused(error) || ('code' in error && error.code === NOT_ADMITTED);
}
