/** How the columns of a table are called as attributes of its layer. */
import type { SourceTable, TableColumn } from './table.ts';

/** What a reader of CQL2 takes as one word. */
export const ATTRIBUTE_NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;
const MAX_LENGTH = 48;
/** Names that items and tiles give a meaning of their own. */
const RESERVED = new Set(['id', 'provenance', 'label', 'cluster', 'cluster_id', 'point_count', 'fid', 'feature_id']);
const RESERVED_PREFIX = 'sum_';

/** PostgreSQL types whose values nobody can read: their columns are no attributes. */
const UNREADABLE = new Set(['bytea', 'raster', 'tsvector', 'tsquery', 'box2d', 'box3d', 'geometry', 'geography']);

/** Whether a column's values can be shown. */
export function isReadable({ type }: Pick<TableColumn, 'type'>): boolean {
  const bare = /^(?:"?[^".]+"?\.)?([a-z0-9_]+)/.exec(type)?.[1] ?? type;
  return !UNREADABLE.has(bare);
}

/**
 * Columns by the names that they have as attributes. A name stays as it is, Chinese and capitals too, where CQL2 reads
 * it as one word; other characters become `_`. Names that mean something in every tile get `row_` ahead: the column
 * `id` is the attribute `row_id`.
 */
export function attributesOf(table: Pick<SourceTable, 'columns'>): ReadonlyMap<string, TableColumn> {
  const found = new Map<string, TableColumn>();
  const columns = table.columns.filter(isReadable);
  // Columns that keep their names have them before others are named like them.
  const kept = new Set(columns.map(({ name }) => name).filter((name) => attributeName(name) === name));
  for (const column of columns) {
    const base = attributeName(column.name);
    let name = base;
    for (let number = 2; name !== column.name && (found.has(name) || kept.has(name)); number += 1)
      name = `${base}_${String(number)}`;
    found.set(name, column);
  }
  return found;
}

function attributeName(column: string): string {
  const word = ATTRIBUTE_NAME.test(column)
    ? column
    : column.replaceAll(/[^\p{L}\p{M}\p{N}_]+/gu, '_').replace(/^(?![\p{L}_])/u, '_');
  const free = RESERVED.has(word) || word.startsWith(RESERVED_PREFIX) ? `row_${word}` : word;
  return [...free].slice(0, MAX_LENGTH).join('');
}
