import { queryablesOf } from '../../tiles/filter/cql2/queryables.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { SqlFile, SqlValue } from '../platform/db/types.ts';
import { compileCql2 } from './compile.ts';

export interface Statement {
  readonly sql: SqlFile;
  readonly params: readonly SqlValue[];
}

const PLACE = '{filter}';

/**
 * Puts the condition of a filter where the text of a statement has `{filter}`: a condition on `feature f`, with
 * parameters that follow those given. Without a filter the statement keeps its name, and is prepared once.
 */
export function withFilter(
  sql: SqlFile,
  params: readonly SqlValue[],
  filter: Cql2 | null,
  layer: Pick<LayerDefinition, 'attributes' | 'timeZone'>,
): Statement {
  if (filter === null) return { sql: withoutFilter(sql), params };
  const compiled = compileCql2(filter, {
    columns: queryablesOf(layer),
    firstParameter: params.length + 1,
    timeZone: layer.timeZone,
  });
  // Not a text for a replacement, in which `$` means something.
  return { sql: { text: sql.text.replaceAll(PLACE, () => compiled.sql) }, params: [...params, ...compiled.params] };
}

export function withoutFilter(sql: SqlFile): SqlFile {
  return { ...sql, text: sql.text.replaceAll(PLACE, 'true') };
}
