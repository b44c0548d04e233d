/**
 * Numbers ids from 0 on in the order in which they are first met, in typed arrays: a `Map` ends at 2^24 entries, which
 * the points and the cells of a province are beyond, and takes several times the memory.
 */
export class IdNumbers {
  #size = 0;
  /** By number. */
  #ids = new Float64Array(1024);
  /** An open table: number of an id plus one, 0 where there is none. */
  #slots = new Uint32Array(2048);

  get size(): number {
    return this.#size;
  }

  /** The id of a number. */
  idOf(number: number): number {
    return this.#ids[number] as number;
  }

  /** The number of an id; undefined of one that has none. */
  get(id: number): number | undefined {
    const held = this.#slots[this.#slotOf(id)] as number;
    return held === 0 ? undefined : held - 1;
  }

  /** The number of an id, which it gets where it has none. */
  numberOf(id: number): number {
    const slot = this.#slotOf(id);
    const held = this.#slots[slot] as number;
    if (held > 0) return held - 1;
    const number = this.#size;
    if (number === this.#ids.length) this.#grow();
    this.#ids[number] = id;
    this.#slots[this.#slotOf(id)] = number + 1;
    this.#size += 1;
    return number;
  }

  /** Where an id is, or would be. The table is at most half full, so the way there is short. */
  #slotOf(id: number): number {
    const last = this.#slots.length - 1;
    // Both halves of the id, mixed (Knuth's multiplication, then the upper bits folded down).
    const mixed = Math.imul(id ^ Math.imul(Math.floor(id / 2 ** 32), 0x85ebca6b), 0x9e3779b1);
    for (let slot = (mixed ^ (mixed >>> 15)) & last; ; slot = (slot + 1) & last) {
      const held = this.#slots[slot] as number;
      if (held === 0 || this.#ids[held - 1] === id) return slot;
    }
  }

  #grow(): void {
    const ids = new Float64Array(2 * this.#ids.length);
    ids.set(this.#ids);
    this.#ids = ids;
    this.#slots = new Uint32Array(2 * ids.length);
    for (let number = 0; number < this.#size; number += 1)
      this.#slots[this.#slotOf(ids[number] as number)] = number + 1;
  }
}
