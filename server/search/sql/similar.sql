-- Features with a name that holds something similar to the typed text.
-- $1 words typed, in Latin letters, without digits; $2 layer ids; $3 most hits
-- Result: layer, feature, similarity 0–1; best first. One row of nulls where there are none.
select hit.* from (select) as asked left join (
  select t.layer_id, t.feature_id, max(s.similarity) as similarity, max(t.weight) as weight
  from similar_spellings($1, 3 * $3) s join search_term t on t.letters = s.letters collate "C"
  where t.layer_id = any ($2) and not t.is_hidden
  group by t.layer_id, t.feature_id
  order by similarity desc, weight desc, t.layer_id, t.feature_id
  limit $3
) as hit on true
order by similarity desc, weight desc, layer_id, feature_id
