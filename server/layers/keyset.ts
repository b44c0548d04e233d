/** Pages by the place of the feature before: its values in the order asked for, not a number of rows to skip. */
import { BadPlace } from './page-errors.ts';
import type { SortKey } from './source.ts';

/** What rows are put in order by, as SQL. */
export interface KeyColumn {
  /** An expression of a row; its text, cast to `type`, is the same value. */
  readonly sql: string;
  readonly type: string;
  /** Where a row may lack it. */
  readonly sort?: Pick<SortKey, 'isDescending'>;
}

/** Null comes last, whichever the direction. */
export function orderBy(columns: readonly KeyColumn[]): string {
  const direction = ({ sort }: KeyColumn): string =>
    sort === undefined ? '' : sort.isDescending ? ' desc nulls last' : ' nulls last';
  return columns.map((column) => column.sql + direction(column)).join(', ');
}

/**
 * A condition that holds for the rows behind a place. Columns that every row has, at the end of the order, are compared
 * as a row, which an index answers. Throws `BadPlace` where the place has another number of values.
 * @param add gives the parameter of a text
 */
export function isAfter(
  columns: readonly KeyColumn[],
  place: readonly (string | null)[],
  add: (text: string) => string,
): string {
  if (place.length !== columns.length) throw new BadPlace();
  const known = columns.map((column, index) => {
    const text = place[index] ?? null;
    if (text === null && column.sort === undefined) throw new BadPlace();
    return { ...column, value: text === null ? null : `${add(text)}::${column.type}` };
  });
  const ids = known.filter(({ sort }) => sort === undefined);
  const list = (values: readonly (string | null)[]): string =>
    values.length === 1 ? values.join() : `(${values.join(', ')})`;
  let behind = `${list(ids.map(({ sql }) => sql))} > ${list(ids.map(({ value }) => value))}`;
  for (const { sql, value, sort } of known.filter((column) => column.sort !== undefined).reverse()) {
    behind =
      value === null
        ? `(${sql} is null and ${behind})`
        : `(${sql} ${sort?.isDescending === true ? '<' : '>'} ${value} or ${sql} is null or (${sql} = ${value} and ${behind}))`;
  }
  return behind;
}
