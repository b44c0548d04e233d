-- A tile of which some layers are filtered or of a past moment, encoded by the database.
-- $1 text[]     layer ids
-- layers        one statement a layer, put together by union all: position, mvt
-- Result: as in tile-encoded.sql.
select encode(coalesce((select string_agg(mvt, ''::bytea order by position) from ({{layers}}) as layers), ''::bytea), 'base64') as tile,
  (select string_agg(coalesce(l.revision, 0)::text, ',' order by position)
   from unnest($1::text[]) with ordinality as asked (layer_id, position) left join layer l using (layer_id)) as revisions
