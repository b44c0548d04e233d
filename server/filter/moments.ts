/** Times in SQL: how the database takes them, and comparisons of those that lie as texts. */
import { CHINA_TIME, extentOf, type Extent } from '../../tiles/filter/cql2/time.ts';
import type { MomentOp, RowValues } from './row-values.ts';

export const DAY_US = 86_400_000_000n;
/** Time of China is ahead of UTC by this. */
export const CHINA_US = 28_800_000_000n;
/** The years 1 to 9999, which a text of a time can name. */
export const FIRST_US = -62_135_596_800_000_000n;
export const END_US = 253_402_300_800_000_000n;

/** A day and an hour at most lie between what clocks show anywhere and UTC, and a day between the ends of a day. */
const MARGIN_DAYS = 3n;

export interface MomentText {
  /** SQL of the text, in the collation that orders by code points. */
  readonly text: string;
  readonly side: keyof Extent;
  readonly op: MomentOp;
  readonly microseconds: bigint;
  /** Whether the condition must be unknown for what is no time, and not just false. */
  readonly isNegated: boolean;
  /**
   * SQL of what a function makes of the spelling that all rows share, as `time_spelling` has it; null where nobody
   * knows it of these rows.
   */
  readonly known?: (call: (spelling: string) => string) => string | null;
  /** The same condition for spellings that are rare. */
  readonly otherwise: (moment: string) => string;
}

const DAY =
  '[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)';
const CLOCK = '[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?';
/**
 * Spellings that PostgreSQL reads alike whatever the settings of a session are: a bare date, a time with its offset,
 * and one without. What else is a time goes the long way, such as the 29 February and the year 900.
 */
const IS_DATE = `~ '^${DAY}$'`;
const IS_MOMENT = `~ '^${DAY}${CLOCK}(?:Z|[-+](?:0[0-9]|1[0-4]):[0-5][0-9])$'`;
const IS_CLOCK = `~ '^${DAY}${CLOCK}$'`;
/** The texts of SQL that conditions on times are made of. */
export const MOMENT_PATTERNS = [IS_DATE, IS_MOMENT, IS_CLOCK].map((each) => each.slice(2));

/**
 * A condition that compares a date or time, which lies as a text, with a moment: by the spellings that nearly all data
 * has, without a call for each row, and with a first look that an index on the text answers. Null where the moment is
 * at the end of the calendar.
 */
export function compareMomentText(
  { text, side, op, microseconds, isNegated, known, otherwise }: MomentText,
  values: RowValues,
): string | null {
  const near = floorDivide(microseconds, DAY_US);
  const [low, high] = [dateText(near - MARGIN_DAYS), dateText(near + MARGIN_DAYS + 1n)];
  if (low === null || high === null) return null;
  const fitting = fittingDay(side, op, microseconds, values.timeZone);
  const reach = op === '=' ? '=' : op === '<' || op === '<=' ? '<=' : '>=';
  const day = fitting === null ? null : values.parameter(fitting, 'text');
  const moment = values.parameter(String(microseconds), 'bigint');
  const isChina = String(values.timeZone === CHINA_TIME);
  const bound =
    known?.((spelling) => `time_bound(${spelling}, '${op}', ${moment}, ${day ?? `''`}, ${isChina})`) ?? null;
  const asMoment = `(${text})::timestamptz ${op} ${values.parameter(`${clockText(microseconds)}Z`, 'timestamptz')}`;
  const asDay = `case when ${text} ${IS_DATE} then ${day === null ? 'false' : `${text} ${reach} ${day}`} else ${otherwise(moment)} end`;
  const asClock = compareClock({ text, op, microseconds }, values);
  const looked = `when ${text} like '____-__-__' then ${asDay} when ${text} ${IS_MOMENT} then ${asMoment} when ${text} ${IS_CLOCK} then ${asClock} else ${otherwise(moment)} end`;
  const exact =
    bound === null ? `case ${looked}` : `case when ${bound} is not null then ${text} ${reach} ${bound} ${looked}`;
  if (isNegated) return exact;
  const bounds = [
    ...(op === '<' || op === '<=' ? [] : [`${text} >= ${values.parameter(low, 'text')}`]),
    ...(op === '>' || op === '>=' ? [] : [`${text} < ${values.parameter(high, 'text')}`]),
  ];
  return `(${bounds.join(' and ')} and ${exact})`;
}

/** The first or the last bare date that a condition holds for; null where an equality holds for none. */
function fittingDay(side: keyof Extent, op: MomentOp, microseconds: bigint, timeZone: string): string | null {
  const near = floorDivide(microseconds, DAY_US);
  const days = [-2n, -1n, 0n, 1n, 2n].map((n) => dateText(near + n) ?? '');
  const fitting = days.filter((each) => holds(extentOf(each, timeZone)?.[side], op, microseconds));
  return (op === '<' || op === '<=' ? fitting.at(-1) : fitting[0]) ?? null;
}

function holds(a: bigint | undefined, op: MomentOp, b: bigint): boolean {
  if (a === undefined) return false;
  switch (op) {
    case '=':
      return a === b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

/** Of a time without an offset, which is the city's. */
function compareClock(
  { text, op, microseconds }: Pick<MomentText, 'text' | 'op' | 'microseconds'>,
  values: RowValues,
): string {
  return values.timeZone === CHINA_TIME
    ? `(${text})::timestamp ${op} ${values.parameter(clockText(microseconds + CHINA_US), 'timestamp')}`
    : `((${text})::timestamp at time zone ${values.zone()}) ${op} ${values.parameter(`${clockText(microseconds)}Z`, 'timestamptz')}`;
}

export function floorDivide(value: bigint, by: bigint): bigint {
  return value / by - (value % by < 0n ? 1n : 0n);
}

/** Days since 1970 as PostgreSQL reads a date; null outside the years 1 to 9999. */
export function dateText(day: bigint): string | null {
  const microseconds = day * DAY_US;
  return microseconds < FIRST_US || microseconds >= END_US ? null : clockText(microseconds).slice(0, 10);
}

/** Microseconds since 1970 in UTC, without a zone. */
export function clockText(microseconds: bigint): string {
  const ms = floorDivide(microseconds, 1000n);
  const rest = microseconds - ms * 1000n;
  return `${new Date(Number(ms)).toISOString().slice(0, 23)}${String(rest).padStart(3, '0')}`;
}
