import type { Log, LogFields } from './log.ts';
import { loggedUrl } from './redact.ts';

const ERROR_EVERY_MS = 1000;

/** Our own mistakes have one code and many causes; every other error has a code of its own. */
export function kindOf(
  { status, code }: { readonly status: number; readonly code: string },
  error: unknown,
  path: string,
): string {
  return status === 500 ? `${code} ${error instanceof Error ? error.name : ''} ${path}` : code;
}

/**
 * Logs the errors of answers: of each kind one a second, with the number that were left out before it. A lost database
 * or an overload fails thousands of requests alike, and a line for each would be a load of its own.
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

  /** `kind` tells errors of one code apart (`kindOf`). An address in the field `url` is one of a request. */
  add(code: string, fields: LogFields, kind: string): void {
    const nowMs = this.#clock();
    const last = this.#byKind.get(kind);
    if (last !== undefined && nowMs - last.atMs < ERROR_EVERY_MS) {
      last.more += 1;
      return;
    }
    this.#byKind.set(kind, { atMs: nowMs, more: 0 });
    const { url } = fields;
    const address = typeof url === 'string' ? { url: loggedUrl(url) } : {};
    this.#log.error(code, {
      ...fields,
      ...address,
      ...(last === undefined || last.more === 0 ? {} : { alike: last.more }),
    });
  }
}
