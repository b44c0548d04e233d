import { describe, expect, it } from 'vitest';
import { completeRows } from './client.ts';
import { DatabaseUnavailable, IncompleteAnswer } from './errors.ts';
import { foundRows, onlyRow } from './rows.ts';

const result = (command: string | null, rowCount: number | null, rows: readonly unknown[], fields = 1) => ({
  command,
  rowCount,
  rows,
  fields: Array.from({ length: fields }),
});

describe('the rows of a statement', () => {
  it('are none where the database says that there are none', () => {
    expect(completeRows(result('SELECT', 0, []))).toEqual([]);
    expect(completeRows(result('UPDATE', 0, []))).toEqual([]);
  });

  it.each([
    ['the statement has no end', result(null, null, [])],
    ['a row came, and no end', result(null, null, [{ n: 1 }])],
    ['fewer came than there are', result('SELECT', 2, [{ n: 1 }])],
    ['none of several came', result('SELECT', 2, [])],
    ['those of a change are missing', result('UPDATE', 1, [])],
  ])('are no answer where %s', (_name, incomplete) => {
    expect(() => completeRows(incomplete)).toThrow(IncompleteAnswer);
  });

  it('need not come where a statement only counts them, and need no count where it has none', () => {
    expect(completeRows(result('INSERT', 5, [], 0))).toEqual([]);
    expect(completeRows(result('SHOW', null, [{ jit: 'off' }]))).toEqual([{ jit: 'off' }]);
    expect(completeRows(result('CREATE', null, [], 0))).toEqual([]);
  });
});

describe('a statement that always gives a row', () => {
  it('has not been answered without one, so that nothing found is not taken for no answer', () => {
    expect(() => onlyRow([])).toThrow(DatabaseUnavailable);
    expect(() => foundRows([], 'id')).toThrow(IncompleteAnswer);
  });

  it('says by a row of nulls that it has found nothing', () => {
    expect(foundRows([{ id: null, name: null }], 'id')).toEqual([]);
    expect(foundRows([{ id: 'a' }], 'id')).toEqual([{ id: 'a' }]);
    expect(foundRows([{ id: 'a' }, { id: 'b' }], 'id')).toHaveLength(2);
  });
});
