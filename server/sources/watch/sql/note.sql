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
  -- Of many boxes, those that lie close together are made one.
  execute format($rows$
    with row as (%s
    ), touched as materialized (
      select ST_XMin(g) as west, ST_YMin(g) as south, ST_XMax(g) as east, ST_YMax(g) as north from row
    ), whole as (
      select count(*) as count, min(west) as west, min(south) as south, max(east) as east, max(north) as north from touched
    ), box as (
      select t.west, t.south, t.east, t.north from touched t, whole where whole.count <= 1000 and t.west is not null
      union all
      select min(t.west), min(t.south), max(t.east), max(t.north) from touched t, whole
      where whole.count > 1000 and t.west is not null
      group by floor((t.west - whole.west) / nullif(whole.east - whole.west, 0) * 24), floor((t.south - whole.south) / nullif(whole.north - whole.south, 0) * 24)
    )
    select (select count from whole), coalesce(array_agg(edge), '{}')
    from box cross join lateral unnest(array[west, south, east, north]) as edge
  $rows$, rows) into found, boxes;
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
