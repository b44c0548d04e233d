-- Inserts features, or replaces those of the same id, which keep their number in tiles. Those that are as
-- given already stay untouched (feature_changing, 006_history.sql).
-- $1 layer id, $2 owner, $3 visibility, $4 ids, $5 geometries (EWKB in hexadecimal, 4326), $6 attributes (JSON), $7 provenances
insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
select $1, given.id, given.geom::geometry, given.attributes::jsonb, $2, $3, given.provenance
from unnest($4::text[], $5::text[], $6::text[], $7::text[]) as given (id, geom, attributes, provenance)
on conflict (layer_id, feature_id) do update set
  geom = excluded.geom, attributes = excluded.attributes, owner = excluded.owner, visibility = excluded.visibility,
  provenance = excluded.provenance
