-- What some layers were loaded from.
-- $1 text[] layer ids
-- Result: a row for each load of each layer, the oldest first, and one with nulls from load_id on for a layer without
-- any: layer_id, was_given (it holds or held files that came with the city), is_edited (what everybody may see was
-- edited since its last load), load_id, is_given, source_zh, source_en, licence, as_of, provenances, features,
-- loaded_at. One row of nulls where there is no such layer.
select l.layer_id, l.demo_hash is not null as was_given,
  coalesce(l.revision > max(o.revision) over (partition by l.layer_id), false) as is_edited,
  o.load_id, o.is_given, o.source_zh, o.source_en, o.licence, o.as_of, o.provenances, o.features, o.loaded_at
from (select) as asked
left join layer l on l.layer_id = any ($1::text[])
left join layer_load o on o.layer_id = l.layer_id
order by l.layer_id, o.load_id
