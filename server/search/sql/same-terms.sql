-- How many terms of a layer that everybody may find have each of some texts.
-- $1 layer id, $2 folded texts, $3 letters
-- Result: text, folded (how many terms have it as folded text), letters (as letters); one row of nulls where there are
-- none.
select known.* from (select) as asked left join (
  select t.text, count(*) filter (where t.kind = 0)::int as folded, count(*) filter (where t.kind = 1)::int as letters
  from (
    select folded as text, 0 as kind from search_term where layer_id = $1 and folded = any ($2) and not is_hidden
    union all select letters, 1 from search_term where layer_id = $1 and letters = any ($3) and not is_hidden
  ) as t
  group by t.text
) as known on true
