/**
 * Values made from a layer's data, kept until its revision changes; the longest unused goes first. Requests that come
 * while a value is being made wait for that one. A value that could not be made is not kept.
 */
export class RevisionCache<T> {
  readonly #limit: number;
  readonly #entries = new Map<string, { readonly revision: number; readonly value: Promise<T> }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string, revision: number, make: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    this.#entries.delete(key);
    const entry = known?.revision === revision ? known : { revision, value: make() };
    this.#entries.set(key, entry);
    if (entry !== known) {
      entry.value.catch(() => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      });
    }
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#limit) break;
      this.#entries.delete(oldest);
    }
    return entry.value;
  }
}
