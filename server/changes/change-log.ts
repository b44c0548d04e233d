import { countBoxes, type Change } from './change.ts';

/** Beyond this many boxes the oldest changes count as touching their whole layer. */
const MAX_BOXES = 100_000;

/**
 * Recent changes in the order they were seen, kept for as long as a tile is being made that may not know of them.
 * Positions in it only grow; `end` is that of the next change.
 */
export class ChangeLog {
  readonly #changes: Change[] = [];
  readonly #maxBoxes: number;
  #start = 0;
  #boxes = 0;

  constructor(maxBoxes = MAX_BOXES) {
    this.#maxBoxes = maxBoxes;
  }

  get end(): number {
    return this.#start + this.#changes.length;
  }

  add(change: Change): void {
    this.#changes.push(change);
    this.#boxes += sizeOf(change);
    for (let index = 0; this.#boxes > this.#maxBoxes && index < this.#changes.length; index += 1) {
      const old = this.#changes[index];
      if (old === undefined || old.boxes === null) continue;
      this.#boxes -= sizeOf(old);
      this.#changes[index] = { ...old, boxes: null };
    }
  }

  /** Changes from a position on, which must not have been forgotten. */
  since(position: number): readonly Change[] {
    return position === this.end ? [] : this.#changes.slice(position - this.#start);
  }

  /** Forgets what lies before a position. */
  forget(position: number): void {
    const gone = this.#changes.splice(0, Math.max(0, position - this.#start));
    this.#start += gone.length;
    for (const change of gone) this.#boxes -= sizeOf(change);
  }
}

function sizeOf({ boxes }: Change): number {
  return boxes === null ? 0 : countBoxes(boxes);
}
