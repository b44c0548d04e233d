-- What erasing a feature would take away. Changes nothing.
-- $1 text layer id   $2 text feature id
-- Result: one row: has_layer boolean (whether the database holds the layer), states (their number), present (json as
-- text: layer, id, visibility, name; null where the feature is gone), names (json as text: [[layer, id], …], all that the
-- feature has had), first_at and last_at (when its first state began, and its last one ended or began), terms (number of
-- its names in the search), jobs (number of studies and results that would be ended or removed), erased_at (when a
-- feature of this name was erased last; null where none was).
with state as materialized (select * from states_of($1, $2))
select
  exists (select from layer where layer_id = $1) as has_layer,
  (select count(*) from state) as states,
  (select json_build_object('layer', layer_id, 'id', feature_id, 'visibility', visibility,
      'name', coalesce(attributes ->> 'name', ''))::text
    from state where valid_to is null order by (layer_id, feature_id) <> ($1, $2) limit 1) as present,
  (select coalesce(json_agg(json_build_array(layer_id, feature_id)), '[]')::text
    from (select distinct layer_id, feature_id from state) as named) as names,
  (select min(valid_from) from state) as first_at,
  (select max(coalesce(valid_to, valid_from)) from state) as last_at,
  (select count(*) from search_term t
    where (t.layer_id, t.feature_id) in (select layer_id, feature_id from state)) as terms,
  (select count(*) from analysis_job) as jobs,
  (select max(e.erased_at) from erasure e where name_digest(e.salt, $1, $2) = any (e.digests)) as erased_at
