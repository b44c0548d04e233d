-- A page of a layer's features.
-- In braces, made by server/layers/feature-table/features.ts:
-- rows        the rows of the page, in order: columns of `feature`, and k0, k1, …, what they are put in order by beside
--             the id (features-rows.sql)
-- geometry    GeoJSON as text, or well-known binary in base64      attributes   json as text, without nulls
-- places      the keys as texts (p0, p1, …, a comma ahead of each)
-- Result: a row each, in order: n, feature_id, geometry, attributes, provenance, owner, updated_ms (since 1970),
-- p0, p1, …; one row of nulls where there are none.
select page.* from (select) as asked left join (
  select row_number() over () as n, f.feature_id, {{geometry}} as geometry, {{attributes}} as attributes,
    f.provenance, f.owner, extract(epoch from f.valid_from)::float8 * 1000 as updated_ms{{places}}
  from ({{rows}}) as f
) as page on true
order by n
