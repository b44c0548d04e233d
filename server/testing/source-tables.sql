-- Tables as people have them, made by a role that is no superuser, in schemas of their own. PostGIS is in a schema that
-- this role has on its path.
create schema planning;
create schema "城管 Dept";
create schema hidden;
set search_path = planning, extensions;

-- 1 A table as it should be, with an enum and a check.
create type wc_grade as enum ('first', 'second', 'third');
create table wc (
  id int primary key,
  name varchar(40) not null,
  name_en text,
  grade wc_grade,
  state text check (state in ('open', 'closed')),
  stalls int,
  opened date,
  changed timestamptz,
  wifi boolean,
  geom geometry(Point, 4326)
);
create index on wc using gist (geom);
comment on table wc is '公共厕所 | Public toilets';
comment on column wc.grade is '等级 | Class';
comment on column wc.stalls is '厕位数：男女合计，不含无障碍厕位；改造后以验收数为准，未验收的不填';
insert into wc
select
  i, '厕所 ' || i, 'Toilet ' || i, (array['first', 'second', 'third'])[1 + i % 3]::wc_grade,
  case when i % 2 = 0 then 'open' else 'closed' end, i % 20, date '2020-01-01' + i, now(), i % 5 = 0,
  ST_SetSRID(ST_Point(120.3 + (i % 60) * 0.001, 36.05 + (i / 60) * 0.001), 4326)
from generate_series(1, 3000) as i;

-- 2 A composite key, and a projected system of China (EPSG:4549) with multi-part areas.
create table grids (
  district text, no int, kind text check (kind = 'a' or kind = 'b'), area double precision,
  geom geometry(MultiPolygon, 4549), primary key (district, no)
);
insert into grids
select 'd' || i % 3, i, 'a', i, ST_Multi(ST_MakeEnvelope(500000 + i * 100, 3990000, 500100 + i * 100, 3990100, 4549))
from generate_series(1, 50) as i;

-- 3 No key at all; lines of CGCS2000 (EPSG:4490).
create table pipes (name text, geom geometry(LineString, 4490));
insert into pipes values ('a', 'SRID=4490;LINESTRING(120 36, 120.1 36.1)');

-- 4 No key declared, but a column that tells all rows apart.
create table lamps (lamp_id int, geom geometry(Point, 3857));
insert into lamps select i, ST_SetSRID(ST_Point(13390000 + i, 4310000), 3857) from generate_series(1, 200) as i;

-- 5 A unique index in place of a primary key.
create table signs (code text not null unique, geom geometry(Point, 4326));

-- 6 A view of one table; 7 one that repeats rows; 8 one without any column of a key.
create view open_wc as select id, name, geom from wc where state = 'open';
create view wc_near_lamps as select wc.id, lamps.lamp_id, wc.geom from wc cross join (select * from lamps limit 2) as lamps;
create view wc_names as select name, geom from wc;

-- 9 A materialised view with a unique index; 10 one without; 11 one that was never filled.
create materialized view wc_kept as select id, name, geom from wc;
create unique index on wc_kept (id);
create materialized view wc_plain as select id, geom from wc;
create materialized view wc_empty as select id, geom from wc with no data;

-- 12 Partitioned by time: the parts are no layers of their own.
create table events (id bigint, day date not null, geom geometry(Point, 4326), primary key (id, day)) partition by range (day);
create table events_2023 partition of events for values from ('2023-01-01') to ('2024-01-01');
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
create index on events using gist (geom);
insert into events select i, date '2023-06-01' + i, ST_SetSRID(ST_Point(120, 36), 4326) from generate_series(1, 300) as i;

-- 13 Geography, a bigint key, a numeric, and a second geometry.
create table stations (
  id bigint primary key, turnover numeric(20, 4), geog geography(Point, 4326), outline geometry(Polygon, 4326)
);
insert into stations values (9007199254740993, 12345678901234.5678, 'POINT(120 36)', null);

-- 14 Several kinds in one column.
create table sketches (id int primary key, geom geometry);
insert into sketches values
  (1, 'SRID=4326;POINT(120 36)'), (2, 'SRID=4326;LINESTRING(120 36, 121 37)'), (3, 'SRID=4326;POINT(120 36)');

-- 15 Heights and measures, undeclared kinds that are all of one.
create table wells (id int primary key, geom geometry(PointZM, 4490));
insert into wells values (1, 'SRID=4490;POINT ZM (120 36 15 2)');
create table roofs (id int primary key, geom geometry);
insert into roofs values
  (1, 'SRID=4326;POLYGON Z ((120 36 1, 121 36 1, 121 37 1, 120 36 1))'),
  (2, 'SRID=4326;MULTIPOLYGON Z (((120 36 1, 121 36 1, 121 37 1, 120 36 1)))');

-- 16 json, arrays, generated and unreadable columns; a foreign key.
create table reports (
  id int primary key, wc int references wc, doubled int generated always as (wc * 2) stored, tags text[],
  detail jsonb, photo bytea, code uuid, at timestamp, geom geometry(Point, 4326)
);

-- 17 SRID 0 with degrees in it; 18 with metres; 19 several systems; 20 as AddGeometryColumn made tables of old.
create table unknown_degrees (id int primary key, geom geometry);
insert into unknown_degrees values (1, 'POINT(120 36)');
create table unknown_metres (id int primary key, geom geometry(Point));
insert into unknown_metres values (1, 'POINT(500000 3990000)');
create table many_systems (id int primary key, geom geometry);
insert into many_systems values (1, 'SRID=4326;POINT(120 36)'), (2, 'SRID=3857;POINT(13390000 4310000)');
create table old_style (
  id int primary key, geom geometry, check (st_srid(geom) = 4326),
  check (geometrytype(geom) = 'POINT'::text or geom is null)
);

-- 21 Names with quotes, blanks, capitals and Chinese, in any of the parts; a domain with its check.
create domain "Kind ""x""" as text check (value in ('商业', '住宅'));
create table "城管 Dept"."Straße ""x"".y" (
  "ID" int primary key, "名称" text, "a b" planning."Kind ""x""", "sum_ha" float8, "Geom" geometry(Point, 4490)
);
create table "城管 Dept"."规划用地" (gid serial primary key, dlmc text, geom geometry(MultiPolygon, 4490));
comment on table "城管 Dept"."规划用地" is '规划用地';

-- 22 Nobody may read it, or a part of it alone.
create table hidden.salaries (id int primary key, geom geometry(Point, 4326));
create table payroll (id int primary key, amount numeric, geom geometry(Point, 4326));
create table staff (id int primary key, name text, phone text, geom geometry(Point, 4326));

-- 23 Null and empty geometries; 24 invalid ones; 25 an empty table that says nothing of its kind.
create table holes (id int primary key, geom geometry(Polygon, 4326));
insert into holes values
  (1, null), (2, 'SRID=4326;POLYGON EMPTY'), (3, 'SRID=4326;POLYGON((120 36, 121 37, 121 36, 120 37, 120 36))'),
  (4, 'SRID=4326;POLYGON((120 36, 121 36, 121 37, 120 36))');
create table blank (id int primary key, geom geometry(Geometry, 4490));

-- 26 Large and without an index; dense lines.
create table roads (id int primary key, class text, geom geometry(LineString, 4326));
insert into roads
select
  i, (array['trunk', 'primary', 'minor'])[1 + i % 3],
  ST_SetSRID(ST_MakeLine(
    ST_Point(120 + (i % 200) * 0.005, 36 + (i / 200) * 0.005), ST_Point(120.003 + (i % 200) * 0.005, 36 + (i / 200) * 0.005)
  ), 4326)
from generate_series(0, 39999) as i;

-- 27 A view that fails when it is read; a system that the database does not know.
create view broken as select id, ST_SetSRID(geom, 1 / (id - id)) as geom from wc;
create table local_grid (id int primary key, geom geometry);
insert into local_grid values (1, 'SRID=990001;POINT(100 100)');

-- 28 The same name in another schema.
create table "城管 Dept".wc (id int primary key, geom geometry(Point, 4326));
analyze;
