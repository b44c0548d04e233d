/** Reads a URL of PostgreSQL as libpq reads it, with `PGHOST` and its like where it leaves something out. */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { findPassword } from './password-file.ts';

/** Where a URL leads; never the password. */
export interface DatabaseAddress {
  /** Name or address of the machine, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** Whether a URL leads to this very machine. Throws `DatabaseUrlError`. */
export function isOnThisMachine(url: string): boolean {
  const { host } = addressOf(url);
  return host.startsWith('/') || /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
}

export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof SSL_MODES)[number];

/** What a URL asks of encryption. Files are paths. */
export interface SslWishes {
  /** Null where nobody says. */
  readonly mode: SslMode | null;
  /** `system`: the authorities that Node knows. */
  readonly rootCert?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly keyPassword?: string | undefined;
  readonly revoked?: string | undefined;
  readonly isDirect: boolean;
}

export interface ConnectionAddress extends DatabaseAddress {
  /** Absent where a password file is to be asked. */
  readonly password?: string;
  readonly passwordFile?: string | undefined;
  readonly ssl: SslWishes;
  /** Of the session, such as `-c work_mem=64MB`. */
  readonly options?: string;
  readonly applicationName?: string;
}

/** What is wrong with a URL; the value never holds the password. */
export type UrlFault = 'database-url' | 'database-url-hosts' | 'database-url-parameter' | 'database-url-value';

/** A URL that cannot be used. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError';
  readonly fault: UrlFault;
  readonly parameter: string;
  readonly value: string;
  readonly choices: readonly string[];

  constructor(fault: UrlFault, parameter = '', value = '', choices: readonly string[] = []) {
    super(`The address of the database cannot be used: ${fault} ${parameter} ${value}`.trimEnd());
    this.fault = fault;
    this.parameter = parameter;
    this.value = value;
    this.choices = choices;
  }
}

type Env = Readonly<Record<string, string | undefined>>;

/** Parameters of libpq, with the variable that stands in for each; null where there is none, or no use for it. */
const PARAMETERS: Readonly<Record<string, string | null>> = {
  host: 'PGHOST',
  port: 'PGPORT',
  dbname: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  passfile: 'PGPASSFILE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslpassword: null,
  sslcrl: 'PGSSLCRL',
  sslnegotiation: 'PGSSLNEGOTIATION',
  options: 'PGOPTIONS',
  application_name: 'PGAPPNAME',
  // Without effect here: the service has limits and settings of its own.
  connect_timeout: null,
  client_encoding: null,
  fallback_application_name: null,
  keepalives: null,
  keepalives_idle: null,
  keepalives_interval: null,
  keepalives_count: null,
  tcp_user_timeout: null,
  channel_binding: null,
  gssencmode: null,
  sslcompression: null,
  sslsni: null,
  // The driver's own word for what is usual here.
  uselibpqcompat: null,
};

/** Where Debian's and PostgreSQL's own builds put their socket. */
const SOCKET_FOLDERS = ['/var/run/postgresql', '/tmp'] as const;
const DEFAULT_PORT = 5432;

/** Where a URL leads. Throws `DatabaseUrlError`. */
export function addressOf(url: string, env: Env = process.env): ConnectionAddress {
  const given = parametersOf(url);
  const read = (name: string): string | undefined => {
    const value = given.get(name);
    if (value !== undefined && value !== '') return value;
    const variable = PARAMETERS[name] ?? null;
    const usual = variable === null ? undefined : env[variable];
    return usual === '' ? undefined : usual;
  };
  const port = portOf(read('port'));
  const user = read('user') ?? whoAmI(env);
  const [password, options, applicationName] = [read('password'), read('options'), read('application_name')];
  return {
    host: read('host') ?? usualHost(port),
    port,
    database: read('dbname') ?? user,
    user,
    ...(password === undefined ? {} : { password }),
    passwordFile: read('passfile'),
    ssl: {
      mode: modeOf(given.get('sslmode') ?? env['PGSSLMODE']),
      rootCert: read('sslrootcert'),
      cert: read('sslcert'),
      key: read('sslkey'),
      keyPassword: read('sslpassword'),
      revoked: read('sslcrl'),
      isDirect: choiceOf('sslnegotiation', read('sslnegotiation'), ['postgres', 'direct']) === 'direct',
    },
    ...(options === undefined ? {} : { options }),
    ...(applicationName === undefined ? {} : { applicationName }),
  };
}

/** The password to connect with: that of the URL, of `PGPASSWORD`, or of a password file as it is now; else empty. */
export function passwordOf(address: ConnectionAddress): string {
  return address.password ?? findPassword(address, address.passwordFile) ?? '';
}

/**
 * `postgres://user:password@host:port/database?name=value`, each part of which may be missing. Special characters are
 * written like `%40`; a `%` that begins none is itself, and so is an `@` in a password.
 */
function parametersOf(url: string): ReadonlyMap<string, string> {
  const rest = /^postgres(?:ql)?:\/\/(.*)$/s.exec(url)?.[1];
  if (rest === undefined) throw new DatabaseUrlError('database-url');
  const [place, query] = split(rest, '?');
  const [authority, database] = split(place, '/');
  // A password with a sign that ends the authority.
  if (database.includes('@')) throw new DatabaseUrlError('database-url');
  const at = authority.lastIndexOf('@');
  const [user, password] = split(authority.slice(0, Math.max(at, 0)), ':');
  const [host, port] = hostAndPort(authority.slice(at + 1));
  const found = new Map<string, string>();
  const put = (name: string, value: string): void => {
    if (value !== '') found.set(name, decode(value));
  };
  put('user', user);
  put('password', password);
  put('host', host);
  put('port', port);
  put('dbname', database);
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [name, value] = pairOf(pair);
    // As JDBC writes it, and libpq takes it.
    if (name === 'ssl' && value === 'true') found.set('sslmode', 'require');
    else if (!Object.hasOwn(PARAMETERS, name)) throw unknownParameter(name, query);
    else if (value !== '') found.set(name, value);
  }
  if ((found.get('host') ?? '').includes(',')) throw new DatabaseUrlError('database-url-hosts');
  return found;
}

/** A password with a `?` in it ends up here too: then the rest of it must not be shown. */
function unknownParameter(name: string, query: string): DatabaseUrlError {
  return query.includes('@') || !/^\w{1,40}$/.test(name)
    ? new DatabaseUrlError('database-url')
    : new DatabaseUrlError('database-url-parameter', name);
}

/** An address of IPv6 stands in brackets. */
function hostAndPort(text: string): readonly [string, string] {
  const address = /^\[([^\]]+)\](?::(.*))?$/s.exec(text);
  if (address !== null) return [address[1] ?? '', address[2] ?? ''];
  if (text.includes(',')) throw new DatabaseUrlError('database-url-hosts');
  const [host, port] = split(text, ':');
  if (/[\s#[\]\\^`{}|<>"]/.test(host)) throw new DatabaseUrlError('database-url');
  return [host, port];
}

function split(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + sign.length)];
}

function pairOf(text: string): readonly [string, string] {
  const [name, value] = split(text, '=');
  return [decode(name), decode(value)];
}

function decode(text: string): string {
  try {
    const decoded = decodeURIComponent(text.replaceAll(/%(?![0-9a-fA-F]{2})/g, '%25'));
    if (!decoded.includes('\0')) return decoded;
  } catch {
    // As with a character that nothing can hold.
  }
  throw new DatabaseUrlError('database-url');
}

function portOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  // In a URL it may be the rest of a password with a slash: it is not shown.
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) throw new DatabaseUrlError('database-url');
  return port;
}

function modeOf(text: string | undefined): SslMode | null {
  if (text === undefined || text === '') return null;
  // The driver's word for what libpq calls require.
  if (text === 'no-verify') return 'require';
  return choiceOf('sslmode', text, SSL_MODES) ?? null;
}

function choiceOf<T extends string>(name: string, value: string | undefined, choices: readonly T[]): T | undefined {
  const choice = choices.find((each) => each === value);
  if (value !== undefined && choice === undefined)
    throw new DatabaseUrlError('database-url-value', name, value.slice(0, 40), choices);
  return choice;
}

/** In a container there may be no entry for whoever runs this. */
function whoAmI(env: Env): string {
  try {
    return userInfo().username;
  } catch {
    return env['USER'] ?? '';
  }
}

/** Without a host libpq takes the socket of this machine, where there is one. */
function usualHost(port: number): string {
  return SOCKET_FOLDERS.find((folder) => existsSync(`${folder}/.s.PGSQL.${String(port)}`)) ?? 'localhost';
}
