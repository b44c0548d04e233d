-- What the role of the connection may do that a migration needs.
-- Result: one row: role text, database text, schema text (the one that tables are made in; null where the role may use
-- none), may_create boolean (tables there), may_make_temporary boolean (tables that end with the transaction), owner text
-- (of our tables, where the role is no member of it; null where there are none or it is).
select
  current_user::text as role,
  current_database()::text as database,
  current_schema()::text as schema,
  coalesce(has_schema_privilege(current_schema()::text, 'create'), false) as may_create,
  has_database_privilege(current_database()::text, 'temporary') as may_make_temporary,
  (
    select min(pg_get_userbyid(c.relowner)::text)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind in ('r', 'p') and not pg_has_role(c.relowner, 'usage')
      and (c.relname in ('schema_migration', 'layer', 'feature')
        or exists (
          select from pg_inherits i join pg_class parent on parent.oid = i.inhparent
          where i.inhrelid = c.oid and parent.relname = 'feature' and parent.relnamespace = c.relnamespace))
  ) as owner
