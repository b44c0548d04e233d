-- A tile of a function.
-- $1 $2 $3 int z, x, y   $4 json of the request, where the function takes it
-- In braces: function (its name with its schema, quoted), query (the fourth argument, or nothing)
-- Result: one row: tile (base64; null where it is empty).
select encode({{function}}($1::int, $2::int, $3::int{{query}}), 'base64') as tile
