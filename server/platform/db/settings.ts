/** What statements rely on, whatever is set for the role, the database or the server. */
import pg from 'pg';

/**
 * Parameters and their values. Some decide on the text of a value, which the driver reads, or which is part of an
 * answer; some on which rows an answer has.
 */
const FIXED = {
  client_encoding: 'UTF8',
  datestyle: 'ISO, MDY',
  timezone: 'UTC',
  intervalstyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  lc_numeric: 'C',
  lc_time: 'C',
  standard_conforming_strings: 'on',
  quote_all_identifiers: 'off',
  array_nulls: 'on',
  transform_null_equals: 'off',
  gin_fuzzy_search_limit: '0',
  // Whoever reads waits for no lock of a load, and loads wait for each other on purpose.
  lock_timeout: '0',
  default_transaction_isolation: 'read committed',
  // The planner's costs of PostGIS functions call for compiling statements, which takes longer than running them.
  jit: 'off',
} as const;

export interface SessionSettings {
  /** As `search_path` takes it: names in quotes, commas between. */
  readonly searchPath: string;
  /** A process that stopped in a transaction must not hold its locks for ever. In milliseconds; 0 is never. */
  readonly idleInTransactionMs: number;
  /** Nothing is written: neither by this transaction nor by the next ones of its session. */
  readonly isReadOnly?: boolean;
}

/** All of them, by their names. */
export function settingsOf({
  searchPath,
  idleInTransactionMs,
  isReadOnly = false,
}: SessionSettings): Readonly<Record<string, string>> {
  return {
    ...FIXED,
    search_path: searchPath,
    idle_in_transaction_session_timeout: String(idleInTransactionMs),
    ...(isReadOnly ? { default_transaction_read_only: 'on', transaction_read_only: 'on' } : {}),
  };
}

/** One statement that sets them: the session, or with `local` the transaction. It takes a sixth of the time of many. */
export function setAll(settings: Readonly<Record<string, string>>, scope: 'session' | 'local'): string {
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, ${String(scope === 'local')})`,
  );
  return `select ${calls.join(', ')}`;
}

/** As `setAll` for a transaction, by statements after which it can still take another one's snapshot. */
export function setEach(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `set local ${name} = ${name === 'search_path' ? value : pg.escapeLiteral(value)}`)
    .join('; ');
}
