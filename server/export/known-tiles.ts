/** Tiles that were made before, of an archive or of one that was not finished. */
export interface KnownTiles {
  /** Tiles up to this id are known: those that it does not have are empty. */
  readonly lastId: number;
  /** Ids of the tiles that it has, from `first` to before `end`, in order. */
  readonly idsWithin: (first: number, end: number) => Generator<number, void>;
  /** The compressed bytes of a tile up to `lastId`; null where it is empty. */
  readonly read: (id: number) => Promise<Buffer | null>;
  readonly close: () => Promise<void>;
}
