-- $1 layer id, $2 feature ids, $3 folded texts, $4 Latin texts, $5 initials (may be null), $6 different characters of
-- each, written together, $7 weights
insert into search_term (layer_id, feature_id, folded, latin, initials, characters, weight)
select $1, given.feature_id, given.folded, given.latin, given.initials,
  case when given.characters = '' then '{}' else string_to_array(given.characters, null) end, given.weight
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[])
  as given (feature_id, folded, latin, initials, characters, weight)
