/** What a standby must have seen to be read from: nobody may be shown less than this process knows. */
export class Floor {
  readonly #revisions = new Map<string, number>();
  /** Of layers that have gone back, the revision before: who has come so far may not have gone back yet. */
  readonly #ceilings = new Map<string, number>();

  /** Nothing older of the layer is to be read any more. */
  raise(layer: string, revision: number): void {
    if (revision > this.of(layer)) this.#revisions.set(layer, revision);
    this.pass(layer, revision);
  }

  /** The data have come so far, whatever has to be seen of them: who is there has gone back with them before. */
  pass(layer: string, revision: number): void {
    if (revision <= (this.#ceilings.get(layer) ?? Infinity)) return;
    this.#ceilings.delete(layer);
    this.#revisions.set(layer, revision);
  }

  /**
   * The data have gone back, as after a backup was restored, or the database of a failover had not yet seen all. Until
   * they come farther than `before` again, who has what was there then is not read.
   */
  reset(layer: string, revision: number, before: number): void {
    this.#revisions.set(layer, revision);
    this.#ceilings.set(layer, Math.max(before, this.#ceilings.get(layer) ?? 0));
  }

  /** What is known of the layer. */
  of(layer: string): number {
    return this.#revisions.get(layer) ?? 0;
  }

  isReachedBy(revisions: ReadonlyMap<string, number>): boolean {
    for (const [layer, revision] of this.#revisions) {
      const seen = revisions.get(layer) ?? 0;
      if (seen < revision || seen >= (this.#ceilings.get(layer) ?? Infinity)) return false;
    }
    return true;
  }
}

/** Nothing older than these revisions. */
export function floorOf(revisions: ReadonlyMap<string, number>): Floor {
  const floor = new Floor();
  for (const [layer, revision] of revisions) floor.raise(layer, revision);
  return floor;
}
