/** Results as Arrow files (Feather, version 2), which pandas, R, Polars and QGIS read column by column. */
import type { Vector } from 'apache-arrow';
import { plainText } from '../../../server/platform/text/plain-text.ts';
import { columnsOf, resultTables } from './result-tables.ts';
import type { OutputFile } from './write.ts';

/** The tables of `csvFiles`. A column holds numbers, truth values or texts; what is missing is null. */
export async function arrowFiles(result: Parameters<typeof resultTables>[0]): Promise<OutputFile[]> {
  // Only a study that asks for it loads it.
  const { Bool, Float64, Table, tableToIPC, Utf8, vectorFromArray } = await import('apache-arrow');
  const vectorOf = (values: readonly unknown[]): Vector => {
    const known = values.filter((value) => value !== null && value !== undefined);
    if (known.length > 0 && known.every((value) => typeof value === 'number'))
      return vectorFromArray(values as readonly (number | null)[], new Float64());
    if (known.length > 0 && known.every((value) => typeof value === 'boolean'))
      return vectorFromArray(values as readonly (boolean | null)[], new Bool());
    return vectorFromArray(
      values.map((value) => (value === null || value === undefined ? null : plainText(value))),
      new Utf8(),
    );
  };
  return resultTables(result).map(({ name, rows }) => {
    const columns = columnsOf(rows).map(
      (column) => [column, vectorOf(rows.map((row) => row[column] ?? null))] as const,
    );
    return { name: `${name}.arrow`, text: tableToIPC(new Table(Object.fromEntries(columns)), 'file') };
  });
}
