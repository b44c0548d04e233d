/** Tiles that are made, or taken, together. */
export interface Batch {
  readonly ids: readonly number[];
  /** Bytes of all of them, where somebody has them already. */
  readonly known: readonly Promise<Buffer | null>[] | null;
}

/** Tiles that are taken together: what bounds them is that their bytes are in memory at the same time. */
const MOST_KNOWN = 64;
const MOST_MADE = 32;
/** Of one statement: one that is larger saves nothing more, and holds up the others and the memory. */
const MOST_MS = 100;
const MOST_BYTES = 512 * 1024;

/** How many tiles go together, by what the last ones took: it grows slowly, and shrinks at once. */
export class BatchSize {
  #size = 1;

  get size(): number {
    return this.#size;
  }

  /** @param bytes of these tiles, before they are compressed */
  note(tiles: number, bytes: number, ms: number): void {
    const share = Math.max(ms / MOST_MS, bytes / MOST_BYTES) / tiles;
    const fitting = share === 0 ? MOST_MADE : Math.floor(1 / share);
    this.#size = Math.max(1, Math.min(MOST_MADE, fitting, this.#size * 2));
  }
}

/** Ids in batches, in their order: neighbours that are all known, or all to be made. */
export function* batchesOf(
  ids: Iterable<number>,
  readKnown: (id: number) => Promise<Buffer | null> | undefined,
  sizes: BatchSize,
): Generator<Batch, void> {
  let made: number[] = [];
  let taken: number[] = [];
  let known: Promise<Buffer | null>[] = [];
  for (const id of ids) {
    const bytes = readKnown(id);
    // Its failure is thrown when its batch is taken. Until then it must not count as unhandled.
    bytes?.catch(() => undefined);
    if (made.length > 0 && (bytes !== undefined || made.length >= sizes.size)) {
      yield { ids: made, known: null };
      made = [];
    }
    if (taken.length > 0 && (bytes === undefined || taken.length >= MOST_KNOWN)) {
      yield { ids: taken, known };
      taken = [];
      known = [];
    }
    if (bytes === undefined) made.push(id);
    else {
      taken.push(id);
      known.push(bytes);
    }
  }
  if (made.length > 0) yield { ids: made, known: null };
  if (taken.length > 0) yield { ids: taken, known };
}
