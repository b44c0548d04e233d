-- Features whose terms in the search are older than they are: what statements of other programs leave behind, a row
-- each, until the service makes their terms anew (server/search/follow.ts). One empty id stands for all features of a
-- layer.
create table search_stale (
  stale_id bigint generated always as identity primary key,
  layer_id text not null,
  feature_ids text[] not null
);
-- Statistics would keep names that were erased.
alter table search_stale alter column feature_ids set statistics 0;
create index search_stale_layer on search_stale (layer_id, stale_id);

-- How all features of a layer spell a date or time, so that filters compare it as a text, without a look at its form
-- (data/functions/layer_times.sql). The triggers of features keep it right.
create table layer_time (
  layer_id text not null,
  attribute text not null,
  -- As `time_spelling` has it. Empty: no feature has a value. Null: they spell it differently, or nobody has looked.
  spelling text,
  -- Statements that had written to the layer when somebody last looked at all of it.
  edits bigint not null,
  primary key (layer_id, attribute)
);
