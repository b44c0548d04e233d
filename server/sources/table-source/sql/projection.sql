-- How PROJ writes a coordinate system.
-- $1 int srid
-- Result: one row: definition (null where the database does not know the system).
select (select proj4text from spatial_ref_sys where srid = $1::int) as definition
