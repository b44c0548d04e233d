import { NO_CLIENT } from './client-address.ts';
import type { Refusal } from './fair-queue.ts';

interface Place {
  readonly client: string;
  /** Makes whoever holds it go. */
  readonly end: () => void;
}

/**
 * A bounded number of places that clients hold for as long as they like, such as open streams. A client alone may have
 * them all. Once they are full, a client with fewer gets the newest place of the client that has the most, so that many
 * streams of one client shut nobody out.
 */
export class FairPlaces {
  readonly #most: number;
  readonly #places = new Set<Place>();
  readonly #held = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#places.size;
  }

  /** Why one more place of a client would not be given; null where it would. */
  refuses(client: string): Refusal | null {
    if (this.#places.size < this.#most || this.#fullest(client) !== null) return null;
    // A share is what one has: who has nothing here finds it full.
    return this.#held.has(client) && this.#held.size > 1 ? 'share' : 'full';
  }

  /**
   * Takes a place. To be called where `refuses` returns null. `end` makes its holder go, should others need the place.
   *
   * @returns a function that gives the place back; more than once does no harm
   */
  take(client: string, end: () => void): () => void {
    if (this.#places.size >= this.#most) this.#displace(client);
    const place = { client, end };
    this.#places.add(place);
    this.#held.set(client, (this.#held.get(client) ?? 0) + 1);
    return () => this.#giveBack(place);
  }

  #displace(client: string): void {
    const fullest = this.#fullest(client);
    const newest = [...this.#places].filter((place) => place.client === fullest).at(-1);
    if (newest === undefined) return;
    this.#giveBack(newest);
    newest.end();
  }

  /** The client with the most places, where it has more than another would have with one more. */
  #fullest(other: string): string | null {
    let fullest: string | null = null;
    let most = (this.#held.get(other) ?? 0) + 1;
    for (const [client, held] of this.#held) {
      if (client === NO_CLIENT || held <= most) continue;
      [fullest, most] = [client, held];
    }
    return fullest;
  }

  #giveBack(place: Place): void {
    if (!this.#places.delete(place)) return;
    const held = (this.#held.get(place.client) ?? 0) - 1;
    if (held > 0) this.#held.set(place.client, held);
    else this.#held.delete(place.client);
  }
}
