/** Features that are erased for good, for those who own the tables: `data/functions/forget.sql` does the work. */
import { Type, type Static } from 'typebox';
import {
  onlyRow,
  readBoolean,
  readDate,
  readDateOrNull,
  readNumber,
  readNumberOrNull,
  readText,
  readTextOrNull,
} from '../platform/db/rows.ts';
import { outsideTransactions } from '../platform/db/rights.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';

const PREVIEW = loadSql('erasure/sql/preview');
const FORGET = loadSql('erasure/sql/forget');
const FORGET_AGAIN = loadSql('erasure/sql/forget-again');
const LIST = loadSql('erasure/sql/list');
const CLEAR_UP = loadSql('erasure/sql/clear-up');

/** What `forget` raises where there is nothing to erase. */
const NO_FEATURE = 'CT002';

const Hex = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** A note of what was erased: no word of its content, and hashes by which a backup of before is searched for it. */
export const ErasureSchema = Type.Object(
  {
    layer: Type.String({ minLength: 1 }),
    erasedAt: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$' }),
    states: Type.Integer({ minimum: 1 }),
    role: Type.String(),
    reason: Type.Union([Type.String(), Type.Null()]),
    salt: Hex,
    digests: Type.Array(Hex, { minItems: 1 }),
    layers: Type.Array(Type.String(), { minItems: 1 }),
  },
  { additionalProperties: false },
);
export type Erasure = Static<typeof ErasureSchema>;

/** What would be erased. */
export interface ErasurePreview {
  /** Whether the database holds the layer. */
  readonly hasLayer: boolean;
  /** Of the past and the present together. */
  readonly states: number;
  /** Null where the feature is gone. */
  readonly present: {
    readonly layer: string;
    readonly id: string;
    readonly visibility: string;
    readonly name: string;
  } | null;
  /** All that the feature has had, layer by layer. */
  readonly names: readonly (readonly [layer: string, id: string])[];
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  readonly terms: number;
  /** Studies that would be ended, and results that would be removed. */
  readonly jobs: number;
  /** When a feature of this name was erased last. */
  readonly erasedAt: Date | null;
}

/** The layer has no such feature, and has had none. */
export class NoFeature extends Error {
  override readonly name = 'NoFeature';

  constructor(layer: string, id: string, options?: ErrorOptions) {
    super(`Layer ${layer} has no feature ${id} and has had none.`, options);
  }
}

export async function previewErasure(db: Queryable, layer: string, id: string): Promise<ErasurePreview> {
  const row = onlyRow(await db.query(PREVIEW, [layer, id]));
  const present = readTextOrNull(row, 'present');
  return {
    hasLayer: readBoolean(row, 'has_layer'),
    states: readNumber(row, 'states'),
    // Both are what the statement has built.
    present: present === null ? null : (JSON.parse(present) as ErasurePreview['present']),
    names: JSON.parse(readText(row, 'names')) as ErasurePreview['names'],
    firstAt: readDateOrNull(row, 'first_at'),
    lastAt: readDateOrNull(row, 'last_at'),
    terms: readNumber(row, 'terms'),
    jobs: readNumber(row, 'jobs'),
    erasedAt: readDateOrNull(row, 'erased_at'),
  };
}

/**
 * Erases a feature from its table, the history, the search and results of studies, in one transaction, and notes that
 * something was erased. Then takes it out of the pages of the tables. Rejects with `NoFeature` where there is none, and
 * with the database's own error where the role does not own the tables.
 *
 * @returns the number of its states
 */
export async function forget(db: Queryable, layer: string, id: string, reason: string | null): Promise<number> {
  try {
    const states = readNumber(onlyRow(await db.query(FORGET, [layer, id, reason])), 'states');
    await clearUp(db);
    return states;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NO_FEATURE)
      throw new NoFeature(layer, id, { cause: error });
    throw error;
  }
}

/** Takes what was erased out of the pages of the tables. Outside transactions only. */
export async function clearUp(db: Queryable): Promise<void> {
  await db.query(await outsideTransactions(db, CLEAR_UP));
}

/** All erasures, oldest first. */
export async function listErasures(db: Queryable): Promise<readonly Erasure[]> {
  return (await db.query(LIST)).map((row) => ({
    layer: readText(row, 'layer_id'),
    erasedAt: readDate(row, 'erased_at').toISOString(),
    states: readNumber(row, 'states'),
    role: readText(row, 'by_role'),
    reason: readTextOrNull(row, 'reason'),
    salt: readText(row, 'salt'),
    // Both are what the statement has built.
    digests: JSON.parse(readText(row, 'digests')) as string[],
    layers: JSON.parse(readText(row, 'layers')) as string[],
  }));
}

/**
 * Erases again what a backup has brought back, each in a transaction of its own. What the database knows to be erased
 * stays as it is: a feature of the same name has come later.
 *
 * @returns of each erasure how many states were erased now; null where the database knew of it
 */
export async function forgetAgain(db: Queryable, erasures: readonly Erasure[]): Promise<readonly (number | null)[]> {
  const erased: (number | null)[] = [];
  for (const { layer, erasedAt, states, role, reason, salt, digests, layers } of erasures) {
    const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
    const params = [layer, erasedAt, states, role, reason, bytes(salt), digests.map(bytes), layers];
    erased.push(readNumberOrNull(onlyRow(await db.query(FORGET_AGAIN, params)), 'states'));
  }
  if (erased.some((each) => each !== null && each > 0)) await clearUp(db);
  return erased;
}
