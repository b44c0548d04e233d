/** Names of tables as settings, files and messages write them: `source.schema.table`. */
import type { TableName } from './table.ts';
import { quoteName } from './table-source/names.ts';

/** Letters of any script, digits, underscores: a part of them needs no quotes. */
const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_$-]*$/u;

/** As in settings and files: a part with a dot, a blank or a quote in it stands between double quotes, as in SQL. */
export function formatTableName({ source, schema, table }: TableName): string {
  return [source, quoted(schema), quoted(table)].join('.');
}

/** What `formatTableName` writes. Capitals are kept as they are written. Null where it is no such name. */
export function parseTableName(text: string): TableName | null {
  const parts = partsOf(text.trim());
  if (parts === null || parts.length !== 3) return null;
  const [source = '', schema = '', table = ''] = parts;
  return source === '' || schema === '' || table === '' ? null : { source, schema, table };
}

/** A relation as whoever reads SQL would write it: quotes only where SQL needs them. */
export function readableRelation({ schema, table }: Pick<TableName, 'schema' | 'table'>): string {
  return `${readableName(schema)}.${readableName(table)}`;
}

/** An identifier with quotes only where SQL needs them. */
export function readableName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : quoteName(name);
}

/** Words that SQL reads as its own, among those that people call tables and columns. */
const RESERVED = new Set(
  'all and any array as asc both case cast check collate column constraint create default desc distinct do else end except false fetch for foreign from grant group having in initially intersect into leading limit not null offset on only or order placing primary references returning select some symmetric table then to trailing true union unique user using variadic when where window with'.split(
    ' ',
  ),
);

function quoted(part: string): string {
  return PLAIN.test(part) ? part : `"${part.replaceAll('"', '""')}"`;
}

/** Parts between dots; a quoted one may hold dots, and quotes twice. */
function partsOf(text: string): readonly string[] | null {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    let part = '';
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const end = text.indexOf('"', at);
        if (end < 0) return null;
        part += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        part += '"';
        at += 1;
      }
    } else {
      const end = text.indexOf('.', at);
      part = end < 0 ? text.slice(at) : text.slice(at, end);
      at += part.length;
      if (part.includes('"')) return null;
    }
    parts.push(part);
    if (at === text.length) return parts;
    if (text[at] !== '.') return null;
    at += 1;
  }
}
