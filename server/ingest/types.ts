import type { AttributeValue, Provenance, Text } from '../../tiles/layer/layer.ts';
import type { PlainValues } from '../platform/messages/index.ts';
import type { LoadMessage } from './messages.ts';
import type { DecimalNotation } from './numbers.ts';

/** A feature as the file has it, before any check. */
export interface SourceFeature {
  /** 1-based place in the file; for CSV the row below the header. */
  readonly number: number;
  readonly id: string | null;
  readonly geometry: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  /** True where every value is text (CSV) and has to be read as its attribute's type. */
  readonly text: boolean;
}

/** A sentence of the message catalogue with its parameters. */
export interface Message {
  readonly message: LoadMessage;
  readonly params?: PlainValues;
}

export interface LoadError extends Message {
  /** 0 where the file as a whole is meant. */
  readonly feature: number;
  readonly id?: string;
  readonly property?: string;
}

/** Where the data of a load comes from. Null is what nobody said. */
export interface LoadOrigin {
  readonly source: Text | null;
  readonly licence: string | null;
  /** `2024`, `2024-05` or `2024-05-31`. */
  readonly asOf: string | null;
}

/** Columns that say what was wrong with a row when it was left out before. */
export const FAULTS_COLUMN = 'load_faults';

/** Rows of texts under a header. */
export interface Table {
  readonly header: readonly string[];
  readonly body: readonly (readonly string[])[];
  /** What stands between its fields, where it is a text. */
  readonly delimiter?: string;
}

/** A column that is no property of the features, and what it was taken for. */
export interface UsedColumn {
  readonly column: string;
  readonly as: 'used-position' | 'used-id';
}

export interface SourceFile {
  readonly features: readonly SourceFeature[];
  readonly errors: readonly LoadError[];
  readonly notes: readonly Message[];
  /** What the file says of its own source; absent where its kind has no place for it. */
  readonly origin?: LoadOrigin;
  /** What its coordinates show of the decimal sign of its texts. */
  readonly decimal?: DecimalNotation;
  readonly used?: readonly UsedColumn[];
  /** The datum that the names of its columns of coordinates say. */
  readonly namedDatum?: Datum;
  /** The table that it is, whose row `n` is the feature of the number `n`. */
  readonly table?: Table;
}

/** A geometry as it is written: every step behind the first works on this form, which takes the least memory. */
export interface EncodedGeometry {
  /** EWKB in hexadecimal, WGS 84. */
  readonly wkb: string;
  /** Longitude and latitude of its first position. */
  readonly at: readonly [number, number];
}

/** A feature that passed every check. */
export interface CheckedFeature extends EncodedGeometry {
  readonly number: number;
  readonly id: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly provenance: Provenance;
}

export const DATUMS = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const;
export type Datum = (typeof DATUMS)[number];

export interface LoadProgress {
  readonly phase: 'reading' | 'checking-share' | 'checking' | 'writing' | 'searching';
  readonly done: number;
  /** As many as are done where the end is not known yet. */
  readonly total: number;
  /** How much of the file has been read, from 0 to 1. */
  readonly share?: number;
}

/** What keeps a file from being loaded. Nothing of it was. */
export class LoadErrors extends Error {
  override readonly name = 'LoadErrors';
  readonly errors: readonly LoadError[];
  readonly layer: string;

  constructor(errors: readonly LoadError[], layer: string) {
    super(`The file for layer ${layer} has ${errors.length} errors; nothing was loaded.`);
    this.errors = errors;
    this.layer = layer;
  }
}
