-- needs: pyramid_cells

-- The feature id of a cluster in tiles: above 2^52, where no feature has one.
create or replace function cluster_id(cx int, cy int) returns bigint language sql immutable parallel safe as $$
  select 4503599627370496 + cell_key(cx, cy)
$$;

-- The migrations bring it: a loop for each cluster.
drop function if exists cluster_tags(bigint, numeric[], text[], text[]);

-- The properties of a cluster. names: of the sums that travel, at most four; positions: where in `sums` they stand. The
-- planner inlines this function.
create or replace function cluster_tags(count bigint, sums numeric[], names text[], positions int[])
returns jsonb language sql immutable parallel safe as $$
  select case cardinality(names)
    when 0 then jsonb_build_object('cluster', true, 'point_count', count)
    when 1 then jsonb_build_object('cluster', true, 'point_count', count, names[1], sums[positions[1]])
    when 2 then jsonb_build_object('cluster', true, 'point_count', count, names[1], sums[positions[1]],
      names[2], sums[positions[2]])
    when 3 then jsonb_build_object('cluster', true, 'point_count', count, names[1], sums[positions[1]],
      names[2], sums[positions[2]], names[3], sums[positions[3]])
    else jsonb_build_object('cluster', true, 'point_count', count, names[1], sums[positions[1]],
      names[2], sums[positions[2]], names[3], sums[positions[3]], names[4], sums[positions[4]])
  end
$$;
