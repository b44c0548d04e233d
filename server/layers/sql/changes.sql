-- What has changed since the last poll: one short statement, asked up to ten times a second.
-- $1 text[] layers known   $2 bigint[] the revision known of each   $3 int the timeline of then; null is none
-- Result: in order of layer and revision, of every layer whose revision differs: layer_id; revision; boxes (float8[],
-- EPSG:3857: west, south, east, north of each extent touched; null: the whole layer); withdraws (whether it took
-- something out of public sight); current (the layer's revision now); timeline (that of the server); is_other (it is
-- another one than $3: what was known may be lost). Fails at a standby.
-- One row with the current revision and without boxes, where the steps are not all known any more, where they or their
-- boxes are more than 20,000, for a layer not among $1, for one whose revision has fallen, as after a backup was
-- restored, and for every layer where is_other. A layer that is gone has revision 0.
with now as (
  select timeline, timeline <> $3::int is true as is_other from current_timeline() as timeline
), known as (
  select k.layer_id, k.revision from unnest($1::text[], $2::bigint[]) as k (layer_id, revision)
), differing as (
  select layer_id, k.revision as known, coalesce(l.revision, 0) as current, timeline, is_other
  from layer l full join known k using (layer_id) cross join now
  where coalesce(l.revision, 0) is distinct from k.revision or is_other
), step as (
  select d.layer_id, c.revision, c.boxes, c.withdraws, d.current, d.timeline,
    d.is_other,
    count(*) over layer_steps = d.current - d.known
      and coalesce(sum(cardinality(c.boxes)) over layer_steps, 0) <= 80000 as tells
  from differing d
  -- In order and bounded, so that the index is used, however many changes there are.
  cross join lateral (
    select change.revision, change.boxes, change.withdraws from change
    where change.layer_id = d.layer_id and change.revision > d.known and change.revision <= d.current
    order by change.revision limit 20001
  ) as c
  where not d.is_other
  window layer_steps as (partition by d.layer_id)
)
select layer_id, revision, boxes, withdraws, current, timeline, is_other from step where tells
union all
select d.layer_id, d.current, null,
  exists (select from change c where c.layer_id = d.layer_id and c.revision > d.known and c.withdraws), d.current,
  d.timeline, d.is_other
from differing d
where not exists (select from step s where s.layer_id = d.layer_id and s.tells)
order by layer_id, revision
