/** What every format of files gives: features in chunks, as often as asked. */
import type { Row } from './table/header.ts';
import type { TableFacts } from './table-features.ts';
import type { LoadError, LoadOrigin, Message, SourceFeature } from './types.ts';

export interface Chunk {
  readonly features: readonly SourceFeature[];
  readonly errors: readonly LoadError[];
  /** Rows of a table, one for each number of a feature, also where it could not be read. */
  readonly rows?: readonly Row[];
  /** What was noticed while it was read. */
  readonly notes?: readonly Message[];
  /** What the file says of its own source, once it is known. */
  readonly origin?: LoadOrigin;
  /** How much of the file has been read, from 0 to 1. */
  readonly share: number;
}

export interface FeatureReader {
  /** Names of all properties where the format says them ahead; null where only the features do. */
  readonly properties: readonly string[] | null;
  /** Where the file is a table. */
  readonly table?: TableFacts;
  /** What was noticed when the file was opened. */
  readonly notes: readonly Message[];
  /**
   * All features in their order. May be called again, for a file is read twice where it does not fit into one chunk.
   * Rejects with `FileErrors` for what ends the reading, and with the reason of `signal` when that is aborted.
   */
  chunks(signal?: AbortSignal): AsyncGenerator<Chunk>;
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

/** What keeps a file from being read on. */
export class FileErrors extends Error {
  override readonly name = 'FileErrors';
  readonly errors: readonly LoadError[];

  constructor(...errors: readonly Message[]) {
    super(errors.map(({ message }) => message).join(', '));
    this.errors = errors.map((error) => ({ feature: 0, ...error }));
  }
}

export function fileError(message: Message['message'], params?: Message['params']): FileErrors {
  return new FileErrors({ message, ...(params === undefined ? {} : { params }) });
}

export function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export const CHUNK = { features: 20_000, characters: 16_000_000 };
/** Layers of a city fit into so many chunks, and are then kept; larger files are read again, part by part. */
export const WHOLE = { chunks: 12 };

/** Collects features into chunks by their number and size. */
export class ChunkMaker {
  #features: SourceFeature[] = [];
  #errors: LoadError[] = [];
  #rows: Row[] = [];
  #characters = 0;

  add(feature: SourceFeature | null, characters: number, errors: readonly LoadError[] = [], row?: Row): void {
    if (row !== undefined) this.#rows.push(row);
    if (feature !== null) this.#features.push(feature);
    this.#errors.push(...errors);
    this.#characters += characters;
  }

  get isFull(): boolean {
    return (
      this.#features.length >= CHUNK.features ||
      this.#characters >= CHUNK.characters ||
      this.#errors.length >= CHUNK.features
    );
  }

  get isEmpty(): boolean {
    return this.#features.length === 0 && this.#errors.length === 0;
  }

  take(share: number): Chunk {
    const rows = this.#rows.length === 0 ? {} : { rows: this.#rows };
    const chunk = { features: this.#features, errors: this.#errors, ...rows, share };
    this.#rows = [];
    this.#features = [];
    this.#errors = [];
    this.#characters = 0;
    return chunk;
  }
}
