-- Whether a point lies in a box. Of two boxes that share an edge, a point on the edge lies in one only.
create or replace function is_in_box(point geometry, box geometry) returns boolean language sql immutable as $$
  select ST_X(point) >= ST_XMin(box) and ST_X(point) < ST_XMax(box) and ST_Y(point) >= ST_YMin(box)
    and ST_Y(point) < ST_YMax(box)
$$;
