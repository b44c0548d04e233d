-- needs: tile_points, tile_shapes

-- A tile as of now, unfiltered, encoded by the database, and the revision of each layer, of one snapshot. For
-- server/layers/sql/tile-encoded.sql, which says what the arguments are.
--
-- A function, as the plan of a statement over lists is made anew for every tile: for lists of unknown length the
-- planner expects more rows, so that a plan that is kept never seems worth it. Making it took a fifth of a small tile's
-- time.
create or replace function tile_encoded(layers text[], are_points boolean[], keys text[], dropped text[], summed text[],
  labelled boolean[], measures int[], geographic boolean, z int, x int, y int, out tile bytea, out revisions text)
language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
declare
  mvt bytea;
  revision bigint;
begin
  tile := '';
  for n in 1 .. cardinality(layers) loop
    if are_points[n] then
      select ST_AsMVT(f, layers[n], 4096, 'geom', 'fid'),
        (select l.revision from layer l where l.layer_id = layers[n])
      into mvt, revision
      from tile_points(layers[n], keys[n]::text[], dropped[n]::text[], summed[n]::text[], measures[n], geographic,
        z, x, y) as f;
    else
      select ST_AsMVT(f, layers[n], 4096, 'geom', 'fid'),
        (select l.revision from layer l where l.layer_id = layers[n])
      into mvt, revision
      from tile_shapes(layers[n], keys[n]::text[], dropped[n]::text[], labelled[n], measures[n], geographic,
        z, x, y) as f;
    end if;
    tile := tile || mvt;
    revisions := concat_ws(',', revisions, coalesce(revision, 0));
  end loop;
end $$;
