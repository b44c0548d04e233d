/** What a standby must have seen to be read from: nobody may be shown less than this process knows. */
export class Floor {
  readonly #revisions = new Map<string, number>();

  /** Nothing older of the layer is to be read any more. */
  raise(layer: string, revision: number): void {
    if (revision > (this.#revisions.get(layer) ?? 0)) this.#revisions.set(layer, revision);
  }

  /** The data have gone back, as after a backup was restored, or the database of a failover had not yet seen all. */
  reset(layer: string, revision: number): void {
    this.#revisions.set(layer, revision);
  }

  isReachedBy(revisions: ReadonlyMap<string, number>): boolean {
    for (const [layer, revision] of this.#revisions) if ((revisions.get(layer) ?? 0) < revision) return false;
    return true;
  }
}
