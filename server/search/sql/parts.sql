-- Features with a name, code or address that contains the typed text.
-- $1 typed text, folded; $2 the same with pinyin for Chinese; $3 its Chinese characters; $4 layer ids; $5 most hits;
-- $6 its words in Latin letters, without digits
-- Result: layer, feature, rank (2), weight, and the share of the term that was typed; best first. One row of
-- nulls where there are none.
with found as (
  (select layer_id, feature_id, weight, folded as term from search_term
   where $3::text[] <> '{}' and characters @> $3 and strpos(folded, $1) > 0 and layer_id = any ($4) and not is_hidden
   order by weight desc, length(folded), feature_id limit $5)
  union all
  -- A part shorter than three letters is in nearly every name.
  (select t.layer_id, t.feature_id, t.weight, t.latin
   from spellings_with($6) s join search_term t on t.letters = s.letters collate "C"
   where $3::text[] = '{}' and length($6) >= 3
     and (strpos(t.latin, $2) > 0 or strpos(t.initials, $2) > 0) and t.layer_id = any ($4) and not t.is_hidden
   order by t.weight desc, length(t.latin), t.feature_id limit $5)
), best as (
  select distinct on (layer_id, feature_id) layer_id, feature_id, weight,
    least(1, length($1)::real / greatest(1, length(term))) as share
  from found
  order by layer_id, feature_id, weight desc, length(term)
)
select hit.* from (select) as asked left join (
  select layer_id, feature_id, 2 as rank, weight, share from best
  order by weight desc, share desc, layer_id, feature_id
  limit $5
) as hit on true
order by weight desc, share desc, layer_id, feature_id
