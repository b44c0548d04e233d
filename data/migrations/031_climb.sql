-- Metres that an edge climbs and falls from `from_node` to `to_node`, from a raster of heights given at the import; null
-- where its heights are not known.
alter table network_edge add column up_m real, add column down_m real;
