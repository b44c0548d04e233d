import { QueryCancelled } from './errors.ts';

/** Work whose result several clients wait for. It is aborted when the last of them has left. */
export class SharedWork<T> {
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #isSettled = false;
  #waiting = 0;

  constructor(start: (signal: AbortSignal) => Promise<T>) {
    this.#result = start(this.#controller.signal).finally(() => {
      this.#isSettled = true;
    });
    // Where all have left, nobody handles the rejection.
    this.#result.catch(() => undefined);
  }

  /** Everybody has left: whoever comes now starts anew. */
  get isAborted(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Rejects with `QueryCancelled` once the signal is aborted. Who comes without one stays to the end. */
  join(signal?: AbortSignal): Promise<T> {
    if (signal?.aborted === true) {
      this.#abortUnlessWanted();
      return Promise.reject(new QueryCancelled());
    }
    this.#waiting += 1;
    if (signal === undefined) return this.#result;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        reject(new QueryCancelled());
        this.#waiting -= 1;
        this.#abortUnlessWanted();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  #abortUnlessWanted(): void {
    if (this.#waiting === 0 && !this.#isSettled) this.#controller.abort();
  }
}
