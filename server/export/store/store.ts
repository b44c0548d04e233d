/** Where archives are published: a folder of a web server, or a bucket. */

export interface StoredObject {
  readonly key: string;
  readonly modifiedAt: Date;
}

export interface StoredText {
  readonly text: string;
  /** Another one after every change; null where the store cannot tell. */
  readonly version: string | null;
}

/** Keys are paths with `/`, below the place that the store was opened with. */
export interface ArchiveStore {
  /** Bytes of an object; null where there is none. */
  size(key: string): Promise<number | null>;
  /** Stores a file. It appears whole, and for good: what its name stands for never changes. */
  put(key: string, path: string): Promise<void>;
  /** Writes an object to a file. */
  fetch(key: string, path: string): Promise<void>;
  /** Null where there is none. */
  readText(key: string): Promise<StoredText | null>;
  /** Replaces a text of this version (null: there was none) at once; false where somebody else has meanwhile. */
  replaceText(key: string, text: string, before: StoredText | null): Promise<boolean>;
  /** Objects whose keys begin so. */
  list(prefix: string): Promise<readonly StoredObject[]>;
  remove(key: string): Promise<void>;
}
