import { onlyRow, readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';

/**
 * What PostgreSQL's catalogues say of the current schema, one line a thing. The last field of a column or constraint
 * tells its `origin`: whether a partition has it from its parent alone.
 */
export interface SchemaCatalog {
  readonly functions: readonly string[];
  readonly triggers: readonly string[];
  readonly relations: readonly string[];
  readonly columns: readonly string[];
  readonly indexes: readonly string[];
  readonly constraints: readonly string[];
  readonly sequences: readonly string[];
  /** Migrations and function files that the database says it has. */
  readonly applied: readonly string[];
}

/** Not what an extension has put into the same schema. */
const NO_EXTENSION = (catalog: string, oid: string): string =>
  `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
const OWN = `relnamespace = quote_ident(current_schema())::regnamespace and ${NO_EXTENSION('pg_class', 'c.oid')}`;

const QUERIES: Readonly<Record<keyof SchemaCatalog, string>> = {
  functions: `
    select pg_get_functiondef(oid) from pg_proc p
    where pronamespace = quote_ident(current_schema())::regnamespace and ${NO_EXTENSION('pg_proc', 'p.oid')}`,
  triggers: `
    select concat_ws(' | ', relname, pg_get_triggerdef(t.oid), tgenabled, tgparentid <> 0)
    from pg_trigger t join pg_class c on c.oid = tgrelid where ${OWN} and not tgisinternal`,
  relations: `
    select concat_ws(' | ', relname, relkind, relpersistence, relreplident, relispartition, relhastriggers, relhasindex,
      reloptions::text, pg_get_expr(relpartbound, oid), pg_get_partkeydef(oid))
    from pg_class c where ${OWN}`,
  columns: `
    select concat_ws(' | ', relname, attnum, attname, format_type(atttypid, atttypmod), attnotnull, atthasdef, attidentity,
      attgenerated, attstorage, attcompression, coalesce(attstattarget, -1), attcollation::regcollation, attisdropped, attinhcount,
      pg_get_expr(adbin, adrelid), format('origin %s', attislocal))
    from pg_attribute a join pg_class c on c.oid = attrelid left join pg_attrdef d on adrelid = attrelid and adnum = attnum
    where ${OWN} and relkind <> 'i' and relkind <> 'I' and attnum > 0`,
  indexes: `
    select concat_ws(' | ', pg_get_indexdef(indexrelid), indisunique, indisprimary, indisvalid, indisready, indisclustered,
      indisreplident, (select inhparent::regclass from pg_inherits where inhrelid = indexrelid))
    from pg_index join pg_class c on c.oid = indexrelid where ${OWN}`,
  constraints: `
    select concat_ws(' | ', conrelid::regclass, conname, contype, pg_get_constraintdef(oid), condeferrable, condeferred,
      convalidated, coninhcount, conparentid <> 0, format('origin %s %s', conislocal, connoinherit))
    from pg_constraint where connamespace = quote_ident(current_schema())::regnamespace and contype <> 't' and contype <> 'n'`,
  sequences: `
    select concat_ws(' | ', relname, seqtypid::regtype, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle)
    from pg_sequence join pg_class c on c.oid = seqrelid where ${OWN}`,
  applied: `
    select concat_ws(' | ', name, checksum) from schema_migration
    union all select concat_ws(' | ', name, checksum, functions::text) from function_file`,
};

/**
 * Reads the catalogues of the schema that `db` works in. Names of the schema itself are taken out, so that two schemas
 * can be compared.
 */
export async function readSchemaCatalog(db: Database): Promise<SchemaCatalog> {
  const schema = readText(onlyRow(await db.query(sqlText('select current_schema() as schema'))), 'schema');
  const read = async (query: string): Promise<readonly string[]> => {
    const rows = await db.query(sqlText(`select line from (${query}) as lines (line) order by line collate "C"`));
    return rows.map((row) => readText(row, 'line').replaceAll(schema, 'SCHEMA')).sort();
  };
  return {
    functions: await read(QUERIES.functions),
    triggers: await read(QUERIES.triggers),
    relations: await read(QUERIES.relations),
    columns: await read(QUERIES.columns),
    indexes: await read(QUERIES.indexes),
    constraints: await read(QUERIES.constraints),
    sequences: await read(QUERIES.sequences),
    applied: await read(QUERIES.applied),
  };
}
