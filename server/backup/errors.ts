import type { Text } from '../../tiles/layer/layer.ts';
import { FileExists } from '../platform/files/part-file.ts';
import { bothLanguages, type PlainValues } from '../platform/messages/index.ts';
import { UNREADABLE } from './messages.ts';

export class BackupExists extends FileExists {
  override readonly name = 'BackupExists';
}

/** `not-a-backup`: another kind of file. `damaged`: bytes differ from those that were written, or are missing. */
export type FileFault = 'not-a-backup' | 'damaged';

/** The file cannot be restored from. Nothing has been changed. */
export class BackupUnreadable extends Error {
  override readonly name = 'BackupUnreadable';
  readonly fault: FileFault;
  /** In both languages. */
  readonly why: Text;

  constructor(fault: FileFault, why: keyof typeof UNREADABLE, values: PlainValues = {}) {
    const text = bothLanguages(UNREADABLE[why], values);
    super(`The backup cannot be read: ${text.en}`);
    this.fault = fault;
    this.why = text;
  }
}

/** The database that a backup was to be made of has no tables of this product. */
export class NothingToKeep extends Error {
  override readonly name = 'NothingToKeep';

  constructor() {
    super('The database has no tables of this product.');
  }
}

/** Why a sound backup is not restored into this database. */
export type RestoreHindrance =
  /** A newer product has made it. */
  | 'newer-product'
  /** It is of another city. */
  | 'other-city'
  /** The database holds data, and nobody has said that it may go. */
  | 'not-empty'
  /** The database has data in tables of another version than the backup's. */
  | 'other-version'
  /** A service or another command uses the database. */
  | 'in-use'
  /** What was restored does not have the hash that the backup names. */
  | 'differs';

/** The database is as it was before. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
  readonly hindrance: RestoreHindrance;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(hindrance: RestoreHindrance, values: Readonly<Record<string, string | number>>) {
    super(`The backup is not restored (${hindrance}): ${JSON.stringify(values)}`);
    this.hindrance = hindrance;
    this.values = values;
  }
}
