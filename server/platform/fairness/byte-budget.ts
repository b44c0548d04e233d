import type { Refusal } from './fair-queue.ts';

/** Memory that is held for a client. */
export interface Hold {
  /** Asks for more. @returns why there is none; null where there is */
  grow(bytes: number): Refusal | null;
  /** Gives all of it back. More than once does no harm. */
  release(): void;
}

/** Up to this size a client may hold a piece beyond its share, as long as any memory is left. */
const SMALL_BYTES = 64 * 1024;
/** Larger pieces may fill this part of the whole; the rest is for small ones. */
const LARGE_PART = 15 / 16;

/**
 * Bytes that clients may hold at once, all together. A client may hold half of what others leave free, and one piece of
 * any size in any case: so a few large bodies of one client leave room for those of others.
 */
export class ByteBudget {
  readonly #bytes: number;
  readonly #held = new Map<string, number>();
  #sum = 0;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** Held by all clients now. */
  get held(): number {
    return this.#sum;
  }

  /** Holds nothing at first: see `grow`. */
  hold(client: string): Hold {
    let own = 0;
    let isReleased = false;
    return {
      grow: (bytes) => {
        const refusal = isReleased ? null : this.#refuses(client, bytes, own);
        if (refusal !== null || isReleased) return refusal;
        own += bytes;
        this.#add(client, bytes);
        return null;
      },
      release: () => {
        if (!isReleased) this.#add(client, -own);
        isReleased = true;
      },
    };
  }

  /** `own`: what this one piece holds already. */
  #refuses(client: string, bytes: number, own: number): Refusal | null {
    const ofClient = this.#held.get(client) ?? 0;
    const others = this.#sum - ofClient;
    const isSmall = own + bytes <= SMALL_BYTES;
    if (this.#sum + bytes > this.#bytes * (isSmall ? 1 : LARGE_PART))
      return others > 0 && ofClient > own ? 'share' : 'full';
    if (isSmall || ofClient === own || ofClient + bytes <= (this.#bytes - others) / 2) return null;
    return 'share';
  }

  #add(client: string, bytes: number): void {
    this.#sum += bytes;
    const held = (this.#held.get(client) ?? 0) + bytes;
    if (held > 0) this.#held.set(client, held);
    else this.#held.delete(client);
  }
}
