-- Whether anything is left to be shown of a shape once it is snapped to the units of a tile.
create or replace function is_shape_left(shape geometry, dimension int)
returns boolean language sql immutable parallel safe as $$
  select case dimension
    when 2 then ST_Area(shape) > 0
    else ST_Dimension(shape) = dimension and not ST_IsEmpty(shape) end
$$;
