/** What a table that is not what it was does to a request: a plain answer, and the layer is looked at anew. */
import { ApiError } from '../../platform/http/errors.ts';
import type { TableName } from '../table.ts';
import { UnusableProjection } from './ground.ts';
import { TABLE } from './messages.ts';

/**
 * SQLSTATE of what a statement finds changed: a table, column, schema, function or right is gone, or a type is
 * another.
 */
const CHANGED = new Set([
  '42P01',
  '42703',
  '42501',
  '3F000',
  '42883',
  '42804',
  '42704',
  '0A000',
  '42809',
  '42P10',
  '42846',
]);
/** PostGIS and GEOS say no more than that something is wrong inside. */
const INTERNAL = 'XX000';

/** SQLSTATE of an error of PostgreSQL; empty of any other. */
export function sqlStateOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return /^[0-9A-Z]{5}$/.test(code) ? code : '';
}

/** Whether a statement found things changed since it was made. */
export function isChanged(error: unknown): boolean {
  return CHANGED.has(sqlStateOf(error));
}

export interface Boundary {
  readonly name: TableName;
  readonly layer: string;
  /** Called where the table has changed. */
  readonly onChanged: () => void;
}

/** Rejects as `work` does, with an `ApiError` in place of what the table itself is to blame for. */
export async function within<T>({ name, layer, onChanged }: Boundary, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = sqlStateOf(error);
    if (isChanged(error)) {
      onChanged();
      const values = { source: name.source, table: `${name.schema}.${name.table}`, layer };
      throw new ApiError(503, 'table-changed', TABLE['table-changed'], {
        values,
        headers: { 'Retry-After': '5' },
        cause: error,
      });
    }
    if (error instanceof UnusableProjection)
      throw new ApiError(503, 'projection-unusable', TABLE['projection-unusable'], {
        values: { layer, srid: error.srid },
        cause: error,
      });
    if (code === INTERNAL && error instanceof Error && /Topology|geometry|invalid|transform/i.test(error.message))
      throw new ApiError(503, 'geometry-broken', TABLE['geometry-broken'], {
        values: { layer, detail: error.message.slice(0, 120) },
        cause: error,
      });
    throw error;
  }
}
