-- The city whose layers the database holds. The ids of layers do not say it, and a second city would write its own
-- features beside those of the first.
create table city (
  -- There is one row.
  is_only boolean primary key default true check (is_only),
  -- As in `city.json`.
  code text not null,
  name_zh text not null,
  name_en text not null
);
