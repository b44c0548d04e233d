/** What `/layers?sources=all` says of the databases whose tables are layers. */
import type { SourceInfo } from '../../tiles/api/wire.ts';
import type { SourceReport, TableReport } from './sources.ts';
import { formatTableName } from './table-name.ts';

/** Errors themselves are for the log: they may name hosts and users. */
export function sourceList(reports: readonly SourceReport[]): readonly SourceInfo[] {
  return reports.map(({ name, title, state, problem, tables, functions, missing }) => ({
    name,
    title,
    state,
    problem: problem ?? missing[0]?.text ?? null,
    tables: tables.map(tableInfo),
    functions: functions.map(({ tileFunction, layer, obstacles, advices }) => ({
      function: formatTableName({ ...tileFunction, table: tileFunction.name }),
      arguments: tileFunction.arguments,
      mayExecute: tileFunction.mayUse && tileFunction.mayExecute,
      isServed: obstacles.length === 0,
      layer,
      obstacles,
      advices,
    })),
  }));
}

function tableInfo({ table, layer, obstacles, advices }: TableReport): SourceInfo['tables'][number] {
  const { name, kind, geometry, estimatedRows, key, maySelect } = table;
  return {
    table: formatTableName(name),
    kind,
    geometryColumn: geometry.name,
    geometryType: geometry.shape,
    srid: geometry.srid,
    rows: estimatedRows === null ? null : Math.round(estimatedRows),
    key,
    maySelect,
    isServed: obstacles.length === 0,
    layer,
    obstacles,
    advices,
  };
}
