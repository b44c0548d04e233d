/** A tile as it was made, and what it was made from. */
export interface EncodedTile {
  /** Encoded, not compressed; none where the tile is empty. */
  readonly bytes: Buffer;
  /** Revision of every layer asked for, as the statement that made the tile saw it; 0 where the layer holds nothing. */
  readonly revisions: ReadonlyMap<string, number>;
}
