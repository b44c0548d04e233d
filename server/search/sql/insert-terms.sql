-- $1 layer id, $2 feature ids, $3 folded texts, $4 Latin texts, $5 initials (may be null), $6 different characters of
-- each, written together, $7 letters (may be null), $8 weights
with given as (
  select * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::smallint[])
    as given (feature_id, folded, latin, initials, characters, letters, weight)
), spelt as (
  insert into search_spelling (letters, initials)
  select distinct letters, coalesce(regexp_replace(initials, '[0-9]', '', 'g'), '') from given where letters is not null
  on conflict do nothing
)
insert into search_term (layer_id, feature_id, folded, latin, initials, characters, letters, weight, is_hidden)
select $1, given.feature_id, folded, latin, initials,
  case when characters = '' then '{}' else string_to_array(characters, null) end, letters, weight,
  f.visibility is distinct from 'public'
from given left join feature f on f.layer_id = $1 and f.feature_id = given.feature_id
