import type { Refusal } from '../fairness/fair-queue.ts';
import type { StatementKind } from './time-limits.ts';

/** The database cannot be reached now; the same request may succeed later. */
export class DatabaseUnavailable extends Error {
  override readonly name: string = 'DatabaseUnavailable';
  readonly status = 503;
  /** Name of the source whose database it is; null for the service's own. */
  readonly source: string | null;

  constructor(cause: unknown, source: string | null = null) {
    super(source === null ? 'The database cannot be reached.' : `The database of source ${source} cannot be reached.`, {
      cause,
    });
    this.source = source;
  }
}

/** What is known of a disk that is full. */
export interface FullDisk {
  /** Folder of the embedded database on it; null for the disk of a PostgreSQL server, which we cannot look at. */
  readonly folder: string | null;
  /** Null where it is not known. */
  readonly freeBytes: number | null;
}

/** The database has no room to write. It goes on by itself once there is some. */
export class DatabaseDiskFull extends DatabaseUnavailable {
  override readonly name: string = 'DatabaseDiskFull';
  readonly disk: FullDisk;

  constructor(disk: FullDisk, cause?: unknown) {
    super(cause);
    this.disk = disk;
    this.message =
      disk.folder === null
        ? 'The disk of the database server is full.'
        : `The disk of the embedded database in ${disk.folder} is full: ${megabytes(disk.freeBytes)} MB are free.`;
  }
}

/** The database gave less than its statement promises: nobody may take that for data. */
export class IncompleteAnswer extends DatabaseUnavailable {
  override readonly name: string = 'IncompleteAnswer';

  constructor(what: string) {
    super(new Error(what));
    this.message = `The answer of the database is not complete: ${what}`;
  }
}

/** With one decimal, as people read it. */
export function megabytes(bytes: number | null): string {
  return bytes === null ? '?' : (bytes / 2 ** 20).toFixed(1);
}

/** Too many statements wait for a connection; the same request may succeed in a moment. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
  readonly status = 503;
  /** `share`: others have room, and only this client has more waiting than they. */
  readonly refusal: Refusal;

  constructor(refusal: Refusal = 'full') {
    super('Too many statements wait for the database.');
    this.refusal = refusal;
  }
}

/** What is known of a statement that took longer than it may. */
export interface TimeoutDetails {
  readonly kind: StatementKind;
  readonly limitMs: number;
  /** It was ended because it held the embedded database. */
  readonly isEmbedded: boolean;
}

/** The statement took longer than it may. */
export class QueryTimeout extends Error {
  override readonly name = 'QueryTimeout';
  readonly status = 503;
  readonly details: TimeoutDetails;

  constructor(details: TimeoutDetails, cause?: unknown) {
    super(`The database took longer than ${String(details.limitMs)} ms (${details.kind}).`, { cause });
    this.details = details;
  }
}

/** The caller gave up: the signal of the statement was aborted. */
export class QueryCancelled extends Error {
  override readonly name = 'QueryCancelled';

  constructor(cause?: unknown) {
    super('The statement was cancelled by its caller.', { cause });
  }
}

/** Another process of this machine owns the embedded database. */
export class DatabaseLocked extends Error {
  override readonly name = 'DatabaseLocked';
  readonly pid: number;
  readonly home: string;

  constructor(pid: number, home: string) {
    super(`The embedded database in ${home} is in use by process ${pid}.`);
    this.pid = pid;
    this.home = home;
  }
}

/** What is wrong with a file of the embedded database. `engine`: the engine ended while it started, and says why. */
export const DAMAGES = ['missing', 'cut-off', 'overwritten', 'unreadable', 'other-release', 'engine'] as const;
export type Damage = (typeof DAMAGES)[number];

/** The embedded database cannot be started from its files, which stay as they are. */
export class DatabaseDamaged extends Error {
  override readonly name = 'DatabaseDamaged';
  readonly folder: string;
  /** The file that is wrong, or the folder where that is not known. */
  readonly path: string;
  readonly damage: Damage;
  /** What the engine or the file system says, or the release that has written the files. */
  readonly detail: string;

  constructor(folder: string, path: string, damage: Damage, detail = '') {
    super(`The embedded database cannot start: ${path} (${damage}${detail === '' ? '' : `: ${detail}`}).`);
    this.folder = folder;
    this.path = path;
    this.damage = damage;
    this.detail = detail;
  }
}

/** The database cannot run this version's SQL. */
export class DatabaseTooOld extends Error {
  override readonly name = 'DatabaseTooOld';
  readonly product: 'PostgreSQL' | 'PostGIS';
  readonly found: string;
  readonly needed: string;

  constructor(product: DatabaseTooOld['product'], found: string, needed: string) {
    super(`${product} ${found} is too old: ${needed} or later is needed.`);
    this.product = product;
    this.found = found;
    this.needed = needed;
  }
}

/** A migration cannot be applied; the message says which one and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** The database lacks an extension that the role of the connection may not make. */
export class ExtensionMissing extends Error {
  override readonly name = 'ExtensionMissing';
  readonly extension: string;
  readonly role: string;
  readonly database: string;

  constructor(extension: string, role: string, database: string, options?: ErrorOptions) {
    super(`The database ${database} lacks the extension ${extension}, which the role ${role} may not make.`, options);
    this.extension = extension;
    this.role = role;
    this.database = database;
  }
}

/** The schema that the service is to have for itself is not there, and the role may not make it, or is not asked to. */
export class MissingSchema extends Error {
  override readonly name = 'MissingSchema';
  readonly schema: string;
  readonly role: string;
  readonly database: string;

  constructor(schema: string, role: string, database: string, options?: ErrorOptions) {
    super(`The database ${database} has no schema ${schema} for the role ${role}.`, options);
    this.schema = schema;
    this.role = role;
    this.database = database;
  }
}

/** The schema of the connection holds things of somebody else by names that the service needs. */
export class NamesTaken extends Error {
  override readonly name = 'NamesTaken';
  readonly schema: string;
  readonly database: string;
  readonly names: readonly string[];

  constructor(schema: string, database: string, names: readonly string[]) {
    super(`The schema ${schema} of the database ${database} has other things by names of ours: ${names.join(', ')}.`);
    this.schema = schema;
    this.database = database;
    this.names = names;
  }
}

/** The role of the connection lacks rights, which `statements` would give. */
export class MissingRights extends Error {
  override readonly name = 'MissingRights';
  readonly role: string;
  readonly database: string;
  readonly statements: readonly string[];

  constructor(role: string, database: string, statements: readonly string[]) {
    super(`The role ${role} lacks rights in the database ${database}: ${statements.join(' ')}`);
    this.role = role;
    this.database = database;
    this.statements = statements;
  }
}

/** The role of the connection would migrate tables that belong to another one. */
export class NotTheOwner extends Error {
  override readonly name = 'NotTheOwner';
  readonly role: string;
  readonly database: string;
  readonly owner: string;

  constructor(role: string, database: string, owner: string) {
    super(`The tables of the database ${database} belong to the role ${owner}, not to ${role}.`);
    this.role = role;
    this.database = database;
    this.owner = owner;
  }
}

/** The database is to be served as it is, and lacks what this version needs. */
export class SchemaOutdated extends Error {
  override readonly name = 'SchemaOutdated';
  /** Names of files, such as `017_city.sql` and `functions/tile_points.sql`, or of layers: `layers/toilets`. */
  readonly missing: readonly string[];

  constructor(missing: readonly string[]) {
    super(`The database lacks what this version needs: ${missing.join(', ')}.`);
    this.missing = missing;
  }
}

const LOST_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // SQLSTATE: admin shutdown, crash shutdown, cannot connect now, too many connections, idle in a transaction, idle.
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '25P03',
  '57P05',
]);

// pg gives these errors no code.
const LOST_MESSAGES =
  /Connection terminated|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** True for an error of the connection rather than of the statement. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (LOST_CODES.has(code) || code.startsWith('08')) return true;
  // The Unix socket is missing. Any other missing file has nothing to do with the database.
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect';
  if (error instanceof AggregateError) return error.errors.some(isConnectionLost);
  return LOST_MESSAGES.test(error.message);
}

/** True where the role lacks the right to what a statement does. */
export function isNotAllowed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501';
}

/** True where a statement would write and may not, as at a standby. */
export function isReadOnly(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25006';
}

/** True where a statement found no room on the disk of the database. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '53100';
}

/**
 * True where `statement_timeout` or an administrator ended a statement against its caller's wish. SQLSTATE does not
 * tell the two apart, the message is in the server's language, and to a caller both are the same.
 */
export function isEndedByDatabase(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}
