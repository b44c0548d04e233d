/** What stands in a backup beside the rows: its first line, the heads of its tables, and its last line. */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';

/** Raised where a reader of the version before could not read the file. */
export const FORMAT_VERSION = 1;

const SHA256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
const NAME = Type.String({ minLength: 1 });

/** The first line. */
const Head = Type.Object({
  format: Type.Literal('chengtu-backup'),
  version: Type.Integer({ minimum: 1 }),
  /** Version of the product that has made it, such as 0.5.0. */
  product: Type.String(),
});
export type Head = Static<typeof Head>;

/** Stands before the rows of a table, each of which is a list of texts in the order of the columns. */
const TableHead = Type.Object({ table: NAME, columns: Type.Array(NAME, { minItems: 1 }) });
export type TableHead = Static<typeof TableHead>;

const Manifest = Type.Object({
  product: Type.String(),
  /** The moment that the rows are of, ISO 8601 in UTC. */
  takenAt: Type.String(),
  /** Such as "PostgreSQL 15.18". */
  database: Type.String(),
  city: Type.Union([Type.Null(), Type.Object({ code: NAME, zh: Type.String(), en: Type.String() })]),
  /** In the order in which they were applied. */
  migrations: Type.Array(Type.Object({ name: NAME, checksum: Type.String() }), { minItems: 1 }),
  tables: Type.Array(
    Type.Object({
      name: NAME,
      columns: Type.Array(NAME, { minItems: 1 }),
      rows: Type.Integer({ minimum: 0 }),
      /** SHA-256 of the lines of its rows, each with its line end, in the order of the file. */
      sha256: SHA256,
    }),
  ),
  /** The value that each sequence gives next; a bigint as text. */
  sequences: Type.Array(Type.Object({ name: NAME, next: Type.String({ pattern: '^-?[0-9]+$' }) })),
});
export type Manifest = Static<typeof Manifest>;

const LastLine = Type.Object({ manifest: Manifest });

export function parseHead(line: string): Head | null {
  const value = parseJson(line);
  return Check(Head, value) ? value : null;
}

export function parseTableHead(line: string): TableHead | null {
  const value = parseJson(line);
  return Check(TableHead, value) ? value : null;
}

export function parseManifest(line: string): Manifest | null {
  const value = parseJson(line);
  return Check(LastLine, value) ? value.manifest : null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
