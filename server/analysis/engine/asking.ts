import type { Fetch, Reply } from './protocol.ts';
import type { Versioned } from './sources.ts';
import { NotFetched } from './wire-error.ts';

interface Asked {
  readonly resolve: (versioned: Versioned<unknown>) => void;
  readonly reject: (error: Error) => void;
}

/** Questions to the other side, by number, that wait for their answer. */
export class Asking {
  readonly #post: (ask: number, fetch: Fetch) => void;
  readonly #asked = new Map<number, Asked>();
  #asks = 0;

  constructor(post: (ask: number, fetch: Fetch) => void) {
    this.#post = post;
  }

  /** Rejects with `NotFetched` where the other side cannot say. */
  ask(fetch: Fetch): Promise<Versioned<unknown>> {
    return new Promise((resolve, reject) => {
      this.#asks += 1;
      this.#asked.set(this.#asks, { resolve, reject });
      this.#post(this.#asks, fetch);
    });
  }

  take(reply: Reply): void {
    const asked = this.#asked.get(reply.ask);
    this.#asked.delete(reply.ask);
    if (reply.type === 'fetched') asked?.resolve(reply.versioned);
    else asked?.reject(new NotFetched(reply.ask));
  }
}
