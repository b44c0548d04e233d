-- Features of a tile of which some layers are filtered or of a past moment, where the database does not encode.
-- $1 text[]     layer ids
-- layers        one statement a layer, put together by union all: position, place, fid, id, provenance, tags, geom
-- Result: as in tile-rows.sql.
select position::int, coalesce(l.revision, 0) as revision, fid, ST_AsBinary(geom) as geom,
  (jsonb_strip_nulls(jsonb_build_object('id', id, 'provenance', provenance)) || tags)::text as attributes
from unnest($1::text[]) with ordinality as asked (layer_id, position)
left join layer l using (layer_id)
left join ({{layers}}) as shown using (position)
order by position, place
