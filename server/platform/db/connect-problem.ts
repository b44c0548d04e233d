/** Why a start or a command gets no further with a PostgreSQL server: the causes that whoever runs it can mend. */
import { connect } from 'node:net';
import pg from 'pg';
import { DatabaseUnavailable, ExtensionMissing, MissingRights, NotTheOwner } from './errors.ts';

export const CONNECT_CAUSES = [
  'no-such-host',
  'refused',
  'unreachable',
  'silent',
  'mute',
  'not-postgres',
  'no-socket',
  'tls-missing',
  'tls-refused',
  'password-missing',
  'password-wrong',
  'not-admitted',
  'no-such-database',
  'no-connection-left',
  'starting',
  'no-such-extension',
  'rights-missing',
  'read-only',
  'disk-full',
] as const;
export type ConnectCause = (typeof CONNECT_CAUSES)[number];

/** Where a URL of PostgreSQL leads, with what the driver adds to it; never the password. */
export interface DatabaseAddress {
  /** Name or address of the machine, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** A cause, the address it was found at, and what the driver or the server said. */
export class ConnectProblem extends Error {
  override readonly name = 'ConnectProblem';
  readonly why: ConnectCause;
  readonly address: DatabaseAddress;

  constructor(why: ConnectCause, address: DatabaseAddress, cause: unknown) {
    super(cause instanceof Error && cause.message !== '' ? cause.message : why, { cause });
    this.why = why;
    this.address = address;
  }
}

/** How long a server has for the first byte, in ms. */
const FIRST_BYTE_MS = 3000;

/** The request for encryption, which every PostgreSQL answers with one letter before anybody signs in. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
/** Yes, no, and an error of a server that is just starting or full. */
const SSL_ANSWERS = new Set(['S', 'N', 'E']);

/**
 * The error that says why opening the database of `url` failed, or `error` itself where the cause is unknown. An error
 * that may pass stays a `DatabaseUnavailable`, with the problem as its cause.
 */
export async function explainedConnect(error: unknown, url: string): Promise<unknown> {
  // These name what is missing and what to run already.
  if (error instanceof ExtensionMissing || error instanceof MissingRights || error instanceof NotTheOwner) return error;
  const problem = problemOf(error, url);
  if (!(error instanceof DatabaseUnavailable)) return problem ?? error;
  if (problem !== null) return new DatabaseUnavailable(problem);
  const address = addressOf(url);
  const why = await firstAnswer(address);
  return why === null ? error : new DatabaseUnavailable(new ConnectProblem(why, address, error.cause));
}

/** What an error says by itself, and its causes where it does not; null where that is nothing of ours. */
export function problemOf(error: unknown, url: string): ConnectProblem | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof ConnectProblem) return at;
    const found = at instanceof AggregateError ? (at.errors as unknown[]) : [at];
    for (const each of found) {
      const why = each instanceof Error ? causeOf(each) : null;
      if (why !== null) return new ConnectProblem(why, addressOf(url), each);
    }
  }
  return null;
}

const BY_CODE: Readonly<Record<string, ConnectCause>> = {
  ENOTFOUND: 'no-such-host',
  EAI_AGAIN: 'no-such-host',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'silent',
  '28P01': 'password-wrong',
  '28000': 'not-admitted',
  '3D000': 'no-such-database',
  '53300': 'no-connection-left',
  '57P03': 'starting',
  '42501': 'rights-missing',
  '25006': 'read-only',
  '53100': 'disk-full',
  // The control file of an extension is missing, in PostgreSQL 15.
  '58P01': 'no-such-extension',
};

function causeOf(error: Error): ConnectCause | null {
  const code = 'code' in error ? String(error.code) : '';
  if (Object.hasOwn(BY_CODE, code)) return BY_CODE[code] ?? null;
  if (code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect') return 'no-socket';
  // The text is in the server's language, the name of its source file is not.
  if (code === '0A000' && 'file' in error && error.file === 'extension.c') return 'no-such-extension';
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/.test(code)) return 'tls-refused';
  // The driver gives these no code.
  if (error.message.includes('client password must be')) return 'password-missing';
  if (error.message.includes('server does not support SSL')) return 'tls-missing';
  return null;
}

/** As the driver reads it: the rules of libpq, and `PGHOST` and its like where the URL leaves something out. */
function addressOf(url: string): DatabaseAddress {
  const { host, port, database = '', user = '' } = new pg.Client({ connectionString: url });
  return { host, port, database, user };
}

/**
 * Asks what is at an address for one byte. Null where PostgreSQL answers: then the connection failed for a reason that
 * a first byte does not show.
 */
function firstAnswer({ host, port }: DatabaseAddress): Promise<ConnectCause | null> {
  return new Promise((resolve) => {
    const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${String(port)}`) : connect(port, host);
    let isConnected = false;
    const end = (why: ConnectCause | null): void => {
      socket.destroy();
      resolve(why);
    };
    socket.setTimeout(FIRST_BYTE_MS, () => end(isConnected ? 'mute' : 'silent'));
    socket.once('connect', () => {
      isConnected = true;
      socket.write(SSL_REQUEST);
    });
    socket.once('data', (bytes: Buffer) =>
      end(SSL_ANSWERS.has(bytes.toString('latin1', 0, 1)) && bytes.length === 1 ? null : 'not-postgres'),
    );
    socket.once('end', () => end('not-postgres'));
    socket.once('error', (error) => end(causeOf(error) ?? (isConnected ? 'not-postgres' : 'unreachable')));
  });
}
