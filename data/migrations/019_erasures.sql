-- Erasures: features that were taken out of the table, the history and all that is derived from them, for good.
--
-- No row tells what was erased: it keeps salted hashes of the names `layer/id` that the feature had. They find it again
-- in a backup from before the erasure, and a hash cannot be read back, where an id may itself be a person's number.
create table erasure (
  erasure_id bigint generated always as identity primary key,
  -- As it was asked for.
  layer_id text not null,
  erased_at timestamptz not null default now(),
  -- How many states of the feature were erased, with the present one.
  states bigint not null,
  by_role text not null default current_user,
  reason text,
  salt bytea not null unique,
  -- SHA-256 of the salt and each name.
  digests bytea[] not null,
  -- All layers that the feature has stood in.
  layers text[] not null
);

-- Whether the past of a feature may be seen depends on what became of it, under whatever name: features keep their
-- number (features_as_of.sql).
create index feature_history_fid on feature_history (fid, history_id);
create index feature_fid on feature (fid);

-- Names of features that nobody may see, or that are gone, take no place among the hits.
alter table search_term add column is_hidden boolean not null default false;
create index search_term_hidden on search_term (layer_id) where is_hidden;
update search_term t set is_hidden = true
where not exists (
  select from feature f
  where f.layer_id = t.layer_id and f.feature_id = t.feature_id and f.visibility = 'public');

-- What was made of an erased feature is not kept: the result of a study that was at work then is thrown away.
alter table analysis_job add column discards_result boolean not null default false;

-- Whether a change has taken something out of sight, now or in the past: then no tile of before may be served, not even
-- while the database is lost.
alter table change add column withdraws boolean not null default false;
