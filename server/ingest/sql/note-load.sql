-- Notes what a layer was loaded from. A load from the source of an earlier one takes its place, so that a layer that is
-- added to every day has few notes.
-- $1 layer id, $2 whether the file came with the city, $3 source in Chinese, $4 in English, $5 licence, $6 day of the
-- data, $7 text[] provenances of its features, $8 how many they are
with earlier as (
  delete from layer_load
  where layer_id = $1 and is_given = $2::boolean
    and (source_zh, source_en, licence) is not distinct from ($3::text, $4::text, $5::text)
  returning provenances, features
)
insert into layer_load (layer_id, is_given, source_zh, source_en, licence, as_of, provenances, features, revision)
select $1, $2::boolean, $3::text, $4::text, $5::text, $6::text,
  array(select p from unnest($7::text[]) as p union select unnest(e.provenances) from earlier e order by 1),
  $8::bigint + coalesce((select sum(e.features) from earlier e), 0),
  l.revision
from layer l where l.layer_id = $1
