/** Why a start or a command gets no further with a PostgreSQL server: the causes that whoever runs it can mend. */
import { connect } from 'node:net';
import { addressOf, DatabaseUrlError, type DatabaseAddress } from './address.ts';
import { DatabaseUnavailable, ExtensionMissing, MissingRights, MissingSchema, NotTheOwner } from './errors.ts';
import { TlsFileError } from './tls.ts';

export const CONNECT_CAUSES = [
  'no-such-host',
  'refused',
  'unreachable',
  'silent',
  'mute',
  'not-postgres',
  'hung-up',
  'no-socket',
  'tls-missing',
  'tls-refused',
  'tls-untrusted',
  'tls-other-name',
  'tls-file',
  'tls-root-missing',
  'password-missing',
  'password-wrong',
  'not-admitted',
  'no-such-database',
  'no-connection-left',
  'starting',
  'no-such-extension',
  'rights-missing',
  'read-only',
  'standby',
  'not-utf8',
  'no-answer',
  'pooler-statements',
  'pooler-parameter',
  'disk-full',
] as const;
export type ConnectCause = (typeof CONNECT_CAUSES)[number];

/** A cause, the address it was found at, and what the driver or the server said. */
export class ConnectProblem extends Error {
  override readonly name = 'ConnectProblem';
  readonly why: ConnectCause;
  readonly address: DatabaseAddress;

  constructor(why: ConnectCause, address: DatabaseAddress, cause: unknown) {
    super(cause instanceof Error && cause.message !== '' ? cause.message : why, { cause });
    this.why = why;
    // What else is known of a connection, such as a password, goes into no message.
    const { host, port, database, user } = address;
    this.address = { host, port, database, user };
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
  if (SAYING_ALL.some((kind) => error instanceof kind)) return error;
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

/** Errors that name what is missing and what to run. */
const SAYING_ALL = [DatabaseUrlError, ExtensionMissing, MissingRights, MissingSchema, NotTheOwner] as const;

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
  if (error instanceof TlsFileError) return error.path === null ? 'tls-root-missing' : 'tls-file';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'tls-other-name';
  if (UNTRUSTED.has(code)) return 'tls-untrusted';
  if (isTlsRefused(error)) return 'tls-refused';
  // The driver gives these no code.
  if (error.message.includes('client password must be')) return 'password-missing';
  if (isTlsMissing(error)) return 'tls-missing';
  // Of PgBouncer, which speaks English alone, and gives nearly all that it says one code.
  if (error.message.includes('statement pooling mode')) return 'pooler-statements';
  if (error.message.includes('unsupported startup parameter')) return 'pooler-parameter';
  return null;
}

/** OpenSSL's words for a certificate that none of the known authorities has signed. */
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

/** The server speaks no TLS. */
export function isTlsMissing(error: unknown): boolean {
  return error instanceof Error && error.message.includes('server does not support SSL');
}

/** Server and client do not agree on TLS, or the client does not believe the server's certificate. */
export function isTlsRefused(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/.test(code);
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
    socket.once('end', () => end('hung-up'));
    socket.once('error', (error) => end(causeOf(error) ?? (isConnected ? 'hung-up' : 'unreachable')));
  });
}
