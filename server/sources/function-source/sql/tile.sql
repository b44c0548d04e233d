-- A tile of a function.
-- $1 $2 $3 int z, x, y   $4 int: bytes that a tile may have; further ones are arguments
-- In braces: function (its name with its schema, quoted), arguments (those after the third, or nothing)
-- Result: one row: tile (base64; null where the function gives nothing, or more than a tile may have), bytes (how many it
-- gave; null where it gave nothing).
select case when octet_length(made.tile) <= $4::int then encode(made.tile, 'base64') end as tile,
  octet_length(made.tile) as bytes
from (select) as asked
left join (
  select given.tile from {{function}}($1::int, $2::int, $3::int{{arguments}}) as given (tile) limit 1
) as made on true
