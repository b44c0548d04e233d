-- Notes what a statement has touched: one row a statement, whatever it touched. It runs with the rights of whoever has
-- made it, so that nobody who writes needs rights for the change table.
-- The argument of the trigger is the name of the geometry column. {{postgis}} is the schema of PostGIS.
create or replace function chengtu_watch.note() returns trigger language plpgsql security definer
set search_path = pg_catalog, {{postgis}}, pg_temp as $note$
declare
  rows constant text := case tg_op
    when 'INSERT' then format('select %1$I::geometry as g from arrived', tg_argv[0])
    when 'DELETE' then format('select %1$I::geometry as g from gone', tg_argv[0])
    else format('select %1$I::geometry as g from gone union all select %1$I::geometry from arrived', tg_argv[0]) end;
  boxes float8[];
  found bigint;
begin
  if tg_op = 'TRUNCATE' then
    insert into chengtu_watch.change (relation, boxes) values (tg_relid, null);
    return null;
  end if;
  -- Most statements touch a few rows: nothing is planned for them that many would need.
  execute format($few$
    select count(*), coalesce(array_agg(array[ST_XMin(g), ST_YMin(g), ST_XMax(g), ST_YMax(g)]) filter (where not ST_IsEmpty(g)), '{}')
    from (select g from (%s) as row limit 1001) as few
  $few$, rows) into found, boxes;
  -- Of many boxes, those that lie close together are made one.
  if found > 1000 then execute format($many$
    with row as (%s
    ), touched as materialized (
      select ST_XMin(g) as west, ST_YMin(g) as south, ST_XMax(g) as east, ST_YMax(g) as north from row
    ), whole as (
      select count(*) as count, min(west) as west, min(south) as south, max(east) as east, max(north) as north from touched
    ), box as (
      select min(t.west) as west, min(t.south) as south, max(t.east) as east, max(t.north) as north from touched t, whole
      where t.west is not null
      group by floor((t.west - whole.west) / nullif(whole.east - whole.west, 0) * 24), floor((t.south - whole.south) / nullif(whole.north - whole.south, 0) * 24)
    )
    select coalesce(array_agg(array[west, south, east, north]), '{}') from box
  $many$, rows) into boxes; end if;
  if found > 0 then
    insert into chengtu_watch.change (relation, boxes) values (tg_relid, boxes);
    -- What nobody will ask for any more goes, a little at a time, and waits for nobody.
    if random() < 0.01 then
      delete from chengtu_watch.change where id in (
        select c.id from chengtu_watch.change c
        where c.at < now() - interval '1 hour'
          and exists (select from chengtu_watch.change later where later.relation = c.relation and later.id > c.id)
        order by c.id limit 2000 for update skip locked
      );
    end if;
  end if;
  return null;
end $note$;
