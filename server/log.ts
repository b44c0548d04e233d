/** Structured log: one JSON object a line. */
export type LogLevel = 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** `write` is given each line with its line end; standard error where absent, so that standard output stays a person's. */
export function createLog(write: (line: string) => void = (line) => void process.stderr.write(line)): Log {
  const entry = (level: LogLevel) => (event: string, fields: LogFields = {}): void => {
    write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }, plainErrors)}\n`);
  };
  return { info: entry('info'), warn: entry('warn'), error: entry('error') };
}

export const SILENT: Log = createLog(() => undefined);

/** JSON knows nothing of errors: their properties are not enumerable. */
function plainErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { name: value.name, message: value.message, stack: value.stack, ...(value.cause === undefined ? {} : { cause: value.cause }) };
}
