-- Layers that have no partition yet, or whose clusters add up other attributes than they should.
-- $1 text[]  layer ids
-- $2 text[]  attributes that clusters add up, one array literal a layer
-- Result: layer_id text.
select asked.layer_id
from unnest($1::text[], $2::text[]) with ordinality as asked (layer_id, sums, place)
left join layer l on l.layer_id = asked.layer_id
where l.layer_id is null or l.sums <> asked.sums::text[]
  or to_regclass(format('%I.%I', current_schema(), 'feature_' || replace(asked.layer_id, '-', '_'))) is null
order by asked.place
