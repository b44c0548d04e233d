import type { Log, LogFields } from '../platform/log/log.ts';

const EVERY_MS = 1000;

/**
 * Errors of answers, for the log: of each code one a second, and how many there were besides. A lost database or an
 * overload fails thousands of requests alike, and to tell of each would be a load of its own.
 */
export class ErrorLogThrottle {
  readonly #log: Log;
  readonly #byCode = new Map<string, { atMs: number; more: number }>();

  constructor(log: Log) {
    this.#log = log;
  }

  add(code: string, fields: LogFields): void {
    const nowMs = performance.now();
    const last = this.#byCode.get(code);
    if (last !== undefined && nowMs - last.atMs < EVERY_MS) {
      last.more += 1;
      return;
    }
    this.#byCode.set(code, { atMs: nowMs, more: 0 });
    this.#log.error(code, { ...fields, ...(last === undefined || last.more === 0 ? {} : { alike: last.more }) });
  }
}
