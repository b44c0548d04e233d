-- Features with a name, code or address that is or starts with the typed text; every part reads an index.
-- $1 typed text, folded; $2 the same with pinyin for Chinese; $3 its Chinese characters; $4 layer ids; $5 most hits;
-- $6 typed text as it is, for ids
-- Result: layer, feature, rank (6 exact, 5 exact pinyin or initials, 4 starts with, 3 initials start with), weight, and
-- the share of the term that was typed; best first. One row of nulls where there are none.
with found as (
  (select layer_id, feature_id, 6 as rank, weight, folded as term from search_term
   where folded = $1 and layer_id = any ($4) and not is_hidden
   order by weight desc, feature_id, layer_id limit $5)
  union all
  (select layer_id, feature_id, 6, 0::smallint, $1 from feature
   where layer_id = any ($4) and feature_id = $6 and visibility = 'public' order by layer_id limit $5)
  union all
  (select layer_id, feature_id, 5, weight, latin from search_term
   where $3::text[] = '{}' and latin = $2 and layer_id = any ($4) and not is_hidden
   order by weight desc, feature_id, layer_id limit $5)
  union all
  (select layer_id, feature_id, 5, weight, initials from search_term
   where $3::text[] = '{}' and initials = $2 and layer_id = any ($4) and not is_hidden
   order by weight desc, feature_id, layer_id limit $5)
  union all
  -- chr(1114111) is the last character there is: the range holds everything that starts with the typed text.
  (select layer_id, feature_id, 4, weight, folded from search_term
   where folded >= $1 and folded < $1 || chr(1114111) and layer_id = any ($4) and not is_hidden
   order by weight desc, length(folded), feature_id, layer_id limit $5)
  union all
  (select layer_id, feature_id, 4, weight, latin from search_term
   where $3::text[] = '{}' and latin >= $2 and latin < $2 || chr(1114111) and layer_id = any ($4) and not is_hidden
   order by weight desc, length(latin), feature_id, layer_id limit $5)
  union all
  (select layer_id, feature_id, 3, weight, initials from search_term
   where $3::text[] = '{}' and initials >= $2 and initials < $2 || chr(1114111) and layer_id = any ($4) and not is_hidden
   order by weight desc, length(initials), feature_id, layer_id limit $5)
), best as (
  select distinct on (layer_id, feature_id) layer_id, feature_id, rank, weight,
    least(1, length($1)::real / greatest(1, length(term))) as share
  from found
  order by layer_id, feature_id, rank desc, weight desc, length(term)
)
select hit.* from (select) as asked left join (
  select layer_id, feature_id, rank, weight, share from best
  order by rank desc, weight desc, share desc, layer_id, feature_id
  limit $5
) as hit on true
order by rank desc, weight desc, share desc, layer_id, feature_id
