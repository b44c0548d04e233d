import type { Log, LogFields } from './log.ts';

const ERROR_EVERY_MS = 1000;

/**
 * Errors of answers, for the log: of each kind one a second, and how many there were besides. A lost database or an
 * overload fails thousands of requests alike, and to tell of each would be a load of its own.
 */
export class ErrorLogThrottle {
  readonly #log: Log;
  readonly #clock: () => number;
  readonly #byKind = new Map<string, { atMs: number; more: number }>();

  /** `clock`: milliseconds from any moment on. */
  constructor(log: Log, clock: () => number = () => performance.now()) {
    this.#log = log;
    this.#clock = clock;
  }

  /** `kind` tells errors of one code apart; the code where it is left out. */
  add(code: string, fields: LogFields, kind = code): void {
    const nowMs = this.#clock();
    const last = this.#byKind.get(kind);
    if (last !== undefined && nowMs - last.atMs < ERROR_EVERY_MS) {
      last.more += 1;
      return;
    }
    this.#byKind.set(kind, { atMs: nowMs, more: 0 });
    this.#log.error(code, { ...fields, ...(last === undefined || last.more === 0 ? {} : { alike: last.more }) });
  }
}
