/** Ids of the layers that tables become. */
import { createHash } from 'node:crypto';
import { pinyin } from 'pinyin-pro';
import type { TableName } from './table.ts';
import { formatTableName } from './table-name.ts';

const MOST = 48;

/**
 * An id for each table, in kebab-case: of the table's name; with its schema ahead where two would be alike, and with
 * its source where that is not enough. Chinese is written in pinyin.
 * @param taken ids that others have
 */
export function layerIds(tables: readonly TableName[], taken: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let left = tables;
  for (const idOf of [shortId, idWithSchema, idWithSource]) {
    const wanted = new Map<string, TableName[]>();
    for (const table of left) wanted.set(idOf(table), [...(wanted.get(idOf(table)) ?? []), table]);
    const used = new Set([...taken, ...found.values()]);
    for (const [id, [only, ...more]] of wanted) {
      if (only !== undefined && more.length === 0 && !used.has(id)) found.set(formatTableName(only), id);
    }
    left = left.filter((table) => !found.has(formatTableName(table)));
  }
  for (const table of left) found.set(formatTableName(table), hashed(idWithSource(table), table));
  return found;
}

function shortId(name: TableName): string {
  return kebab([name.table], name);
}

function idWithSchema(name: TableName): string {
  return kebab([name.schema, name.table], name);
}

function idWithSource(name: TableName): string {
  return kebab([name.source, name.schema, name.table], name);
}

function kebab(parts: readonly string[], name: TableName): string {
  const id = parts
    .map(ascii)
    .filter((part) => part !== '')
    .join('-');
  const begun = /^[a-z]/.test(id) ? id : `layer-${id}`;
  // Nothing of the name is left where it is written in another script.
  if (ascii(name.table) === '') return hashed('layer', name);
  return begun.length <= MOST ? begun : hashed(begun, name);
}

function ascii(part: string): string {
  const latin = /\p{Script=Han}/u.test(part)
    ? pinyin(part, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true }).join('-')
    : part;
  return latin
    .normalize('NFD')
    .replaceAll('ß', 'ss')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-');
}

function hashed(id: string, name: TableName): string {
  const hash = createHash('sha256').update(formatTableName(name)).digest('hex').slice(0, 8);
  return `${id.slice(0, MOST - 9).replace(/-$/, '')}-${hash}`;
}
