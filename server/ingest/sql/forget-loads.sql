-- Forgets what a layer was loaded from before, where a load has replaced all of it.
-- $1 layer id, $2 whether the load replaces the layer, $3 whether some of what came with the city stays, $4 features of
-- the load. A load that brings every feature that the layer has replaces it, too.
delete from layer_load
where layer_id = $1 and not (is_given and $3::boolean)
  and ($2::boolean or (select count(*) from feature f where f.layer_id = $1) = $4::bigint)
