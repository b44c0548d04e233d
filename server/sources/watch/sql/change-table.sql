-- Where changes of watched tables are noted. Nothing else of the service is in the database of a source.
create schema if not exists chengtu_watch;
create table if not exists chengtu_watch.change (
  id bigint generated always as identity primary key,
  relation oid not null,
  at timestamptz not null default clock_timestamp(),
  -- West, south, east, north of each extent that was touched, before and after, in the coordinates of the table; null:
  -- the whole table.
  boxes float8[]
);
create index if not exists change_relation on chengtu_watch.change (relation, id desc);
