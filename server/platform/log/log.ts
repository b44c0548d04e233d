import { standardErrorLines } from './line-writer.ts';

/** Structured log: one JSON object a line. */
export type LogLevel = 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/**
 * `write` is given each line with its line end; standard error where absent, so that standard output stays a person's.
 * `always` are fields of every line.
 */
export function createLog(
  write: (line: string, level: LogLevel) => void = writeStandardError,
  always: LogFields = {},
): Log {
  const entry =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}): void => {
      write(
        `${JSON.stringify({ at: nowText(), level, event, ...always, ...fields }, hasObject(fields) ? plainErrors : undefined)}\n`,
        level,
      );
    };
  return { info: entry('info'), warn: entry('warn'), error: entry('error') };
}

export const SILENT: Log = createLog(() => undefined);

/** Lines of trouble are out at once: they may be the last ones. */
function writeStandardError(line: string, level: LogLevel): void {
  const lines = standardErrorLines();
  lines.add(line);
  if (level !== 'info') lines.flush();
}

let textAtMs = 0;
let text = '';

/** Many lines are of the same millisecond, and a date takes longer to write than to compare. */
function nowText(): string {
  const nowMs = Date.now();
  if (nowMs !== textAtMs) {
    textAtMs = nowMs;
    text = new Date(nowMs).toISOString();
  }
  return text;
}

/** A replacer makes JSON several times slower, and most lines hold texts and numbers only. */
function hasObject(fields: LogFields): boolean {
  for (const name in fields) {
    if (typeof fields[name] === 'object') return true;
  }
  return false;
}

/** JSON knows nothing of errors: their properties are not enumerable. */
function plainErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return {
    name: value.name,
    message: value.message,
    stack: value.stack,
    ...(value.cause === undefined ? {} : { cause: value.cause }),
  };
}
