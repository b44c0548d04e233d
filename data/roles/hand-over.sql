-- Gives all that is Chengtu's in a schema to a role: for a database that a superuser has made and migrated, before roles
-- of its own migrate and serve it. A superuser runs this in that database. What belongs to an extension, or to another
-- application, stays as it is. `npm run migrate -- --hand-over ROLE` prints it with the names filled in.
do $hand_over$
declare
  thing record;
  new_owner constant text := {role};
  home constant text := {schema};
  -- Names of tables, those of web.sql.
  known constant text[] := {tables};
begin
  perform set_config('search_path', format('%I, public', home), true);
  execute format('grant usage, create on schema %I to %I', home, new_owner);
  -- Indexes follow their tables, and so do the sequences of their columns.
  for thing in
    select c.oid::regclass as name from pg_class c
    where c.relnamespace = quote_ident(home)::regnamespace and c.relkind in ('r', 'p') and (
      c.relname = any (known)
      or exists (select from pg_inherits where inhrelid = c.oid and inhparent = 'feature'::regclass))
  loop
    execute format('alter table %s owner to %I', thing.name, new_owner);
  end loop;
  execute format('alter sequence feature_fid_seq owner to %I', new_owner);
  for thing in
    select t.oid::regtype as name from pg_type t
    where t.typnamespace = quote_ident(home)::regnamespace
      and t.typname in ('pyramid_delta', 'pyramid_cell', 'tile_part', 'tile_frame')
  loop
    execute format('alter type %s owner to %I', thing.name, new_owner);
  end loop;
  for thing in
    select p.oid::regprocedure as name from pg_proc p
    where p.pronamespace = quote_ident(home)::regnamespace
      and p.oid::regprocedure::text in (select unnest(functions) from function_file)
  loop
    execute format('alter function %s owner to %I', thing.name, new_owner);
  end loop;
end $hand_over$;
