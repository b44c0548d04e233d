/** What people say of a facility: is this still right? */
import { onlyRow, readBoolean, readDate, readText, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { QueryOptions, Queryable } from '../platform/db/types.ts';

const RECORD = loadSql('facilities/sql/record-check');
const LIST = loadSql('facilities/sql/list-checks');

/** What may be wrong, in the order of the form. */
export const PROBLEMS = ['closed', 'hours', 'services', 'moved', 'gone', 'other'] as const;
export type FacilityProblem = (typeof PROBLEMS)[number];

/** A thousand people behind one address of a company or of a mobile network still say what they see. */
const MOST_OF_ADDRESS = 30;
/** What one facility is told in a day; beyond it nothing new is said. */
const MOST_OF_FACILITY = 50;
const MAX_NOTE = 300;

/** A check that somebody sends; null says that all is right. */
export interface Answer {
  readonly problem: FacilityProblem | null;
  readonly note: string | null;
}

export interface FacilityCheck extends Answer {
  readonly layer: string;
  readonly id: string;
  readonly at: Date;
}

/** Reads the fields of the form; null where it says neither yes nor what is wrong. */
export function readAnswer(body: Buffer): Answer | null {
  const fields = new URLSearchParams(body.toString('utf8'));
  if (fields.get('verdict') === 'right') return { problem: null, note: null };
  const problem = PROBLEMS.find((each) => each === fields.get('problem'));
  if (problem === undefined || fields.get('verdict') !== 'wrong') return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  const note = (fields.get('note') ?? '').replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return { problem, note: note === '' ? null : [...note].slice(0, MAX_NOTE).join('') };
}

/** @returns false where the address, or the facility, has had its share of the day */
export async function recordCheck(
  db: Queryable,
  {
    layer,
    id,
    answer: { problem, note },
    address,
  }: {
    readonly layer: string;
    readonly id: string;
    readonly answer: Answer;
    readonly address: string;
  },
  options: QueryOptions,
): Promise<boolean> {
  const params = [layer, id, problem === null, problem, note, address, MOST_OF_ADDRESS, MOST_OF_FACILITY];
  return readBoolean(onlyRow(await db.query(RECORD, params, options)), 'is_kept');
}

/** The newest checks first. @param layer null for all */
export async function listChecks(
  db: Queryable,
  { layer, limit }: { readonly layer: string | null; readonly limit: number },
  options: QueryOptions,
): Promise<readonly FacilityCheck[]> {
  const rows = await db.query(LIST, [layer, limit], options);
  return rows.map((row) => ({
    layer: readText(row, 'layer_id'),
    id: readText(row, 'feature_id'),
    at: readDate(row, 'at'),
    problem: PROBLEMS.find((each) => each === readTextOrNull(row, 'problem')) ?? null,
    note: readTextOrNull(row, 'note'),
  }));
}
